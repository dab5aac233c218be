"""The rows and cells of the files that something was read from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lacdsl.interpreter.data import AnyRow, SuppliedRow
from lacdsl.interpreter.relation import Place
from lacdsl.interpreter.relations import SpellRow
from lacdsl.values import INVALID, OK, cell_text, to_text

Source = Literal["this", "last", "reference"]


@dataclass(frozen=True, slots=True)
class RowUsed:
    """A row that was looked at: table, year (or `reference`), 0-based row in that table as supplied."""

    table: str
    year: Source
    row: int


@dataclass(frozen=True, slots=True)
class CellUsed:
    """A cell that was read. `value` is as supplied, or as worked out when the model derives it; `state` of the value."""

    at: RowUsed
    column: str
    value: str | None
    state: Literal["ok", "missing", "invalid"]
    derived: bool = False


def supplied_rows(row: AnyRow) -> tuple[SuppliedRow, ...]:
    """The rows of the files that a row stands for: itself, or those that a spell is made of."""
    if isinstance(row, SpellRow):
        return tuple(found for each in row.rows for found in supplied_rows(each))
    return (row,) if isinstance(row, SuppliedRow) else ()


def rows_used(place: Place | None) -> tuple[RowUsed, ...]:
    return () if place is None else tuple(row_used(row) for row in supplied_rows(place.row))


def row_used(row: SuppliedRow) -> RowUsed:
    """Where a row stands."""
    return RowUsed(row.home.table.name, "reference" if row.home.reference else row.home.year, row.position)


def cells_used(row: AnyRow, column: str) -> tuple[CellUsed, ...]:
    """The cells of the files that a column of a row is read from."""
    if isinstance(row, SuppliedRow):
        return (cell_used(row, column),)
    behind = {row_used(each): each for each in supplied_rows(row)}
    cells = [(RowUsed(cell.table, cell.year, cell.row), cell.column) for cell in row.flagged(column)]
    return tuple(cell_used(behind[at], name) for at, name in cells if at in behind)


def cell_used(row: SuppliedRow, column: str) -> CellUsed:
    state, value = row.cell(column)
    derived = not row.home.has(column)
    text = (
        (None if value is None else to_text(value))
        if derived
        else cell_text(row.home.supplied(column, row.position))
    )
    how: Literal["ok", "missing", "invalid"] = (
        "ok" if state == OK else "invalid" if state == INVALID else "missing"
    )
    return CellUsed(row_used(row), column, text, how, derived)


def out_of_place(place: Place) -> tuple[CellUsed, ...]:
    """The cells for which a row has no place in the order of its table."""
    row = place.row
    if not isinstance(row, SuppliedRow):
        return ()
    cells = [cell_used(row, name) for name in (*row.home.table.order[:1], *place.relation.parent)]
    return tuple(cell for cell in cells if cell.state != "ok")
