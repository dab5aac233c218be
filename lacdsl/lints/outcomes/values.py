"""In what state a value can be, what it can be, and whether a row can exist."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lacdsl.lints.outcomes.facts import (
    AFTER,
    ANY_STATE,
    BEFORE,
    EQUAL,
    INVALID,
    MISSING,
    TRUE,
    VALID,
    Choice,
    Facts,
)
from lacdsl.model import ColumnType
from lacdsl.semantics import typed as ty
from lacdsl.semantics.rewrite import free_rows, substitute

if TYPE_CHECKING:
    from lacdsl.lints.outcomes.judge import Judge

EXISTS, NOT_THERE = 1, 2
# What functions give besides what their arguments are.
_MORE = {
    "number": INVALID,
    "date": MISSING,
    "first_possible": MISSING,
    "last_possible": MISSING,
    "upn_check_letter": MISSING,
}

_MOMENTS = {("start", "end"): BEFORE, ("end", "start"): AFTER}
_ANY_CHOICE = Choice()
_NONE = ty.Lit(0.0, ty.Kind.NUMBER)


class Values:
    """Answers for values and rows what can be, given some facts."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._program = judge.program
        self._unfolded: dict[tuple[ty.At, int], ty.Expr | None] = {}

    def unfolded(self, at: ty.At, depth: int) -> ty.Expr | None:
        """The value of a define, asked of the row itself; None where that cannot be written down."""
        key = (at, depth)
        if key not in self._unfolded:
            self._unfolded[key] = _unfolded(at, depth)
        return self._unfolded[key]

    # ------------------------------------------------------------ rows

    def exists(self, row: ty.Row, facts: Facts) -> int:
        """Whether a row can exist, and whether it can not: bits."""
        row = plain_row(row)
        known = facts.rows.get(row)
        if known is not None:
            return EXISTS if known else NOT_THERE
        match row:
            case ty.Here() | ty.This():
                return EXISTS
            case ty.Neighbour():
                nearer = ty.Neighbour(row.base, row.offset - (1 if row.offset > 0 else -1))
                if not self.exists(row.base, facts) & EXISTS:
                    return NOT_THERE
                if nearer.offset and not self.exists(nearer, facts) & EXISTS:
                    return NOT_THERE
            case ty.One() | ty.SpellOf() | ty.Via():
                if not self.exists(row.base, facts) & EXISTS:
                    return NOT_THERE
                if isinstance(row, ty.One) and row.rel.kind == "entity" and self._has_key(row.base, facts):
                    return EXISTS
            case ty.Pick():
                if self._judge.rows_for(row.rows, facts.depth) is None:
                    return NOT_THERE
        return EXISTS | NOT_THERE

    def _has_key(self, row: ty.Row, facts: Facts) -> bool:
        """The row is known to have the key of the table that all others lie below."""
        known = {
            column.name
            for column, states in facts.states.items()
            if isinstance(column, ty.Col) and column.row == row and states == VALID
        }
        model = self._program.model
        return set(model.tables[model.root].key) <= known

    def has_place(self, row: ty.Row, facts: Facts) -> bool:
        """The row is known to have a place in its order: it has a neighbour, or is the first or the last."""
        if isinstance(row, ty.Neighbour | ty.Pick):
            return self.exists(row, facts) == EXISTS
        beside = any(
            exists and isinstance(other, ty.Neighbour) and other.base == row
            for other, exists in facts.rows.items()
        )
        return beside or any(
            isinstance(asked, ty.Position) and asked.row == row and truth == TRUE
            for asked, truth in facts.truths.items()
        )

    # ------------------------------------------------------------ states

    def states(self, value: ty.Expr, facts: Facts) -> int:
        """The states that a value can be in."""
        found = self._states(value, facts)
        return found & facts.states.get(value, ANY_STATE)

    def _states(self, value: ty.Expr, facts: Facts) -> int:
        match value:
            case ty.Lit() | ty.Moment():
                return VALID
            case ty.Col():
                return self._column(value, facts)
            case ty.Shift():
                return self._worst((value.value,), facts)
            case ty.Elapsed():
                return self._worst((value.start, value.end), facts)
            case ty.Arith():
                more = MISSING if value.op == "/" and not _is_sure(value.right) else 0
                return self._worst((value.left, value.right), facts) | more
            case ty.Extreme():
                return self._worst(value.values, facts)
            case ty.OrElse():
                found = self.states(value.value, facts)
                default = self.states(value.default, facts) if found & MISSING else 0
                return found & ~MISSING | default
            case ty.Call():
                found = self._worst(value.args, facts) | _MORE.get(value.name, 0)
                if value.name in ("left", "right") and value.args[1] == _NONE:
                    found |= MISSING
                if value.name == "mid" and not self._is_long_enough(value, facts):
                    found |= MISSING
                return found & ~INVALID | VALID if value.name == "text" and found & INVALID else found
            case ty.Aggregate():
                return self._total(value, facts)
            case ty.At():
                made = self.unfolded(value, facts.depth)
                there = self.exists(value.base, facts)
                found = 0 if there == EXISTS else MISSING
                if there & EXISTS:
                    found |= ANY_STATE if made is None else self.states(made, facts)
                return found
        return ANY_STATE

    def _is_long_enough(self, mid: ty.Call, facts: Facts) -> bool:
        """The text of `mid` is known to reach to where it begins."""
        begin = mid.args[1]
        length = ty.Call("length", mid.args[:1], ty.Kind.NUMBER)
        if mid.args[2] == _NONE or not isinstance(begin, ty.Lit) or not isinstance(begin.value, float):
            return False
        before = ty.Lit(begin.value - 1, ty.Kind.NUMBER)
        return not self.order(length, begin, facts) & BEFORE or self.order(length, before, facts) == AFTER

    def _worst(self, values: tuple[ty.Expr, ...], facts: Facts) -> int:
        """Of a value that is worked out from several: invalid when one is, else missing when one is."""
        states = [self.states(value, facts) for value in values]
        found = 0
        for value, state in zip(values, states, strict=True):
            found |= state & (INVALID | MISSING)
            if value.kind is ty.Kind.PARTIAL:
                found |= MISSING
        if all(state & VALID for state in states):
            found |= VALID
        return found

    def _column(self, column: ty.Col, facts: Facts) -> int:
        there = self.exists(column.row, facts)
        if not there & EXISTS:
            return MISSING
        row = plain_row(column.row)
        states = self.of_type(column)
        chosen = row.row if isinstance(row, ty.Via) else row
        if isinstance(chosen, ty.Pick):
            inner = self._judge.rows_for(chosen.rows, facts.depth)
            inside = replace(column, row=ty.Here(), rel=chosen.rows.rel)
            states &= self.states(inside, inner) if inner is not None else ANY_STATE
        table = self._judge.table(column.rel)
        leads = table is not None and bool(table.order) and table.order[0] == column.name
        if leads and (isinstance(chosen, ty.Pick | ty.Neighbour) or self.has_place(row, facts)):
            states &= VALID
        if there & NOT_THERE:
            states |= MISSING
        if not facts.states:
            return states
        plain = column if row is column.row else replace(column, row=row)
        return states & facts.states.get(plain, ANY_STATE)

    def of_type(self, column: ty.Col) -> int:
        """The states that cells of a column can be in, by its type."""
        if column.rel.kind == "entity":
            return VALID
        if column.rel.kind == "spells":
            made = self._program.spells.get(column.rel.name)
            part = next((each for each in made.columns if each.name == column.name), None) if made else None
            return self._of_spell(made, part) if made is not None and part is not None else ANY_STATE
        table = self._judge.table(column.rel)
        held = table.column(column.name) if table is not None else None
        if column.kind is ty.Kind.TEXT and (held is None or held.type is not ColumnType.YES_NO):
            return MISSING | VALID
        return ANY_STATE

    def _of_spell(self, made: ty.Spells, part: ty.SpellColumn) -> int:
        """The states of a column of spells: all of their rows have a place in the order."""
        if part.which == "count":
            return VALID
        if part.value is None or part.which not in ("first", "last"):
            return ANY_STATE
        table = self._judge.table(made.source)
        leads = table.order[0] if table is not None and table.order else ""
        if (
            isinstance(part.value, ty.Col)
            and isinstance(part.value.row, ty.Here)
            and part.value.name == leads
        ):
            return VALID
        return self.states(part.value, Facts())

    def unlinked(self, rows: ty.Rows, facts: Facts) -> bool:
        """A value that the rows have to equal may not be there."""
        outer = [outer for _, outer in rows.equal]
        if facts.depth == 0:
            outer = [substitute(each, this=ty.Here()) for each in outer]
        return any(self.states(each, facts) & ~VALID for each in outer)

    def _total(self, value: ty.Aggregate, facts: Facts) -> int:
        unlinked = self.unlinked(value.rows, facts)
        if value.which in ("count", "distinct"):
            return VALID | (MISSING if unlinked else 0)
        inner = self._judge.rows_for(value.rows, facts.depth)
        if inner is None or value.value is None or not self.states(value.value, inner) & VALID:
            return MISSING
        return MISSING | VALID

    # ------------------------------------------------------------ values

    def choice(self, value: ty.Expr, facts: Facts) -> Choice:
        """What a value can be, where it is valid."""
        if isinstance(value, ty.Lit):
            return Choice(frozenset({value.value}))
        return facts.choices.get(value, _ANY_CHOICE) if facts.choices else _ANY_CHOICE

    def order(self, left: ty.Expr, right: ty.Expr, facts: Facts) -> int:
        """How two values can lie, where both are valid. Of texts only whether they are equal means something."""
        found = facts.order(left, right)
        if isinstance(left, ty.Moment) and isinstance(right, ty.Moment):
            found &= _MOMENTS.get((left.name, right.name), found)
        mine, others = self.choice(left, facts), self.choice(right, facts)
        if mine.left is not None and others.left is not None:
            possible = 0
            for one in mine.left:
                for other in others.left:
                    possible |= lie(one, other)
            found &= possible
        elif _left_out(mine, others) or _left_out(others, mine):
            found &= ~EQUAL
        for limit, order in tuple(facts.orders.items()):
            found &= _by_limit(limit, order, left, right)
        return found


def _left_out(one: Choice, other: Choice) -> bool:
    return one.left is not None and one.left <= other.never


def _by_limit(limit: tuple[ty.Expr, ty.Expr], order: int, left: ty.Expr, right: ty.Expr) -> int:
    """What `A < 5` says of A and 7."""
    if limit[0] != left or not isinstance(right, ty.Lit) or not isinstance(limit[1], ty.Lit):
        return BEFORE | EQUAL | AFTER
    beyond = lie(limit[1].value, right.value)
    if beyond == EQUAL or right.kind is ty.Kind.TEXT:
        return BEFORE | EQUAL | AFTER
    # left lies to the limit as `order` says, and the limit lies before (or after) the other value.
    near = BEFORE if beyond == BEFORE else AFTER
    far = BEFORE | EQUAL | AFTER
    return far if order & (BEFORE | AFTER) & ~near else near


def lie(one: object, other: object) -> int:
    """How two literals lie; of texts, and of what cannot be compared, only whether they are equal."""
    if one == other:
        return EQUAL
    if isinstance(one, str) or type(one) is not type(other):
        return BEFORE | AFTER
    return BEFORE if one < other else AFTER  # type: ignore[operator]


def plain_row(row: ty.Row) -> ty.Row:
    """A row by way of a row that always exists, without the detour."""
    if isinstance(row, ty.Via) and isinstance(row.base, ty.This):
        return plain_row(substitute(row.row, here=ty.This(), this=ty.This()))
    return row


def _unfolded(at: ty.At, depth: int) -> ty.Expr | None:
    free = free_rows(at.base)
    if depth == 0:
        return substitute(at.value, here=at.base, this=substitute(at.base, here=ty.This()))
    if "here" not in free:
        return substitute(at.value, here=at.base, this=at.base)
    return substitute(at.value, here=at.base) if "this" not in free_rows(at.value) else None


def _is_sure(divisor: ty.Expr) -> bool:
    return isinstance(divisor, ty.Lit) and divisor.value != 0
