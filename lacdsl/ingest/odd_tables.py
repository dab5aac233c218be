"""Whole tables that are odd: rows that occur twice, dates of another year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lacdsl.ingest.columns import arrow_words
from lacdsl.ingest.issues import Issue, Kind, counted, lines_listed, listed
from lacdsl.ingest.tables import Tables, Year
from lacdsl.model import ColumnType, Model, Table

_ENOUGH_ROWS, _FEW_ROWS = 20, 3
_DATE = r"^(\d\d)/(\d\d)/(\d{4})$"
_ISO_DATE = r"^(\d{4})-(\d\d)-(\d\d)$"
_MIX = np.uint64(0x9E3779B97F4A7C15)


def report_duplicates(
    frame: pd.DataFrame, table: str, file: str, lines: NDArray[np.int32], issues: list[Issue]
) -> None:
    """Rows that are the same, cell for cell, as an earlier row of the file."""
    mixed = np.zeros(len(frame), dtype=np.uint64)
    for name in frame.columns:
        mixed = (mixed ^ (mixed >> np.uint64(29))) * _MIX + frame[name].array.codes.astype(np.int64).view(
            np.uint64
        )
    alike = pd.Series(mixed).duplicated(keep=False).to_numpy()
    if not alike.any():
        return
    rows = np.flatnonzero(alike)
    # By the numbers of the texts, which differ where these do: the texts themselves would take far more room.
    numbers = pd.DataFrame({name: frame[name].array.codes[rows] for name in frame.columns}, copy=False)
    again = rows[numbers.duplicated().to_numpy()]
    if len(again):
        message = (
            f"The same in every cell as an earlier row: {counted(len(again), 'row')}, "
            f"{lines_listed(lines[again])}. All were kept; delete those that are copies."
        )
        issues.append(
            Issue(file, Kind.DUPLICATE_ROWS, message, table, int(lines[again[0]]), count=len(again))
        )


def report_other_year(
    frame: pd.DataFrame,
    table: Table,
    file: str,
    model: Model,
    year: Year,
    readings: Mapping[str, Mapping[str, str | None]],
    issues: list[Issue],
) -> None:
    """Tables whose dates all lie before the year asked for, or all after it; in a small table by more than a year."""
    span = date_span(frame, table, readings)
    if len(frame) < _FEW_ROWS or span is None:
        return
    back = 1 if year == "last" else 0
    start, end = _day(model.start, back), _day(model.end, back)
    before, after = (start, end) if len(frame) >= _ENOUGH_ROWS else (_day(model.start, back + 1), end)
    if span.latest < before or span.earliest > after:
        message = (
            f"No date in {listed(span.columns)} lies between {_shown(start)} and {_shown(end)}; they run {span}. "
            "Is this the file of another year?"
        )
        issues.append(Issue(file, Kind.OTHER_YEAR, message, table.name))


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last of the dates that tell the year of a table, written yyyymmdd."""

    columns: tuple[str, ...]
    earliest: str
    latest: str

    def __str__(self) -> str:
        return f"from {_shown(self.earliest)} to {_shown(self.latest)}"

    def is_outside(self, model: Model, year: Year) -> bool:
        """Whether none of the dates lies in the year asked for: all before it, or all after it."""
        back = 1 if year == "last" else 0
        return self.latest < _day(model.start, back) or self.earliest > _day(model.end, back)


def date_span(
    columns: pd.DataFrame | Mapping[str, pd.Categorical],
    table: Table,
    readings: Mapping[str, Mapping[str, str | None]],
) -> Span | None:
    """The dates that tell the year of a table; None when there are none."""
    names = [name for name in dict.fromkeys((*table.order, *(table.period or ()))) if name in columns]
    names = [name for name in names if table.columns[name].type is ColumnType.DATE]
    dates = [_dates(_cells(columns[name]), readings.get(name, {})) for name in names]
    found = pa.chunked_array(dates, type=pa.large_string())
    if not len(found):
        return None
    earliest, latest = (pc.min_max(found)[side].as_py() for side in ("min", "max"))
    return Span(tuple(names), earliest, latest)


def _cells(column: pd.Series[Any] | pd.Categorical) -> pd.Categorical:
    return column if isinstance(column, pd.Categorical) else column.array


def report_same_year(this: Tables, last: Tables, model: Model, issues: list[Issue]) -> None:
    """All tables that both years have are the same, cell for cell: the files of one year were given for both."""
    both = [name for name in this if name in last and len(this[name])]
    names = [name for name in both if this[name].equals(last[name])]
    if names != both or set(names) <= {model.root}:
        return
    message = (
        f"Last year's files hold the same rows as this year's, in {listed(names)}. Rules that compare both years find "
        "nothing to compare. Was the right folder given behind --last-year?"
    )
    issues.append(Issue(PurePath(last.files[names[0]]).name, Kind.OTHER_YEAR, message, names[0]))


def _dates(cells: pd.Categorical, readings: Mapping[str, str | None]) -> pa.Array:
    words = arrow_words(cells)
    if readings:
        others = pa.array([readings[word] for word in words.to_pylist() if word in readings], type=words.type)
        words = pa.concat_arrays([words, others])
    iso = words.filter(pc.match_substring_regex(words, _ISO_DATE))
    words = words.filter(pc.match_substring_regex(words, _DATE))
    return pa.concat_arrays(
        [
            pc.replace_substring_regex(words, _DATE, r"\3\2\1"),
            pc.replace_substring_regex(iso, _ISO_DATE, r"\1\2\3"),
        ]
    )


def _day(day: date, years_back: int) -> str:
    return f"{day.year - years_back:04}{day.month:02}{day.day:02}"


def _shown(day: str) -> str:
    return f"{day[6:]}/{day[4:6]}/{day[:4]}"
