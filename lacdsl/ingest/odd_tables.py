"""Whole tables that are odd: rows that occur twice, dates of another year, keys that lost their leading
zeros.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lacdsl.ingest.columns import arrow_words
from lacdsl.ingest.issues import Issue, Kind, counted, lines_listed, listed
from lacdsl.ingest.tables import Year
from lacdsl.model import ColumnType, Model, Table

_ENOUGH_ROWS = 20
_DATE = r"^(\d\d)/(\d\d)/(\d{4})$"
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
    again = rows[frame.iloc[rows].astype("str").duplicated().to_numpy()]
    if len(again):
        message = (
            f"The same in every cell as an earlier row: {counted(len(again), 'row')}, "
            f"{lines_listed(lines[again])}. All were kept; delete those that are copies."
        )
        issues.append(
            Issue(file, Kind.DUPLICATE_ROWS, message, table, int(lines[again[0]]), count=len(again))
        )


def report_other_year(
    frame: pd.DataFrame, table: Table, file: str, model: Model, year: Year, issues: list[Issue]
) -> None:
    """Tables of 20 rows and more whose dates all lie before the year asked for, or all after it."""
    names = [name for name in dict.fromkeys((*table.order, *(table.period or ()))) if name in frame.columns]
    dates = [_dates(frame[name].array) for name in names if table.columns[name].type is ColumnType.DATE]
    found = pa.chunked_array(dates, type=pa.large_string())
    if len(frame) < _ENOUGH_ROWS or not len(found):
        return
    earliest, latest = (pc.min_max(found)[side].as_py() for side in ("min", "max"))
    back = 1 if year == "last" else 0
    start, end = _day(model.start, back), _day(model.end, back)
    if latest < start or earliest > end:
        message = (
            f"No date in {listed(names)} lies between {_shown(start)} and {_shown(end)}; they run from "
            f"{_shown(earliest)} to {_shown(latest)}. Is this the file of another year?"
        )
        issues.append(Issue(file, Kind.OTHER_YEAR, message, table.name))


def report_lost_zeros(
    tables: Mapping[str, pd.DataFrame], files: Mapping[str, str], model: Model, issues: list[Issue]
) -> None:
    """Keys that are in no row of the parent table, but would be if leading zeros did not count."""
    for name, frame in tables.items():
        table = model.tables[name]
        if table.parent is None or table.parent not in tables or len(table.parent_key) != 1:
            continue
        column, parent = table.parent_key[0], tables[table.parent]
        if column not in frame.columns or column not in parent.columns:
            continue
        known = pc.unique(pc.utf8_trim_whitespace(arrow_words(parent[column].array)))
        cells = frame[column].array
        words = pc.utf8_trim_whitespace(arrow_words(cells))
        unknown = np.flatnonzero(~pc.is_in(words, value_set=known).to_numpy(zero_copy_only=False))
        if not len(unknown):
            continue
        bare = {word.lstrip("0"): word for word in known.to_pylist()}
        likely = {int(place): bare.get(words[int(place)].as_py().lstrip("0")) for place in unknown}
        pairs = {place: match for place, match in likely.items() if match}
        if pairs:
            shown = listed([f"{words[place].as_py()} for {match}" for place, match in pairs.items()])
            message = (
                f"Different from {column} in {table.parent} by leading zeros only: {shown}. "
                f"Such rows belong to nobody as they stand; write the numbers as in {files[table.parent]}."
            )
            issues.append(
                Issue(files[name], Kind.LEADING_ZEROS, message, name, column=column, count=len(pairs))
            )


def _dates(cells: pd.Categorical) -> pa.Array:
    words = arrow_words(cells)
    words = words.filter(pc.match_substring_regex(words, _DATE))
    return pc.replace_substring_regex(words, _DATE, r"\3\2\1")


def _day(day: date, years_back: int) -> str:
    return f"{day.year - years_back:04}{day.month:02}{day.day:02}"


def _shown(day: str) -> str:
    return f"{day[6:]}/{day[4:6]}/{day[:4]}"
