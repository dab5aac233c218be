"""`(A and B) and C` is `A and B and C`; what is said twice is said once."""

from __future__ import annotations

from typing import Any

from lacdsl.semantics.typed import And, Expr, Not, Or


def flatten(node: Any) -> Any:
    """Nested `and` and `or` joined, double `not` dropped, repeated parts kept once.

    >>> from lacdsl.semantics.typed import Constant
    >>> a, b = Constant(True), Constant(False)
    >>> flatten(And((And((a, b)), a))) == And((a, b))
    True
    >>> flatten(Not(Not(a))) == a
    True
    """
    if isinstance(node, Not) and isinstance(node.value, Not):
        return node.value.value
    if not isinstance(node, And | Or):
        return node
    kind = type(node)
    items: list[Expr] = []
    for item in node.items:
        items.extend(item.items if isinstance(item, kind) else (item,))
    distinct = tuple(dict.fromkeys(items))
    if distinct == node.items:
        return node
    return distinct[0] if len(distinct) == 1 else kind(distinct)
