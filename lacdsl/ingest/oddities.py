"""Cells and tables that can be read but are odd: reported here, never changed.

Everything is judged on the distinct values of a column, so the cost does not grow with the rows of the
return.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lacdsl.ingest.columns import arrow_words
from lacdsl.ingest.issues import Issue, Kind, counted, shown
from lacdsl.ingest.odd_tables import report_duplicates, report_lost_zeros, report_other_year
from lacdsl.ingest.tables import Year
from lacdsl.model import Column, ColumnType, Model

_EMPTY_WORDS = ("NULL", "NONE", "NAN", "NAT", "N/A", "#N/A", "-")
_ORDINARY = {
    ColumnType.DATE: r"^\d\d/\d\d/\d{4}$",
    ColumnType.PARTIAL_DATE: r"^[\dz]{2}/[\dz]{2}/[\dz]{4}$",
}
_ORDINARY_WORDS = r"^[A-Z0-9]+( [A-Z0-9]+)?$"
_WHOLE_NUMBER = re.compile(r"-?\d+\.0+")
_OTHER_DATE = re.compile(
    r"(\d{4}-\d\d-\d\d|\d\d/\d\d/\d{4})([ T]\d\d:\d\d(:\d\d(\.\d+)?)?)?"
    r"|\d{1,2}/\d{1,2}/(\d{4}|\d\d)|\d\d[.-]\d\d[.-]\d{4}"
)
_CAPITALS = (ColumnType.CODE, ColumnType.FLAG, ColumnType.IDENTIFIER)
_COUNTS = (ColumnType.CODE, ColumnType.FLAG, ColumnType.INTEGER)

_MESSAGES = {
    Kind.BLANKS: (
        "there are blanks around the text. Rules do not look at them; take them out before "
        "sending the return."
    ),
    Kind.LOWER_CASE: "letters are small. Rules compare them as capitals; the return itself needs capitals.",
    Kind.DECIMAL: (
        "a number is written like 1.0. Rules read it as a whole number; write it without the point."
    ),
    Kind.DATE_FORM: (
        "a date is not written dd/mm/yyyy, so rules take it as invalid. Write it like 31/03/2025."
    ),
    Kind.EMPTY_WORD: "a word stands where nothing is meant, and rules read the word. Leave such cells blank.",
}


def report_oddities(
    tables: Mapping[str, pd.DataFrame],
    lines: Mapping[str, NDArray[np.int32]],
    files: Mapping[str, str],
    model: Model,
    year: Year,
    issues: list[Issue],
) -> None:
    """Adds to `issues` what is odd about the cells of each table, its rows as a whole, and the tables
    together.
    """
    for name, frame in tables.items():
        table = model.tables[name]
        for column in table.columns.values():
            if column.name in frame.columns and column.type is not ColumnType.TEXT:
                _report_cells(frame[column.name], column, name, files[name], lines[name], model, issues)
        report_duplicates(frame, name, files[name], lines[name], issues)
        report_other_year(frame, table, files[name], model, year, issues)
    report_lost_zeros(tables, files, model, issues)


def _report_cells(
    series: pd.Series[str],
    column: Column,
    table: str,
    file: str,
    lines: NDArray[np.int32],
    model: Model,
    issues: list[Issue],
) -> None:
    cells = series.array
    if not isinstance(cells, pd.Categorical):
        return
    words = arrow_words(cells)
    pattern = _ORDINARY.get(column.type, _ORDINARY_WORDS)
    suspect = pc.or_(
        pc.invert(pc.match_substring_regex(words, pattern)),
        pc.is_in(words, value_set=pa.array(_EMPTY_WORDS, type=words.type)),
    )
    places = np.flatnonzero(suspect.to_numpy(zero_copy_only=False))
    if not len(places):
        return
    codes = model.code_lists[column.codes].codes if column.codes is not None else {}
    odd: dict[Kind, list[int]] = {}
    for place, word in zip(places, words.take(pa.array(places)).to_pylist(), strict=True):
        for kind in _kinds(word, column, codes):
            odd.setdefault(kind, []).append(int(place))
    for kind, numbers in odd.items():
        chosen = np.zeros(len(words) + 1, dtype=bool)
        chosen[numbers] = True
        rows = np.flatnonzero(chosen[cells.codes])
        first = str(words[int(cells.codes[rows[0]])].as_py())
        message = f"In {counted(len(rows), 'cell')} of {column.name} {_MESSAGES[kind]}"
        line = int(lines[rows[0]])
        issues.append(Issue(file, kind, message, table, line, column.name, shown(first), len(rows)))


def _kinds(value: str, column: Column, codes: Mapping[str, str]) -> list[Kind]:
    found: list[Kind] = []
    text = value.strip()
    if text != value:
        found.append(Kind.BLANKS)
    if text in codes:
        return found
    if text.upper() in _EMPTY_WORDS:
        found.append(Kind.EMPTY_WORD)
    elif column.type is ColumnType.DATE:
        if _OTHER_DATE.fullmatch(text) and not re.fullmatch(_ORDINARY[ColumnType.DATE], text):
            found.append(Kind.DATE_FORM)
    elif column.type in _COUNTS and _WHOLE_NUMBER.fullmatch(text):
        found.append(Kind.DECIMAL)
    elif column.type in _CAPITALS and text != text.upper():
        found.append(Kind.LOWER_CASE)
    return found
