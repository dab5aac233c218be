"""Ways in which people say things, in speech, in SQL and in spreadsheets, with the phrase that the language has."""

from __future__ import annotations

import re

from lacdsl.diagnostics import Diagnostic, Span, suggest
from lacdsl.syntax.place import Place
from lacdsl.syntax.tree import MONTHS
from lacdsl.syntax.wrong import wrong_date

_TOTAL = re.compile(r"\b(count|sum|min|max)[ \t]+of\b")
_CALL = re.compile(r"\b(count|sum|min|max)[ \t]*\([ \t]*$", re.IGNORECASE)
_YEAR = re.compile(r"[ \t,]*(\d{4})\b")
_DAY_BEFORE = re.compile(r"(\d{1,2})[ \t]+[A-Z][a-z]+[ \t]*$")
_DAY = re.compile(r"(\d{1,2})(st|nd|rd|th)?")
_DOTS = re.compile(r"\b\d{1,2}\.\d{1,2}\.\d{4}\b")
_US_DATE = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?,?[ \t]+(\d{4})\b")
_LONGEST_WORD = 40
_UNITS = ("day", "days", "week", "weeks", "month", "months", "year", "years")
# What stands before a table's name, and the phrase that it was meant for.
_BEFORE_A_TABLE = {
    "each": "Write `every TABLE has CONDITION`.",
    "exists": "Write `any TABLE where CONDITION`.",
    "exist": "Write `any TABLE where CONDITION`.",
    "some": "Write `any TABLE where CONDITION`.",
    "one": "Write `any TABLE where CONDITION`, or `exactly one TABLE where CONDITION`.",
    "none": "Write `no TABLE where CONDITION`.",
    "last": "Write `latest TABLE`, and name it first: `let x = latest TABLE where …`, then `x.COLUMN`.",
    "oldest": "Write `first TABLE`, and name it first: `let x = first TABLE where …`, then `x.COLUMN`.",
    "only": "Write `exactly one TABLE where CONDITION`.",
}
_AFTER_A_VALUE = {
    "starts": 'Write `COLUMN matches /U.*/`, or `left(COLUMN, 1) = "U"`.',
    "begins": 'Write `COLUMN matches /U.*/`, or `left(COLUMN, 1) = "U"`.',
    "ends": 'Write `COLUMN matches /.*U/`, or `right(COLUMN, 1) = "U"`.',
    "missing": "Write `COLUMN is missing`.",
    "present": "Write `COLUMN is present`.",
    "valid": "Write `COLUMN is valid`.",
    "invalid": "Write `COLUMN is invalid`.",
    "null": "Write `COLUMN is missing`.",
    "blank": "Write `COLUMN is missing`.",
    "empty": "Write `COLUMN is missing`.",
    "unique": "Write `COLUMN is unique`.",
    "implies": "`where` says which rows the rule is about, `must` says what has to hold.",
}


def month(place: Place) -> Diagnostic | None:
    """A date that is written out, but not quite as dates are."""
    numbers_or_us = _date_in_dots(place) or _month_first(place)
    if numbers_or_us is not None:
        return numbers_or_us
    if place.previous in MONTHS and place.expected == {"NUMBER"}:
        said = _DAY_BEFORE.search(place.before)
        day = said[1] if said else "1"
        help_ = f"Write the year as well: `{day} {place.previous} 2026`, or a day of the collection: `collection end`."
        return Diagnostic("S126", f"A date with `{place.previous}` has no year.", help_, place.previous_span)
    year, day = _YEAR.match(place.after), _DAY.fullmatch(place.previous)
    if not (place.found and place.found.isalpha() and year and day) or len(place.found) > _LONGEST_WORD:
        return None
    near = [name for name in MONTHS if name.casefold().startswith(place.found.casefold())]
    near = near or suggest(place.found, MONTHS, 1)
    if not near:
        return None
    text = f"{place.previous} {place.found}{year.group()}"
    help_ = f"Write `{int(day.group(1))} {near[0]} {year.group(1)}`."
    span = place.previous_span.to(place.span)
    return Diagnostic("S126", f"`{text}` is not how a date is written in a rule.", help_, span)


def _date_in_dots(place: Place) -> Diagnostic | None:
    """`01.04.2024`, which is read as a number with something behind it."""
    dots = _DOTS.search(f"{place.before}{place.found or ''}{place.after}")
    if dots is None or place.found != "." or not dots.start() < len(place.before) < dots.end():
        return None
    at = place.span
    start = at.column - len(place.before) + dots.start()
    span = Span(at.file, at.line, start, at.line, start + len(dots.group()))
    return wrong_date(dots.group().replace(".", "/"), span, dots.group())


def _month_first(place: Place) -> Diagnostic | None:
    """`April 1, 2024`."""
    day = _US_DATE.match(f"{place.found or ''}{place.after}")
    if place.previous not in MONTHS or place.at_line_start or day is None:
        return None
    text = f"{place.previous} {day.group()}"
    help_ = f"Write `{int(day.group(1))} {place.previous} {day.group(2)}`."
    span = place.previous_span.to(place.span)
    return Diagnostic("S126", f"`{text}` is not how a date is written in a rule.", help_, span)


def comment(place: Place) -> Diagnostic | None:
    """A comment of another language."""
    if place.found not in ("-", "/") or (place.found == "/" and not place.at_line_start):
        return None
    if not place.after.startswith((place.found, "*")):
        return None
    sign = place.found + place.after[0]
    return Diagnostic("S143", f"The language has no `{sign}`.", "Begin a comment with `#`.", place.span)


def brackets_of_a_call(place: Place) -> Diagnostic | None:
    """`today()`, `COUNT(*)`."""
    if place.found == "(" and place.previous in ("today", "authority", "end", "start"):
        return Diagnostic(
            "S143", f"There is no `(` after `{place.previous}`.", "Leave the brackets out.", place.span
        )
    if place.found == "*" and _CALL.search(place.before):
        return Diagnostic(
            "S125",
            "`*` does not stand for rows.",
            "Write `count of TABLE`, or `(count of TABLE where …) > 3` to compare it.",
            place.span,
        )
    return None


def totals(place: Place) -> Diagnostic | None:
    """Totals with a word of another language, or without the brackets that they need."""
    found = place.found
    if found == "of" and place.previous in ("number", "total", "amount", "how", "many"):
        return Diagnostic(
            "S125",
            f"`{place.previous} of` is not used here.",
            "Write `count of TABLE` for rows, `sum of COLUMN over TABLE` for values.",
            place.previous_span.to(place.span),
        )
    if place.previous in ("distinct", "DISTINCT", "different") and found and _TOTAL.search(place.before):
        return Diagnostic(
            "S125",
            f"`{place.previous}` is not used here.",
            "Write `count of distinct COLUMN over TABLE`, with `where …` behind it if need be.",
            place.previous_span,
        )
    if "OVER" in place.expected and ((found == "from" and place.previous in _UNITS) or found in ("or", "to")):
        return Diagnostic(
            "S128",
            "What is added up or compared here needs brackets.",
            "Write `sum of (days from A to B) over TABLE`.",
            place.span,
        )
    if found in ("+", "-", "*", "/") and not place.wants_value and _TOTAL.search(place.before):
        return Diagnostic(
            "S107",
            f"`{found}` is not expected here: a total stands by itself.",
            f"Put brackets round it: `(count of TABLE where …) {found} 2`.",
            place.span,
        )
    if found == "where" and not place.at_line_start and re.search(r"\bof\b.*[<>=]", place.before):
        return Diagnostic(
            "S106",
            "This `where` comes after the comparison.",
            "Put it into the total, with brackets: `(count of TABLE where …) > 3`.",
            place.span,
        )
    return None


def row_that_exists(place: Place) -> Diagnostic | None:
    """`exists` behind a row that has no name, and `last year` with a dot."""
    if place.found == "exists" and "OR" in place.expected and not place.at_line_start:
        return Diagnostic(
            "S146",
            "`exists` asks about a row that has a name.",
            "Write `any TABLE where …`, or name the row first: `let x = latest TABLE where …`, then `x exists`.",
            place.span,
        )
    if place.found == "." and place.previous == "year":
        return Diagnostic(
            "S143", "There is no `.` after `year`.", "Write `last year Header.DOB`, with a blank.", place.span
        )
    if place.found in ("end", "start") and place.previous == "year":
        return Diagnostic(
            "S125",
            f"`year {place.found}` is not used here.",
            f"Write `collection {place.found}`.",
            place.previous_span.to(place.span),
        )
    return None


def unique_within(place: Place) -> Diagnostic | None:
    """`is unique per CHILD`."""
    if place.previous != "unique" or place.found not in ("per", "within", "by", "for", "in", "across"):
        return None
    columns = re.search(r"(\w+)\s+is\s+unique\s+\w+\s*$", f"{place.before}{place.found}")
    within = re.match(r"\s*(\w+)", place.after)
    named = f"{within[1]}, {columns[1]}" if columns and within else "COLUMN, COLUMN"
    return Diagnostic(
        "S125",
        f"`{place.found}` is not used here.",
        f"Name all columns that have to be unique together: `({named}) is unique`.",
        place.span,
    )


def beside_each_other(place: Place) -> Diagnostic | None:
    """Two words side by side, one of which says what was meant."""
    found, before = place.found, place.previous
    if found is None or "COMPARE" not in place.expected or place.at_line_start:
        return None
    if place.clause in ("flag", "needs any of") or not (found[0].isalnum() or found[0] == '"'):
        return None
    span = place.previous_span.to(place.span)
    help_ = None
    if before in ("previous", "next", "prev", "prior"):
        row = "next" if before == "next" else "previous"
        help_ = f"Put a dot between them: `{row}.COLUMN`."
    elif before == "at" and found in ("least", "most"):
        sign = ">=" if found == "least" else "<="
        help_ = f"Write `any TABLE where …` for at least one, or `(count of TABLE where …) {sign} 2`."
    elif before.casefold() in _BEFORE_A_TABLE and found[0].isupper():
        help_ = _BEFORE_A_TABLE[before.casefold()]
    elif found in _AFTER_A_VALUE:
        help_ = _AFTER_A_VALUE[found]
    elif before in ("and", "or"):
        return Diagnostic(
            "S133",
            f"A condition is missing before `{before}`.",
            "Write one, or delete the word.",
            place.previous_span,
        )
    return Diagnostic("S144", f"Nothing joins `{before}` and `{found}`.", help_, span) if help_ else None
