"""A set of rows with its order, and how rows of two sets belong together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from lacdsl.interpreter.data import AnyRow, Key, SuppliedRow, WholeReturn
from lacdsl.model import Model, Table
from lacdsl.values import OK, Partial

SortKey = tuple[Any, ...]


class Relation:
    """Rows that can be named together.

    `chain` is the rows' own table and the tables above it, nearest first: what links them to other relations.
    `parent` are the columns that hold the key of the parent; rows have their order within it. `sort_key` is
    that order, total; `has_order` says which rows have a place in it (they need a parent as well).
    """

    def __init__(
        self,
        rows: Iterable[AnyRow],
        chain: tuple[str, ...],
        parent: tuple[str, ...],
        sort_key: Callable[[AnyRow], SortKey],
        has_order: Callable[[AnyRow], bool] = lambda row: True,
    ) -> None:
        self.rows = tuple(rows)
        self.chain = chain
        self.parent = parent
        self.sort_key = sort_key
        self._has_order = has_order
        self._by_key: dict[tuple[str, ...], dict[Key, list[AnyRow]]] = {}
        self._siblings: dict[Key, list[AnyRow]] = {}

    def subset(self, rows: Iterable[AnyRow]) -> Relation:
        """Some of the rows, in the same order."""
        return Relation(rows, self.chain, self.parent, self.sort_key, self._has_order)

    def has_place(self, row: AnyRow) -> bool:
        """The row has a place in the order: it has a parent's key, and a value in the first order column."""
        return key_of(row, self.parent) is not None and self._has_order(row)

    def in_order(self, rows: Iterable[AnyRow]) -> list[AnyRow]:
        """The rows in order; those without a place come last."""
        return sorted(rows, key=lambda row: (not self.has_place(row), self.sort_key(row)))

    def with_key(self, columns: tuple[str, ...], key: Key) -> list[AnyRow]:
        """The rows that have `key` in `columns`, as they stand in `rows`."""
        if columns not in self._by_key:
            groups: dict[Key, list[AnyRow]] = {}
            for row in self.rows:
                own = key_of(row, columns)
                if own is not None:
                    groups.setdefault(own, []).append(row)
            self._by_key[columns] = groups
        return self._by_key[columns].get(key, [])

    def siblings(self, row: AnyRow) -> list[AnyRow]:
        """All rows of the same parent that have a place, in order; none when the row itself has no place."""
        key = key_of(row, self.parent)
        if key is None or not self.has_place(row):
            return []
        if key not in self._siblings:
            family = self.with_key(self.parent, key)
            self._siblings[key] = self.in_order(other for other in family if self.has_place(other))
        return self._siblings[key]


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A row, seen as a row of a relation: the relation says what its neighbours are."""

    relation: Relation
    row: AnyRow

    def neighbour(self, offset: int) -> Place | None:
        """The row `offset` places further on; None when there is none."""
        family = self.relation.siblings(self.row)
        if self.row not in family:
            return None
        there = family.index(self.row) + offset
        return Place(self.relation, family[there]) if 0 <= there < len(family) else None

    def is_at(self, end: int) -> bool:
        """The row is the first (0) or the last (-1) of its family."""
        family = self.relation.siblings(self.row)
        return bool(family) and family[end] is self.row


_RETURN = WholeReturn()
WHOLE_RETURN = Place(Relation([_RETURN], (), (), lambda row: ()), _RETURN)


def key_of(row: AnyRow, columns: tuple[str, ...]) -> Key | None:
    """The values of some columns as folded texts; None when one is missing or invalid: it matches nothing."""
    parts = [row.key_part(column) for column in columns]
    known = tuple(part for part in parts if part is not None)
    return known if len(known) == len(parts) else None


def linked(model: Model, base: Place, target: Relation, level: str | None = None) -> list[AnyRow]:
    """The rows of `target` that belong with `base`: those with the same key of their nearest common ancestor, or of `level`.

    All belong with the whole return, and with a table that has one row for it. Reference tables are linked to nothing:
    all their rows are given.
    """
    if isinstance(base.row, WholeReturn):
        return list(target.rows)
    level = level or common_level(model, base.relation.chain, target.chain)
    if level is None:
        return list(target.rows)
    columns = model.tables[level].key
    key = key_of(base.row, columns)
    return [] if key is None else target.with_key(columns, key)


def common_level(model: Model, one: tuple[str, ...], other: tuple[str, ...]) -> str | None:
    """The table whose key links two chains: for rows of one table their parent, or the root itself."""
    if not one or not other:
        return None
    if any(name in model.tables and model.tables[name].per_return for name in (one[0], other[0])):
        return None
    if one[0] == other[0]:
        return one[1] if len(one) > 1 else one[0]
    return next((name for name in one if name in other and name in model.tables), None)


def table_relation(rows: Iterable[SuppliedRow], table: Table, model: Model) -> Relation:
    """Rows of a table of the return, of one or of both years, or of a reference table.

    They are ordered by the order columns, ascending, missing and invalid values last; where those are equal
    by the same columns as text and then all other declared ones, missing last; then this year before last,
    then as they stand in the file. Without a value in the first order column a row has no place. The family
    of a row of the root table are the rows with its own key.
    """
    chain = (table.name, *model.ancestors(table.name)) if table.name in model.tables else ()
    parent = (table.parent_key or table.key) if chain else ()

    def sort_key(row: AnyRow) -> SortKey:
        assert isinstance(row, SuppliedRow)
        by = [_comparable(row, name) for name in table.order]
        ties = [(text is None, text or "") for text in map(row.text, table.settling_ties)]
        return (*by, *ties, row.home.year == "last", row.position)

    def has_order(row: AnyRow) -> bool:
        return not table.order or row.cell(table.order[0])[0] == OK

    return Relation(rows, chain, parent, sort_key, has_order)


def _comparable(row: AnyRow, column: str) -> SortKey:
    state, value = row.cell(column)
    if state != OK:
        return (True,)
    return False, str(value) if isinstance(value, Partial) else value
