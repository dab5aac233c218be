"""A define that only reads columns of the row at hand needs no row of its own."""

from __future__ import annotations

from lacdsl.plan.rewrite import rewrite
from lacdsl.semantics.typed import At, Expr, Here, Via


def unwrap(expr: Expr) -> Expr:
    """`Via(Here, row)` is row and `At(base, At(Here, x))` is `At(base, x)`, when nothing in them changes meaning.

    >>> from lacdsl.semantics.typed import Constant, Kind, This
    >>> unwrap(At(This(), At(Here(), Constant(True), Kind.TRUTH), Kind.TRUTH)) == At(This(), Constant(True), Kind.TRUTH)
    True
    """
    return rewrite(expr, _unwrap)


def _unwrap(node: object) -> object:
    if isinstance(node, At) and isinstance(node.value, At) and isinstance(node.value.base, Here):
        return At(node.base, node.value.value, node.kind, node.name)
    if isinstance(node, Via) and isinstance(node.row, Here):
        return node.base
    return node
