"""A tree some lines further down, or up: what an item becomes when lines are put in above it."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, TypeVar

from lacdsl.diagnostics import Span
from lacdsl.syntax.tree.nodes import NOWHERE, Node

N = TypeVar("N", bound=Node)
_NAMES: dict[type[Node], tuple[str, ...]] = {}


def moved(node: N, lines: int) -> N:
    """The same tree with all its places so many lines further down."""
    made: N = _moved(node, lines)
    return made


def _moved(value: Any, lines: int) -> Any:
    kind = type(value)
    if kind is Span:
        if value == NOWHERE:
            return value
        return Span(value.file, value.line + lines, value.column, value.end_line + lines, value.end_column)
    if kind is tuple:
        return tuple([_moved(part, lines) for part in value])
    if not isinstance(value, Node):
        return value
    made = object.__new__(kind)
    for name in _NAMES.get(kind) or _names(kind):
        object.__setattr__(made, name, _moved(getattr(value, name), lines))
    return made


def _names(kind: type[Node]) -> tuple[str, ...]:
    found = _NAMES[kind] = tuple(part.name for part in fields(kind))
    return found
