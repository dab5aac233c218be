"""Names and functions of spreadsheets, SQL and everyday speech, with what stands for them in rules."""

from __future__ import annotations

_COUNT = "Write `count of TABLE`, or `(count of TABLE where …) > 3` to compare it."
_DAYS = "Write `days from A to B`, or weeks, months or years."
_EMPTY = "Write `COLUMN is missing`, or `COLUMN is present` for the opposite."
_IF = "`where` says which rows the rule is about, `must` says what has to hold."
_INSTEAD = "Write `A or else B`: B where A is blank."
_FORM = "Write `COLUMN matches /…/`: the pattern is for the whole text."
_AGE = "Write `years from Header.DOB to DATE`, or move the birthday: `DATE >= Header.DOB + 14 years`."
_AND = "Write `A and B`, `A or B`, with brackets where both occur."
_NEIGHBOUR = "Write `previous.COLUMN` for the row before, `next.COLUMN` for the row after."
_OTHER_ROW = "Write `TABLE.COLUMN` of a table with one row per {entity}, or `any TABLE where …`."

_FUNCTIONS = {
    "count": _COUNT,
    "counta": _COUNT,
    "countif": _COUNT,
    "countifs": _COUNT,
    "calculate": _COUNT,
    "countrows": _COUNT,
    "countx": _COUNT,
    "filter": "Write `any TABLE where …`, or `count of TABLE where …`.",
    "distinctcount": "Write `count of distinct COLUMN over TABLE`.",
    "nunique": "Write `count of distinct COLUMN over TABLE`.",
    "isin": "Write `COLUMN in {A, B}`.",
    "between": "Write `A between B and C`.",
    "switch": _IF,
    "sum": "Write `sum of COLUMN over TABLE`, with `where …` behind it.",
    "sumif": "Write `sum of COLUMN over TABLE where …`.",
    "sumifs": "Write `sum of COLUMN over TABLE where …`.",
    "datediff": _DAYS,
    "datedif": _DAYS,
    "days": _DAYS,
    "months": _DAYS,
    "years": _DAYS,
    "yearfrac": _DAYS,
    "networkdays": "Write `working days from A to B`.",
    "dateadd": "Write `DATE + 10 days`, or weeks, months or years.",
    "edate": "Write `DATE + 3 months`.",
    "date": "Write the date out: `31 March 2025`.",
    "datetime": "Write the date out: `31 March 2025`.",
    "age": _AGE,
    "isblank": _EMPTY,
    "isnull": _EMPTY,
    "isna": _EMPTY,
    "ismissing": _EMPTY,
    "nullif": _EMPTY,
    "exists": "Write `any TABLE where …`.",
    "if": _IF,
    "iif": _IF,
    "ifs": _IF,
    "case": _IF,
    "ifnull": _INSTEAD,
    "iferror": _INSTEAD,
    "coalesce": _INSTEAD,
    "nvl": _INSTEAD,
    "and": _AND,
    "or": _AND,
    "not": "Write `not` before the condition; brackets are not needed.",
    "len": "Did you mean `length`?",
    "lower": "Write `upper(X)`: texts are compared in capitals anyway.",
    "trim": "Leave it out: blanks around a text are not looked at.",
    "mid": _FORM,
    "substr": _FORM,
    "substring": _FORM,
    "contains": _FORM,
    "startswith": _FORM,
    "endswith": _FORM,
    "search": _FORM,
    "find": _FORM,
    "regex": _FORM,
    "value": "Did you mean `number`?",
    "today": "Write `today`, without brackets.",
    "now": "Write `today`, without brackets.",
    "getdate": "Write `today`, without brackets.",
    "isnumber": "Write `COLUMN is valid`, or `number(COLUMN) is valid` of a text.",
    "isdate": "Write `COLUMN is valid`.",
    "isnothing": _EMPTY,
    "lag": _NEIGHBOUR,
    "lead": _NEIGHBOUR,
    "offset": _NEIGHBOUR,
    "related": _OTHER_ROW,
    "proper": "Write `upper(X)`: texts are compared in capitals anyway.",
    "vlookup": _OTHER_ROW,
    "xlookup": _OTHER_ROW,
    "lookup": _OTHER_ROW,
}
_NAMES = {
    "age": _AGE,
    "now": "Write `today`, the day of the check, or `collection end`.",
    "sysdate": "Write `today`, the day of the check, or `collection end`.",
    "year_end": "Write `collection end`, the last day of the return's year.",
    "year_start": "Write `collection start`, the first day of the return's year.",
}
_NAMES |= dict.fromkeys(
    ("true", "false"), "A condition stands by itself: write what has to be asked, such as `DEC is present`."
)
_NAMES |= {
    "start": "Write `collection start`, the first day of the return's year; `start` alone is for examples.",
    "end": "Write `collection end`, the last day of the return's year; `end` alone is for examples.",
    "collection_end": "Write `collection end`, with a blank in between.",
    "collection_start": "Write `collection start`, with a blank in between.",
}
_NUMBERS = (
    *(
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_NAMES |= {word: f"Write `{number}`." for number, word in enumerate(_NUMBERS)}
_ROWS = {
    "prev": "Write `previous`: the row before, as in `previous.DEC`.",
    "prior": "Write `previous`: the row before, as in `previous.DEC`.",
    "lag": "Write `previous`: the row before, as in `previous.DEC`.",
    "lead": "Write `next`: the row after, as in `next.DECOM`.",
    "following": "Write `next`: the row after, as in `next.DECOM`.",
    "lastyear": "Write `last year TABLE`, as in `last year Header.DOB`.",
    "last_year": "Write `last year TABLE`, as in `last year Header.DOB`.",
    "collection": "Write `collection start` or `collection end`, with a blank in between.",
}


def function_help(name: str, entity: str) -> str | None:
    """What to write in place of a function that other languages have; `entity` is what the return counts."""
    found = _FUNCTIONS.get(name.casefold())
    return found.replace("{entity}", entity) if found is not None else None


def value_help(name: str) -> str | None:
    """What to write in place of a name that stands for a value elsewhere."""
    return _NAMES.get(name.casefold())


def row_help(name: str) -> str | None:
    """What to write in place of a name that stands for a row elsewhere."""
    return _ROWS.get(name.casefold())
