"""Lines in the middle of a table that may be no rows of it: left out where that is sure, else pointed out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lacdsl.ingest.columns import arrow_words
from lacdsl.ingest.footers import CELLS, FOOTER, cells_of, take_back
from lacdsl.ingest.issues import Issue, Kind, counted, lines_listed, shown

_MOST_NAMED = 20
_COUNT = r"^\s*[\d.,%]+\s*$"
_NO_ROW = rf"(?i)^\s*(?:{FOOTER}|[-=+*_|]{{3,}}[-=+*_|\s]*$)"


def filled_cells(columns: list[pd.Categorical], rows: int) -> NDArray[np.int16] | None:
    """How many cells each row has; None for a table of few columns, where nothing follows from it."""
    if len(columns) <= CELLS or not rows:
        return None
    filled = np.zeros(rows, dtype=np.int16)
    for column in columns:
        filled += column.codes >= 0
    return filled


def no_rows(columns: list[pd.Categorical], filled: NDArray[np.int16]) -> NDArray[np.bool_] | None:
    """Which rows are no rows of the table, or None.

    They have few cells: the first is a line of dashes or says that it is a total or the like, all others are numbers.
    """
    left = np.flatnonzero(filled <= CELLS)
    others = np.zeros(len(filled), dtype=bool)
    found = np.zeros(len(filled), dtype=bool)
    for column in columns:
        if not len(left) and not found.any():
            return None
        codes = column.codes[found]
        others[found] |= (codes >= 0) & ~_matching(column, codes, _COUNT)
        codes = column.codes[left]
        found[left[_matching(column, codes, _NO_ROW)]] = True
        left = left[codes < 0]
    found &= ~others
    return found if found.any() else None


def _matching(column: pd.Categorical, codes: NDArray[np.int_], pattern: str) -> NDArray[np.bool_]:
    """Which of these cells of a column match."""
    used = np.unique(codes[codes >= 0])
    hits = pc.match_substring_regex(arrow_words(column).take(pa.array(used)), pattern)
    return np.isin(codes, used[hits.to_numpy(zero_copy_only=False)])


def report_no_rows(
    columns: list[pd.Categorical], lines: NDArray[np.int32], file: str, issues: list[Issue]
) -> None:
    """Names these rows, the first of them one by one."""
    take_back(lines, issues)
    for row, line in enumerate(lines[:_MOST_NAMED].tolist()):
        text = shown(", ".join(cells_of(columns, row)))
        message = f"Line {line} in the table is no row of it, and was left out: {text}. Nothing needs doing."
        issues.append(Issue(file, Kind.FOOTER, message, line=line, value=text))
    more = lines[_MOST_NAMED:]
    if len(more):
        message = f"The same with {counted(len(more), 'more line')}: {lines_listed(more)}."
        issues.append(Issue(file, Kind.FOOTER, message, line=int(more[0]), count=len(more)))


def report_lone_cells(
    columns: list[pd.Categorical],
    filled: NDArray[np.int16],
    lines: NDArray[np.int32],
    file: str,
    issues: list[Issue],
) -> None:
    """Points out rows that hold a single cell, where most hold more: they may be headings of groups, or notes."""
    lone = np.flatnonzero(filled == 1)
    if 0 < 2 * len(lone) <= len(lines):
        value = shown(cells_of(columns, int(lone[0]))[0])
        message = (
            f"Only one cell is filled in {counted(len(lone), 'row')}, {lines_listed(lines[lone])}; the first says: {value}. "
            "Rules take them for rows of the table. Delete them where they are headings or notes."
        )
        line = int(lines[lone[0]])
        issues.append(Issue(file, Kind.LONE_CELL, message, line=line, value=value, count=len(lone)))
