"""The rows that the page shows: of every table those of children with findings, and those with flagged cells."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lacdsl.model import Column
from lacdsl.report.digest import YEARS, Digest, texts
from lacdsl.report.words import asked_by
from lacdsl.report.workers import numbered
from lacdsl.values import cell_text, fold, shortened

Place = tuple[str, str]
Numbers = NDArray[np.int64]
ROW = "?"
"""Stands for the row, or its line, in what is typed to ask about it."""


class Names(dict[str, int]):
    """Names, each with a number; a new one gets the next."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        super().__init__((name, number) for number, name in enumerate(names))

    def __missing__(self, name: str) -> int:
        self[name] = number = len(self)
        return number


def tables_of(
    digest: Digest, by_child: dict[str, int], names: Names
) -> tuple[list[dict[str, Any]], Numbers, Numbers, list[dict[str, str]]]:
    """The tables; for every flagged cell the number of its table and of its row there, -1 when neither is; code lists.

    In a table `child` says whose each row is, and every column has the `codes` of its cells in `values` (-1: blank),
    in `list` the number of its list of codes, and in `read` what rules read in place of a value.
    `askedBy` are the options that ask about a row: `ROW` stands for its `line`, or for its `row` where no lines are known.
    """
    cells = digest.report.findings
    held_in = np.full(len(cells), -1, dtype=np.int64)
    row_in = held_in.copy()
    all_rows = cells["row"].to_numpy()
    years, tables = (_column_of(cells, name) for name in ("year", "table"))
    owners_known, lists = _Owners(by_child), Names()
    made: list[dict[str, Any]] = []
    for place in _places(digest):
        frame = digest.report.tables[place]
        here = np.flatnonzero((years == place[0]) & (tables == place[1]))
        here = here[(all_rows[here] >= 0) & (all_rows[here] < len(frame))]
        owners = _owners(digest, frame, owners_known)
        wanted = owners >= 0
        wanted[all_rows[here]] = True
        kept = np.flatnonzero(wanted)
        if not len(kept):
            continue
        held_in[here] = len(made)
        row_in[here] = np.searchsorted(kept, all_rows[here])
        made.append(_table(digest, place, kept, owners, names, lists))
    known = digest.model.code_lists if digest.model is not None else {}
    return made, held_in, row_in, [dict(known[name].codes) for name in lists]


def numbered_texts(column: pd.Series[Any]) -> tuple[list[int], list[str]]:
    """Which distinct text each cell has (-1: none), and the distinct texts."""
    codes, distinct = numbered(column)
    return codes.tolist(), texts(pd.Series(distinct, dtype=object))


class _Owners(dict[str, int]):
    """The number of the child that a cell names; -1 for children without findings, and where none is named."""

    def __init__(self, by_child: dict[str, int]) -> None:
        super().__init__()
        self.known = {child: number for child, number in by_child.items() if child}

    def __missing__(self, text: str) -> int:
        self[text] = number = self.known.get(fold(shortened(text.strip())), -1)
        return number


def _places(digest: Digest) -> list[Place]:
    """The supplied tables in the order of the model, this year's before last year's."""
    order = list(digest.model.tables) if digest.model is not None else []
    rank = {name: number for number, name in enumerate(order)}
    return sorted(
        digest.report.tables, key=lambda place: (rank.get(place[1], len(rank)), place[1], place[0] == "last")
    )


def _owners(digest: Digest, frame: pd.DataFrame, known: _Owners) -> Numbers:
    """The number of the child that each row is about."""
    model = digest.model
    key = model.tables[model.root].key if model is not None and model.root in model.tables else ()
    if len(key) != 1 or key[0] not in frame.columns:
        return np.full(len(frame), -1, dtype=np.int64)
    codes, distinct = numbered(_column(frame, key[0]))
    numbers = [known[value if type(value) is str else cell_text(value) or ""] for value in distinct]
    return np.array([*numbers, -1], dtype=np.int64)[codes]


def _table(
    digest: Digest, place: Place, kept: Numbers, owners: Numbers, names: Names, lists: Names
) -> dict[str, Any]:
    report, (year, name) = digest.report, place
    frame = report.tables[place]
    declared = digest.model.tables.get(name) if digest.model is not None else None
    lines, readings = report.lines.get(place), report.readings.get(place, {})
    columns = []
    for column in dict.fromkeys(frame.columns):
        about = declared.column(str(column)) if declared is not None else None
        if declared is None or about is not None:
            codes, distinct = numbered_texts(_column(frame, column).iloc[kept])
            held: dict[str, Any] = {"name": names[str(column)], "codes": codes, "values": distinct}
            held["title"] = about.title if about is not None else ""
            if (number := _list_of(digest, about, lists)) is not None:
                held["list"] = number
            if read := readings.get(str(column)):
                held["read"] = {at: read[text] or "" for at, text in enumerate(distinct) if text in read}
            columns.append(held)
    return {
        "title": f"{declared.title} ({name})" if declared is not None and declared.title else name,
        "year": YEARS.get(year, year),
        "file": PurePath(report.files.get(place, "")).name,
        "columns": columns,
        "child": owners[kept].tolist(),
        "line": lines[kept].tolist() if lines is not None else [],
        "askedBy": asked_by(name, year, ROW, ROW if lines is not None else None),
        **({"row": kept.tolist()} if lines is None else {}),
    }


def _list_of(digest: Digest, column: Column | None, lists: Names) -> int | None:
    known = digest.model.code_lists if digest.model is not None else {}
    name = column.codes if column is not None else None
    return lists[name] if name is not None and name in known else None


def _column(frame: pd.DataFrame, name: Any) -> pd.Series[Any]:
    held = frame[name]
    return held.iloc[:, 0] if isinstance(held, pd.DataFrame) else held


def _column_of(frame: pd.DataFrame, name: str) -> NDArray[np.object_]:
    return frame[name].to_numpy(dtype=object)
