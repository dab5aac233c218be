"""Lines of a table that are no rows of it: totals and the like below it, dashes or types of data below its headings."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lacdsl.ingest.issues import Issue, Kind, shown

_MOST = 20
"""How many of the last rows are looked at."""
CELLS = 3
"""The most cells that a line has that is no row."""
_WORDS = 5
"""From how many words on a cell by itself is a sentence, and no row."""
_OF_ROWS = (Kind.RAGGED_ROW, Kind.CUT_OFF)
FOOTER = (
    r"[\W_]*(?:(?:grand|sub|overall)?[\s-]*totals?\b|(?:row|record|child|total|overall)s?[\s-]*counts?\b|counts?\s*(?:of\b|[:=]|$)"
    r"|\(?\d+\s+(?:row|record|line|item|result)s?\b|(?:number|no\.?)\s+of\s+(?:row|record|line|child|children|case|episode)"
    r"|(?:row|record)s?\s*(?:[:=]|affected|returned|selected)|end\s+of\s+(?:report|file|data|export|list|extract|return)"
    r"|(?:report|data|file|extract|return)?\s*(?:was\s+)?(?:run|produced|generated|printed|exported|extracted|created)\s*"
    r"(?:by|on|at|from|date|time|:)|(?:report|run|print)\s+(?:date|time|title|name|parameters)|completion\s+time\s*:"
    r"|page\s+\d+(?:\s+of\s+\d+)?\s*$|(?:source|filters?|applied\s+filters?|parameters|notes?)\s*:|confidential\b|official[\s-]+sensitive"
    r"|[^\n]{1,80}[\s_-](?:sub[\s-]*)?totals?\s*[:=]?\s*$)"
)
"""How lines begin that are no rows; to be read without regard to capitals, by Python and by Arrow."""
_FOOTER = re.compile(FOOTER, re.IGNORECASE)

_TYPE = re.compile(
    r"(?:(?:n?(?:var)?char(?:acter)?2?|character varying|n?text|string|str|object|category|general|alphanumeric"
    r"|uniqueidentifier|(?:small|big|tiny|medium)?int(?:eger)?(?:8|16|32|64)?|long|number|numeric|decimal|real"
    r"|double(?: precision)?|float(?:32|64)?|bool(?:ean)?|bit|yes/no|(?:small)?date(?:[ _]?time)?2?|datetime64\[ns\]"
    r"|timestamp)\s*(?:\(\s*(?:\d+(?:\s*,\s*\d+)?|max)\s*\))?|dd/mm/yyyy|yyyy-mm-dd)",
    re.IGNORECASE,
)


def no_data_below(columns: list[pd.Categorical]) -> str | None:
    """What the first row holds in place of data: dashes, names of types such as `text` and `date`, or 1, 2, 3. Else None."""
    cells = cells_of(columns, 0)
    if not any(cell.strip("-=+ ") for cell in cells):
        return "dashes"
    if len(cells) == len(columns) > CELLS and cells == [str(number) for number in range(1, len(cells) + 1)]:
        return "numbers of the columns"
    return "data types" if len(cells) > 1 and all(map(_TYPE.fullmatch, cells)) else None


def footer_rows(columns: list[pd.Categorical], rows: int) -> int:
    """How many of the last rows are no rows of the table: few cells, and the first of them says a total or the like
    or is a whole sentence, or has neither letter nor digit."""
    if len(columns) <= CELLS:
        return 0
    found = 0
    while found < min(rows, _MOST) and _is_footer(columns, rows - 1 - found):
        found += 1
    return found


def report_footers(
    columns: list[pd.Categorical], lines: NDArray[np.int32], file: str, issues: list[Issue]
) -> None:
    """Names each of these rows, and takes back that they have too few cells, or were cut off."""
    take_back(lines, issues)
    for row, line in enumerate(lines.tolist()):
        text = shown(", ".join(cells_of(columns, row)))
        message = (
            f"Line {line} below the table is no row of it, and was left out: {text}. Nothing needs doing."
        )
        issues.append(Issue(file, Kind.FOOTER, message, line=line, value=text))


def take_back(lines: NDArray[np.int32], issues: list[Issue]) -> None:
    """Takes back that these lines have too few cells, or were cut off."""
    numbers = set(lines.tolist())
    issues[:] = [
        issue
        for issue in issues
        if issue.kind not in _OF_ROWS or issue.line not in numbers or issue.count > 1
    ]


def _is_footer(columns: list[pd.Categorical], row: int) -> bool:
    cells = cells_of(columns, row)
    if len(cells) == 1 and (len(cells[0].split()) >= _WORDS or not any(map(str.isalnum, cells[0]))):
        return True
    return 0 < len(cells) <= CELLS and _FOOTER.match(cells[0]) is not None


def cells_of(columns: list[pd.Categorical], row: int) -> list[str]:
    """The cells of a row that are not blank."""
    codes = [int(column.codes[row]) for column in columns]
    return [
        str(column.categories[code]).strip() for column, code in zip(columns, codes, strict=True) if code >= 0
    ]
