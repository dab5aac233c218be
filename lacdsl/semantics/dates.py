"""Dates: how they are moved, and how much time lies between them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from lacdsl.semantics import typed as ty
from lacdsl.semantics.scope import Scope
from lacdsl.semantics.wording import a_kind, capital, named, written
from lacdsl.syntax import tree as t

if TYPE_CHECKING:
    from lacdsl.semantics.compiler import Compiler

# The longest time that a date can be moved by, so that no date leaves the calendar by far.
LONGEST = {"days": 150_000, "weeks": 20_000, "months": 4_800, "years": 400, "working days": 2_000}


class Dates:
    """Gives meaning to everything that works on dates."""

    def __init__(self, compiler: Compiler) -> None:
        self.compiler = compiler
        self.world = compiler.world
        self.problems = compiler.problems

    def date(self, node: t.Expr, scope: Scope, purpose: str) -> ty.Expr | None:
        """A value that is a date; `purpose` says what it is wanted for."""
        found = self.compiler.value(node, scope)
        if found is None or found.kind is ty.Kind.DATE:
            return found
        if found.kind is ty.Kind.PARTIAL:
            self.refuse_partial(node)
            return None
        self.problems.error(
            "T337",
            node.span,
            f"{capital(named(node))} is {a_kind(found.kind, self.world.codes_of(found))}, and {purpose}.",
            "Name a column that holds a date.",
        )
        return None

    def refuse_partial(self, node: t.Expr) -> None:
        """A partial date stands where a whole date is needed."""
        text = written(node) or "X"
        self.problems.error(
            "T319",
            node.span,
            f"{capital(named(node))} is a partial date: its day or month can be unknown.",
            f"Write `first_possible({text})` or `last_possible({text})`.",
        )

    def length(self, node: t.Expr, scope: Scope) -> t.Measure | None:
        """The length of time written here, or that a parameter named here stands for; None for anything else."""
        if isinstance(node, t.Measure):
            return node
        if not isinstance(node, t.Ref) or node.base is not None or len(node.names) != 1:
            return None
        parameter = self.world.parameters.get(node.names[0])
        if parameter is None or not isinstance(parameter.value, t.Measure) or node.names[0] in scope.lets:
            return None
        return replace(parameter.value, span=node.span)

    def check(self, measure: t.Measure) -> None:
        """Report what is wrong with a length of time that stands in a parameter."""
        self._amount(measure, Scope(None, None))

    def shift(self, node: t.Binary, measure: t.Measure, scope: Scope) -> ty.Expr | None:
        if node.op not in "+-":
            self.problems.error(
                "T311",
                measure.span,
                f"A length of time cannot stand after `{node.op}`.",
                "Add it to a date or take it from one: `DOB + 14 years`.",
            )
            return None
        amount = self._amount(measure, scope)
        value = self.date(node.left, scope, "only dates can be moved by a length of time")
        if amount is None or value is None:
            return None
        return ty.Shift(value, amount if node.op == "+" else -amount, cast(Any, measure.unit))

    def _amount(self, measure: t.Measure, scope: Scope) -> int | None:
        node = measure.amount
        found: ty.Expr | None = None
        if isinstance(node, t.Negative):
            text = f"`-{written(node.value)}`"
        else:
            text = named(node)
            found = self.compiler.value(node, scope)
            if found is None:
                return None
        if (
            isinstance(found, ty.Lit)
            and isinstance(found.value, float)
            and found.value.is_integer()
            and found.value >= 0
        ):
            if found.value <= LONGEST[measure.unit]:
                return int(found.value)
            help_ = f"Write at most {LONGEST[measure.unit]} {measure.unit}."
        elif isinstance(node, t.Negative):
            help_ = "Change the sign in front: `- 10 days` in place of `+ -10 days`."
        else:
            help_ = "Write a whole number that is the same for all rows, or a `parameter` that is one."
        self.problems.error(
            "T310",
            node.span,
            f"{capital(text)} is no whole number of {measure.unit} to move a date by.",
            help_,
        )
        return None

    def elapsed(self, node: t.Elapsed, scope: Scope) -> ty.Expr | None:
        purpose = f"{node.unit} are counted between dates"
        start, end = self.date(node.start, scope, purpose), self.date(node.end, scope, purpose)
        if start is None or end is None:
            return None
        return ty.Elapsed(cast(Any, node.unit), start, end)
