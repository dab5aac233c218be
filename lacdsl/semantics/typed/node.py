"""What all nodes of the typed tree have in common: they are frozen, and work out their hash once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, dataclass_transform

Made = TypeVar("Made", bound=type)


class Node:
    """The base of all nodes. A tree is asked for its hash many times, and every time it would ask all its parts."""

    __slots__ = ("_hash",)


@dataclass_transform(frozen_default=True)
def node(kind: Made) -> Made:
    """The class as a frozen dataclass with slots that keeps its hash."""
    made: Any = dataclass(frozen=True, slots=True)(kind)
    made.__hash__ = _kept(made.__hash__)
    result: Made = made
    return result


def _kept(worked_out: Callable[[Any], int]) -> Callable[[Any], int]:
    def kept(self: Any) -> int:
        try:
            found: int = self._hash
        except AttributeError:
            found = worked_out(self)
            object.__setattr__(self, "_hash", found)
        return found

    return kept
