"""The words of the language that can come next, those first that are wanted most."""

from __future__ import annotations

from collections.abc import Iterator

from lacdsl.editing.choice import Choice
from lacdsl.editing.cursor import Cursor
from lacdsl.syntax.parser import words
from lacdsl.syntax.place import CLAUSES, ITEMS

# Terminals that stand for one of several words, or for words of more than one part.
_SPELLED = {
    "STATE": ("missing", "present", "valid", "invalid", "supplied"),
    "POSITION": ("first", "last"),
    "QUANTIFIER": ("any", "no", "every", "exactly one"),
    "PICK": ("first", "latest"),
    "UNIT": ("days", "weeks", "months", "years"),
    "OR_ELSE": ("or else",),
    "LAST_YEAR": ("last year",),
    "EITHER_YEAR": ("either year",),
    "COLLECTION_START": ("collection start",),
    "COLLECTION_END": ("collection end",),
    "WORKING_DAYS": ("working days",),
    "FUNCTION": ("max", "min", "year", "month", "day"),
    "OTHER": ("other",),
    "ANYWHERE": ("anywhere",),
    "OPTIONAL": ("optional",),
    "PREVIOUS": ("previous",),
    "NEXT": ("next",),
    "COMPARE": ("=", "<>", "<", "<=", ">", ">="),
    "EQUAL": ("=",),
    "MONTH": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ),
}  # fmt: skip
_JOINED = {
    "__ANON_0": "where",
    "DIFFERS": "differs from",
    "SAME": "same as",
    "LISTED": "listed in",
    "OF_THE_SAME": "of the same",
}
_ITEMS = (
    "rule",
    "define",
    "codes",
    "parameter",
    "family",
    "table",
    "spells",
    "replace",
    "treat rule",
    "remove rule",
)
_CLAUSES = (
    "FOR_EACH", "FOR_THE_RETURN", "WHERE", "MUST", "FLAG", "MESSAGE", "SEVERITY", "EXAMPLE", "LET", "BECAUSE", "FIX",
    "NEEDS", "STAGE", "EXPLAINABLE", "SUGGEST", "TOGETHER_WHILE", "START", "END", "COLUMN", "ONE_PER", "WITHOUT",
)  # fmt: skip
# Of these one is enough; a `where` behind a `must` is put in its place by the formatter, but is seldom meant.
_ONCE = frozenset({
    "FOR_EACH", "FOR_THE_RETURN", "WHERE", "MUST", "FLAG", "MESSAGE", "SEVERITY", "BECAUSE", "FIX", "STAGE",
    "EXPLAINABLE", "START", "END", "TOGETHER_WHILE", "ONE_PER",
})  # fmt: skip
# Behind a value, and where a value or condition begins.
_BEHIND = (
    "is", "=", "in", "where", "and", "or", ">=", "<=", "<", ">", "<>", "not in", "same as", "differs from", "exists",
    "between", "during", "to", "has", "overlaps", "or else", "matches", "listed in", "over", "of the same", "anywhere",
)  # fmt: skip
_BEGINNING = (
    "any", "no", "every", "previous", "not", "count", "next", "latest", "first", "collection start", "collection end",
    "days", "years", "months", "exactly one", "last year", "is", "this", "sum", "max", "min", "either year", "today",
    "authority", "all", "other", "weeks", "working days", "optional",
)  # fmt: skip
BEGINNING = 3.0
# Behind a number, and where they come in the list.
_COUNTED = {"UNIT": 0, "WORKING_DAYS": 5, "MONTH": 10}


def next_choices(cursor: Cursor) -> Iterator[Choice]:
    """The words that the grammar lets come next."""
    known = words()
    wants_value = "NUMBER" in cursor.expected and "NAME" in cursor.expected
    for name in cursor.expected:
        if name in CLAUSES:
            if _begins_clause(cursor, name):
                yield Choice(CLAUSES[name], "word", "clause", 2 + _CLAUSES.index(name) / 100)
        elif name in ITEMS:
            if cursor.starts_line or (cursor.tokens and cursor.tokens[-1].type == "REPLACE"):
                yield Choice(ITEMS[name], "word", "begins an item", 2 + _ITEMS.index(ITEMS[name]) / 100)
        elif name == "NOT" and "IN" in cursor.expected:
            yield _word("not in", wants_value)
        elif name in _COUNTED and cursor.tokens[-1].type == "NUMBER":
            if name != "MONTH" or _is_a_day(cursor):
                one = name != "MONTH" and str(cursor.tokens[-1]) == "1"
                spelled = [word.removesuffix("s") for word in _SPELLED[name]] if one else _SPELLED[name]
                yield from (_unit(word, place) for place, word in enumerate(spelled, _COUNTED[name]))
        elif name in _SPELLED:
            yield from (_word(word, wants_value, place) for place, word in enumerate(_SPELLED[name]))
        elif name in _JOINED:
            yield _word(_JOINED[name], wants_value)
        elif name in known and (name not in ("LAST", "FIRST") or cursor.tokens[0].type == "SPELLS"):
            yield _word(known[name], wants_value)


def named_choices(cursor: Cursor) -> Iterator[Choice]:
    """What stands behind `let NAME =` more often than a value: a row or rows of a table."""
    if [token.type for token in cursor.tokens[-3:]] == ["LET", "NAME", "EQUAL"]:
        for place, word in enumerate(("latest", "first", "all")):
            yield Choice(word, "word", order=1 + place / 100)


def _unit(text: str, place: int) -> Choice:
    """Behind a number: the unit of a length of time, or the month of a date."""
    return Choice(text, "word", order=2 + place / 100)


def _word(text: str, wants_value: bool, place: int = 0) -> Choice:
    held = _BEGINNING if wants_value else _BEHIND
    nth = held.index(text) if text in held else len(held) + place
    return Choice(text, "word", order=(BEGINNING if wants_value else 4) + nth / 100)


def _begins_clause(cursor: Cursor, name: str) -> bool:
    if not cursor.starts_line or not cursor.tokens:
        return False
    kinds = [token.type for token in cursor.tokens]
    if name == "WHERE" and kinds[-1] in ("AND", "OR", "NOT"):
        return False
    if name in _ONCE and name in kinds:
        return False
    subject = {"FOR_EACH", "FOR_THE_RETURN"}
    if name in subject:
        return not subject & set(kinds)
    return not (name == "WHERE" and "MUST" in kinds)


def _is_a_day(cursor: Cursor) -> bool:
    """Can the number before the cursor be the day of a date?"""
    number = str(cursor.tokens[-1]) if cursor.tokens else ""
    return number.isdigit() and 1 <= int(number) <= 31
