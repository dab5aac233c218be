"""A row seen from itself is itself."""

from __future__ import annotations

from typing import Any

from lacdsl.semantics.typed import At, Here, Via


def unwrap(node: Any) -> Any:
    """`Via(row, Here)` is row and `At(row, At(Here, x))` is `At(row, x)`.

    >>> from lacdsl.semantics.typed import Constant, Kind, This
    >>> inner = At(Here(), Constant(True), Kind.TRUTH)
    >>> unwrap(At(This(), inner, Kind.TRUTH)) == At(This(), Constant(True), Kind.TRUTH)
    True
    """
    if isinstance(node, At) and isinstance(node.value, At) and isinstance(node.value.base, Here):
        return At(node.base, node.value.value, node.kind, node.name)
    if isinstance(node, Via) and isinstance(node.row, Here):
        return node.base
    return node
