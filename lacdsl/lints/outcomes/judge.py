"""What a condition can come out as, given some facts; and what is known once it has come out so."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from lacdsl.lints.outcomes.assume import Assumptions
from lacdsl.lints.outcomes.facts import (
    ANY_ORDER,
    EQUAL,
    FALSE,
    OPERATORS,
    TESTS,
    TRUE,
    UNKNOWN,
    VALID,
    Facts,
)
from lacdsl.lints.outcomes.values import EXISTS, NOT_THERE, Values
from lacdsl.lints.walking import of_type
from lacdsl.model import Table
from lacdsl.semantics import typed as ty
from lacdsl.semantics.rewrite import free_rows, substitute

ANYTHING = TRUE | FALSE | UNKNOWN
# So many steps for one question; a condition that needs more can come out as anything.
_STEPS = 4000


class Judge:
    """Judges the conditions of one program."""

    def __init__(self, program: ty.Program) -> None:
        self.program = program
        self.values = Values(self)
        self.assumptions = Assumptions(self)
        self._rows_for: dict[tuple[ty.Rows, int], Facts | None] = {}
        self._alone: dict[tuple[ty.Rows, int], int] = {}
        self._applies: dict[str, Facts | None] = {}
        self._musts: dict[str, int] = {}
        self._steps = _STEPS

    # ------------------------------------------------------------ questions

    def outcomes(self, condition: ty.Expr, facts: Facts) -> int:
        """What the condition can come out as: bits."""
        self._steps = _STEPS
        return self.possible(condition, facts)

    def given(self, condition: ty.Expr | None, facts: Facts) -> Facts | None:
        """What is known where the condition is true; None when it never is."""
        self._steps = _STEPS
        return facts if condition is None else self.assumptions.assume(condition, TRUE, facts)

    def applies(self, rule: ty.Rule) -> Facts | None:
        """What is known of the rows that a rule of the program applies to; None when there can be none."""
        if rule.code not in self._applies:
            self._applies[rule.code] = self.given(rule.where, self.start(rule.population))
        return self._applies[rule.code]

    def must(self, rule: ty.Rule) -> int:
        """What `must` of a rule of the program can come out as, for the rows that the rule applies to."""
        if rule.code not in self._musts:
            known = self.applies(rule)
            self._musts[rule.code] = self.outcomes(rule.must, known) if known is not None else 0
        return self._musts[rule.code]

    def start(self, population: ty.Rel | None) -> Facts:
        """What is known of every row of a relation."""
        facts = self._known_of(population, Facts()) if population is not None else Facts()
        return facts if facts is not None else Facts()

    def table(self, rel: ty.Rel) -> Table | None:
        """The table of the model that the rows of a relation are of."""
        while rel.kind == "derived" and rel.name in self.program.derived:
            rel = self.program.derived[rel.name].source
        return self.program.model.tables.get(rel.name) or self.program.model.reference.get(rel.name)

    # ------------------------------------------------------------ rows

    def rows_for(self, rows: ty.Rows, depth: int) -> Facts | None:
        """What is known of all rows that belong to `rows`, seen from inside; None when there can be none."""
        key = (rows, depth)
        if key not in self._rows_for:
            inner = self.rows_before(rows, Facts(depth=depth))
            if inner is not None and rows.where is not None:
                inner = self.assumptions.assume(rows.where, TRUE, inner)
            self._rows_for[key] = inner
        return self._rows_for[key]

    def rows_before(self, rows: ty.Rows, facts: Facts) -> Facts | None:
        """The same of rows of which `where` is not asked yet."""
        if not self.values.exists(rows.base, facts) & EXISTS and not rows.anywhere:
            return None
        inner = self._known_of(rows.rel, facts.inside())
        for inside, outside in rows.equal:
            if inner is None:
                return None
            if facts.depth == 0:
                outside = substitute(outside, here=ty.This())
            elif "here" in free_rows(outside):
                continue
            inner = self.assumptions.assume(ty.Compare("=", inside, outside), TRUE, inner)
        return inner

    def _known_of(self, rel: ty.Rel, facts: Facts) -> Facts | None:
        """With what a derived table says of its rows."""
        made = self.program.derived.get(rel.name) if rel.kind == "derived" else None
        if made is None:
            return facts
        found = self._known_of(made.source, facts)
        if found is not None and made.where is not None and _can_be_carried(made.where, facts.depth):
            where: ty.Expr = _renamed(made.where, made.source, rel)
            found = self.assumptions.assume(where, TRUE, found)
        return found

    # ------------------------------------------------------------ conditions

    def possible(self, condition: ty.Expr, facts: Facts) -> int:
        """What the condition can come out as, within the steps that are left."""
        self._steps -= 1
        if self._steps < 0:
            return ANYTHING
        found = self._possible(condition, facts)
        return found & facts.truths.get(condition, ANYTHING) if facts.truths else found

    def _possible(self, condition: ty.Expr, facts: Facts) -> int:
        match condition:
            case ty.Constant():
                return TRUE if condition.value else FALSE
            case ty.Not():
                return opposite(self.possible(condition.value, facts))
            case ty.And():
                return self._chain(condition.items, FALSE, TRUE, facts)
            case ty.Or():
                return self._chain(condition.items, TRUE, FALSE, facts)
            case ty.Compare():
                return self._compare(condition, facts)
            case ty.InSet():
                return self._in_set(condition, facts)
            case ty.Same():
                return self._same(condition, facts)
            case ty.Test():
                return _either(self.values.states(condition.value, facts), TESTS[condition.state])
            case ty.Matches():
                return self._where_valid((condition.value,), facts)
            case ty.ListedIn():
                found = self._where_valid((condition.value,), facts)
                return found if self.values.states(condition.text, facts) & VALID else found & ~TRUE
            case ty.Unique():
                return self._where_valid(condition.values, facts)
            case ty.Exists():
                return _either(self.values.exists(condition.row, facts), EXISTS)
            case ty.Position():
                return self._position(condition, facts)
            case ty.Any() | ty.ExactlyOne():
                return self._rows(condition.rows, facts)
            case ty.At():
                made = self.values.unfolded(condition, facts.depth)
                there = self.values.exists(condition.base, facts)
                found = UNKNOWN if there & NOT_THERE else 0
                if there & EXISTS:
                    found |= ANYTHING if made is None else self.possible(made, facts)
                return found
        return TRUE | FALSE

    def _chain(self, items: tuple[ty.Expr, ...], decides: int, other: int, facts: Facts) -> int:
        """`and`, `or`: one part `decides`, else one that is unknown does; what a part is tells of those behind it."""
        found = 0
        open_ends: list[tuple[Facts, bool]] = [(facts, False)]
        for item in items:
            further: list[tuple[Facts, bool]] = []
            for known, unknown in open_ends:
                mask = self.possible(item, known)
                found |= mask & decides
                for bit, then in ((other, unknown), (UNKNOWN, True)):
                    if mask & bit and (found & (UNKNOWN | decides)) != UNKNOWN | decides | other:
                        after = self.assumptions.assume(item, bit, known)
                        if after is not None:
                            further.append((after, then))
            open_ends = further
            if len(open_ends) > _STEPS // 50:
                return ANYTHING
        for _, unknown in open_ends:
            found |= UNKNOWN if unknown else other
        return found

    def _where_valid(self, values: tuple[ty.Expr, ...], facts: Facts) -> int:
        """Unknown where one of them has no value, else either."""
        states = [self.values.states(value, facts) for value in values]
        found = UNKNOWN if any(state & ~VALID for state in states) else 0
        return found | (TRUE | FALSE if all(state & VALID for state in states) else 0)

    def _compare(self, node: ty.Compare, facts: Facts) -> int:
        found = self._where_valid((node.left, node.right), facts)
        if not found & TRUE:
            return found
        order = self.values.order(node.left, node.right, facts)
        found = found & UNKNOWN | _either(order, OPERATORS[node.op])
        partial = ty.Kind.PARTIAL in (node.left.kind, node.right.kind) and node.op not in ("=", "<>")
        return found | UNKNOWN if partial else found

    def _in_set(self, node: ty.InSet, facts: Facts) -> int:
        found = self._where_valid((node.value,), facts)
        if not found & TRUE:
            return found
        choice = self.values.choice(node.value, facts)
        options = frozenset(node.options)
        left = choice.left
        if not options - choice.never if left is None else not options & left:
            found &= ~TRUE
        if left is not None and left <= options:
            found &= ~FALSE
        return found

    def _same(self, node: ty.Same, facts: Facts) -> int:
        left, right = self.values.states(node.left, facts), self.values.states(node.right, facts)
        if node.left == node.right:
            return TRUE
        found = 0
        if left & VALID and right & VALID:
            found |= _either(self.values.order(node.left, node.right, facts), EQUAL)
        if left & ~VALID and right & ~VALID:
            found |= TRUE
        if (left & VALID and right & ~VALID) or (left & ~VALID and right & VALID):
            found |= FALSE
        return found

    def _position(self, node: ty.Position, facts: Facts) -> int:
        if not self.values.exists(node.row, facts) & EXISTS:
            return FALSE
        beyond = ty.Neighbour(node.row, -1 if node.position == "first" else 1)
        return TRUE | FALSE if self.values.exists(beyond, facts) & NOT_THERE else FALSE

    def _rows(self, rows: ty.Rows, facts: Facts) -> int:
        """There may always be no row; one for which `where` is true, or unknown, only where it can be."""
        found = FALSE | (UNKNOWN if self.values.unlinked(rows, facts) else 0)
        if self.values.exists(rows.base, facts) & EXISTS or rows.anywhere:
            found |= self._asked(rows, facts) & (TRUE | UNKNOWN)
        return found

    def _asked(self, rows: ty.Rows, facts: Facts) -> int:
        """What `where` can come out as for one of the rows; the same wherever it does not speak of `this` row."""
        if "this" in free_rows(rows.where) or rows.equal:
            return self._asked_here(rows, facts)
        key = (rows, facts.depth)
        if key not in self._alone:
            self._alone[key] = self._asked_here(rows, Facts(depth=facts.depth))
        return self._alone[key]

    def _asked_here(self, rows: ty.Rows, facts: Facts) -> int:
        inner = self.rows_before(rows, facts)
        if inner is None:
            return 0
        return self.possible(rows.where, inner) if rows.where is not None else TRUE


def _can_be_carried(where: ty.Expr, depth: int) -> bool:
    """Neighbours are others among the rows that are left, and `this` is another row outside the table's own `where`."""
    if any(True for _ in of_type(where, ty.Neighbour)) or any(True for _ in of_type(where, ty.Position)):
        return False
    return depth == 0 or "this" not in free_rows(where)


def opposite(outcomes: int) -> int:
    """What `not` makes of what a condition can come out as."""
    return outcomes & UNKNOWN | (FALSE if outcomes & TRUE else 0) | (TRUE if outcomes & FALSE else 0)


def _either(bits: int, wanted: int) -> int:
    """Can be one of what is wanted, can be something else."""
    return (TRUE if bits & wanted else 0) | (FALSE if bits & ~wanted & ANY_ORDER else 0)


def _renamed(node: Any, rel: ty.Rel, to: ty.Rel) -> Any:
    """A condition of a source, as of the table that is derived from it: columns of its row are those of the derived one."""
    match node:
        case ty.Col(row=ty.Here()) if node.rel == rel:
            return replace(node, rel=to)
        case tuple():
            return tuple(_renamed(part, rel, to) for part in node)
        case ty.Rows() | ty.Aggregate() | ty.At() | ty.Row():
            return node
        case ty.Expr():
            changed = {part.name: _renamed(getattr(node, part.name), rel, to) for part in fields(node)}
            return replace(node, **changed)
    return node
