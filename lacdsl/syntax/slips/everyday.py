"""Words and signs of everyday speech that the language says otherwise."""

from __future__ import annotations

import re

from lacdsl.diagnostics import Diagnostic
from lacdsl.syntax.place import Place, short
from lacdsl.syntax.split import CLAUSE_WORDS

_MEANS = ("average", "mean", "avg", "median")
_COLUMN_OF_A_TABLE = re.compile(
    r"\b(?:(count[ \t]+of[ \t]+distinct)|(sum|min|max)[ \t]+of)[ \t]+(\w+)\.(\w+)[ \t]*$"
)
_NUMBER = re.compile(r"\d+(\.\d+)?")
_WORKING_DAYS = ("workday", "workdays", "weekdays", "workingdays", "business")
_JOINING = frozenset({"to", "and", "or", "of", "over", "from", "where", "has", "is", "in"})
_UNITS = ("days", "weeks", "months", "years")
_LONGEST_WORD = 40


def words(place: Place) -> Diagnostic | None:
    """A word that has another in its place, whatever else could stand there."""
    found, before = place.found, place.previous
    if found is None or len(found) > _LONGEST_WORD:
        return None
    if found == "of" and before.casefold() in _MEANS:
        return Diagnostic(
            "S125",
            f"`{before} of` is not used here.",
            "Write `(sum of COLUMN over TABLE) / (count of TABLE where COLUMN is present)` for an average.",
            place.previous_span.to(place.span),
        )
    if found == "overlap" and "OVERLAPS" in place.expected:
        return Diagnostic("S125", "`overlap` is not used here.", "Write `overlaps`.", place.span)
    if found in ("one", "1") and before == "only":
        return _joined(place, "Write `exactly one TABLE where CONDITION`.")
    if found == "between" and before in _UNITS:
        unit = f"working {before}" if place.before.split()[-2:-1] == ["working"] else before
        return Diagnostic("S125", "`between` is not used here.", f"Write `{unit} from A to B`.", place.span)
    return None


def column_of_a_table(place: Place) -> Diagnostic | None:
    """`count of distinct T.COL`, `sum of T.COL`."""
    said = _COLUMN_OF_A_TABLE.search(place.before) if "OVER" in place.expected else None
    if said is None:
        return None
    total = "count of distinct" if said[1] else f"{said[2]} of"
    return Diagnostic(
        "S132",
        "The table of a total stands behind `over`.",
        f"Write `{total} {said[4]} over {said[3]}`.",
        place.previous_span,
    )


def numbers(place: Place) -> Diagnostic | None:
    """Shares in per cent, numbers with a unit, and codes from one to another."""
    found = place.found
    if found is None or not place.expected or place.at_line_start:
        return None
    if found == "%":
        return Diagnostic(
            "S143",
            "There is no `%` in the language.",
            "Write a share as a number: `0.1 * (count of TABLE)` is ten in a hundred.",
            place.span,
        )
    value = place.clause in ("where", "must", "let", "define") and "AND" in place.expected
    if (
        value
        and found.isalpha()
        and found.islower()
        and found not in CLAUSE_WORDS | _JOINING
        and _NUMBER.fullmatch(place.previous)
    ):
        return Diagnostic(
            "S107",
            f"`{short(found)}` is not expected here: only lengths of time have a unit.",
            f"Write the number alone: `{place.previous}`.",
            place.previous_span.to(place.span),
        )
    return None


def two_words(place: Place) -> Diagnostic | None:
    """Two words side by side, where one of them says what was meant."""
    found, before = place.found, place.previous
    if found is None or place.at_line_start:
        return None
    if before == "not" and found in ("=", "<", ">", "<=", ">=", "<>"):
        help_ = "Write `<>`." if found == "=" else f"Write `not A {found} B`, with `not` in front."
        return Diagnostic(
            "S123", f"`not {found}` is not used here.", help_, place.previous_span.to(place.span)
        )
    if not place.expected & {"AND", "COMPARE"}:
        return None
    if not (found[0].isalnum() or found[0] == '"') or place.clause in ("flag", "needs any of"):
        return None
    if before in ("previous", "next") and found[0].isupper():
        return _joined(place, f"Put a dot between them: `{before}.{short(found)}`.")
    if before == "other" and found[0].isupper():
        return _joined(
            place,
            f"Say how many: `any other {short(found)}`, `no other …`, or `all other …` to give them a name.",
        )
    if found == "last" and place.after.lstrip().startswith("year") and before[:1].isupper():
        return _joined(place, f"Write `last year {short(before)}`.")
    if before == "either":
        return _joined(place, "Leave `either` out: `A or B`.")
    if before == "where":
        return _joined(place, "There is one `where`; join what else it asks with `and` alone.")
    if before.casefold() in _WORKING_DAYS:
        return _joined(place, "Write `working days from A to B`.")
    in_a_list = re.search(r"\bin[ \t]+[a-z]\w*[ \t]*$", place.before)
    if (
        in_a_list
        and before.islower()
        and found.islower()
        and found.isalpha()
        and "EQUAL" not in place.expected
    ):
        return _joined(place, f"A name has no blanks in it: `{short(before)}_{short(found)}`.")
    return None


def suggestions(place: Place) -> Diagnostic | None:
    """`suggest` with a value or a text alone."""
    if place.clause != "suggest" or "MUST" in place.expected:
        return None
    alone = place.expected & {"EQUAL", "COMPARE"} or (
        place.previous == "suggest" and (place.found or "").startswith('"')
    )
    if not alone:
        return None
    return Diagnostic(
        "S132",
        "A suggestion names a column and what it should hold.",
        "Write `suggest COLUMN = VALUE`; advice in words goes into `fix`.",
        place.span if place.previous == "suggest" else place.previous_span,
    )


def _joined(place: Place, help_: str) -> Diagnostic:
    message = f"Nothing joins `{short(place.previous)}` and `{short(place.found or '')}`."
    return Diagnostic("S144", message, help_, place.previous_span.to(place.span))
