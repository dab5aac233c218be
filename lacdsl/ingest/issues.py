"""What was wrong with the files themselves: collected while reading, handed over as one DataFrame."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from enum import StrEnum

import pandas as pd

from lacdsl.values import writable


class Kind(StrEnum):
    """The closed list of what can be wrong with files and with what is asked of them, as `issues.kind` names it."""

    NOT_READ = "not read"
    NOT_RECOGNISED = "not recognised"
    SET_ASIDE = "set aside"
    CUT_OFF = "cut off"
    DAMAGED = "damaged"
    ENCODING = "encoding"
    CHARACTERS = "characters"
    DELIMITER = "delimiter"
    UNKNOWN_ELEMENT = "unknown element"
    REPEATED_ELEMENT = "repeated element"
    HEADING = "heading"
    MISSING_COLUMN = "missing column"
    UNKNOWN_COLUMN = "unknown column"
    FILE_NAME = "file name"
    NO_ROWS = "no rows"
    BLANK_ROWS = "blank rows"
    TITLES = "titles"
    HEADING_AGAIN = "heading again"
    SEVERAL = "several tables"
    NO_DATA = "line of no data"
    FOOTER = "footer"
    LONE_CELL = "only one cell"
    RAGGED_ROW = "ragged row"
    QUOTES = "quotes"
    EMPTY_WORD = "word for empty"
    BLANKS = "blanks around"
    INVISIBLE = "invisible characters"
    OTHER_LETTERS = "letters of another alphabet"
    TEXT_MARK = "mark of text"
    LOWER_CASE = "lower case"
    DECIMAL = "decimal point"
    DATE_FORM = "date form"
    TIME_OF_DAY = "time of day"
    DAY_NUMBER = "day number"
    TRUE_FALSE = "true or false"
    UNREADABLE = "unreadable"
    MONTH_FIRST = "month first"
    SCIENTIFIC = "scientific notation"
    FORMULA = "formula without result"
    CELL_ERROR = "cell error"
    HIDDEN = "hidden sheet"
    HIDDEN_ROWS = "hidden rows"
    MERGED = "merged cells"
    OLD_FORM = "old format"
    NUMBER_FORMAT = "number format"
    THOUSANDS = "separator of thousands"
    CODE_AND_WORDS = "code with words"
    MADE_DATE = "date for a number"
    LEADING_ZEROS = "leading zeros"
    DUPLICATE_ROWS = "duplicate rows"
    OTHER_YEAR = "other year"
    REFERENCE = "reference"
    UNKNOWN_RULE = "unknown rule"


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing wrong with one file: first seen on `line` (1-based), `count` times in all.

    `rows` are the rows of a sheet that is not used for it.
    """

    file: str
    kind: Kind
    message: str
    table: str | None = None
    line: int | None = None
    column: str | None = None
    value: str | None = None
    count: int = 1
    rows: int = 0


ISSUE_COLUMNS = ("file", "table", "line", "column", "value", "kind", "message", "count")
_LONGEST_VALUE = 200


def issue_frame(issues: Iterable[Issue]) -> pd.DataFrame:
    """The issues as a DataFrame of `ISSUE_COLUMNS`: text as "str", `line` as Int64, `count` as int64."""
    names = [field.name for field in fields(Issue)]
    rows = [[writable(part) if isinstance(part, str) else part for part in astuple(each)] for each in issues]
    frame = pd.DataFrame(rows, columns=names)[list(ISSUE_COLUMNS)]
    kinds = {name: "Int64" if name == "line" else "int64" if name == "count" else "str" for name in frame}
    return frame.astype(kinds)


def shown(value: str) -> str:
    """A cell as it may stand in a message: at most 200 characters of it."""
    return value if len(value) <= _LONGEST_VALUE else value[:_LONGEST_VALUE] + "…"


def listed(names: Iterable[str], limit: int = 8) -> str:
    """Names as a list in a sentence: 'A, B and 3 more'."""
    names = list(names)
    if len(names) <= limit:
        return ", ".join(names)
    return f"{', '.join(names[:limit])} and {len(names) - limit} more"


def counted(number: int, thing: str) -> str:
    """A number of things in a sentence: '1 cell', '3 cells'."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def lines_listed(lines: Iterable[int], limit: int = 5) -> str:
    """Line numbers in a sentence: 'line 4' or 'lines 4, 7, 9 and 12 more'."""
    numbers = [str(line) for line in lines]
    return f"line {numbers[0]}" if len(numbers) == 1 else f"lines {listed(numbers, limit)}"
