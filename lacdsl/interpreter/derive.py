"""Columns that the model derives, one cell at a time."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from lacdsl.interpreter.data import AnyRow, Context, SuppliedRow, SuppliedTable
from lacdsl.interpreter.relation import Relation, key_of, table_relation
from lacdsl.model import Column, Model
from lacdsl.values import OK, Cell, fold, round_half_away
from lacdsl.values.cells import NOTHING

METRES_PER_KILOMETRE = 1000
KILOMETRES_PER_MILE = 1.6093
_POSTCODES = "Postcode"

Find = Callable[[str, str], SuppliedTable | None]
"""A table by its year (or `reference`) and name; None when it was not supplied."""


class Deriver:
    """Works out cells of derived columns from what was supplied."""

    def __init__(self, model: Model, context: Context, find: Find) -> None:
        self._model = model
        self._context = context
        self._find = find
        self._relations: dict[tuple[str, str], Relation] = {}
        self._by_first_key: dict[str, Mapping[object, SuppliedRow]] = {}

    def possible(self, home: SuppliedTable, column: Column) -> bool:
        """Everything that the cells of the column are worked out from was supplied."""
        if column.derive is None:
            return False
        options = column.derive.options
        if column.derive.kind == "has_row":
            other = self._find(home.year, options["table"])
            return other is not None and all(home.has(name) and other.has(name) for name in home.table.key)
        if column.derive.kind == "inside_authority":
            return bool(self._context.authority) and self._readable(home, options["column"])
        if column.derive.kind == "lookup":
            reference = self._find("reference", options["table"])
            return (
                reference is not None
                and reference.has(options["take"])
                and reference.has(reference.table.key[0])
                and self._readable(home, options["by"])
            )
        reference = self._find("reference", _POSTCODES)
        return (
            reference is not None
            and all(reference.has(name) for name in (reference.table.key[0], "EAST", "NORTH"))
            and self._readable(home, options["from_column"])
            and self._readable(home, options["to_column"])
        )

    def _readable(self, home: SuppliedTable, name: str) -> bool:
        column = home.table.column(name)
        return home.has(name) or (column is not None and self.possible(home, column))

    def cell(self, row: SuppliedRow, column: Column) -> Cell:
        """The cell of a derived column that was not supplied; MISSING when it cannot be worked out."""
        if column.derive is None or not self.possible(row.home, column):
            return NOTHING
        options = column.derive.options
        if column.derive.kind == "has_row":
            return self._has_row(row, options["table"])
        if column.derive.kind == "inside_authority":
            return self._inside_authority(row, options["column"])
        if column.derive.kind == "lookup":
            found = self._reference_row(options["table"], row.cell(options["by"]))
            return NOTHING if found is None else found.cell(options["take"])
        return self._distance(row.cell(options["from_column"]), row.cell(options["to_column"]))

    def _has_row(self, row: SuppliedRow, table: str) -> Cell:
        """`1` when the other table has a row of the same year with this row's key, else (without a key too) `0`."""
        columns = row.home.table.key
        key = key_of(row, columns)
        return OK, "1" if key is not None and self._relation(row.home.year, table).with_key(
            columns, key
        ) else "0"

    def _inside_authority(self, row: SuppliedRow, column: str) -> Cell:
        state, value = row.cell(column)
        if state != OK:
            return state, None
        context = self._context
        codes = {context.authority or ""} if context.inside is None else context.inside
        return OK, "IN" if value in {fold(code) for code in codes} else "OUT"

    def _distance(self, start: Cell, end: Cell) -> Cell:
        """Miles as the crow flies, to one decimal."""
        ends = [self._reference_row(_POSTCODES, postcode) for postcode in (start, end)]
        points = [_number(row, axis) for row in ends for axis in ("EAST", "NORTH")]
        known = [number for number in points if number is not None]
        if len(known) < len(points):
            return NOTHING
        east, north = known[2] - known[0], known[3] - known[1]
        metres = math.sqrt(east * east + north * north)
        if not math.isfinite(metres):
            return NOTHING
        return OK, round_half_away(metres / METRES_PER_KILOMETRE / KILOMETRES_PER_MILE, 1)

    def _reference_row(self, name: str, key: Cell) -> SuppliedRow | None:
        """The first row, as the reference table stands, that has the value in the first key column."""
        state, wanted = key
        if state != OK:
            return None
        if name not in self._by_first_key:
            home = self._find("reference", name)
            column = self._model.reference[name].key[0]
            found: dict[object, SuppliedRow] = {}
            for row in home.rows if home is not None else ():
                state, value = row.cell(column)
                if state == OK:
                    found.setdefault(value, row)
            self._by_first_key[name] = found
        return self._by_first_key[name].get(wanted)

    def _relation(self, year: str, name: str) -> Relation:
        if (year, name) not in self._relations:
            found = self._find(year, name)
            rows = found.rows if found is not None else ()
            self._relations[year, name] = table_relation(rows, self._model.tables[name], self._model)
        return self._relations[year, name]


def _number(row: AnyRow | None, column: str) -> float | None:
    if row is None:
        return None
    state, value = row.cell(column)
    return value if state == OK and isinstance(value, float) else None
