"""Who works with a child: what the list of workers says, and this year's table of social workers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lacdsl.model import Column, ColumnType
from lacdsl.report.result import Report
from lacdsl.values import cell_text, fold, read_cell, writable

TABLE = "SWEpisodes"
CHILD, WORKER, SINCE = "CHILD", "SW_ID", "SW_DECOM"
Place = tuple[str, str]
Readings = Mapping[str, Mapping[str, str | None]]
_START = Column(SINCE, ColumnType.DATE)


@dataclass(frozen=True, slots=True)
class Contact:
    """Who to ask about a child: the worker and the team, "" for what is not known."""

    worker: str = ""
    team: str = ""


def contacts(report: Report) -> dict[str, Contact]:
    """The contact of every child, by the child's key as rules compare it; of no child when nothing is known.

    A row of the list of workers that names the child counts first. What it leaves open comes from the row for the
    social worker's number that is the child's latest one in the return, and then from that number itself. The number of
    the return is no part of a name that the list has for the child: the child may have another worker by now.
    """
    numbers = latest_workers(report.tables, report.readings)
    if report.workers is None:
        return {child: Contact(number) for child, number in numbers.items()}
    by_child: dict[str, tuple[Any, ...]] = {}
    by_number: dict[str, tuple[Any, ...]] = {}
    for child, number, worker, team in _rows(report.workers, "CHILD", "SW_ID", "WORKER", "TEAM"):
        if child:
            by_child[child] = (number, worker, team)
        if number and (not child or number not in by_number):
            by_number[number] = (worker, team)
    own_numbers = _own_numbers(_rows(report.workers, "SW_ID", "WORKER"))
    found = {}
    for child in {**numbers, **by_child}:
        number, worker, team = by_child.get(child, (None, None, None))
        number = number or (own_numbers.get(worker) if worker else numbers.get(child))
        known = by_number.get(number, (None, None)) if number else (None, None)
        worker, team = worker or known[0], team or known[1]
        both = f"{worker} ({number})" if worker and number else worker or number or ""
        found[child] = Contact(both, team or "")
    return found


def _own_numbers(pairs: Iterable[tuple[Any, ...]]) -> dict[str, str]:
    """Name to number, of those in the list of workers who have one and no other."""
    held: dict[str, set[str]] = {}
    for number, worker in pairs:
        if number and worker:
            held.setdefault(worker, set()).add(number)
    return {worker: next(iter(of)) for worker, of in held.items() if len(of) == 1}


def _rows(workers: pd.DataFrame, *names: str) -> Iterator[tuple[Any, ...]]:
    return zip(*(workers[name].tolist() for name in names), strict=True)


def latest_workers(
    tables: Mapping[Place, pd.DataFrame], readings: Mapping[Place, Readings]
) -> dict[str, str]:
    """Child to social worker's number, both as rules compare them; `readings` as in a report.

    A child's latest row is the one with the latest start; rows without a date come before all others, and of rows
    of one date the last one counts. Empty when the table or one of its columns is lacking.
    """
    table = tables.get(("this", TABLE))
    if table is None or not {CHILD, WORKER, SINCE} <= set(table.columns):
        return {}
    known = readings.get(("this", TABLE), {})
    children, workers = (folded(_column(table, name), known.get(name, {})) for name in (CHILD, WORKER))
    order = np.argsort(_days(_column(table, SINCE), known.get(SINCE, {})), kind="stable").tolist()
    return {children[row]: workers[row] for row in order if children[row] and workers[row]}


def _column(table: pd.DataFrame, name: str) -> pd.Series[Any]:
    held = table[name]
    return held.iloc[:, 0] if isinstance(held, pd.DataFrame) else held


def folded(column: pd.Series[Any], readings: Mapping[str, str | None] = MappingProxyType({})) -> list[str]:
    """Identifiers as rules compare them; "" for those without a value."""
    codes, distinct = numbered(column)
    known = [writable(fold(cell_text(_read(value, readings)) or "")) for value in distinct] + [""]
    return [known[code] for code in codes.tolist()]


def numbered(column: pd.Series[Any]) -> tuple[NDArray[np.int64], list[Any]]:
    """Which distinct value each cell has (-1: none), and the distinct values; as texts where they are odd things."""
    try:
        codes, distinct = pd.factorize(column)
    except TypeError:
        codes, distinct = pd.factorize(pd.Series([cell_text(value) for value in column], dtype=object))
    if isinstance(distinct, pd.CategoricalIndex):
        # The distinct values of a categorical come in the order of their codes, and lists of text are quick to make.
        named = distinct.categories.to_numpy(dtype=object)
        return codes.astype(np.int64), named[distinct.codes].tolist()
    return codes.astype(np.int64), distinct.tolist()


def _read(value: Any, readings: Mapping[str, str | None]) -> Any:
    """The cell as rules read it, where that differs."""
    return readings.get(value, value) if isinstance(value, str) else value


def _days(column: pd.Series[Any], readings: Mapping[str, str | None]) -> NDArray[np.int64]:
    codes, distinct = numbered(column)
    values = [read_cell(_read(value, readings), _START)[1] for value in distinct]
    days = [value.toordinal() if isinstance(value, date) else 0 for value in values]
    return np.array([*days, 0], dtype=np.int64)[codes]
