"""Walking through trees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar

from lacdsl.diagnostics import Span

Found = TypeVar("Found")


def walk(node: Any) -> Iterator[Any]:
    """Every node of a typed or a syntax tree, `node` itself first."""
    stack = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, tuple):
            stack.extend(reversed(current))
            continue
        kind: Any = type(current)
        parts = _parts(kind)
        if parts is not None:
            yield current
            stack.extend(getattr(current, part) for part in parts)


@cache
def _parts(kind: type) -> tuple[str, ...] | None:
    """The fields of nodes of a type, the last one first; None for what is no node."""
    if not is_dataclass(kind) or kind is Span:
        return None
    return tuple(part.name for part in reversed(fields(kind)))


def of_type(node: Any, kind: type[Found]) -> Iterator[Found]:
    """Every node of one type below `node`, and `node` itself."""
    return (each for each in walk(node) if isinstance(each, kind))
