"""Places in a syntax tree, and trees with another node at a place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any, TypeVar

from lacdsl.syntax import tree as t

Path = tuple[str | int, ...]
Tree = TypeVar("Tree", bound=t.Node)


def places(node: t.Node, path: Path = ()) -> Iterator[tuple[Path, t.Node]]:
    """`node` and every node below it with the way to it, parents first."""
    yield path, node
    for part in fields(node):
        if part.compare:
            yield from _within(getattr(node, part.name), (*path, part.name))


def _within(value: Any, path: Path) -> Iterator[tuple[Path, t.Node]]:
    if isinstance(value, t.Node):
        yield from places(value, path)
    elif isinstance(value, tuple):
        for number, part in enumerate(value):
            yield from _within(part, (*path, number))


def at(node: Any, path: Path) -> Any:
    """What stands at the end of the way."""
    for step in path:
        node = node[step] if isinstance(step, int) else getattr(node, step)
    return node


def put(node: Tree, path: Path, new: t.Node) -> Tree:
    """The tree with `new` at the end of the way."""
    made: Tree = _put(node, path, new)
    return made


def _put(value: Any, path: Path, new: t.Node) -> Any:
    if not path:
        return new
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        return tuple(_put(part, rest, new) if number == step else part for number, part in enumerate(value))
    return replace(value, **{step: _put(getattr(value, step), rest, new)})
