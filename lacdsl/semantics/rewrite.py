"""Questions about typed trees, and replacing the rows that they speak of."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from lacdsl.semantics import typed as ty

Node = TypeVar("Node")

_HERE = frozenset({"here"})
_THIS = frozenset({"this"})
_NONE: frozenset[str] = frozenset()


def free_rows(node: Any) -> frozenset[str]:
    """Which of the rows `here` and `this` the meaning of `node` hangs on; rows bound inside it do not count."""
    if isinstance(node, ty.Here):
        return _HERE
    if isinstance(node, ty.This):
        return _THIS
    if isinstance(node, ty.Unique):
        return _HERE
    if isinstance(node, ty.At | ty.Via):
        return free_rows(node.base)
    if isinstance(node, ty.Rows):
        found = free_rows(node.base) | (free_rows(node.where) - _HERE)
        for inner, outer in node.equal:
            found |= (free_rows(inner) - _HERE) | free_rows(outer)
        return found
    if isinstance(node, ty.Aggregate):
        return free_rows(node.rows) | (free_rows(node.value) - _HERE)
    if isinstance(node, tuple):
        return _NONE.union(*(free_rows(part) for part in node))
    if is_dataclass(node) and isinstance(node, ty.Expr | ty.Row):
        return _NONE.union(*(free_rows(getattr(node, part.name)) for part in fields(node)))
    return _NONE


def substitute(node: Node, here: ty.Row | None = None, this: ty.Row | None = None) -> Node:
    """`node` with other rows in the place of Here and This, where they are not bound inside it."""
    made: Any = _substitute(node, here, this)
    result: Node = made
    return result


def _substitute(node: Any, here: ty.Row | None, this: ty.Row | None) -> Any:
    if isinstance(node, ty.Here):
        return here or node
    if isinstance(node, ty.This):
        return this or node
    if isinstance(node, ty.At | ty.Via):
        return replace(node, base=_substitute(node.base, here, this))
    if isinstance(node, ty.Rows):
        return replace(
            node,
            base=_substitute(node.base, here, this),
            where=_substitute(node.where, None, this),
            equal=tuple(
                (_substitute(inner, None, this), _substitute(outer, here, this))
                for inner, outer in node.equal
            ),
        )
    if isinstance(node, ty.Aggregate):
        return replace(
            node, rows=_substitute(node.rows, here, this), value=_substitute(node.value, None, this)
        )
    if isinstance(node, tuple):
        return tuple(_substitute(part, here, this) for part in node)
    if is_dataclass(node) and isinstance(node, ty.Expr | ty.Row):
        changed = {
            part.name: _substitute(getattr(node, part.name), here, this) for part in fields(node) if part.init
        }
        return replace(node, **changed)
    return node
