"""The passes that every node goes through, its parts before it, before it becomes part of the graph."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lacdsl.plan.passes.flatten import flatten
from lacdsl.plan.passes.unwrap import unwrap

PASSES: tuple[Callable[[Any], Any], ...] = (unwrap, flatten)


def simplify(node: Any) -> Any:
    """`node` after all passes; the same object when none of them has anything to change."""
    for each in PASSES:
        node = each(node)
    return node
