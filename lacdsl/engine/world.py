"""All relations of a run, made when a rule first names them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from lacdsl.engine.derive import can_derive, read_column
from lacdsl.engine.keys import Keys, key_columns
from lacdsl.engine.ordering import Ties, full_rank, make_order
from lacdsl.engine.relation import Groups, Order, Relation, first_of_group
from lacdsl.engine.store import Store, is_text, kind_of
from lacdsl.engine.vectors import Index, Vec, concatenated, missing, narrow
from lacdsl.model import Column, ColumnType, Table
from lacdsl.semantics.typed import Kind, Rel
from lacdsl.values import cell_text

YEARS = {"this": ("this",), "last": ("last",), "either": ("this", "last")}


class World:
    """Relations by their names, links between them, and what was supplied."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.model = store.model
        self.keys = Keys(store)
        self._relations: dict[Rel, Relation] = {}
        self._links: dict[tuple[int, int], Index] = {}
        self._single_row: Relation | None = None

    # ------------------------------------------------------------ what was supplied

    def supplied(self, rel: Rel, column: str | None) -> bool:
        """The table (and column) is there in every year that `rel` names, as supplied or derivable."""
        if rel.kind == "reference":
            frame = self.store.frame("reference", rel.name)
            return frame is not None and (column is None or column in frame.columns)
        if rel.kind == "given":
            return bool((self.store.context.authority or "").strip())
        if rel.kind != "table":
            return True
        for year in YEARS[rel.year]:
            if self.store.frame(year, rel.name) is None:
                return False
            if column is not None and not self._readable(year, rel.name, column):
                return False
        return True

    def _readable(self, year: str, table: str, name: str) -> bool:
        if self.store.has(year, table, name):
            return True
        column = self.model.tables[table].column(name)
        return column is not None and can_derive(self.store, year, table, column)

    # ------------------------------------------------------------ relations

    def add(self, relation: Relation) -> Relation:
        """Makes a relation known."""
        self._relations[replace(relation.rel, optional=False)] = relation
        return relation

    def known(self, rel: Rel) -> Relation | None:
        """The relation if it was made already."""
        return self._relations.get(replace(rel, optional=False))

    def drop(self, rel: Rel) -> Relation | None:
        """Lets go of a relation, and of the links from it and to it; None where it was never made."""
        gone = self._relations.pop(replace(rel, optional=False), None)
        if gone is not None:
            self._links = {key: link for key, link in self._links.items() if id(gone) not in key}
        return gone

    def relation(self, rel: Rel) -> Relation:
        """A table, a reference table or the entity. Derived tables and spells are added by the evaluator."""
        plain = replace(rel, optional=False)
        found = self._relations.get(plain)
        if found is None:
            found = self._make(plain)
            self._relations[plain] = found
        return found

    def _make(self, rel: Rel) -> Relation:
        if rel.kind == "entity":
            return self._entity(rel)
        if rel.kind == "reference":
            return self._single(rel, "reference", 0)
        if rel.year == "either":
            parts = [self.relation(replace(rel, year=year)) for year in ("this", "last")]
            return self._pooled(rel, parts)
        return self._single(rel, rel.year, 0 if rel.year == "this" else 1)

    def _single(self, rel: Rel, year: str, number: int) -> Relation:
        store, table = self.store, self.store.table(year, rel.name)
        n = store.height(year, rel.name)

        def read(name: str) -> Vec:
            column = table.column(name)
            if column is None:
                return missing(kind_of(Column(name, ColumnType.TEXT)), n)
            if not store.has(year, rel.name, name) and not can_derive(store, year, rel.name, column):
                return missing(kind_of(column), n)
            return read_column(store, self.keys, year, rel.name, column)

        def keys(level: str) -> Groups:
            return self.keys.numbers(year, rel.name, level)

        return Relation(
            rel,
            n,
            table,
            rel.name,
            np.full(n, number, np.int8),
            np.arange(n, dtype=np.int32),
            read,
            lambda name, rows: self._content(year, table, name, rows),
            keys,
            self._sort,
            self._sort_all,
        )

    def _pooled(self, rel: Rel, parts: Sequence[Relation]) -> Relation:
        def read(name: str) -> Vec:
            return concatenated([part.column(name) for part in parts])

        def content(name: str, rows: Index | None) -> Vec:
            if rows is None:
                return concatenated([part.content(name) for part in parts])
            starts = np.cumsum([0, *(part.n for part in parts)])
            of_part = np.searchsorted(starts, rows, side="right") - 1
            places = [np.flatnonzero(of_part == number) for number in range(len(parts))]
            found = [
                part.content(name, rows[place] - start)
                for part, place, start in zip(parts, places, starts.tolist(), strict=False)
            ]
            return concatenated(found).take(np.argsort(np.concatenate(places)))

        def keys(level: str) -> Groups:
            return np.concatenate([part.group(level) for part in parts])

        return Relation(
            rel,
            sum(part.n for part in parts),
            parts[0].table,
            rel.name,
            np.concatenate([part.year for part in parts]),
            np.concatenate([part.row for part in parts]),
            read,
            content,
            keys,
            self._sort,
            self._sort_all,
        )

    def _entity(self, rel: Rel) -> Relation:
        root = self.model.tables[rel.name]
        n = self.keys.of_return(root.name)
        sample = np.full(n, -1, np.int32)
        sources: list[tuple[str, str]] = [
            (year, table)
            for year in ("last", "this")
            for table in self.model.tables
            if self.store.frame(year, table) is not None
            and not self.model.tables[table].added_by
            and key_columns(self.model, table, root.name)
        ]

        def read(name: str) -> Vec:
            place = root.key.index(name)
            data = np.zeros(n, np.int32)
            for year, table in sources:
                names = key_columns(self.model, table, root.name)
                groups = self.keys.numbers(year, table, root.name)
                if names is None or not self.store.has(year, table, names[place]):
                    continue
                column = self.store.vec(year, table, self.model.tables[table].columns[names[place]]).flat()
                rows = np.flatnonzero(groups >= 0)
                data[groups[rows]] = column.data[rows]
            return Vec(kind_of(root.columns[name]), data)

        everyone = np.arange(n, dtype=np.int32)
        return Relation(
            rel,
            n,
            None,
            "",
            np.full(n, -1, np.int8),
            sample,
            read,
            lambda name, rows: read(name) if rows is None else read(name).take(rows),
            lambda level: everyone,
            lambda _: Order(everyone, everyone, everyone),
            lambda _: everyone,
        )

    def single(self) -> Relation:
        """One row that stands for the whole return; every row of every table belongs with it."""
        if self._single_row is None:
            rel = Rel("entity", "")
            zero = np.zeros(1, np.int64)
            none = missing(kind_of(Column("", ColumnType.TEXT)), 1)
            self._single_row = Relation(
                rel,
                1,
                None,
                "",
                np.full(1, -1, np.int8),
                zero - 1,
                lambda _: none,
                lambda _, rows: none if rows is None else none.take(rows),
                lambda _: zero,
                lambda _: Order(zero, zero, zero),
                lambda _: zero,
            )
        return self._single_row

    def entity_names(self, entities: Index) -> list[str | None]:
        """The root key of some entities as it was supplied (its first column), in the first row that has it."""
        root = self.model.root
        distinct, back = np.unique(entities, return_inverse=True)
        names = np.empty(len(distinct), dtype=object)
        place = np.full(self.keys.count(root) + 1, -1, np.int64)
        place[distinct] = np.arange(len(distinct))
        for year in ("this", "last"):
            for table in self.model.tables:
                columns = key_columns(self.model, table, root)
                if not self.store.height(year, table) or not columns:
                    continue
                sought = place[self.keys.numbers(year, table, root)]
                rows = np.flatnonzero(sought >= 0)[::-1]
                first = np.full(len(distinct), -1, np.int64)
                first[sought[rows]] = rows
                here = np.flatnonzero(first >= 0)
                raw = self.store.raw(year, table, columns[0])
                names[here] = [cell_text(cell) for cell in raw.cells(raw.codes[first[here]])]
                place[distinct[here]] = -1
        found: list[str | None] = names[back].tolist()
        return found

    # ------------------------------------------------------------ order

    def parent_level(self, relation: Relation) -> str:
        """The table whose rows are the parents of the relation's rows; the root is its own."""
        table = relation.table
        if table is None:
            return relation.rel.name if relation.rel.kind == "entity" else self.model.root
        return "" if table.per_return else table.parent or table.name

    def _sort(self, relation: Relation) -> Order:
        table = relation.table
        assert table is not None
        level = self.parent_level(relation)
        parent = relation.group(level) if level in self.model.tables else np.zeros(relation.n, np.int64)
        with self.store.preparing():
            by, ties, last_key = self._sort_keys(relation, table)
            return make_order(parent, by, ties, self.store.text_names, last_key)

    def _sort_all(self, relation: Relation) -> Index:
        table = relation.table
        assert table is not None
        by, ties, last_key = self._sort_keys(relation, table)
        placed = relation.order().place >= 0
        return full_rank(placed, by, ties, self.store.text_names, last_key)

    def _sort_keys(self, relation: Relation, table: Table) -> tuple[list[Vec], Ties, Index]:
        def ties(rows: Index) -> list[Vec]:
            return [relation.content(name, rows) for name in table.settling_ties]

        by = [relation.column(name) for name in table.order]
        return by, ties, relation.year.astype(np.int64) * (2**40) + relation.row

    def _content(self, year: str, table: Table, name: str, rows: Index | None) -> Vec:
        """A column as the text that is compared, whatever its type."""
        as_text = Column(name, ColumnType.TEXT, exact=self.model.exact)
        declared = table.column(name)
        if self.store.has(year, table.name, name):
            column = declared if declared is not None and is_text(declared) else as_text
            return self.store.text_of(year, table.name, column, rows)
        if declared is not None and declared.derive is not None and kind_of(declared) is Kind.TEXT:
            relation = self.relation(Rel("table", table.name, "this" if year == "this" else "last"))
            return relation.column(name) if rows is None else relation.column(name).take(rows)
        return missing(kind_of(as_text), self.store.height(year, table.name) if rows is None else len(rows))

    # ------------------------------------------------------------ links

    def common_level(self, one: Relation, other: Relation) -> str:
        """The nearest table that both relations lie below (or are); the return's level is an empty name."""
        if one is self._single_row or other is self._single_row:
            return ""
        if any(each.table is not None and each.table.per_return for each in (one, other)):
            return ""
        if one.table is None or other.table is None:
            return self.model.root
        mine, theirs = self._chain(one, one.table), self._chain(other, other.table)
        if one.table.name == other.table.name and mine[0] == one.table.name and one.table.parent is not None:
            mine = mine[1:]
        for level in mine:
            if level in theirs:
                return level
        return self.model.root

    def _chain(self, relation: Relation, table: Table) -> tuple[str, ...]:
        """The tables whose keys a relation's rows have, nearest first. Spells have those of their parents only."""
        above = self.model.ancestors(table.name)
        return above if relation.rel.kind == "spells" and above else (table.name, *above)

    def one(self, source: Relation, target: Relation) -> Index:
        """For every row of `source` the one row of `target` that belongs with it, or -1."""
        key = (id(source), id(target))
        if key not in self._links:
            level = self.common_level(source, target)
            if target.table is not None and source.table is target.table:
                level = self.parent_level(target)
            first = np.append(self.first(target, level), -1)
            self._links[key] = narrow(first[source.group(level)])
        return self._links[key]

    def first(self, target: Relation, level: str) -> Index:
        """For every key of a level the first row of `target`, or -1."""
        count = self.keys.count(level)
        groups = target.group(level)
        if target.rel.kind == "entity":
            everyone = np.arange(count)
            return np.where(everyone < target.n, everyone, -1)
        rows, offsets = target.by_group(level, count)
        if len(rows) and int(np.diff(offsets).max()) > 1:
            if level == self.parent_level(target):
                return first_of_group(target, groups, count)
            rows = rows[np.argsort(-target.rank()[rows])]
        found = np.full(count, -1, np.int64)
        found[groups[rows]] = rows
        return found
