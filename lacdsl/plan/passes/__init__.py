"""The passes that every condition goes through before it becomes part of the graph, in order."""

from __future__ import annotations

from collections.abc import Callable

from lacdsl.plan.passes.flatten import flatten
from lacdsl.plan.passes.unwrap import unwrap
from lacdsl.semantics.typed import Expr

PASSES: tuple[Callable[[Expr], Expr], ...] = (unwrap, flatten)


def simplify(expr: Expr) -> Expr:
    """`expr` after all passes."""
    for each in PASSES:
        expr = each(expr)
    return expr
