"""Arithmetic and comparison of cells, with what becomes of those that have no value."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from lacdsl.values import MISSING, OK, Cell, Partial, Value
from lacdsl.values.cells import NOTHING


def worst(cells: Sequence[Cell]) -> int:
    """The state of a result: INVALID when one is, else MISSING when one is, else OK."""
    return max((state for state, _ in cells), default=OK)


def arithmetic(op: Literal["+", "-", "*", "/"], left: Cell, right: Cell) -> Cell:
    """Numbers added, subtracted, multiplied or divided; MISSING where that has no finite result."""
    state = worst([left, right])
    if state != OK:
        return state, None
    a, b = number(left[1]), number(right[1])
    if op == "/":
        return finite(a / b) if b else NOTHING
    return finite(a + b if op == "+" else a - b if op == "-" else a * b)


def finite(value: float) -> Cell:
    """The number as a cell; MISSING when it is too large to be one."""
    return (OK, value) if math.isfinite(value) else NOTHING


def extreme(which: Literal["max", "min"], cells: Sequence[Cell]) -> Cell:
    """The largest or smallest value, when all are there."""
    state = worst(cells)
    return (state, None) if state != OK else total(which, cells)


def total(which: Literal["sum", "min", "max", "count", "distinct"], cells: Sequence[Cell]) -> Cell:
    """The values added up, the largest or smallest of them, or how many different ones there are.

    Those without a value do not take part. MISSING when there are none.
    """
    values: list[Any] = [value for state, value in cells if state == OK]
    if which == "distinct":
        return OK, float(len(set(values)))
    if not values:
        return NOTHING
    if which == "sum":
        return finite(sum(values))
    return OK, max(values) if which == "max" else min(values)


def compared(op: Literal["=", "<>", "<", "<=", ">", ">="], left: Cell, right: Cell) -> bool | None:
    """A comparison; None (unknown) when either has no value.

    Partial dates are equal when the same parts are known and equal. Which of two is earlier is unknown unless
    both are known in full.
    """
    if worst([left, right]) != OK:
        return None
    a: Any = left[1]
    b: Any = right[1]
    if op in ("=", "<>"):
        return equal(a, b) is (op == "=")
    a, b = as_date(a), as_date(b)
    if a is None or b is None:
        return None
    if op == "<":
        return bool(a < b)
    if op == "<=":
        return bool(a <= b)
    return bool(a > b) if op == ">" else bool(a >= b)


def equal(left: Value | None, right: Value | None) -> bool:
    """Two values are the same one; a date equals the partial date that has all its parts."""
    return as_partial(left) == as_partial(right)


def same(left: Cell, right: Cell) -> bool:
    """Equal, or both without a value."""
    if left[0] != OK or right[0] != OK:
        return left[0] != OK and right[0] != OK
    return equal(left[1], right[1])


def as_partial(value: Value | None) -> Value | None:
    """A date as a partial date, all else as it is."""
    return Partial(value.day, value.month, value.year) if isinstance(value, date) else value


def as_date(value: Value | None) -> Value | None:
    """A partial date as a date, or None when a part is unknown; all else as it is."""
    return value.complete if isinstance(value, Partial) else value


def day(cell: Cell) -> tuple[int, date | None]:
    """A cell that holds a date; MISSING when a part of it is unknown."""
    state, value = cell
    found = as_date(value)
    if state == OK and not isinstance(found, date):
        return MISSING, None
    return state, found if isinstance(found, date) else None


def number(value: Value | None) -> float:
    """A value that is known to be a number."""
    assert isinstance(value, float)
    return value
