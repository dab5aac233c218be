"""Comparisons of two values or more: what may be compared with what."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from lacdsl.model import ColumnType
from lacdsl.semantics import typed as ty
from lacdsl.semantics.scope import Scope
from lacdsl.semantics.wording import a_kind, capital, named, written
from lacdsl.syntax import print_expr
from lacdsl.syntax import tree as t

if TYPE_CHECKING:
    from lacdsl.semantics.compiler import Compiler


_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


class Comparing:
    """Gives meaning to comparisons."""

    def __init__(self, compiler: Compiler) -> None:
        self.compiler = compiler
        self.world = compiler.world
        self.problems = compiler.problems

    def pair(self, left: t.Expr, right: t.Expr, scope: Scope) -> tuple[ty.Expr, ty.Expr] | None:
        """Two values side by side, each seen beside the other; they have the same kind."""
        literals = self.compiler.literals
        first: ty.Expr | None
        second: ty.Expr | None
        if literals.is_loose(left, scope) and not literals.is_loose(right, scope):
            second = self.compiler.value(right, scope)
            if second is None:
                return None
            first = self.compiler.value(left, scope, second)
        else:
            first = self.compiler.value(left, scope)
            if first is None:
                if not literals.is_loose(right, scope):
                    self.compiler.value(right, scope)
                return None
            second = self.compiler.value(right, scope, first)
            if second is not None and literals.check_ambiguous(left, second):
                return None
        if first is None or second is None:
            return None
        if first.kind is not second.kind:
            self._mismatch(left, right, first, second)
            return None
        if first.kind is ty.Kind.PARTIAL:
            self.compiler.dates.refuse_partial(left)
            return None
        return first, second

    def compare(self, node: t.Compare, scope: Scope) -> ty.Expr | None:
        """`= <> < <= > >=`"""
        if self._length_beside_dates(node, scope):
            return None
        pair = self.pair(node.left, node.right, scope)
        if pair is None:
            return None
        if self._same_value(node, pair, scope):
            return None
        if node.op not in ("=", "<>") and pair[0].kind is ty.Kind.TEXT:
            self._no_order(node.left, node.op, pair[0], node)
            return None
        return ty.Compare(cast(Any, node.op), *pair)

    def _length_beside_dates(self, node: t.Compare, scope: Scope) -> bool:
        """Whether what lies between two dates is compared with a length of time (reported): `DEC - DECOM > 6 months`."""
        dates = self.compiler.dates
        for side, other, op in (
            (node.left, node.right, node.op),
            (node.right, node.left, _TURNED.get(node.op, node.op)),
        ):
            if dates.length(other, scope) is None:
                continue
            much = print_expr(other)
            if isinstance(side, t.Elapsed) and isinstance(other, t.Measure):
                counted = print_expr(replace(side, unit=other.unit))
                help_ = f"The unit stands in front: write `{counted} {op} {print_expr(other.amount)}`."
                self.problems.error("T311", node.span, "A length of time stands by itself.", help_)
                return True
            if (
                not isinstance(side, t.Binary)
                or side.op != "-"
                or dates.length(side.right, scope) is not None
            ):
                continue
            values = [self.compiler.value(each, scope) for each in (side.left, side.right)]
            if all(value is None or value.kind is ty.Kind.DATE for value in values):
                if None not in values:
                    later, earlier = print_expr(side.left), print_expr(side.right)
                    self.problems.error(
                        "T304",
                        node.span,
                        "One date cannot be taken from another: dates are moved by a length of time, and compared.",
                        f"Move one of them: write `{later} {op} {earlier} + {much}`.",
                    )
                return True
        return False

    def between(self, node: t.Between, scope: Scope) -> ty.Expr | None:
        """`A between B and C`: both ends are inside."""
        value = (
            None
            if self.compiler.literals.is_loose(node.value, scope)
            else self.compiler.value(node.value, scope)
        )
        low = None if self._no_span(node, value) else self.pair(node.value, node.low, scope)
        if low is None and (value is None or isinstance(node.low, t.Number | t.String)):
            # What is wrong with the one end is wrong with the other.
            return None
        high = self.pair(node.value, node.high, scope)
        if low is None or high is None or self._no_span(node, low[0]):
            return None
        return ty.And((ty.Compare(">=", *low), ty.Compare("<=", *high)))

    def _no_span(self, node: t.Between, value: ty.Expr | None) -> bool:
        """Whether the value is of a kind that lies between no others (reported)."""
        if value is None or value.kind is not ty.Kind.TEXT:
            return False
        self.problems.error(
            "T309",
            node.span,
            f"{capital(named(node.value))} is {a_kind(value.kind, self.world.codes_of(value))}, and only dates "
            "and numbers lie between others.",
            f"List the codes: `{written(node.value) or 'X'} in {{A, B}}`; or write `number(X)` for a number.",
        )
        return True

    def same(self, node: t.Same, scope: Scope) -> ty.Expr | None:
        """`A same as B`, `A differs from B`"""
        pair = self.pair(node.left, node.right, scope)
        if pair is None:
            return None
        if self._same_value(node, pair, scope):
            return None
        made = ty.Same(*pair)
        return ty.Not(made) if node.negated else made

    def in_set(self, node: t.In, scope: Scope) -> ty.Expr | None:
        """`A in {…}`, `A in code_list`"""
        value = self.compiler.value(node.value, scope)
        if value is None:
            return None
        if value.kind is ty.Kind.PARTIAL:
            self.compiler.dates.refuse_partial(node.value)
            return None
        literals = self.compiler.literals
        if isinstance(node.options, str):
            options = literals.list_options(node.options, value, node.span, scope)
        else:
            options = literals.options(node.options, value, scope)
        if options is None:
            return None
        made = ty.InSet(value, options)
        return ty.Not(made) if node.negated else made

    def during(self, node: t.During, scope: Scope) -> ty.Expr | None:
        """`A during B to C`: the day B is inside, the day C is not; without C there is no end."""
        values = self._dates((node.value, node.start, node.end), "`during` compares dates", scope)
        if values is None:
            return None
        value, start, end = values
        open_or_later = ty.Or((ty.Test("missing", end), ty.Compare("<", value, end)))
        return ty.And((ty.Compare("<=", start, value), open_or_later))

    def overlaps(self, node: t.Overlaps, scope: Scope) -> ty.Expr | None:
        """`A to B overlaps C to D`: touching is not overlapping; a missing end is open."""
        nodes = (node.start, node.end, node.other_start, node.other_end)
        values = self._dates(nodes, "`overlaps` compares dates", scope)
        if values is None:
            return None
        start, end, other_start, other_end = values
        return ty.And(
            (
                ty.Or((ty.Test("missing", other_end), ty.Compare("<", start, other_end))),
                ty.Or((ty.Test("missing", end), ty.Compare("<", other_start, end))),
            )
        )

    def _dates(self, nodes: tuple[t.Expr, ...], purpose: str, scope: Scope) -> list[ty.Expr] | None:
        made = [self.compiler.dates.date(node, scope, purpose) for node in nodes]
        found = [value for value in made if value is not None]
        return found if len(found) == len(made) else None

    # ------------------------------------------------------------ complaints

    def _mismatch(self, left: t.Expr, right: t.Expr, first: ty.Expr, second: ty.Expr) -> None:
        kinds = {first.kind, second.kind}
        if ty.Kind.PARTIAL in kinds:
            self.compiler.dates.refuse_partial(left if first.kind is ty.Kind.PARTIAL else right)
            return
        if kinds == {ty.Kind.TEXT, ty.Kind.NUMBER}:
            text = left if first.kind is ty.Kind.TEXT else right
            value = first if first.kind is ty.Kind.TEXT else second
            if isinstance(value, ty.Lit) and isinstance(text, t.String):
                help_ = "Write the number without quotes."
            else:
                help_ = f"Write `number({written(text) or 'X'})` for the number that the text holds."
        elif ty.Kind.DATE in kinds and ty.Kind.NUMBER in kinds:
            help_ = "Write a length of time between dates: `days from A to B`; or `year(X)` for the year of a date."
        else:
            help_ = "Compare a date with another date, or with one written out: `31 March 2025`."
        self.problems.error(
            "T301",
            left.span.to(right.span),
            f"{capital(named(left, 'the left side'))} is {a_kind(first.kind, self.world.codes_of(first))}, "
            f"{named(right, 'the right side')} is {a_kind(second.kind, self.world.codes_of(second))}: "
            "they can never be equal.",
            help_,
        )

    def _same_value(self, node: t.Compare | t.Same, pair: tuple[ty.Expr, ty.Expr], scope: Scope) -> bool:
        """Whether a value of another row is compared with itself (reported): `DOB = DOB` inside `any`."""
        if not scope.nested or pair[0] != pair[1] or isinstance(pair[0], ty.Lit):
            return False
        text = written(node.left) or "COLUMN"
        self.problems.error(
            "T348",
            node.span,
            f"{capital(named(node.left, 'A value'))} is compared with itself: both are of the same row.",
            f"Write `this.{text.removeprefix('this.')}` on one side for the row that the rule is about.",
        )
        return True

    def _no_order(self, left: t.Expr, op: str, value: ty.Expr, node: t.Compare) -> None:
        text = written(left) or "X"
        codes = self.world.codes_of(value)
        if codes or self.world.column_type(value) is ColumnType.FLAG:
            help_ = f"List the codes that are meant: `{text} in {{A, B}}`."
        else:
            help_ = f"Write `number({text}) {op} …` for the number that the text holds."
        self.problems.error(
            "T302",
            node.span,
            f"{capital(named(left, 'the left side'))} is {a_kind(value.kind, codes)}, and codes and texts are not "
            "smaller or larger than others.",
            help_,
        )
