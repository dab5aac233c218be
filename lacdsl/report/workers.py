"""Who works with a child: the latest row of this year's table of social workers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lacdsl.model import Column, ColumnType
from lacdsl.values import cell_text, fold, read_cell

TABLE = "SWEpisodes"
CHILD, WORKER, SINCE = "CHILD", "SW_ID", "SW_DECOM"
_START = Column(SINCE, ColumnType.DATE)


def latest_workers(tables: Mapping[tuple[str, str], pd.DataFrame]) -> dict[str, str]:
    """Child to worker, both as rules compare them.

    A child's latest row is the one with the latest start; rows without a date come before all others, and of rows
    of one date the last one counts. Empty when the table or one of its columns is lacking.
    """
    table = tables.get(("this", TABLE))
    if table is None or not {CHILD, WORKER, SINCE} <= set(table.columns):
        return {}
    children, workers = folded(_column(table, CHILD)), folded(_column(table, WORKER))
    order = np.argsort(_days(_column(table, SINCE)), kind="stable").tolist()
    return {children[row]: workers[row] for row in order if children[row] and workers[row]}


def _column(table: pd.DataFrame, name: str) -> pd.Series[Any]:
    held = table[name]
    return held.iloc[:, 0] if isinstance(held, pd.DataFrame) else held


def folded(column: pd.Series[Any]) -> list[str]:
    """Identifiers as rules compare them; "" for those without a value."""
    codes, distinct = numbered(column)
    known = [fold(cell_text(value) or "") for value in distinct] + [""]
    return [known[code] for code in codes]


def numbered(column: pd.Series[Any]) -> tuple[NDArray[np.int64], list[Any]]:
    """Which distinct value each cell has (-1: none), and the distinct values; as texts where they are odd things."""
    try:
        codes, distinct = pd.factorize(column)
    except TypeError:
        codes, distinct = pd.factorize(pd.Series([cell_text(value) for value in column], dtype=object))
    return codes.astype(np.int64), list(distinct)


def _days(column: pd.Series[Any]) -> NDArray[np.int64]:
    codes, distinct = numbered(column)
    values = [read_cell(value, _START)[1] for value in distinct]
    days = [value.toordinal() if isinstance(value, date) else 0 for value in values]
    return np.array([*days, 0], dtype=np.int64)[codes]
