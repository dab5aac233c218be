"""Forms that other languages have and this one has not: recognised, so that the right form can be shown."""

from __future__ import annotations

import re
from datetime import date

from lacdsl.diagnostics import Diagnostic, Span
from lacdsl.syntax import tree as t

WRONG_STATES = {"null", "blank", "empty", "none", "NULL", "None"}

NULL_NAMES = {"null", "none", "nan", "na", "nil", "missing", "blank", "empty"}


def wrong_comparison(op: str, span: Span) -> Diagnostic | None:
    """`==` and `!=` are written `=` and `<>`."""
    right = {"==": "=", "!=": "<>"}.get(str(op))
    if right is None:
        return None
    return Diagnostic("S123", f"`{op}` is not used here.", f"Write `{right}`.", span)


def wrong_suggestion(sign: str, span: Span) -> Diagnostic:
    """`suggest` proposes one value, not a range of them."""
    return Diagnostic("S134", f"`suggest` takes no `{sign}`.", "Write `suggest COL = VALUE`.", span)


def wrong_null(left: t.Expr, right: t.Expr, op: str) -> Diagnostic | None:
    """`= null` is written `is missing`."""
    if isinstance(right, t.Ref) and right.base is None and len(right.names) == 1:
        name = right.names[0]
        if name.casefold() in NULL_NAMES:
            form = "is missing" if op in ("=", "==") else "is present"
            return Diagnostic(
                "S124",
                f"A value is never compared with `{name}`.",
                f"Write `{form}` in place of `{op} {name}`.",
                right.span,
            )
    if isinstance(right, t.String) and not right.text.strip():
        form = "is missing" if op in ("=", "==") else "is present"
        return Diagnostic(
            "S124",
            "A value is never compared with an empty text.",
            f'Write `{form}` in place of `{op} ""`.',
            right.span,
        )
    return None


def wrong_word(word: str, right: str, span: Span) -> Diagnostic:
    """A word that means the same as another one of the language."""
    return Diagnostic("S125", f"`{word}` is not a word of the language.", f"Write `{right}`.", span)


def wrong_exists(span: Span) -> Diagnostic:
    """`exists(Review)`: there is no such function, and one message says so."""
    return Diagnostic(
        "S125",
        "`exists(…)` is not used here.",
        "Write `any TABLE where …`, or `no TABLE where …` for the opposite; a row with a name: `x exists`.",
        span,
    )


def wrong_date(text: str, span: Span, shown_as: str = "") -> Diagnostic:
    """Dates are written out, so that nobody has to guess which number is the month."""
    shown = _written_out(text)
    help_ = f"Write `{shown}`." if shown else "Write the date out, with all of the year: `31 March 2025`."
    return Diagnostic("S126", f"`{shown_as or text}` is not how a date is written in a rule.", help_, span)


def _written_out(text: str) -> str | None:
    parts = re.split(r"[-/]", text)
    years_first = len(parts[0]) == 4
    year, day = (int(parts[0]), int(parts[2])) if years_first else (int(parts[2]), int(parts[0]))
    month = _month(parts[1])
    if year < 100 or month is None:
        return None
    try:
        value = date(year, month, day)
    except ValueError:
        return None
    return f"{value.day} {t.MONTHS[value.month - 1]} {value.year}"


def _month(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    found = [number for number, name in enumerate(t.MONTHS, 1) if name.casefold().startswith(text.casefold())]
    return found[0] if found else None
