"""Cells that are odd: how they are read, and a word on them for every column.

Everything is judged on the distinct values of a column, so the cost does not grow with the rows of the return.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lacdsl.ingest.columns import arrow_words
from lacdsl.ingest.dates import is_month_first
from lacdsl.ingest.issues import Issue, Kind, counted, shown
from lacdsl.ingest.readings import Reading, read_oddly
from lacdsl.ingest.sheet import Serials
from lacdsl.model import Column, ColumnType, Model

MOST_LISTED = 20
"""How many cells of a column that cannot be read are named one by one."""

_REAL_DAY = (
    r"^(?:(?:0[1-9]|1\d|2[0-8])/(?:0[1-9]|1[0-2])|(?:29|30)/(?:0[13-9]|1[0-2])|31/(?:0[13578]|1[02]))"
    r"/[12]\d{3}$"
)
_REAL_ISO_DAY = r"^[12]\d{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)$"
_ORDINARY = {
    ColumnType.YES_NO: r"^(?:true|false|1|0)$",
    ColumnType.DATE: _REAL_DAY,
    ColumnType.PARTIAL_DATE: _REAL_DAY,
    ColumnType.INTEGER: r"^-?\d+$",
    ColumnType.NUMBER: r"^-?\d+(?:\.\d+)?$",
    ColumnType.IDENTIFIER: r"^[A-Z]*\d+[A-Z]?$",
    ColumnType.TEXT: r"^[^-Nn#<(]",
}
_ORDINARY_WORDS = r"^[A-Z0-9]+(?: [A-Z0-9]+)?$"
_WORDS = pa.array(["NULL", "NONE", "NAN", "NAT", "NA", "NIL", "TRUE", "FALSE"], type=pa.large_string())

_SAID = {
    Kind.BLANKS: (
        "there are blanks around the text. Rules do not look at them; take them out before sending the return."
    ),
    Kind.INVISIBLE: "there are characters that nobody sees. Rules do not look at them; type the cell again.",
    Kind.TEXT_MARK: (
        'the text stands in quotation marks, or behind Excel\'s mark for text (="..." or an apostrophe). Rules do not look '
        "at them; take them out before sending the return."
    ),
    Kind.OTHER_LETTERS: (
        "a letter or digit looks like an ordinary one and is of another alphabet, or of full width. Codes with it are not "
        "those on the list; type the cell again."
    ),
    Kind.LOWER_CASE: "letters are small. Rules compare them as capitals; the return itself needs capitals.",
    Kind.DECIMAL: "a number is written like 1.0. Rules read it as a whole number; write it without the point.",
    Kind.DATE_FORM: "a date is not written {form}. Rules read the first as {}; write it so in the return.",
    Kind.TIME_OF_DAY: "a date has a time of day behind it. Rules read the day alone, {} for the first; leave the time out.",
    Kind.DAY_NUMBER: "a number stands for a date, as Excel counts days. Rules read the first as {}; check that it is right.",
    Kind.EMPTY_WORD: "a word stands where nothing is meant. Rules read it as blank; leave such cells blank.",
    Kind.TRUE_FALSE: "TRUE or FALSE stands for 1 or 0. Rules read the first as {}; write it so in the return.",
    Kind.THOUSANDS: (
        "a number is written with commas between its thousands. Rules read the first as {}; write it without them."
    ),
    Kind.CODE_AND_WORDS: (
        "what a code means stands behind it. Rules read the code alone, {} for the first; the return itself needs that."
    ),
    Kind.MADE_DATE: (
        "a date stands where a number or code is meant, as Excel makes it of what looks like a day. Rules read it as it "
        "stands; take the cell from the case system again."
    ),
    Kind.SCIENTIFIC: (
        "a number is written in short, as Excel does with long ones, and its last digits are lost. Rules read it as it "
        "stands; take the number from the case system again."
    ),
    Kind.LEADING_ZEROS: (
        "the code would be on its list with zeros in front, which Excel takes off. Rules read it as it stands; "
        "write it with the zeros."
    ),
}


def read_column(
    cells: pd.Categorical,
    column: Column,
    table: str,
    file: str,
    lines: NDArray[np.int32],
    model: Model,
    serials: Serials | None,
    issues: list[Issue],
) -> dict[str, str | None]:
    """How rules read those cells of a column that are not written as the return writes them; each kind is reported."""
    words = arrow_words(cells)
    codes = frozenset(model.code_lists[column.codes].codes) if column.codes is not None else frozenset()
    places = np.flatnonzero(_suspect(words, column, codes).to_numpy(zero_copy_only=False))
    if not len(places):
        return {}
    readings: dict[str, str | None] = {}
    odd: dict[Kind, list[int]] = {}
    why: dict[int, str] = {}
    for place, word in zip(places.tolist(), words.take(pa.array(places)).to_pylist(), strict=True):
        found: Reading = read_oddly(word, column, codes, serials)
        if found.other:
            readings[word] = found.text
        if found.why is not None:
            why[place] = found.why
        for kind in found.kinds:
            odd.setdefault(kind, []).append(place)
    for kind, numbers in odd.items():
        rows = _rows_with(cells, numbers, len(words))
        if not len(rows):
            continue
        if kind is Kind.UNREADABLE:
            issues += _unreadable(cells, rows, why, column, table, file, lines)
            issues += _month_first(cells, rows, column, table, file, lines)
            continue
        first = str(cells.categories[cells.codes[rows[0]]])
        said = _SAID[kind].format(readings.get(first), form=column.dates[0])
        message = f"In {counted(len(rows), 'cell')} of {column.name} {said}"
        issues.append(
            Issue(file, kind, message, table, int(lines[rows[0]]), column.name, shown(first), len(rows))
        )
    return readings


def _suspect(words: pa.Array, column: Column, codes: frozenset[str]) -> pa.Array:
    """Which distinct cells have to be looked at one by one."""
    if codes:
        return pc.invert(pc.is_in(words, value_set=pa.array(codes, type=words.type)))
    is_iso = column.type is ColumnType.DATE and column.dates[0] == "yyyy-mm-dd"
    ordinary = _REAL_ISO_DAY if is_iso else _ORDINARY.get(column.type, _ORDINARY_WORDS)
    odd = pc.invert(pc.match_substring_regex(words, ordinary))
    return pc.or_(odd, pc.is_in(words, value_set=_WORDS))


def _rows_with(cells: pd.Categorical, numbers: list[int], distinct: int) -> NDArray[np.intp]:
    chosen = np.zeros(distinct + 1, dtype=bool)
    chosen[numbers] = True
    return np.flatnonzero(chosen[cells.codes])


def _unreadable(
    cells: pd.Categorical,
    rows: NDArray[np.intp],
    why: dict[int, str],
    column: Column,
    table: str,
    file: str,
    lines: NDArray[np.int32],
) -> Iterator[Issue]:
    """The first cells that cannot be read, each with its line, and how many more there are."""
    for row in rows[:MOST_LISTED].tolist():
        place = int(cells.codes[row])
        value = shown(str(cells.categories[place]))
        message = f"Cannot be read as {_AS[column.type]}: {why[place]}. Rules take it as invalid."
        yield Issue(file, Kind.UNREADABLE, message, table, int(lines[row]), column.name, value)
    if len(rows) > MOST_LISTED:
        message = f"The same with {counted(len(rows) - MOST_LISTED, 'more cell')} of {column.name}."
        line = int(lines[rows[MOST_LISTED]])
        yield Issue(file, Kind.UNREADABLE, message, table, line, column.name, count=len(rows) - MOST_LISTED)


def _month_first(
    cells: pd.Categorical,
    rows: NDArray[np.intp],
    column: Column,
    table: str,
    file: str,
    lines: NDArray[np.int32],
) -> Iterator[Issue]:
    """A word on the whole column where dates are none because the month came first."""
    used = np.unique(cells.codes[rows])
    likely = [place for place in used if place >= 0 and is_month_first(str(cells.categories[place]).strip())]
    found = rows[np.isin(cells.codes[rows], likely)]
    if len(found):
        message = (
            f"In {counted(len(found), 'cell')} of {column.name} the month seems to come before the day. If the whole column "
            "was written so, the other dates were read the wrong way round: export it again as dd/mm/yyyy."
        )
        value = shown(str(cells.categories[cells.codes[found[0]]]))
        line = int(lines[found[0]])
        yield Issue(file, Kind.MONTH_FIRST, message, table, line, column.name, value, len(found))


_AS = {
    ColumnType.DATE: "a date",
    ColumnType.PARTIAL_DATE: "a date",
    ColumnType.INTEGER: "a whole number",
    ColumnType.NUMBER: "a number",
    ColumnType.YES_NO: "yes or no",
}
