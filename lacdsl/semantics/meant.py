"""What a writer most likely meant by a date, a number or a length of time in another form."""

from __future__ import annotations

import re
from datetime import date, timedelta

from lacdsl.semantics import typed as ty
from lacdsl.syntax import tree as t

_NUMBER = re.compile(r"\d+(\.\d+)?")
_SHORT_LENGTH = re.compile(r"(\d+)(d|days?|wks?|weeks?|m|mths?|months?|y|yrs?|years?)", re.IGNORECASE)
# The numbers that spreadsheets keep for days of 1954 to 2064.
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 60_000


def length_meant(node: t.Expr) -> str | None:
    """What to write in place of `6mths`."""
    found = _SHORT_LENGTH.fullmatch(node.text) if isinstance(node, t.Word) else None
    if found is None:
        return None
    unit = {"d": "days", "w": "weeks", "m": "months", "y": "years"}[found[2][0].lower()]
    return f"Write `{found[1]} {unit}`."


def literal_meant(node: t.Number | t.Word | t.String, kind: ty.Kind) -> str | None:
    """What to write in place of a literal beside a date or a number."""
    if kind is ty.Kind.NUMBER and isinstance(node, t.String) and _NUMBER.fullmatch(node.text.strip()):
        return f"Write the number without quotes: `{node.text.strip()}`."
    if kind is not ty.Kind.DATE:
        return None
    return _numbered_date(node.text) if isinstance(node, t.Number) else _quoted_date(node)


def _numbered_date(text: str) -> str | None:
    """What to write in place of `20260401`, or of the number that a spreadsheet keeps for a date."""
    if not text.isdigit():
        return None
    try:
        if len(text) == 8:
            day = date(int(text[:4]), int(text[4:6]), int(text[6:]))
        elif _FIRST_SERIAL <= int(text) <= _LAST_SERIAL:
            day = date(1899, 12, 30) + timedelta(days=int(text))
        else:
            return None
    except ValueError:
        return None
    return f"Write `{day.day} {t.MONTHS[day.month - 1]} {day.year}`."


def _quoted_date(node: t.Expr) -> str | None:
    """What to write in place of a date in quotes."""
    text = node.text.strip() if isinstance(node, t.String) else ""
    if text in ("start", "end"):
        return f"Write `collection {text}`."
    numbers = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})", text)
    if numbers is None:
        return None
    found = [int(part) for part in numbers.groups() if part]
    day, month, year = found if numbers.group(1) else found[::-1]
    return f"Write `{day} {t.MONTHS[month - 1]} {year}`." if 0 < month <= 12 and 0 < day <= 31 else None


def comparable(kind: ty.Kind) -> str:
    """What a value of that kind can be compared with."""
    if kind is ty.Kind.DATE:
        return "Compare a date with another date, or with one written out: `31 March 2025`."
    if kind is ty.Kind.NUMBER:
        return "Compare a number with a number: `12`."
    if kind is ty.Kind.PARTIAL:
        return "Write `first_possible(COLUMN)` or `last_possible(COLUMN)` for a date."
    return "Compare a code or a text with a code, or with a text in double quotes."
