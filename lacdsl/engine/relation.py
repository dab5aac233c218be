"""A set of rows that rules can name: a table of a year, both years together, a derived table, spells, the children."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from lacdsl.engine.vectors import OK, Index, Vec, narrow
from lacdsl.model import Table
from lacdsl.semantics.typed import Rel

Groups = Index
"""The number of a parent, or of a key, for every row."""

ROOM, ROOM_PER_VALUE = 1024, 4
"""Values that lie close enough together are numbered by a table of all that could be there, others by sorting."""


@dataclass(slots=True)
class Order:
    """The order of a relation's rows within their parent.

    `rows` are the rows that have a place, sorted by parent, then by the order. `place` is each row's position in `rows`,
    or -1. `parent` is each row's parent number.
    """

    rows: Index
    place: Index
    parent: Groups


@dataclass(slots=True)
class Relation:
    """`n` rows with columns, keys and an order.

    `source` tells where each row stands in the tables as supplied: table name, year (0 this, 1 last), position; rows of
    the entity and of spells come from none (-1).
    """

    rel: Rel
    n: int
    table: Table | None
    source_table: str
    year: NDArray[np.int8]
    row: Index
    read: Callable[[str], Vec]
    read_content: Callable[[str, Index | None], Vec]
    keys: Callable[[str], Groups]
    sort: Callable[[Relation], Order]
    sort_all: Callable[[Relation], Index]
    spell_of: Index = field(default_factory=lambda: np.zeros(0, np.int64))
    first_rows: Index | None = None
    last_rows: Index | None = None
    base: Relation | None = None
    _columns: dict[str, Vec] = field(default_factory=dict)
    _keys: dict[str, Groups] = field(default_factory=dict)
    _order: Order | None = None
    _rank: Index | None = None
    _neighbours: dict[int, Index] = field(default_factory=dict)
    _csr: dict[str, tuple[Index, Index]] = field(default_factory=dict)

    def column(self, name: str) -> Vec:
        """A column, typed."""
        if name not in self._columns:
            self._columns[name] = self.read(name)
        return self._columns[name]

    def content(self, name: str, rows: Index | None = None) -> Vec:
        """A column as the folded text that was supplied, whatever its type, of all rows or of some."""
        return self.read_content(name, rows)

    def group(self, level: str) -> Groups:
        """The number of the row's ancestor (or of its own key) at the level of a table; -1 without a key.

        At the level of the return (an empty name) all rows are in one group.
        """
        if not level:
            return np.zeros(self.n, np.int32)
        if level not in self._keys:
            self._keys[level] = narrow(self.keys(level))
        return self._keys[level]

    def order(self) -> Order:
        """The order, made once."""
        if self._order is None:
            made = self.sort(self)
            self._order = Order(narrow(made.rows), narrow(made.place), narrow(made.parent))
        return self._order

    def rank(self) -> Index:
        """The position of every row in the order, whatever its parent; rows without a place come last."""
        if self._rank is None:
            self._rank = narrow(self.sort_all(self))
        return self._rank

    def neighbour(self, offset: int) -> Index:
        """For every row the row `offset` places on within the same parent, -1 where there is none."""
        if offset not in self._neighbours:
            order = self.order()
            found = np.full(self.n, -1, np.int32)
            rows = order.rows
            if 0 < abs(offset) < len(rows):
                near, far = (rows[:-offset], rows[offset:]) if offset > 0 else (rows[-offset:], rows[:offset])
                same = order.parent[near] == order.parent[far]
                found[near[same]] = far[same]
            self._neighbours[offset] = found
        return self._neighbours[offset]

    def by_group(self, level: str, count: int) -> tuple[Index, Index]:
        """Rows sorted by their group at `level`, and where each of `count` groups begins in them (count + 1 values)."""
        if level not in self._csr:
            groups = self.group(level)
            rows, offsets = sorted_by_group(groups, count)
            self._csr[level] = narrow(rows), narrow(offsets)
        return self._csr[level]


def sorted_by_group(groups: Groups, count: int) -> tuple[Index, Index]:
    """Rows with a group (not -1) sorted by it, stably, and the offset of every group."""
    rows = np.argsort(groups, kind="stable")
    rows = rows[np.searchsorted(groups[rows], 0) :] if len(rows) else rows
    offsets = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(groups[rows], minlength=count)[:count], out=offsets[1:])
    return rows, offsets


def first_of_group(relation: Relation, groups: Groups, count: int) -> Index:
    """For every group its first row: rows with a place in order, then those without; -1 without rows."""
    order = relation.order()
    found = np.full(count, -1, np.int32)
    without = np.flatnonzero((order.place < 0) & (groups >= 0))
    if len(without):
        without = without[np.argsort(-relation.rank()[without], kind="stable")]
        found[groups[without]] = without
    ranked = order.rows[::-1]
    ranked = ranked[groups[ranked] >= 0]
    found[groups[ranked]] = ranked
    return found


def dense(values: list[Vec]) -> tuple[Groups, NDArray[np.bool_]]:
    """Numbers for the distinct tuples of several columns, and where all of them have a value."""
    flat = [value.flat() for value in values]
    n = len(flat[0])
    ok = np.ones(n, np.bool_)
    numbers = np.zeros(n, np.int64)
    for place, value in enumerate(flat):
        if value.state is not None:
            ok &= value.state == OK
        each, count = compact(value.data)
        numbers = compact(numbers * count + each)[0] if place else each
    return numbers, ok


def compact(values: NDArray[np.generic]) -> tuple[Groups, int]:
    """For each value its place among the distinct ones, in order, and how many those are."""
    if not len(values) or not np.issubdtype(values.dtype, np.integer):
        distinct, places = np.unique(values, return_inverse=True)
        return places.reshape(-1).astype(np.int64), len(distinct)
    low, high = int(values.min()), int(values.max())
    if high - low > ROOM_PER_VALUE * len(values) + ROOM:
        distinct, places = np.unique(values, return_inverse=True)
        return places.reshape(-1).astype(np.int64), len(distinct)
    shifted = values.astype(np.int64) - low
    used = np.zeros(high - low + 1, np.bool_)
    used[shifted] = True
    rank = np.cumsum(used) - 1
    return rank[shifted], int(rank[-1]) + 1
