"""Slips with signs: quotes, brackets, signs of comparison, and signs that no keyboard types."""

from __future__ import annotations

import unicodedata

from lacdsl.diagnostics import Diagnostic, Span
from lacdsl.syntax.place import Place
from lacdsl.syntax.split import CLAUSE_WORDS

_QUOTES = (
    "'",
    "\N{LEFT SINGLE QUOTATION MARK}",
    "\N{RIGHT SINGLE QUOTATION MARK}",
    "\N{LEFT DOUBLE QUOTATION MARK}",
    "\N{RIGHT DOUBLE QUOTATION MARK}",
)
_TYPOGRAPHY = {
    "\N{GREATER-THAN OR EQUAL TO}": ">=",
    "\N{LESS-THAN OR EQUAL TO}": "<=",
    "\N{NOT EQUAL TO}": "<>",
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "\N{MINUS SIGN}": "-",
    "\N{MULTIPLICATION SIGN}": "*",
    "\N{DIVISION SIGN}": "/",
}
_COMPARISONS = {"=>": ">=", "=<": "<=", "><": "<>", "===": "=", "=!": "<>"}


def strange_sign(place: Place) -> Diagnostic | None:
    """A sign that cannot be seen, or one that a word processor puts in place of another."""
    if not place.found or (place.found.isascii() and place.found.isprintable()):
        return None
    sign = place.found[0]
    if sign in _QUOTES:
        return None
    if sign in _TYPOGRAPHY:
        return Diagnostic(
            "S136", f"`{sign}` is not a sign of the language.", f"Write `{_TYPOGRAPHY[sign]}`.", place.span
        )
    if sign.isprintable():
        return foreign_letter(place)
    return unseen_sign(sign, place.span)


def foreign_letter(place: Place) -> Diagnostic | None:
    """A letter that looks like one of the alphabet and is none: Cyrillic, Greek, or with an accent."""
    sign = (place.found or " ")[0]
    if not sign.isalpha() or place.before[-1:].isspace() or not place.before:
        return None
    name = unicodedata.name(sign, "").title()
    at = place.span
    return Diagnostic(
        "S136",
        f"`{sign}` is no letter of the language: it is U+{ord(sign):04X} ({name}).",
        "Type the letter anew, or put a text with it in double quotes.",
        Span(at.file, at.line, at.column, at.line, at.column + 1),
    )


def unseen_sign(sign: str, span: Span) -> Diagnostic:
    """A sign that takes no ink."""
    name = unicodedata.name(sign, "").lower()
    title = f"U+{ord(sign):04X} ({name})" if name else f"U+{ord(sign):04X}"
    return Diagnostic(
        "S135",
        f"A sign that cannot be seen stands here: {title}.",
        "Delete it, or type a space for it.",
        span,
    )


def quotes(place: Place) -> Diagnostic | None:
    """Texts in other than straight double quotes, and texts that do not end."""
    if place.found in _QUOTES:
        return Diagnostic(
            "S109",
            f"`{place.found}` does not quote a text.",
            'Use straight double quotes: `"…"`.',
            place.span,
        )
    if place.found == '"':
        return Diagnostic(
            "S110", "The quoted text is not closed.", 'End it with `"` on the same line.', place.span
        )
    if place.found == "/" and "REGEX" in place.expected:
        return Diagnostic(
            "S110", "The pattern is not closed.", "End it with `/` on the same line.", place.span
        )
    return None


def open_bracket(place: Place) -> Diagnostic | None:
    """A bracket that nothing closes before the clause ends."""
    if place.bracket is None or not place.expected & {"RPAR", "RBRACE"}:
        return None
    if place.found is not None and not (place.at_line_start and place.found in CLAUSE_WORDS):
        return None
    sign, span = place.bracket
    closing = {"(": ")", "{": "}"}[sign]
    end = "the end" if place.found is None else f"the line `{place.found}`"
    return Diagnostic("S128", f"This `{sign}` is not closed.", f"Put `{closing}` before {end}.", span)


def closing_bracket(place: Place) -> Diagnostic | None:
    """A bracket that closes what was never opened, or opened with the other sign."""
    if place.found not in (")", "}", "]"):
        return None
    opening = {")": "(", "}": "{", "]": "["}[place.found]
    if place.bracket is None:
        return Diagnostic(
            "S137",
            f"This `{place.found}` closes nothing.",
            f"Delete it, or put `{opening}` where it begins.",
            place.span,
        )
    if place.bracket[0] != opening:
        return Diagnostic(
            "S137", f"This `{place.found}` closes a `{place.bracket[0]}`.", "Use the same kind.", place.span
        )
    return None


def comparison(place: Place) -> Diagnostic | None:
    """Signs of comparison in the wrong order, or one too many."""
    if not place.found or place.found[0] not in "=<>!":
        return None
    pair = place.found
    span = place.span
    if place.previous and place.previous[0] in "=<>!":
        pair = place.previous + (" " if place.before.endswith(" ") else "") + place.found
        span = place.previous_span.to(place.span)
    elif (
        place.found[0] != "!"
        and "COMPARE" not in place.expected
        and any(sign in place.before for sign in "=<>")
    ):
        return Diagnostic(
            "S108",
            "Comparisons cannot be chained.",
            "Join two with `and`, write `between A and B`, or put brackets round a `count of … where …`.",
            place.span,
        )
    elif place.found in ("=", "<", ">", "<=", ">=", "<>", "==", "!="):
        return None
    right = _COMPARISONS.get(pair.replace(" ", ""))
    help_ = f"Write `{right}`." if right else "There are `=`, `<>`, `<`, `<=`, `>` and `>=`."
    return Diagnostic("S130", f"`{pair}` compares nothing.", help_, span)


def lists(place: Place) -> Diagnostic | None:
    """Lists of codes in other than curly brackets."""
    in_list = place.previous == "in" and place.found is not None and "LBRACE" in place.expected
    bare = place.found == "," and place.before.split()[-2:-1] == ["in"]
    other_set = place.found in ("(", "[") and "LBRACE" in place.expected and not place.wants_value
    if in_list or bare or other_set:
        return Diagnostic("S119", "A list of codes stands in curly brackets.", "Write `{A, B}`.", place.span)
    return None
