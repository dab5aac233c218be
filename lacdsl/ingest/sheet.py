"""One sheet of a file before anybody knows which table it is: what every format reader hands over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lacdsl.ingest.columns import arrow_words, text_categorical
from lacdsl.ingest.footers import footer_rows, no_data_below, report_footers
from lacdsl.ingest.headings import tidy_columns
from lacdsl.ingest.inner_rows import filled_cells, no_rows, report_lone_cells, report_no_rows
from lacdsl.ingest.issues import Issue, Kind, counted, lines_listed, shown

Lines = NDArray[np.int32]
TEXT = pa.dictionary(pa.int32(), pa.string())
"""The type of a column as it is read: every distinct text once."""
Serials = Literal[1900, 1904]


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """Headings and columns of one sheet.

    `file` is what to call it, `name` what may say which table it is: the bare name of the file, or of the sheet in a
    workbook. `headings` are trimmed but otherwise as supplied, one for each of `columns`, which all have `len(lines)`
    rows. `lines` are 1-based. `issues` is what was wrong with this sheet; more may be added.

    `table` is set by a reader that knows which table of the model it is (XML). `serials` is the first year of the
    calendar in which a number may stand for a date; None where it may not. `cell_lines` are the lines of single cells, by
    heading, where they are known apart from those of rows. `in_file` are the rows below the headings; those that are not
    among `lines` are in `left_out`, by the kind of issue that says why.
    """

    file: str
    name: str
    headings: list[str]
    columns: list[pd.Categorical]
    lines: Lines
    heading_line: int
    issues: list[Issue] = field(default_factory=list)
    table: str | None = None
    sheet: str | None = None
    format: str = "CSV"
    encoding: str | None = None
    separator: str | None = None
    in_file: int = 0
    left_out: Mapping[Kind, int] = field(default_factory=dict)
    serials: Serials | None = None
    cell_lines: Mapping[str, Lines] = field(default_factory=dict)


def text_column(cells: Iterable[str | None]) -> pd.Categorical:
    """A column of a sheet from its cells; blank ones become missing."""
    return text_categorical(pa.array(cells, type=pa.string()).dictionary_encode())


def report_titles(lines: Sequence[int], first: str, file: str, issues: list[Issue]) -> None:
    """Reports lines with text above the headings, the `first` of which says so."""
    if lines:
        message = (
            f"Left out {counted(len(lines), 'line')} of text above the headings: {lines_listed(lines)}. The first says: "
            f"{shown(first)}. Delete them to be safe."
        )
        issues.append(Issue(file, Kind.TITLES, message, line=lines[0], value=shown(first), count=len(lines)))


def report_rows_above(rows: int, line: int, file: str, issues: list[Issue]) -> None:
    """Says that rows stand above the headings, as when a sheet was sorted with them in it."""
    if rows:
        message = (
            f"The headings stand on line {line}, below {counted(rows, 'row')}, as when a table is sorted with its headings "
            "in it. The rows above were read like the others. Put the headings first."
        )
        issues.append(Issue(file, Kind.HEADING, message, line=line, count=rows))


def tidied(
    headings: list[str],
    arrays: list[pa.DictionaryArray],
    lines: Lines,
    empty: Lines,
    again: Sequence[int],
    file: str,
    heading_line: int,
    issues: list[Issue],
) -> tuple[list[str], list[pd.Categorical], Lines, dict[Kind, int]]:
    """Headings, columns, lines, and how many rows were left out: blank ones, footers, and headings that come again.

    `empty` are the lines of blank rows that are not in `arrays`, `again` the rows that say the headings in whatever words.
    """
    columns = [text_categorical(array) for array in arrays]
    repeated = np.zeros(len(lines), dtype=bool)
    repeated[list(again)] = True
    blank = _blank_rows(columns, len(lines))
    if blank is not None:
        empty = np.sort(np.concatenate((empty, lines[blank])))
        columns, lines, repeated = [column[~blank] for column in columns], lines[~blank], repeated[~blank]
    if len(empty):
        message = f"Left out {counted(len(empty), 'blank row')}: {lines_listed(empty)}. Nothing needs doing."
        issues.append(Issue(file, Kind.BLANK_ROWS, message, line=int(empty[0]), count=len(empty)))
    left_out = {Kind.BLANK_ROWS: len(empty)}
    same = _repeated_headings(headings, columns, len(lines))
    repeated = repeated if same is None else repeated | same
    if repeated.any():
        there = lines[repeated]
        often = "" if there.tolist() == [heading_line] else " again"
        message = f"The headings stand{often} on {lines_listed(there)}; left out there, as they are no data."
        issues.append(Issue(file, Kind.HEADING_AGAIN, message, line=int(there[0]), count=len(there)))
        columns, lines = [column[~repeated] for column in columns], lines[~repeated]
        left_out[Kind.HEADING_AGAIN] = len(there)
    what = no_data_below(columns) if len(lines) else None
    if what is not None:
        message = f"Line {lines[0]}, below the headings, is a line of {what} and no data, and was left out."
        issues.append(Issue(file, Kind.NO_DATA, message, line=int(lines[0])))
        columns, lines = [column[1:] for column in columns], lines[1:]
        left_out[Kind.NO_DATA] = 1
    below = footer_rows(columns, len(lines))
    if below:
        report_footers([column[-below:] for column in columns], lines[-below:], file, issues)
        columns, lines = [column[:-below] for column in columns], lines[:-below]
        left_out[Kind.FOOTER] = below
    filled = filled_cells(columns, len(lines))
    inner = None if filled is None else no_rows(columns, filled)
    if filled is not None and inner is not None:
        report_no_rows([column[inner] for column in columns], lines[inner], file, issues)
        columns, lines, filled = [column[~inner] for column in columns], lines[~inner], filled[~inner]
        left_out[Kind.FOOTER] = below + int(inner.sum())
    if filled is not None:
        report_lone_cells(columns, filled, lines, file, issues)
    headings, columns = tidy_columns(headings, columns, file, heading_line, issues)
    return headings, columns, lines, {kind: count for kind, count in left_out.items() if count}


def _blank_rows(columns: list[pd.Categorical], rows: int) -> NDArray[np.bool_] | None:
    """Which rows hold no cell at all; None when every row holds one."""
    blank = np.ones(rows, dtype=bool)
    for column in columns:
        blank &= column.codes < 0
        if not blank.any():
            return None
    return blank if rows else None


def _repeated_headings(
    headings: list[str], columns: list[pd.Categorical], rows: int
) -> NDArray[np.bool_] | None:
    """Which rows say nothing but the headings; None when none does."""
    if len(headings) < 2:
        return None
    same = np.ones(rows, dtype=bool)
    for heading, column in zip(headings, columns, strict=True):
        if not heading.strip():
            same &= column.codes < 0
        else:
            place = pc.index(arrow_words(column), heading).as_py()
            if place < 0:
                return None
            same &= column.codes == place
        if not same.any():
            return None
    return same if rows else None
