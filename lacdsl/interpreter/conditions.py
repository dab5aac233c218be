"""The truth of a condition: True, False, or None for unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from lacdsl.interpreter.choose import belonging
from lacdsl.interpreter.relation import Place
from lacdsl.interpreter.values import compared, equal, same, worst
from lacdsl.semantics import typed as ty
from lacdsl.values import INVALID, MISSING, OK, Cell, Value, matches, to_text

if TYPE_CHECKING:
    from lacdsl.interpreter.evaluate import Evaluator


def truth(evaluator: Evaluator, expr: ty.Expr, here: Place, this: Place) -> bool | None:
    """The truth of `expr`, seen from the rows `here` and `this`."""
    match expr:
        case ty.Constant():
            return expr.value
        case ty.Supplied():
            return evaluator.store.supplied(expr.rel, expr.column)
        case ty.Compare():
            return compared(
                expr.op, evaluator.value(expr.left, here, this), evaluator.value(expr.right, here, this)
            )
        case ty.InSet():
            state, value = evaluator.value(expr.value, here, this)
            return None if state != OK else any(equal(value, _literal(option)) for option in expr.options)
        case ty.ListedIn():
            return _listed(evaluator.value(expr.value, here, this), evaluator.value(expr.text, here, this))
        case ty.Test():
            return _tested(expr, evaluator.value(expr.value, here, this)[0])
        case ty.Same():
            return same(evaluator.value(expr.left, here, this), evaluator.value(expr.right, here, this))
        case ty.Matches():
            state, value = evaluator.value(expr.value, here, this)
            return None if state != OK or value is None else matches(expr.pattern, to_text(value), expr.exact)
        case ty.Exists():
            return evaluator.row(expr.row, here, this) is not None
        case ty.Position():
            place = evaluator.row(expr.row, here, this)
            return place is not None and place.is_at(0 if expr.position == "first" else -1)
        case ty.Unique():
            return _unique(evaluator, expr, here, this)
        case ty.Any():
            found = belonging(evaluator, expr.rows, here, this)
            return either([*(holds for _, holds in found.rows), *([None] if found.unknown else [])])
        case ty.ExactlyOne():
            return _exactly_one(evaluator, expr, here, this)
        case ty.Not():
            value_of = evaluator.truth(expr.value, here, this)
            return None if value_of is None else not value_of
        case ty.And():
            return both(evaluator.truth(item, here, this) for item in expr.items)
        case ty.Or():
            return either(evaluator.truth(item, here, this) for item in expr.items)
        case ty.At():
            place = evaluator.row(expr.base, here, this)
            return None if place is None else evaluator.truth_of(expr.value, place)
        case _:
            raise TypeError(f"{type(expr).__name__} is no condition")


def both(truths: Iterable[bool | None]) -> bool | None:
    """Kleene and: false when one is, else unknown when one is."""
    found = list(truths)
    return False if False in found else None if None in found else True


def either(truths: Iterable[bool | None]) -> bool | None:
    """Kleene or: true when one is, else unknown when one is."""
    found = list(truths)
    return True if True in found else None if None in found else False


def _tested(expr: ty.Test, state: int) -> bool:
    if expr.state == "missing":
        return state == MISSING
    if expr.state == "present":
        return state != MISSING
    return state == (OK if expr.state == "valid" else INVALID)


def _listed(item: Cell, text: Cell) -> bool | None:
    if item[0] != OK or item[1] is None:
        return None
    if text[0] != OK or text[1] is None:
        return False
    return to_text(item[1]) in {part.strip() for part in to_text(text[1]).split(",")}


def _literal(option: Value) -> Value:
    return float(option) if isinstance(option, int) else option


def _unique(evaluator: Evaluator, expr: ty.Unique, here: Place, this: Place) -> bool | None:
    own = [evaluator.value(value, here, this) for value in expr.values]
    if worst(own) != OK:
        return None
    evaluator.note(expr.rel, expr.values, (value for _, value in own))
    return next(alike(evaluator, expr, here, this), None) is None


def alike(evaluator: Evaluator, expr: ty.Unique, here: Place, this: Place) -> Iterator[Place]:
    """The other rows that have the same values."""
    own = [evaluator.value(value, here, this) for value in expr.values]
    if worst(own) != OK:
        return
    for row in here.relation.rows:
        if row is here.row:
            continue
        place = Place(here.relation, row)
        others = [evaluator.value(value, place, this) for value in expr.values]
        if all(state == OK and equal(a, b) for (_, a), (state, b) in zip(own, others, strict=True)):
            yield place


def _exactly_one(evaluator: Evaluator, expr: ty.ExactlyOne, here: Place, this: Place) -> bool | None:
    found = belonging(evaluator, expr.rows, here, this)
    truths = [holds for _, holds in found.rows] + ([None] if found.unknown else [])
    if truths.count(True) > 1:
        return False
    return None if None in truths else truths.count(True) == 1
