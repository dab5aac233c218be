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
        return wide_letters(place) or foreign_letter(place)
    return unseen_sign(sign, place.span)


def wide_letters(place: Place) -> Diagnostic | None:
    """A word in letters of double width, as some editors type them."""
    word = unicodedata.normalize("NFKC", place.found or "")
    if not word.isascii() or not word.isidentifier():
        return None
    return Diagnostic(
        "S136", f"`{place.found}` is not written in plain letters.", f"Write `{word}`.", place.span
    )


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
    if place.previous in ("and", "or"):
        help_ = f"Name the column again, `{place.previous} COLUMN {place.found} …`, or list codes: `COLUMN in {{A, B}}`."
        return Diagnostic("S133", f"A column is missing before `{place.found}`.", help_, place.span)
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


def items(place: Place) -> Diagnostic | None:
    """What stands between the codes of a list, or behind the last of them."""
    if place.bracket is None or place.bracket[0] != "{" or place.found is None:
        return None
    if place.found == "}" and place.previous == ",":
        return Diagnostic(
            "S133", "A code is missing before `}`.", "Write one, or delete the comma.", place.previous_span
        )
    if "COMMA" not in place.expected or "RBRACE" not in place.expected or place.found in ")]":
        return None
    if place.found in ("-", ".", "to", "\N{EN DASH}"):
        sign = "`..`" if place.found == "." else f"`{place.found}`"
        return Diagnostic(
            "S107",
            f"{sign} is not expected here: a list names every code.",
            "Write them one by one, `{U1, U2, U3}`, or use a list that has a name.",
            place.span,
        )
    if place.found in (";", "or", "and", "|", "/"):
        return Diagnostic(
            "S132", f"A comma belongs here, not `{place.found}`.", "Write the codes as `{A, B}`.", place.span
        )
    if place.at_line_start or not (place.found[0].isalnum() or place.found[0] == '"'):
        return None
    return Diagnostic(
        "S132",
        f"A comma is missing before `{place.found}`.",
        "Put commas between the codes; a code with a blank in it stands in double quotes.",
        place.span,
    )


def lists(place: Place) -> Diagnostic | None:
    """Lists of codes in other than curly brackets."""
    in_list = place.previous == "in" and place.found is not None and "LBRACE" in place.expected
    bare = place.found == "," and place.before.split()[-2:-1] == ["in"]
    other_set = place.found in ("(", "[") and "LBRACE" in place.expected and not place.wants_value
    if in_list or bare or other_set:
        return Diagnostic("S119", "A list of codes stands in curly brackets.", "Write `{A, B}`.", place.span)
    return None
