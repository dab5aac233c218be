"""Typed access to the tree of a model file whose shape has been checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lacdsl.model.nodes import Fields, Items, Node, Scalar


class ShapeError(Exception):
    """The tree is not shaped as the schema says; the schema check words the diagnostics."""


def text(fields: Fields, name: str, default: str = "") -> str:
    """The text under `name`."""
    value = _scalar(fields, name)
    if value is None:
        return default
    if not isinstance(value, str):
        raise ShapeError(name)
    return value


def optional_text(fields: Fields, name: str) -> str | None:
    """The text under `name`, None when it is left out."""
    return text(fields, name) or None


def one_of(fields: Fields, name: str, allowed: Sequence[str]) -> str:
    """The word under `name`, one of `allowed`; the first of them when it is left out, if not blank."""
    word = text(fields, name, allowed[0])
    if word not in allowed or not word:
        raise ShapeError(name)
    return word


def truth(fields: Fields, name: str) -> bool:
    """The true or false under `name`, false when it is left out."""
    value = _scalar(fields, name)
    if value is not None and not isinstance(value, bool):
        raise ShapeError(name)
    return bool(value)


def number(fields: Fields, name: str) -> float | None:
    """The number under `name`, None when it is left out."""
    value = _scalar(fields, name)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise ShapeError(name)
    return value


def whole(fields: Fields, name: str) -> int | None:
    """The whole number under `name`, None when it is left out."""
    value = number(fields, name)
    if value is not None and not isinstance(value, int):
        raise ShapeError(name)
    return value


def texts(fields: Fields, name: str) -> tuple[str, ...]:
    """The list of words under `name`, () when it is left out."""
    node = fields.entries.get(name)
    if node is None:
        return ()
    if not isinstance(node, Items):
        raise ShapeError(name)
    words = [item.value for item in node.items if isinstance(item, Scalar) and isinstance(item.value, str)]
    if len(words) != len(node.items):
        raise ShapeError(name)
    return tuple(words)


def below(fields: Fields, name: str) -> Iterator[tuple[str, Fields]]:
    """The named groups under `name`, none when it is left out."""
    node = fields.entries.get(name)
    if node is None:
        return
    for key, value in as_fields(node, name).entries.items():
        yield key, as_fields(value, key)


def as_fields(node: Node, name: str) -> Fields:
    """`node`, which has to be a group of named values."""
    if not isinstance(node, Fields):
        raise ShapeError(name)
    return node


def _scalar(fields: Fields, name: str) -> str | int | float | bool | None:
    node = fields.entries.get(name)
    if node is None:
        return None
    if not isinstance(node, Scalar) or node.value is None:
        raise ShapeError(name)
    return node.value
