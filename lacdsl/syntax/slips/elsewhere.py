"""Slips of those who come from a spreadsheet, from SQL or from Python, and a few that people speak."""

from __future__ import annotations

import re

from lacdsl.diagnostics import Diagnostic, Span
from lacdsl.syntax.place import Place
from lacdsl.syntax.split import CLAUSE_WORDS

_LOGIC = re.compile(r"\b(AND|OR|NOT|IF|IIF|IFS|and|or|if|iif|ifs|If|And|Or)[ \t]*\((?:[^()]|\([^()]*\))*$")
_DATE_PARTS = re.compile(r"\b(\w+)[ \t]*\([ \t]*(?:day|week|month|year)s?[ \t]*,?[ \t]*$")
_EMPTY_CALL = re.compile(r"\b(\w+)[ \t]*\([ \t]*$")
_OR_MORE = re.compile(r"\b(\d+)[ \t]+or[ \t]+(more|fewer|less)[ \t]+$")
_INSIDE = re.compile(r"[ \t]*[\"']?([A-Za-z_]\w*)[\"']?[ \t]*\]")
_METHOD = re.compile(r"\.[ \t]*([A-Za-z_]\w*)[ \t]*$")
_METHODS = {
    **dict.fromkeys(("isnull", "isna", "isblank", "isempty"), "Write `COLUMN is missing`."),
    **dict.fromkeys(("notnull", "notna"), "Write `COLUMN is present`."),
    **dict.fromkeys(("isin", "contains_any"), "Write `COLUMN in {A, B}`."),
    **dict.fromkeys(("startswith", "endswith", "contains", "match"), "Write `COLUMN matches /…/`."),
}
_SELECT = re.compile(r"\b(EXISTS|exists|IN|in)[ \t]*\([ \t]*(?:SELECT|select)\b[^)]*$")
_COUNTED = re.compile(r"\b(COUNTIFS?|SUMIFS?|AVERAGEIFS?|countifs?|sumifs?)[ \t]*\([^)]*$")
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}")
_NULL = re.compile(r"[ \t]+(not[ \t]+)?null\b", re.IGNORECASE)
_NEGATED = re.compile(r"[a-z]*n$")
_IF = "`where` says which rows the rule is about, `must` says what has to hold."
_HELP = {
    "and": "Write `A and B`, with brackets where `or` occurs as well.",
    "or": "Write `A or B`, with brackets where `and` occurs as well.",
    "not": "Write `not` in small letters before the condition.",
}
_UNITS = {
    "d": "days", "wk": "weeks", "wks": "weeks", "m": "months", "mth": "months", "mths": "months", "mnths": "months",
    "mos": "months", "y": "years", "yr": "years", "yrs": "years", "Days": "days", "Weeks": "weeks", "Months": "months",
    "Years": "years", "DAYS": "days", "WEEKS": "weeks", "MONTHS": "months", "YEARS": "years",
}  # fmt: skip
_TODAY = frozenset({"today", "now", "getdate", "curdate"})


def functions(place: Place) -> Diagnostic | None:
    """`AND(A > B, C)`, `IF(…)`, `DATEDIFF(day, A, B)`, `TODAY()`: functions whose inside cannot be read."""
    if place.found is None:
        return None
    logic = _LOGIC.search(place.before)
    if logic is not None and not place.at_line_start and logic.group(1) not in ("and", "or"):
        word = logic.group(1)
        return _foreign(f"{word}(…)", _HELP.get(word.casefold(), _IF), _before(place, logic))
    dates = _DATE_PARTS.search(place.before)
    if dates is not None and dates.group(1).casefold().startswith("date"):
        help_ = "Write `days from A to B`, or weeks, months or years; to move a date, `A + 10 days`."
        return _foreign(f"{dates.group(1)}(…)", help_, _before(place, dates))
    call = _EMPTY_CALL.search(place.before)
    if place.found == ")" and call is not None and call.group(1).casefold() in _TODAY:
        span = _before(place, call).to(place.span)
        return Diagnostic("S125", f"`{call.group(1)}()` is not used here.", "Write `today`.", span)
    return None


def names_in_brackets(place: Place) -> Diagnostic | None:
    """`[DEC]`, `df["DEC"]`."""
    inside = _INSIDE.match(place.after) if place.found == "[" else None
    if inside is None or place.previous == "in" or place.clause == "codes":
        return None
    return _foreign("[…]", f"Write the name of the column alone: `{inside.group(1)}`.", place.span)


def sql(place: Place) -> Diagnostic | None:
    """`IS NULL`, `EXISTS (SELECT …)`."""
    found = place.found
    if found == "IS" and (null := _NULL.match(place.after)) is not None:
        form = "is present" if null.group(1) else "is missing"
        text = f"{found}{null.group()}"
        return Diagnostic("S125", f"`{text}` is not used here.", f"Write `{form}`.", _longer(place, text))
    if found in ("EXISTS", "SELECT") or (found == "exists" and place.after.lstrip().startswith("(")):
        help_ = "Write `any TABLE where …`, or `no TABLE where …` for the opposite."
        return _foreign(found, help_, place.span)
    return None


def speech(place: Place) -> Diagnostic | None:
    """`isn't`, `14 yrs`, `3 or more`, `implies`, `the previous year`, a `let` without a name."""
    found = place.found
    if found is None:
        return None
    if place.after.startswith(("'t", "\N{RIGHT SINGLE QUOTATION MARK}t")) and _NEGATED.match(found):
        help_ = "Write `<>` for unequal, `not in {…}` for none of several, or put `not` in front."
        start = re.search(r"[a-z]*$", place.before)
        word = f"{start.group() if start else ''}{found}'t"
        return _foreign(word, help_, place.span)
    if found in _UNITS and re.fullmatch(r"\d+", place.previous):
        return _foreign(found, f"Write `{_UNITS[found]}`.", place.span)
    if found == "implies":
        return Diagnostic("S117", "There is no `implies` in the language.", _IF, place.span)
    if found == "year" and place.previous in ("previous", "prior"):
        span = place.previous_span.to(place.span)
        return _foreign(f"{place.previous} year", "Write `last year`.", span)
    more = _OR_MORE.search(place.before)
    if more is not None:
        sign = ">=" if more.group(2) == "more" else "<="
        help_ = f"Write `(count of TABLE where …) {sign} {more.group(1)}`."
        return _foreign(more.group().strip(), help_, _before(place, more))
    if place.clause == "let" and place.previous == "let" and found == "=":
        return Diagnostic("S132", "The `let` gives no name.", "Write `let NAME = …`.", place.span)
    return None


def ways_of_code(place: Place) -> Diagnostic | None:
    """`DEC.isnull()`, `"text" + DEC`, `- must`, a postcode without quotes."""
    found = place.found
    if found is None:
        return None
    method = _METHOD.search(place.before) if found == "(" else None
    if method is not None:
        word = method.group(1)
        help_ = _METHODS.get(
            word.casefold(), "Columns have no functions of their own: write `FUNCTION(COLUMN)`."
        )
        return _foreign(f".{word}()", help_, _before(place, method))
    if place.clause in ("message", "because", "fix") and found in ("+", "&") and place.previous.endswith('"'):
        help_ = 'Put the column into the text, in curly brackets: `"… {COLUMN}"`.'
        return Diagnostic("S107", f"`{found}` joins no texts.", help_, place.span)
    behind = place.after.split()[:1]
    if found in ("-", "*", "\N{BULLET}") and place.at_line_start and behind and behind[0] in CLAUSE_WORDS:
        help_ = "Delete it: the clauses of a rule are no list."
        return Diagnostic("S107", f"No `{found}` stands before a clause.", help_, place.span)
    if _POSTCODE.fullmatch(f"{place.previous} {found}"):
        text = f"{place.previous} {found}"
        span = place.previous_span.to(place.span)
        return Diagnostic("S127", "A text with a blank stands in double quotes.", f'Write `"{text}"`.', span)
    return None


def queries(place: Place) -> Diagnostic | None:
    """`EXISTS (SELECT …)`, `COUNTIF(Review, A > B)`."""
    select = _SELECT.search(place.before)
    if select is not None:
        help_ = "Write `any TABLE where …`, or `no TABLE where …` for the opposite."
        return _foreign(f"{select.group(1)} (SELECT …)", help_, _before(place, select))
    counted = _COUNTED.search(place.before)
    if counted is not None:
        help_ = "Write `(count of TABLE where CONDITION) > 0`, or `sum of COLUMN over TABLE where CONDITION`."
        return _foreign(f"{counted.group(1)}(…)", help_, _before(place, counted))
    return None


def rest_of_a_line(place: Place) -> Diagnostic | None:
    """A comment of another language behind a condition."""
    if place.found != "/" or place.previous != "/" or place.at_line_start:
        return None
    return Diagnostic(
        "S143",
        "The language has no `//`.",
        "Begin a comment with `#`.",
        place.previous_span.to(place.span),
    )


def _foreign(word: str, help_: str, span: Span) -> Diagnostic:
    return Diagnostic("S125", f"`{word}` is not used here.", help_, span)


def _before(place: Place, match: re.Match[str]) -> Span:
    """The first word of what was found before the place, on its line."""
    at = place.span
    start = at.column - len(place.before) + match.start(1)
    return Span(at.file, at.line, start, at.line, start + len(match.group(1)))


def _longer(place: Place, text: str) -> Span:
    at = place.span
    return Span(at.file, at.line, at.column, at.line, at.column + len(text))
