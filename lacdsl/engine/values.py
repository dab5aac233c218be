"""Arithmetic on columns: dates, numbers, texts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from lacdsl.engine.relation import compact
from lacdsl.engine.vectors import DAY, INVALID, MISSING, OK, STATES, Vec, join_states, missing
from lacdsl.semantics import typed as s
from lacdsl.semantics.typed import Kind
from lacdsl.values import NO_DAY, Partial, day_date, day_number, elapsed_days, round_numbers, shift_days
from lacdsl.values import call as call_function

if TYPE_CHECKING:
    from lacdsl.engine.evaluator import Evaluator

_PIECE = 2**15
"""So many rows at a time are worked on where that takes many columns for a while."""


def literal(engine: Evaluator, node: s.Lit, n: int) -> Vec:
    """The same value in every row, held once."""
    return _constant(engine, node.kind, node.value, n)


def moment(engine: Evaluator, node: s.Moment, n: int) -> Vec:
    """A date of the collection, today, or the authority's code, in every row."""
    context = engine.store.context
    if node.name == "authority":
        code = (context.authority or "").strip().upper()
        return _constant(engine, Kind.TEXT, code, n) if code else missing(Kind.TEXT, n)
    value = {"start": context.start, "end": context.end, "today": context.today}[node.name]
    return _constant(engine, Kind.DATE, value, n)


def _constant(engine: Evaluator, kind: Kind, value: Any, n: int) -> Vec:
    data: Any
    if isinstance(value, date):
        data = np.array([day_number(value)], DAY)
    elif isinstance(value, str):
        data = np.array([engine.store.text_number(value)], np.int32)
    else:
        data = np.array([float(value)], np.float64)
    return Vec(kind, data, None, np.zeros(n, np.int8))


def shift(engine: Evaluator, node: s.Shift, value: Vec) -> Vec:
    """Dates moved; past the end of the calendar they are missing."""
    days = value.data.astype(np.int64)
    moved = shift_days(days, node.amount, node.unit, engine.store.model.leap_day)
    return _dated(value, moved)


def _dated(value: Vec, moved: Any) -> Vec:
    lost = moved == NO_DAY
    state = value.state
    if lost.any():
        lost_state = np.where(lost, MISSING, OK).astype(np.uint8)
        state = lost_state if state is None else np.where(state == OK, lost_state, state).astype(np.uint8)
    return Vec(Kind.DATE, moved.astype(DAY), state, value.codes)


def elapsed(engine: Evaluator, node: s.Elapsed, start: Vec, end: Vec) -> Vec:
    """Whole units between two dates."""
    first, last = start.flat(), end.flat()
    state = join_states([first.state, last.state])
    data = np.zeros(len(first.data), np.float64)
    for begin in range(0, len(data), _PIECE):
        rows = slice(begin, begin + _PIECE)
        known = slice(None) if state is None else state[rows] == OK
        one, other = (each.data[rows][known].astype(np.int64) for each in (first, last))
        data[rows][known] = elapsed_days(node.unit, one, other, engine.store.model.leap_day)
    return Vec(Kind.NUMBER, data, state)


def arith(node: s.Arith, left: Vec, right: Vec) -> Vec:
    """Sums and products of numbers; what cannot be divided or grows too large is missing."""
    a, b = left.flat(), right.flat()
    operation = {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide}[node.op]
    with np.errstate(all="ignore"):
        data = operation(a.data.astype(np.float64), b.data.astype(np.float64))
    state = join_states([a.state, b.state])
    lost = ~np.isfinite(data)
    if lost.any():
        state = np.zeros(len(data), np.uint8) if state is None else state.copy()
        state[lost & (state == OK)] = MISSING
    return Vec(Kind.NUMBER, data, state)


def or_else(value: Vec, default: Vec) -> Vec:
    """The default where the value is missing."""
    first = value.flat()
    if first.state is None:
        return first
    gaps = first.state == MISSING
    if not gaps.any():
        return first
    second = default.flat()
    data = np.where(gaps, second.data, first.data)
    filled = np.zeros(len(data), np.uint8) if second.state is None else second.state
    state = np.where(gaps, filled, first.state).astype(np.uint8)
    return Vec(first.kind, data, state if state.any() else None)


def extreme(node: s.Extreme, parts: list[Vec]) -> Vec:
    """The largest or smallest of several values of each row."""
    flat = [part.flat() for part in parts]
    pick = np.maximum if node.which == "max" else np.minimum
    data = flat[0].data
    for part in flat[1:]:
        data = pick(data, part.data)
    return Vec(node.kind, data, join_states([part.state for part in flat]))


def call(engine: Evaluator, node: s.Call, parts: list[Vec]) -> Vec:
    """A function of the language, worked out once for every distinct set of arguments."""
    varying = [place for place, part in enumerate(parts) if not is_constant(part)]
    if len(varying) == 1 and parts[varying[0]].codes is not None:
        held = parts[varying[0]]
        n = len(held.data)
        distinct = [
            Vec(held.kind, held.data, held.state)
            if place == varying[0]
            else Vec(part.kind, np.repeat(part.data, n))
            for place, part in enumerate(parts)
        ]
        made = _called(engine, node, distinct)
        return Vec(made.kind, made.data, made.state, held.codes)
    return _called(engine, node, [part.flat() for part in parts])


def is_constant(value: Vec) -> bool:
    """The column holds one value, and every row has it."""
    return value.codes is not None and len(value.data) == 1 and value.state is None and not value.codes.any()


def _called(engine: Evaluator, node: s.Call, parts: list[Vec]) -> Vec:
    if node.name == "abs":
        return Vec(node.kind, np.abs(parts[0].data), parts[0].state)
    if node.name == "round" and (len(parts) == 1 or _is_alike(parts[1])):
        digits = int(parts[1].data[0]) if len(parts) > 1 and len(parts[1].data) else 0
        return Vec(node.kind, round_numbers(parts[0].data.astype(np.float64), digits), parts[0].state)
    n = len(parts[0].data)
    numbers, count = np.zeros(n, np.int64), min(n, 1)
    for part in parts:
        each, step = compact(part.data)
        if part.state is not None:
            each, step = np.where(part.state == OK, each + len(STATES), part.state), step + len(STATES)
        numbers, count = compact(numbers * step + each)
    sample = np.zeros(count, np.int64)
    sample[numbers] = np.arange(n)
    cells = [call_function(node.name, [cell(engine, part, int(row)) for part in parts]) for row in sample]
    made = _from_cells(engine, node.kind, cells)
    return made.take(numbers)


def _is_alike(part: Vec) -> bool:
    return part.state is None and (not len(part.data) or bool((part.data == part.data[0]).all()))


def cell(engine: Evaluator, part: Vec, row: int) -> tuple[int, Any]:
    """One value of a flat column as the functions of the language take it: state and value."""
    state = OK if part.state is None else int(part.state[row])
    if state != OK:
        return state, None
    raw = part.data[row]
    if part.kind is Kind.DATE:
        return OK, day_date(int(raw))
    if part.kind is Kind.NUMBER:
        return OK, float(raw)
    if part.kind is Kind.PARTIAL:
        return OK, engine.store.partials[int(raw)]
    return OK, engine.store.texts.name(int(raw))


def _from_cells(engine: Evaluator, kind: Kind, cells: list[tuple[int, Any]]) -> Vec:
    n = len(cells)
    state = np.fromiter((how for how, _ in cells), np.uint8, n)
    numbers = []
    for _, value in cells:
        if value is None:
            numbers.append(0.0)
        elif isinstance(value, date):
            numbers.append(day_number(value))
        elif isinstance(value, Partial):
            numbers.append(engine.store.partial_number(value))
        elif isinstance(value, str):
            numbers.append(engine.store.text_number(value))
        else:
            numbers.append(float(value))
    dtype = {Kind.DATE: DAY, Kind.NUMBER: np.float64}.get(kind, np.int32)
    return Vec(kind, np.array(numbers, dtype=np.float64).astype(dtype), state if state.any() else None)


__all__ = ["INVALID", "arith", "call", "cell", "elapsed", "extreme", "literal", "moment", "or_else", "shift"]
