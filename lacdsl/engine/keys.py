"""Keys numbered over all tables and both years, so that rows of one child have one number everywhere."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lacdsl.engine.relation import Groups, compact
from lacdsl.engine.store import Store
from lacdsl.engine.vectors import OK, Vec, narrow
from lacdsl.model import Model


def key_columns(model: Model, table: str, level: str) -> tuple[str, ...] | None:
    """The columns of `table` that hold the key of its ancestor `level` (or its own); None when it is no ancestor."""
    if table == level:
        return model.tables[table].key
    names: dict[str, str] = {}
    here = model.tables[table]
    mapping: dict[str, str] | None = None
    while here.parent is not None:
        parent = model.tables[here.parent]
        step = dict(zip(parent.key, here.parent_key, strict=True))
        mapping = (
            step
            if mapping is None
            else {key: mapping[column] for key, column in step.items() if column in mapping}
        )
        if parent.name == level:
            names = mapping
            break
        here = parent
    if len(names) != len(model.tables[level].key):
        return None
    return tuple(names[key] for key in model.tables[level].key)


class Keys:
    """Numbers for the keys of every level that is asked for."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._numbers: dict[str, dict[tuple[str, str], Groups]] = {}
        self._counts: dict[str, int] = {}
        self._of_return: dict[str, int] = {}

    def count(self, level: str) -> int:
        """How many distinct keys there are at a level; one at that of the return (an empty name)."""
        if not level:
            return 1
        self._make(level)
        return self._counts[level]

    def of_return(self, level: str) -> int:
        """How many of the keys stand in tables of the return: these have the first numbers."""
        self._make(level)
        return self._of_return[level]

    def numbers(self, year: str, table: str, level: str) -> Groups:
        """The key number of every row of a table at a level; -1 where a part of the key is missing."""
        self._make(level)
        found = self._numbers[level].get((year, table))
        return np.full(self.store.height(year, table), -1, np.int32) if found is None else found

    def _make(self, level: str) -> None:
        if level not in self._counts:
            with self.store.preparing():
                self._number(level)

    def _number(self, level: str) -> None:
        model, store = self.store.model, self.store
        places: list[tuple[str, str]] = []
        columns: list[list[Vec]] = []
        for year in ("this", "last"):
            for table in model.tables:
                names = key_columns(model, table, level)
                if names is None or not store.height(year, table):
                    continue
                declared = model.tables[table].columns
                if all(store.has(year, table, name) for name in names):
                    places.append((year, table))
                    columns.append([store.vec(year, table, declared[name]).flat() for name in names])
        joined, count = _numbered(columns)
        own = [model.tables[table].added_by == "" for _, table in places]
        joined, self._of_return[level] = _own_first(joined, own, count)
        self._numbers[level] = dict(zip(places, map(narrow, joined), strict=True))
        self._counts[level] = count


def _own_first(numbers: list[Groups], own: list[bool], count: int) -> tuple[list[Groups], int]:
    """The numbers so that those of the return's own tables come first, and how many these are."""
    if all(own):
        return numbers, count
    there = np.zeros(count + 1, np.bool_)
    for each in (each for each, is_own in zip(numbers, own, strict=True) if is_own):
        there[each] = True
    there[count] = False  # a number of -1 marks the last place
    order = np.argsort(~there[:count], kind="stable")
    new = np.full(count + 1, -1, np.int32)
    new[order] = np.arange(count)
    return [new[each] for each in numbers], int(there.sum())


def _numbered(columns: list[list[Vec]]) -> tuple[list[Groups], int]:
    """Numbers for equal tuples over several tables; texts only."""
    if not columns:
        return [], 0
    lengths = [len(parts[0]) for parts in columns]
    width = len(columns[0])
    numbers: NDArray[np.int64] = np.zeros(sum(lengths), np.int64)
    ok = np.ones(sum(lengths), np.bool_)
    for part in range(width):
        data = np.concatenate([parts[part].data.astype(np.int64) for parts in columns])
        for start, parts in zip(np.cumsum([0, *lengths[:-1]]), columns, strict=True):
            state = parts[part].state
            if state is not None:
                ok[start : start + len(state)] &= state == OK
        each, step = compact(data)
        numbers = compact(numbers * step + each)[0] if part else each
    numbers[ok], count = compact(numbers[ok])
    numbers[~ok] = -1
    return np.split(numbers, np.cumsum(lengths)[:-1]), count
