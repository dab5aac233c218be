"""What is known of the cells and rows that a condition speaks of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from lacdsl.semantics import typed as ty
from lacdsl.semantics.rewrite import free_rows, substitute

# What a condition can come out as, what state a value can be in, how two values can lie: sets of bits.
TRUE, FALSE, UNKNOWN = 1, 2, 4
MISSING, VALID, INVALID = 1, 2, 4
ANY_STATE = MISSING | VALID | INVALID
BEFORE, EQUAL, AFTER = 1, 2, 4
ANY_ORDER = BEFORE | EQUAL | AFTER

OPERATORS = {
    "=": EQUAL,
    "<>": BEFORE | AFTER,
    "<": BEFORE,
    "<=": BEFORE | EQUAL,
    ">": AFTER,
    ">=": AFTER | EQUAL,
}
# What a test of one value asks for.
TESTS = {"missing": MISSING, "present": VALID | INVALID, "valid": VALID, "invalid": INVALID}
Value = date | str | float
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Choice:
    """The values that something can have: one of `only` (None: any), none of `never`."""

    only: frozenset[Value] | None = None
    never: frozenset[Value] = frozenset()

    @property
    def left(self) -> frozenset[Value] | None:
        """What is left of `only`."""
        return None if self.only is None else self.only - self.never

    def both(self, other: Choice) -> Choice:
        """What both allow."""
        if self.only is None or other.only is None:
            only = self.only if other.only is None else other.only
        else:
            only = self.only & other.only
        return Choice(only, self.never | other.never)

    def either(self, other: Choice) -> Choice:
        """What one of them allows."""
        mine, others = self.left, other.left
        only = None if mine is None or others is None else mine | others
        return Choice(only, self.never & other.never)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known: states and values of expressions, whether rows exist, how two values lie, what conditions are.

    `depth`: in how many conditions on other rows it is known. At 0 the row at hand is the rule's own, written Here.
    """

    states: Mapping[ty.Expr, int] = field(default_factory=dict)
    rows: Mapping[ty.Row, bool] = field(default_factory=dict)
    choices: Mapping[ty.Expr, Choice] = field(default_factory=dict)
    orders: Mapping[tuple[ty.Expr, ty.Expr], int] = field(default_factory=dict)
    truths: Mapping[ty.Expr, int] = field(default_factory=dict)
    depth: int = 0

    def with_state(self, value: ty.Expr, states: int) -> Facts:
        """With the states that a value can be in."""
        return replace(self, states={**self.states, value: states})

    def with_row(self, row: ty.Row, exists: bool) -> Facts:
        """With a row that exists, or does not."""
        return replace(self, rows={**self.rows, row: exists})

    def with_choice(self, value: ty.Expr, choice: Choice) -> Facts:
        """With a further limit on what a value can be."""
        held = self.choices.get(value)
        return replace(self, choices={**self.choices, value: held.both(choice) if held else choice})

    def with_order(self, left: ty.Expr, right: ty.Expr, order: int) -> Facts:
        """With how two values can lie."""
        return replace(self, orders={**self.orders, (left, right): order & self.order(left, right)})

    def with_truth(self, condition: ty.Expr, truth: int) -> Facts:
        """With what a condition is."""
        return replace(self, truths={**self.truths, condition: truth})

    def order(self, left: ty.Expr, right: ty.Expr) -> int:
        """How two values can lie, as far as that was said of the two."""
        if left == right:
            return EQUAL
        if not self.orders:
            return ANY_ORDER
        found = self.orders.get((left, right), ANY_ORDER)
        return found & turned(self.orders.get((right, left), ANY_ORDER))

    def or_else(self, other: Facts) -> Facts:
        """What is known when one of the two holds."""
        return Facts(
            _shared(self.states, other.states, lambda a, b: a | b),
            {row: it for row, it in self.rows.items() if other.rows.get(row) is it},
            _shared(self.choices, other.choices, lambda a, b: a.either(b)),
            _shared(self.orders, other.orders, lambda a, b: a | b),
            _shared(self.truths, other.truths, lambda a, b: a | b),
            self.depth,
        )

    def inside(self) -> Facts:
        """The same, seen from inside a condition on other rows.

        There the rule's own row is `this` row. Of any other row that was at hand nothing can be said any more.
        """

        def moved(held: Mapping[Any, Any]) -> dict[Any, Any]:
            if self.depth == 0:
                return {substitute(key, here=ty.This()): value for key, value in held.items()}
            return {key: value for key, value in held.items() if "here" not in free_rows(key)}

        return Facts(
            moved(self.states),
            moved(self.rows),
            moved(self.choices),
            moved(self.orders),
            moved(self.truths),
            self.depth + 1,
        )


def turned(order: int) -> int:
    """How B lies to A, from how A lies to B."""
    return order & EQUAL | (AFTER if order & BEFORE else 0) | (BEFORE if order & AFTER else 0)


def _shared(
    one: Mapping[Key, Any], other: Mapping[Key, Any], join: Callable[[Any, Any], Any]
) -> dict[Key, Any]:
    return {key: join(held, other[key]) for key, held in one.items() if key in other}
