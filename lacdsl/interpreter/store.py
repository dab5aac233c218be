"""Everything that was supplied, by year and table; and whether it was."""

from __future__ import annotations

from dataclasses import replace

from lacdsl.interpreter.data import Context, Data, DataYear, EntityRow, Key, SuppliedTable
from lacdsl.interpreter.derive import Deriver
from lacdsl.interpreter.relation import Relation, key_of, table_relation
from lacdsl.model import Model
from lacdsl.semantics.typed import Program, Rel


class Store:
    """The supplied tables as rows, and the relations that are made of nothing but them."""

    def __init__(self, program: Program, data: Data, context: Context) -> None:
        self.program = program
        self.model: Model = program.model
        self._context = context
        self._deriver = Deriver(self.model, context, self.find)
        self._tables: dict[tuple[str, str], SuppliedTable] = {}
        self._add("this", data)
        self._add("last", data)
        for name, frame in (data.reference or {}).items():
            if name in self.model.reference:
                self._tables["reference", name] = SuppliedTable(
                    self.model.reference[name], "this", frame, self._deriver.cell, reference=True
                )

    def _add(self, year: DataYear, data: Data) -> None:
        frames = data.tables if year == "this" else data.last_year
        readings = data.readings if year == "this" else data.last_readings
        for name, frame in (frames or {}).items():
            if name in self.model.tables:
                table = self.model.tables[name]
                self._tables[year, name] = SuppliedTable(
                    table, year, frame, self._deriver.cell, readings=readings.get(name)
                )

    def find(self, year: str, name: str) -> SuppliedTable | None:
        """A table of `this` or `last` year, or of `reference`; None when it was not supplied."""
        return self._tables.get((year, name))

    def supplied(self, rel: Rel, column: str | None = None) -> bool:
        """The table (and the column, unless it can be worked out) was supplied in all years that `rel` names.

        A derived table is there when its source is; so are spells, with all their columns.
        """
        if rel.kind == "entity":
            return True
        if rel.kind == "given":
            return bool((self._context.authority or "").strip())
        if rel.kind == "derived":
            return self.supplied(self.program.derived[rel.name].source, column)
        if rel.kind == "spells":
            return self.supplied(self.program.spells[rel.name].source)
        if rel.kind == "table" and rel.year == "either":
            return all(self.supplied(replace(rel, year=year), column) for year in ("this", "last"))
        home = self.find("reference" if rel.kind == "reference" else rel.year, rel.name)
        if home is None or column is None:
            return home is not None
        declared = home.table.column(column)
        return home.has(column) or (declared is not None and self._deriver.possible(home, declared))

    def relation(self, rel: Rel) -> Relation:
        """The rows of a table or a reference table (none when it was not supplied), or the entity's."""
        if rel.kind == "entity":
            return self._entity()
        if rel.kind == "reference":
            found = self.find("reference", rel.name)
            return table_relation(found.rows if found else (), self.model.reference[rel.name], self.model)
        years = ("this", "last") if rel.year == "either" else (rel.year,)
        homes = [home for year in years if (home := self.find(year, rel.name)) is not None]
        rows = [row for home in homes for row in home.rows]
        return table_relation(rows, self.model.tables[rel.name], self.model)

    def _entity(self) -> Relation:
        root = self.model.tables[self.model.root]
        keys: set[Key] = set()
        for (year, _), home in self._tables.items():
            if year != "reference" and not home.table.per_return and not home.table.added_by:
                keys.update(key for row in home.rows if (key := key_of(row, root.key)) is not None)
        rows = [EntityRow(root, key) for key in sorted(keys)]
        return Relation(rows, (root.name,), root.key, lambda row: (key_of(row, root.key),))
