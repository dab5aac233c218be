"""What an expression means for one row: the definition that everything else is measured by.

A value is a cell: its state (OK, MISSING, INVALID) and, when OK, the value. A truth is True, False, or None for
unknown. A row is a `Place`, or None when there is no such row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lacdsl.interpreter.choose import belonging, find_row
from lacdsl.interpreter.conditions import truth
from lacdsl.interpreter.data import AnyRow, Context, SuppliedRow
from lacdsl.interpreter.relation import Place, Relation
from lacdsl.interpreter.relations import SpellRow, SpellSet, derived_relation, spell_set
from lacdsl.interpreter.store import Store
from lacdsl.interpreter.values import arithmetic, day, extreme, total, worst
from lacdsl.semantics import typed as ty
from lacdsl.values import OK, Cell, Value, call, elapsed, fold, shift
from lacdsl.values.cells import NOTHING


@dataclass(frozen=True, slots=True)
class Asked:
    """Rows of `rel`, whoever they belong to, were looked for that have these values."""

    rel: ty.Rel
    values: tuple[ty.Expr, ...]
    wanted: tuple[Value | None, ...]


class Evaluator:
    """Evaluates the expressions of one program over one set of tables."""

    def __init__(self, program: ty.Program, store: Store, context: Context) -> None:
        self.program = program
        self.store = store
        self.context = context
        self._relations: dict[tuple[str, str, str], Relation] = {}
        self._spells: dict[str, SpellSet] = {}
        self.asked: list[Asked] = []
        self.notes_asked = False

    def note(self, rel: ty.Rel, values: Iterable[ty.Expr], wanted: Iterable[Value | None]) -> None:
        """Remembers that rows with these values were looked for, where that is wanted."""
        if self.notes_asked:
            self.asked.append(Asked(rel, tuple(values), tuple(wanted)))

    # ------------------------------------------------------------ relations

    def relation(self, rel: ty.Rel) -> Relation:
        """The rows of a relation; the same object every time."""
        name = (rel.kind, rel.name, rel.year)
        if name not in self._relations:
            self._relations[name] = self._make(rel)
        return self._relations[name]

    def _make(self, rel: ty.Rel) -> Relation:
        if rel.kind == "derived":
            return derived_relation(self, self.program.derived[rel.name])
        if rel.kind == "spells":
            return self.spells(rel.name).relation
        return self.store.relation(rel)

    def spells(self, name: str) -> SpellSet:
        """All spells of that name."""
        if name not in self._spells:
            self._spells[name] = spell_set(self, self.program.spells[name])
        return self._spells[name]

    def spell_of(self, name: str, row: AnyRow) -> SpellRow | None:
        """The spell of that name in which the row lies."""
        return self.spells(name).spell_of.get(row)

    # ------------------------------------------------------------ rows and conditions

    def row(self, row: ty.Row, here: Place, this: Place) -> Place | None:
        """The row that `row` names, seen from `here` and `this`."""
        return find_row(self, row, here, this)

    def truth(self, condition: ty.Expr, here: Place, this: Place) -> bool | None:
        """The truth of a condition, seen from `here` and `this`."""
        return truth(self, condition, here, this)

    def truth_of(self, condition: ty.Expr, place: Place) -> bool | None:
        """The truth of a condition about one row."""
        return self.truth(condition, place, place)

    # ------------------------------------------------------------ values

    def value_of(self, expr: ty.Expr, place: Place) -> Cell:
        """The value of an expression about one row."""
        return self.value(expr, place, place)

    def value(self, expr: ty.Expr, here: Place, this: Place) -> Cell:
        """The value of an expression that is no condition, seen from `here` and `this`."""
        match expr:
            case ty.Col():
                place = self.row(expr.row, here, this)
                return NOTHING if place is None else place.row.cell(expr.name)
            case ty.Lit():
                return OK, float(expr.value) if isinstance(expr.value, int) else expr.value
            case ty.Moment():
                return self._moment(expr)
            case ty.Shift():
                return self._shift(expr, self.value(expr.value, here, this))
            case ty.Elapsed():
                return self._elapsed(expr, here, this)
            case ty.Arith():
                return arithmetic(
                    expr.op, self.value(expr.left, here, this), self.value(expr.right, here, this)
                )
            case ty.OrElse():
                value = self.value(expr.value, here, this)
                return self.value(expr.default, here, this) if value == NOTHING else value
            case ty.Extreme():
                return extreme(expr.which, [self.value(each, here, this) for each in expr.values])
            case ty.Call():
                return self._call(expr, here, this)
            case ty.Aggregate():
                return self._aggregate(expr, here, this)
            case ty.At():
                place = self.row(expr.base, here, this)
                return NOTHING if place is None else self.value_of(expr.value, place)
            case _:
                raise TypeError(f"{type(expr).__name__} has no value")

    def _moment(self, expr: ty.Moment) -> Cell:
        if expr.name == "authority":
            code = fold(self.context.authority or "")
            return (OK, code) if code else NOTHING
        dates = {"start": self.context.start, "end": self.context.end, "today": self.context.today}
        return OK, dates[expr.name]

    def _shift(self, expr: ty.Shift, start: Cell) -> Cell:
        state, value = day(start)
        if value is None:
            return state, None
        moved = shift(value, expr.amount, expr.unit, self.program.model.leap_day)
        return NOTHING if moved is None else (OK, moved)

    def _elapsed(self, expr: ty.Elapsed, here: Place, this: Place) -> Cell:
        start, end = day(self.value(expr.start, here, this)), day(self.value(expr.end, here, this))
        if start[1] is None or end[1] is None:
            return worst([start, end]), None
        return OK, float(elapsed(expr.unit, start[1], end[1], self.program.model.leap_day))

    def _call(self, expr: ty.Call, here: Place, this: Place) -> Cell:
        first = expr.args[0]
        if expr.name == "text" and isinstance(first, ty.Col):
            # The text of a cell is what stands in it, even where that is not of the column's type.
            place = self.row(first.row, here, this)
            if place is not None and isinstance(place.row, SuppliedRow):
                text = place.row.text(first.name)
                return NOTHING if text is None else (OK, text)
        return call(expr.name, [self.value(argument, here, this) for argument in expr.args])

    def _aggregate(self, expr: ty.Aggregate, here: Place, this: Place) -> Cell:
        found = belonging(self, expr.rows, here, this)
        if found.unknown:
            return NOTHING
        places = [place for place, holds in found.rows if holds is True]
        if expr.which == "count" or expr.value is None:
            return OK, float(len(places))
        return total(expr.which, [self.value(expr.value, place, this) for place in places])
