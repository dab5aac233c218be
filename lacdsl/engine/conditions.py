"""Conditions on columns: two masks each, definitely true and definitely false."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from lacdsl.engine.domain import Domain
from lacdsl.engine.relation import compact, dense
from lacdsl.engine.values import is_constant
from lacdsl.engine.vectors import (
    INVALID,
    MISSING,
    OK,
    Bools,
    Tri,
    Vec,
    conjunction,
    disjunction,
    negate,
    spread,
    tri,
)
from lacdsl.semantics import typed as s
from lacdsl.semantics.typed import Kind
from lacdsl.values import day_number
from lacdsl.values import matches as text_matches

if TYPE_CHECKING:
    from lacdsl.engine.evaluator import Evaluator

_OPERATIONS = {
    "=": np.equal,
    "<>": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}


def compare(engine: Evaluator, node: s.Compare, domain: Domain) -> Tri:
    """A comparison; with a constant on one side it is made once per distinct value."""
    left, right = engine.value(node.left, domain), engine.value(node.right, domain)
    operation = _OPERATIONS[node.op]
    for one, other, swapped in ((left, right, False), (right, left, True)):
        if one.codes is not None and is_constant(other):
            against = other.data[0]
            true = operation(against, one.data) if swapped else operation(one.data, against)
            return spread(tri(true, one.ok()), one.codes)
    a, b = left.flat(), right.flat()
    return tri(operation(a.data, b.data), _both_ok(a, b))


def _both_ok(a: Vec, b: Vec) -> Bools | None:
    first, second = a.ok(), b.ok()
    if first is None:
        return second
    return first if second is None else first & second


def in_set(engine: Evaluator, node: s.InSet, value: Vec) -> Tri:
    """Membership in a list of literals."""
    store = engine.store
    wanted: list[float]
    if value.kind is Kind.TEXT:
        wanted = [store.text_number(str(option)) for option in node.options]
    elif value.kind is Kind.DATE:
        wanted = [day_number(option) for option in node.options if isinstance(option, date)]
    else:
        wanted = [float(option) for option in node.options]  # type: ignore[arg-type]
    truth = tri(np.isin(value.data, np.array(wanted, dtype=value.data.dtype)), value.ok())
    return truth if value.codes is None else spread(truth, value.codes)


def listed_in(engine: Evaluator, value: Vec, text: Vec) -> Tri:
    """Membership in a comma-separated text, once for every distinct pair."""
    a, b = value.flat(), text.flat()
    n = len(a.data)
    ok = np.ones(n, np.bool_) if a.state is None else a.state == OK
    there = np.ones(n, np.bool_) if b.state is None else b.state == OK
    true = np.zeros(n, np.bool_)
    rows = np.flatnonzero(ok & there)
    lists, count = compact(b.data[rows])
    pairs, n_pairs = compact(compact(a.data[rows])[0] * count + lists)
    sample = np.zeros(n_pairs, np.int64)
    sample[pairs] = rows
    listed = engine.store.text_names(b.data[sample])
    sought = engine.store.text_names(a.data[sample])
    found = np.zeros(n_pairs, np.bool_)
    for place, (items, item) in enumerate(zip(listed, sought, strict=True)):
        found[place] = item in {each.strip() for each in items.split(",")}
    true[rows] = found[pairs]
    return tri(true, ok if not ok.all() else None)


def state(which: str, value: Vec) -> Tri:
    """missing, present, valid, invalid."""
    if value.codes is not None:
        held = state(which, Vec(value.kind, value.data, value.state)).true
        nothing = np.array([which == "missing"])
        return Tri(np.append(held, nothing)[value.codes])
    n = len(value.data)
    if value.state is None:
        return Tri(np.full(n, which in ("present", "valid"), np.bool_))
    if which == "missing":
        return Tri(value.state == MISSING)
    if which == "present":
        return Tri(value.state != MISSING)
    return Tri(value.state == (OK if which == "valid" else INVALID))


def same(left: Vec, right: Vec) -> Tri:
    """Equal, or both without a value."""
    a, b = left.flat(), right.flat()
    equal = a.data == b.data
    first, second = a.ok(), b.ok()
    if first is None and second is None:
        return Tri(equal)
    one = np.ones(len(equal), np.bool_) if first is None else first
    other = np.ones(len(equal), np.bool_) if second is None else second
    return Tri((one & other & equal) | (~one & ~other))


def matches(engine: Evaluator, node: s.Matches, value: Vec) -> Tri:
    """The whole text against a bounded pattern, once for every distinct text."""
    if value.codes is None:
        places, count = compact(value.data)
        numbers = np.zeros(count, value.data.dtype)
        numbers[places] = value.data
        truth = _matching(engine, node, numbers)[places]
        return tri(truth, value.ok())
    return spread(tri(_matching(engine, node, value.data), value.ok()), value.codes)


def _matching(engine: Evaluator, node: s.Matches, numbers: NDArray[Any]) -> Bools:
    names = engine.store.text_names(numbers)
    return np.fromiter(
        (text_matches(node.pattern, name, node.exact) for name in names), np.bool_, len(numbers)
    )


def unique(columns: list[Vec]) -> Tri:
    """No other row has the same values; unknown where one is missing or invalid."""
    numbers, ok = dense(columns)
    true = np.zeros(len(numbers), np.bool_)
    rows = np.flatnonzero(ok)
    true[rows] = np.bincount(numbers[rows])[numbers[rows]] == 1
    return tri(true, None if ok.all() else ok)


__all__ = [
    "compare",
    "conjunction",
    "disjunction",
    "in_set",
    "listed_in",
    "matches",
    "negate",
    "same",
    "state",
    "unique",
]
