"""Derived tables and spells: rows made of other rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lacdsl.interpreter.data import AnyRow, FlaggedCell
from lacdsl.interpreter.relation import Place, Relation, SortKey, key_of
from lacdsl.interpreter.values import total
from lacdsl.semantics.typed import Col, DerivedTable, Expr, Here, OrElse, SpellColumn, Spells
from lacdsl.values import OK, Cell
from lacdsl.values.cells import NOTHING

if TYPE_CHECKING:
    from lacdsl.interpreter.evaluate import Evaluator


class SpellRow(AnyRow):
    """A run of neighbouring rows, in order."""

    def __init__(
        self,
        item: Spells,
        number: int,
        rows: tuple[AnyRow, ...],
        parent: tuple[str, ...],
        values: dict[str, Cell],
    ) -> None:
        self.item = item
        self.number = number
        self.rows = rows
        self._parent = parent
        self._values = values

    def cell(self, column: str) -> Cell:
        return self._values.get(column, NOTHING)

    def key_part(self, column: str) -> str | None:
        return self.rows[0].key_part(column) if column in self._parent else super().key_part(column)

    def flagged(self, column: str) -> list[FlaggedCell]:
        """The cell that the column is read from, where it is a plain column of the first or last row.

        The column before `or else` counts as well.
        """
        declared = next((each for each in self.item.columns if each.name == column), None)
        if declared is None or declared.which not in ("first", "last"):
            return []
        value = declared.value.value if isinstance(declared.value, OrElse) else declared.value
        if not isinstance(value, Col) or not isinstance(value.row, Here):
            return []
        return self.rows[0 if declared.which == "first" else -1].flagged(value.name)

    @property
    def name(self) -> str:
        return f"{self.item.name} of {self.rows[0].name} to {self.rows[-1].name}"


@dataclass(frozen=True, slots=True)
class SpellSet:
    """All spells of one kind, and the spell of each row that lies in one."""

    relation: Relation
    spell_of: dict[AnyRow, SpellRow]


def derived_relation(evaluator: Evaluator, item: DerivedTable) -> Relation:
    """The rows of the source that a derived table keeps, in the order of the source."""
    source = evaluator.relation(item.source)
    kept = [row for row in source.rows if _holds(evaluator, item.where, Place(source, row))]
    if not item.one_per:
        return source.subset(kept)
    groups: dict[tuple[object, ...], list[AnyRow]] = {}
    for row in kept:
        parent = key_of(row, source.parent)
        cells = [row.cell(column) for column in item.one_per]
        if parent is not None and all(state == OK for state, _ in cells):
            groups.setdefault((parent, *(value for _, value in cells)), []).append(row)
    chosen = set()
    for rows in groups.values():
        ordered = source.in_order(rows)
        preferred = [
            row
            for row in ordered
            if item.preferring is not None and _holds(evaluator, item.preferring, Place(source, row))
        ]
        chosen.add([*preferred, *ordered][0])
    return source.subset(row for row in kept if row in chosen)


def spell_set(evaluator: Evaluator, item: Spells) -> SpellSet:
    """The spells of `item`, by parent and then in their order."""
    source = evaluator.relation(item.source)
    kept = source.subset(
        row
        for row in source.rows
        if source.has_place(row) and _holds(evaluator, item.where, Place(source, row))
    )
    spells: list[SpellRow] = []
    for parent in sorted({key for row in kept.rows if (key := key_of(row, source.parent)) is not None}):
        family = kept.siblings(kept.with_key(source.parent, parent)[0])
        for run in _runs(evaluator, item, kept, family):
            values = {column.name: _value(evaluator, column, kept, run) for column in item.columns}
            spells.append(SpellRow(item, len(spells), run, source.parent, values))
    above = source.chain[1:] or source.chain
    relation = Relation(spells, (f"spells {item.name}", *above), source.parent, _number)
    return SpellSet(relation, {row: spell for spell in spells for row in spell.rows})


def _runs(
    evaluator: Evaluator, item: Spells, kept: Relation, family: list[AnyRow]
) -> list[tuple[AnyRow, ...]]:
    runs: list[list[AnyRow]] = []
    for row in family:
        if runs and _holds(evaluator, item.together, Place(kept, row)):
            runs[-1].append(row)
        else:
            runs.append([row])
    return [tuple(run) for run in runs]


def _value(evaluator: Evaluator, column: SpellColumn, kept: Relation, run: tuple[AnyRow, ...]) -> Cell:
    if column.which == "count" or column.value is None:
        return OK, float(len(run))
    cells = [evaluator.value_of(column.value, Place(kept, row)) for row in run]
    if column.which == "first":
        return cells[0]
    return cells[-1] if column.which == "last" else total(column.which, cells)


def _number(row: AnyRow) -> SortKey:
    assert isinstance(row, SpellRow)
    return (row.number,)


def _holds(evaluator: Evaluator, condition: Expr | None, place: Place) -> bool:
    return condition is None or evaluator.truth_of(condition, place) is True
