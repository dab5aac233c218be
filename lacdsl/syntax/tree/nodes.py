"""What all nodes of a syntax tree share, and how they are walked."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from lacdsl.diagnostics import Span

NOWHERE = Span("", 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Node:
    """The base of all nodes."""

    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


def children(node: Node) -> list[Node]:
    """The nodes directly below `node`, in the order of their fields."""
    found: list[Node] = []
    for part in fields(node):
        if part.compare:
            _collect(getattr(node, part.name), found)
    return found


def walk(node: Node) -> list[Node]:
    """`node` and all nodes below it, parents first."""
    found = [node]
    for child in children(node):
        found.extend(walk(child))
    return found


def _collect(value: Any, found: list[Node]) -> None:
    if isinstance(value, Node):
        found.append(value)
    elif isinstance(value, tuple):
        for part in value:
            _collect(part, found)
