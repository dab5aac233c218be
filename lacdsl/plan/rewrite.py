"""Walking and rebuilding typed trees."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from functools import cache
from typing import Any, TypeVar

from lacdsl.semantics.typed import Expr, Rel, Row, Rows

T = TypeVar("T")

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


def rewrite(node: T, change: Callable[[Any], Any]) -> T:
    """`node` rebuilt from the leaves up, `change` applied to every node in it."""
    done: Any = _rewrite(node, change)
    return done  # type: ignore[no-any-return]


def _rewrite(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, Rel):
        return value
    if isinstance(value, NODES):
        changes = {}
        for name in fields_of(value):
            old = getattr(value, name)
            new = _rewrite(old, change)
            if new is not old:
                changes[name] = new
        return change(replace(value, **changes) if changes else value)
    if isinstance(value, tuple):
        made = tuple(_rewrite(part, change) for part in value)
        return made if any(a is not b for a, b in zip(made, value, strict=True)) else value
    return value
