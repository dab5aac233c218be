"""Quantifiers: `any`, `no`, `every`, `exactly one`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lacdsl.semantics import typed as ty
from lacdsl.semantics.scope import Scope
from lacdsl.syntax import tree as t

if TYPE_CHECKING:
    from lacdsl.semantics.compiler import Compiler


class Quantifiers:
    """Gives meaning to quantifiers."""

    def __init__(self, compiler: Compiler) -> None:
        self.compiler = compiler
        self.problems = compiler.problems

    def compile(self, node: t.Quantifier, scope: Scope) -> ty.Expr | None:
        """A condition on many rows; `all` is refused, as it says nothing about them."""
        if node.kind == "all":
            self.problems.error(
                "T334",
                node.span,
                "`all` names rows, and says nothing about them.",
                f"Write `any {node.table.name} where …`, or `every {node.table.name} where … has …`.",
            )
            return None
        rows, inner = self.compiler.sets.rows(
            node.table, node.where, scope, node.other, asked=node.kind in ("any", "no")
        )
        has = self.compiler.condition(node.has, inner) if node.has is not None and inner is not None else None
        if (node.kind == "every") != (node.has is not None):
            self._wrong_has(node)
            return None
        if rows is None or (node.has is not None and has is None):
            return None
        if node.kind == "any":
            return ty.Any(rows)
        if node.kind == "no":
            return ty.Not(ty.Any(rows))
        if node.kind == "exactly one":
            return ty.ExactlyOne(rows)
        assert has is not None
        fails = ty.Not(has)
        where = fails if rows.where is None else ty.And((rows.where, fails))
        return ty.Not(ty.Any(replace(rows, where=where)))

    def _wrong_has(self, node: t.Quantifier) -> None:
        name = node.table.name
        if node.has is not None:
            self.problems.error(
                "T333",
                node.has.span,
                f"`has` stands after `every` only, not after `{node.kind}`.",
                "Join the conditions with `and` after `where`.",
            )
        else:
            self.problems.error(
                "T333",
                node.span,
                f"`every {name}` does not say what every one of them has to have.",
                f"Write `every {name} has CONDITION`, or `every {name} where C has D`.",
            )
