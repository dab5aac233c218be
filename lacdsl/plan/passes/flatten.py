"""`(A and B) and C` is `A and B and C`; what is said twice is said once."""

from __future__ import annotations

from lacdsl.plan.rewrite import rewrite
from lacdsl.semantics.typed import And, Expr, Not, Or


def flatten(expr: Expr) -> Expr:
    """Nested `and` and `or` joined, double `not` dropped, repeated parts kept once.

    >>> from lacdsl.semantics.typed import Constant
    >>> a, b = Constant(True), Constant(False)
    >>> flatten(And((And((a, b)), a))) == And((a, b))
    True
    >>> flatten(Not(Not(a))) == a
    True
    """
    return rewrite(expr, _flatten)


def _flatten(node: object) -> object:
    if isinstance(node, Not) and isinstance(node.value, Not):
        return node.value.value
    if isinstance(node, And | Or):
        kind = type(node)
        items: list[Expr] = []
        for item in node.items:
            items.extend(item.items if isinstance(item, kind) else (item,))
        distinct = tuple(dict.fromkeys(items))
        return distinct[0] if len(distinct) == 1 else kind(distinct)
    return node
