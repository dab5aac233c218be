"""Slips with words: one too few, one of another language, a condition that stops in the middle."""

from __future__ import annotations

import re
from dataclasses import replace

from lacdsl.diagnostics import Diagnostic, suggest
from lacdsl.syntax.place import Place

_OTHER_LANGUAGES = {
    "&": "and",
    "&&": "and",
    "||": "or",
    "|": "or",
    "!": "not",
    "equals": "=",
    "after": ">",
    "before": "<",
    "over": ">",
    "under": "<",
    "like": "matches /…/",
    "contains": "matches /…/",
    "isnull": "is missing",
    "isnotnull": "is present",
    "within": "between … and …",
    "with": "where",
    "which": "where",
    "whose": "where",
    "having": "has",
}
# A word that is left out of a phrase, what it belongs to, and the phrase in full.
PHRASES = {
    "STATE": (
        "missing",
        "After `is` stands `missing`, `present`, `valid`, `invalid`, `first`, `last` or `unique`.",
    ),
    "OF": ("of", "Write `count of TABLE` or `sum of COL over TABLE`."),
    "OVER": ("over", "Write `sum of COL over TABLE`."),
    "FROM": ("from", "Write `days from A to B`, or `A differs from B`."),
    "AS": ("as", "Write `A same as B`, or `treat rule 387 as query`."),
    "REGEX": ("/…/", "A pattern stands between slashes: `matches /[A-Z]{2}/`."),
    "EQUAL": ("=", "A name, then `=`, then what it stands for."),
    "DOT": (".", "A definition belongs to a table: `define TABLE.NAME = …`."),
    "LBRACE": ("{", "A list of codes stands in curly brackets: `{A, B}`."),
    "BECAUSE_INLINE": ("because", 'The reason stands after `because`, in double quotes: `because "…"`.'),
    "FIRST": (
        "first",
        "Say which: `first COL`, `last COL`, `sum of COL`, `min of COL`, `max of COL` or `count`.",
    ),
    "POSITION": ("first", "Say which: `first DECOM` or `last DEC`."),
}
# Words that stand between two values or conditions.
_BETWEEN = frozenset(
    """
    and or in is between same differs matches during overlaps listed exists to where has
    """.split()  # noqa: SIM905
)
_OPERATORS = (
    "and",
    "or",
    "in",
    "is",
    "between",
    "same as",
    "differs from",
    "matches",
    "during",
    "overlaps",
    "exists",
)
_STATES = ("missing", "present", "valid", "invalid", "supplied", "first", "last", "unique")
# What people say after `is`, and how it is written.
_NO_STATES = {
    "after": "A > B",
    "later": "A > B",
    "greater": "A > B",
    "more": "A > B",
    "over": "A > B",
    "before": "A < B",
    "earlier": "A < B",
    "less": "A < B",
    "fewer": "A < B",
    "under": "A < B",
    "equal": "A = B",
    "one": "A in {X1, E2}",
    "any": "A in {X1, E2}",
    "either": "A in {X1, E2}",
    "in": "A in {X1, E2}",
    "between": "A between B and C",
    "during": "A during B to C",
    "same": "A same as B",
    "the": "A same as B",
    "different": "A differs from B",
    "at": "A >= B",
    **dict.fromkeys(
        ("filled", "given", "entered", "recorded", "completed", "populated", "there"), "A is present"
    ),
}
_OPPOSITES = {
    "missing": "is present",
    **dict.fromkeys(("null", "none", "nan", "na", "nothing"), "is present"),
    "blank": "is present",
    "empty": "is present",
    "present": "is missing",
    "in": "not in {…}",
    "unique": "not COLUMN is unique",
    "valid": "not COLUMN is valid",
    "first": "not is first",
    "last": "not is last",
}
_LONGEST_WORD = 40
_WORD = re.compile(r"[ \t]+(?P<word>\"[^\"\n]{0,40}\"|\w+)")
_BETWEEN_SIGNS = frozenset({"=", "<>", "<", "<=", ">", ">=", "==", "!=", "+", "*", "/", ")", "}", ","})


def unfinished(place: Place) -> Diagnostic | None:
    """A clause that stops in the middle, so that the next line was read as part of it."""
    if place.unfinished is None:
        return None
    word, span = place.unfinished
    if place.clause in ("flag", "needs any of"):
        help_ = "Delete the comma at its end, or name another column behind it."
    else:
        help_ = f"Say what comes after `{place.clause}` in full."
    return Diagnostic("S105", f"The line above `{word}` is not finished.", help_, span)


def other_languages(place: Place) -> Diagnostic | None:
    """Words and signs of other languages."""
    word = place.found
    if word is None:
        return None
    passed_over = "" if place.wants_value else place.previous
    for foreign, span in ((word, place.span), (passed_over, place.previous_span)):
        if foreign.casefold() in ("if", "then", "when", "else", "unless", "case", "elif", "elseif", "endif"):
            return Diagnostic(
                "S117",
                f"There is no `{foreign.casefold()}` in the language.",
                "`where` says which rows the rule is about, `must` says what has to hold.",
                span,
            )
    if word in ("AND", "OR", "NOT", "IN", "IS", "BETWEEN", "EXISTS", "WHERE"):
        return Diagnostic(
            "S118", f"`{word}` is written in small letters.", f"Write `{word.lower()}`.", place.span
        )
    if word.lower() in _OTHER_LANGUAGES and not place.wants_value:
        right = _OTHER_LANGUAGES[word.lower()]
        if right == "has" and re.search(r"\b(?:count|sum|min|max)[ \t]+of\b", place.before):
            right = "where"
        return Diagnostic("S125", f"`{word}` is not used here.", f"Write `{right}`.", place.span)
    if word in (":", ";"):
        return Diagnostic("S143", f"The language has no `{word}`.", "Leave it out.", place.span)
    return None


def states(place: Place) -> Diagnostic | None:
    """`is not`, and `is` with a value."""
    if place.previous != "is" or place.found is None:
        return None
    if place.found == "not":
        return _is_not(place)
    if place.at_line_start:
        return None
    if place.found in ("a", "an") or place.before.split()[-2:-1] == ["there"]:
        return Diagnostic(
            "S138",
            f"`is` does not go with `{place.found}`.",
            "Write `any TABLE where …`, or `no TABLE where …` for the opposite.",
            place.previous_span.to(place.span),
        )
    if place.found in _NO_STATES:
        return Diagnostic(
            "S138",
            f"`is` does not go with `{place.found}`.",
            f"Write `{_NO_STATES[place.found]}`.",
            place.previous_span.to(place.span),
        )
    near = suggest(place.found, _STATES, 1) if len(place.found) <= _LONGEST_WORD else []
    return Diagnostic(
        "S138",
        f"`is` does not compare with `{place.found}`.",
        f"Did you mean `is {near[0]}`?"
        if near
        else f"Write `= {place.found}`; `is` goes with {_listed(_STATES)}.",
        place.previous_span.to(place.span),
    )


def _is_not(place: Place) -> Diagnostic:
    """`is not missing`, `is not X1`."""
    behind = _WORD.match(place.after)
    word = behind["word"] if behind else ""
    span = place.previous_span.to(place.span)
    opposite = _OPPOSITES.get(word if word in _OPPOSITES else word.casefold())
    whole = replace(span, end_column=span.end_column + (behind.end() if behind else 0))
    if opposite is not None and "COLUMN" not in opposite and word != "in":
        return Diagnostic("S120", "`is not` is not used here.", f"Write `{opposite}`.", whole)
    if opposite is not None:
        return Diagnostic("S120", "`is not` is not used here.", f"Write `{opposite}`.", span)
    if behind is not None and (word[0].isdigit() or word[0] == '"' or word.isupper()):
        return Diagnostic("S120", "`is not` is not used here.", f"Write `<> {word}`.", whole)
    help_ = "Write `is present` for the opposite of `is missing`, `<>` for unequal, or put `not` in front."
    return Diagnostic("S120", "`is not` is not used here.", help_, span)


def column_of_a_phrase(place: Place) -> Diagnostic | None:
    """A column of a row that has no name."""
    if place.found != "." or "OR" not in place.expected:
        return None
    return Diagnostic(
        "S146",
        "Only a row that has a name has columns.",
        "Name it first: `let last = latest Episode where …`, then `last.DEC`.",
        place.span,
    )


def missing_value(place: Place) -> Diagnostic | None:
    """A word or sign that has nothing to its left."""
    swallowed = place.previous in _BETWEEN and not place.wants_value
    if swallowed and place.found is not None and not place.expected & PHRASES.keys():
        return Diagnostic(
            "S133",
            f"A value is missing before `{place.previous}`.",
            _value_help(place.previous),
            place.previous_span,
        )
    if place.wants_value and (place.found in _BETWEEN | _BETWEEN_SIGNS):
        return Diagnostic(
            "S133", f"A value is missing before `{place.found}`.", _value_help(place.found), place.span
        )
    return None


def missing_word(place: Place) -> Diagnostic | None:
    """A phrase of several words with one of them left out or another in its place."""
    if place.wants_value or place.found is None:
        return None
    if "AND" in place.expected and place.found in ("to", ",") and "between" in place.before.split():
        return Diagnostic(
            "S132", f"`and` belongs here, not `{place.found}`.", "Write `between A and B`.", place.span
        )
    listing = place.clause in ("flag", "needs any of", "one per", "codes", "without")
    if place.found == "," and place.bracket is None and not listing:
        return Diagnostic(
            "S132",
            "A comma joins no conditions." if place.clause != "parameter" else "A parameter has one value.",
            "Write `and` or `or` in its place."
            if place.clause != "parameter"
            else "A list of codes has a name of its own: `codes NAME = {A, B}`.",
            place.span,
        )
    if "OR" in place.expected:
        return None
    for name, (word, phrase) in PHRASES.items():
        if name in place.expected:
            if place.clause in ("table", "spells"):
                phrase = f"Write `{place.clause} NAME of TABLE`."
            return Diagnostic("S132", f"`{word}` is missing before `{place.found}`.", phrase, place.span)
    return None


def two_values(place: Place) -> Diagnostic | None:
    """Two values side by side with nothing that joins them."""
    found = place.found
    if found is None or "COMPARE" not in place.expected or not (found[0].isalnum() or found[0] == '"'):
        return None
    if place.at_line_start or place.clause in ("flag", "needs any of"):
        return None
    near = suggest(found, _OPERATORS, 1) if found.islower() and len(found) <= _LONGEST_WORD else []
    if near:
        return Diagnostic(
            "S107", f"`{found}` is not expected here.", f"Did you mean `{near[0]}`?", place.span
        )
    return Diagnostic(
        "S144",
        f"Nothing joins `{place.previous}` and `{found}`.",
        "Put a sign between them: `=`, `<`, `in {…}`, `and`.",
        place.previous_span.to(place.span),
    )


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"`{word}`" for word in words[:-1]) + f" and `{words[-1]}`"


def _value_help(word: str | None) -> str:
    if word == "in":
        return "Write the column first: `COL in {A, B}`, `COL not in {A, B}`."
    return "Write a column, a value or a condition here."
