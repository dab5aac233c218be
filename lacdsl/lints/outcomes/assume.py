"""What is known once a condition has come out one way."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from lacdsl.lints.outcomes.facts import (
    ANY_ORDER,
    ANY_STATE,
    EQUAL,
    FALSE,
    INVALID,
    MISSING,
    OPERATORS,
    TESTS,
    TRUE,
    UNKNOWN,
    VALID,
    Choice,
    Facts,
    turned,
)
from lacdsl.lints.outcomes.values import EXISTS, NOT_THERE, plain_row
from lacdsl.semantics import typed as ty
from lacdsl.semantics.rewrite import free_rows, substitute

if TYPE_CHECKING:
    from lacdsl.lints.outcomes.judge import Judge

Node = TypeVar("Node")
_THIS = frozenset({"this"})
_BITS = (TRUE, FALSE, UNKNOWN)


class Assumptions:
    """Adds to facts what follows from a condition that is true, false or unknown."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._values = judge.values

    def assume(self, condition: ty.Expr, outcomes: int, facts: Facts) -> Facts | None:
        """What is known where the condition comes out as one of `outcomes`; None when it cannot."""
        possible = self._judge.possible(condition, facts) & outcomes
        found: Facts | None = None
        for bit in _BITS:
            if possible & bit:
                one = self._one(condition, bit, facts)
                if one is not None:
                    found = one if found is None else found.or_else(one)
        return found

    def _one(self, condition: ty.Expr, bit: int, facts: Facts) -> Facts | None:
        match condition:
            case ty.Not():
                flipped = {TRUE: FALSE, FALSE: TRUE, UNKNOWN: UNKNOWN}[bit]
                return self.assume(condition.value, flipped, facts)
            case ty.And():
                return self._chain(condition.items, bit, TRUE, FALSE, facts)
            case ty.Or():
                return self._chain(condition.items, bit, FALSE, TRUE, facts)
            case ty.Constant():
                return facts
        after = self._leaf(condition, bit, facts)
        return after.with_truth(condition, bit) if after is not None else None

    def _chain(
        self, items: tuple[ty.Expr, ...], bit: int, all_of: int, one_of: int, facts: Facts
    ) -> Facts | None:
        if bit == all_of:
            known: Facts | None = facts
            for item in (*items, *items):
                known = self.assume(item, bit, known) if known is not None else None
            return known
        if bit != one_of:
            return facts
        found: Facts | None = None
        for item in items:
            one = self.assume(item, bit, facts)
            if one is not None:
                found = one if found is None else found.or_else(one)
        return found

    def _leaf(self, condition: ty.Expr, bit: int, facts: Facts) -> Facts | None:
        match condition:
            case ty.Compare():
                return self._compare(condition, bit, facts)
            case ty.InSet():
                return self._in_set(condition, bit, facts)
            case ty.Same():
                return self._same(condition, bit, facts)
            case ty.Test():
                wanted = TESTS[condition.state]
                return self.state(condition.value, wanted if bit == TRUE else ~wanted & ANY_STATE, facts)
            case ty.Matches():
                return self.state(condition.value, _known(bit), facts)
            case ty.ListedIn():
                after = self.state(condition.value, _known(bit), facts)
                return self.state(condition.text, VALID, after) if after and bit == TRUE else after
            case ty.Unique():
                return self._valid(condition.values, bit, facts)
            case ty.Exists():
                return self.row(condition.row, bit == TRUE, facts)
            case ty.Position() if bit == TRUE:
                after = self.row(condition.row, True, facts)
                beyond = ty.Neighbour(condition.row, -1 if condition.position == "first" else 1)
                return self.row(beyond, False, after) if after is not None else None
            case ty.Any() | ty.ExactlyOne() if bit == TRUE:
                return self._lifted(condition.rows, facts)
            case ty.At() if bit != UNKNOWN:
                made = self._values.unfolded(condition, facts.depth)
                known = self.row(condition.base, True, facts)
                return self.assume(made, bit, known) if made is not None and known is not None else known
            case ty.At() if self._values.exists(condition.base, facts) == EXISTS:
                made = self._values.unfolded(condition, facts.depth)
                return self.assume(made, bit, facts) if made is not None else facts
        return facts

    # ------------------------------------------------------------ comparisons

    def _valid(self, values: tuple[ty.Expr, ...], bit: int, facts: Facts) -> Facts | None:
        """All have a value where something came of them; where nothing did, the only one that may lack it does."""
        known: Facts | None = facts
        if bit != UNKNOWN:
            for value in values:
                known = self.state(value, VALID, known) if known is not None else None
            return known
        doubtful = [value for value in values if self._values.states(value, facts) != VALID]
        partial = any(value.kind is ty.Kind.PARTIAL for value in values)
        if len(doubtful) == 1 and not partial:
            return self.state(doubtful[0], MISSING | INVALID, facts)
        return facts

    def _compare(self, node: ty.Compare, bit: int, facts: Facts) -> Facts | None:
        known = self._valid((node.left, node.right), bit, facts)
        if known is None or bit == UNKNOWN:
            return known
        order = OPERATORS[node.op]
        return self._ordered(node.left, node.right, order if bit == TRUE else ~order & ANY_ORDER, known)

    def _ordered(self, left: ty.Expr, right: ty.Expr, order: int, facts: Facts) -> Facts | None:
        if isinstance(left, ty.Lit) and not isinstance(right, ty.Lit):
            left, right, order = right, left, turned(order)
        if isinstance(right, ty.Lit):
            if order == EQUAL:
                facts = facts.with_choice(left, Choice(frozenset({right.value})))
            elif not order & EQUAL:
                facts = facts.with_choice(left, Choice(never=frozenset({right.value})))
        facts = facts.with_order(left, right, order)
        return facts if self._values.order(left, right, facts) else None

    def _in_set(self, node: ty.InSet, bit: int, facts: Facts) -> Facts | None:
        known = self._valid((node.value,), bit, facts)
        if known is None or bit == UNKNOWN:
            return known
        options = frozenset(node.options)
        made = known.with_choice(node.value, Choice(options) if bit == TRUE else Choice(never=options))
        return None if self._values.choice(node.value, made).left == frozenset() else made

    def _same(self, node: ty.Same, bit: int, facts: Facts) -> Facts | None:
        left, right = self._values.states(node.left, facts), self._values.states(node.right, facts)
        pairs = ((node.left, left, node.right, right), (node.right, right, node.left, left))
        for value, state, other, others in pairs:
            if bit == TRUE and state == VALID:
                known = self.state(other, VALID, facts)
                return self._ordered(value, other, EQUAL, known) if known is not None else None
            if bit == TRUE and not state & VALID:
                return self.state(other, MISSING | INVALID, facts)
            if bit == FALSE and not state & VALID:
                return self.state(other, VALID, facts)
            if bit == FALSE and state == others == VALID:
                return self._ordered(value, other, ~EQUAL & ANY_ORDER, facts)
        return facts

    # ------------------------------------------------------------ states and rows

    def state(self, value: ty.Expr, states: int, facts: Facts) -> Facts | None:
        """With the states that a value is in, and what follows from that."""
        left = self._values.states(value, facts) & states
        if not left:
            return None
        known: Facts | None = facts.with_state(value, left)
        match value:
            case ty.Col() if not left & MISSING:
                row = plain_row(value.row)
                known = facts.with_state(replace(value, row=row), left)
                return self.row(row, True, known)
            case ty.At():
                made = self._values.unfolded(value, facts.depth)
                if not left & MISSING and known is not None:
                    known = self.row(value.base, True, known)
                if made is None or known is None or self._values.exists(value.base, known) != EXISTS:
                    return known
                return self.state(made, left, known)
            case ty.Shift() | ty.Elapsed() | ty.Extreme() | ty.Arith() | ty.Call() if left == VALID:
                for part in _parts(value):
                    known = self.state(part, VALID, known) if known is not None else None
        return known

    def row(self, row: ty.Row, exists: bool, facts: Facts) -> Facts | None:
        """With a row that is there, or is not, and what follows from that."""
        row = plain_row(row)
        if not self._values.exists(row, facts) & (EXISTS if exists else NOT_THERE):
            return None
        if isinstance(row, ty.Here | ty.This):
            return facts
        known = facts.with_row(row, exists)
        if exists and isinstance(row, ty.Neighbour | ty.One | ty.SpellOf | ty.Via):
            return self.row(row.base, True, known)
        return self._lifted(row.rows, known) if exists and isinstance(row, ty.Pick) else known

    def _lifted(self, rows: ty.Rows, facts: Facts) -> Facts | None:
        """What is known of `this` row where one of `rows` is there: it had to be so for the `where` of them to hold."""
        inner = self._judge.rows_for(rows, facts.depth)
        if inner is None:
            return None
        known: Facts | None = facts
        for row, exists in inner.rows.items():
            if known is not None and free_rows(row) == _THIS:
                known = self.row(_seen_outside(row, facts), exists, known)
        for value, states in inner.states.items():
            if known is not None and free_rows(value) == _THIS:
                known = self.state(_seen_outside(value, facts), states, known)
        return known


def _seen_outside(node: Node, facts: Facts) -> Node:
    return substitute(node, this=ty.Here()) if facts.depth == 0 else node


def _known(bit: int) -> int:
    return MISSING | INVALID if bit == UNKNOWN else VALID


def _parts(value: ty.Shift | ty.Elapsed | ty.Extreme | ty.Arith | ty.Call) -> tuple[ty.Expr, ...]:
    """The values that have to be there for the value to be there."""
    match value:
        case ty.Call():
            return value.args if value.name != "text" else ()
        case ty.Shift():
            return (value.value,)
        case ty.Elapsed():
            return value.start, value.end
        case ty.Arith():
            return value.left, value.right
    return value.values
