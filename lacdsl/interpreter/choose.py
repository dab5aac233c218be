"""Which row a name means, and which rows belong with a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lacdsl.interpreter.relation import Place, linked
from lacdsl.interpreter.values import equal
from lacdsl.semantics import typed as ty
from lacdsl.values import OK

if TYPE_CHECKING:
    from lacdsl.interpreter.evaluate import Evaluator


@dataclass(frozen=True, slots=True)
class Belonging:
    """Rows that belong with a row, each with the truth of the condition for it.

    `unknown`: a value that they have to equal is not there, so nobody can say which rows these are, if any.
    """

    rows: list[tuple[Place, bool | None]]
    unknown: bool = False


def find_row(evaluator: Evaluator, row: ty.Row, here: Place, this: Place) -> Place | None:
    """The row that `row` names, seen from `here` and `this`; None when there is no such row."""
    match row:
        case ty.Here():
            return here
        case ty.This():
            return this
        case ty.Neighbour():
            base = evaluator.row(row.base, here, this)
            return None if base is None else base.neighbour(row.offset)
        case ty.One():
            base = evaluator.row(row.base, here, this)
            if base is None:
                return None
            target = evaluator.relation(row.rel)
            rows = target.in_order(linked(evaluator.program.model, base, target))
            return Place(target, rows[0]) if rows else None
        case ty.SpellOf():
            base = evaluator.row(row.base, here, this)
            spell = None if base is None else evaluator.spell_of(row.rel.name, base.row)
            return None if spell is None else Place(evaluator.relation(row.rel), spell)
        case ty.Pick():
            return _pick(evaluator, row, here, this)
        case ty.Via():
            base = evaluator.row(row.base, here, this)
            return None if base is None else evaluator.row(row.row, base, base)
        case _:
            raise TypeError(f"{type(row).__name__} names no row")


def belonging(evaluator: Evaluator, rows: ty.Rows, here: Place, this: Place) -> Belonging:
    """The rows of `rows.rel` that belong with the row `rows.base`, and whether its `where` holds for them.

    A row that lacks one of the values that must be equal belongs with none.
    """
    base = evaluator.row(rows.base, here, this)
    target = evaluator.relation(rows.rel)
    if rows.anywhere or rows.rel.kind == "reference":
        candidates = list(target.rows)
    else:
        candidates = [] if base is None else linked(evaluator.program.model, base, target, rows.level)
    if rows.other and base is not None:
        candidates = [row for row in candidates if row is not base.row]
    wanted = [(inside, evaluator.value(outside, here, this)) for inside, outside in rows.equal]
    if any(state != OK for _, (state, _) in wanted):
        return Belonging([], unknown=True)
    if rows.anywhere:
        evaluator.note(rows.rel, (inside for inside, _ in rows.equal), (value for _, (_, value) in wanted))
    found: list[tuple[Place, bool | None]] = []
    for row in candidates:
        place = Place(target, row)
        values = [(evaluator.value(inside, place, this), value) for inside, (_, value) in wanted]
        if all(state == OK and equal(own, value) for (state, own), value in values):
            found.append((place, True if rows.where is None else evaluator.truth(rows.where, place, this)))
    return Belonging(found)


def _pick(evaluator: Evaluator, pick: ty.Pick, here: Place, this: Place) -> Place | None:
    """The first or latest row for which the condition is true, of those with a place in the order."""
    target = evaluator.relation(pick.rows.rel)
    found = belonging(evaluator, pick.rows, here, this)
    rows = [place.row for place, holds in found.rows if holds is True and target.has_place(place.row)]
    if not rows:
        return None
    return Place(target, target.in_order(rows)[0 if pick.which == "first" else -1])
