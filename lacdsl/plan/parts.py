"""The parts of typed trees, and putting them together again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from functools import cache
from typing import Any

from lacdsl.semantics.typed import Expr, Rel, Row, Rows

NODES = (Expr, Row, Rows, Rel)


def fields_of(node: Any) -> tuple[str, ...]:
    """The fields of a node that tell it from another one."""
    kind: Any = type(node)
    return _fields(kind)


@cache
def _fields(kind: Any) -> tuple[str, ...]:
    return tuple(part.name for part in fields(kind) if part.compare and part.init)


def rebuilt(node: Any, parts: Sequence[Any]) -> Any:
    """A node like `node` with other `parts`, in the order of `fields_of`."""
    return replace(node, **dict(zip(fields_of(node), parts, strict=True)))


def key_of(part: Any) -> Any:
    """What tells a part of a node from others, where equal nodes are one object."""
    if isinstance(part, NODES):
        return id(part)
    if isinstance(part, tuple):
        return tuple(key_of(each) for each in part)
    return (type(part), part)
