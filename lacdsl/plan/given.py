"""What is left of a condition where others are true."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from lacdsl.semantics import typed as ty

if TYPE_CHECKING:
    from lacdsl.plan.canonical import Canonical

_TRUE, _FALSE = ty.Constant(True), ty.Constant(False)


def holding(canonical: Canonical, node: Any) -> Any:
    """The form of a form of which counts only whether it is true, so that each of its parts may rest on the others."""
    while True:
        parts = _parts(node)
        left = [
            _left(canonical, part, _Facts(parts[:place] + parts[place + 1 :]))
            for place, part in enumerate(parts)
        ]
        made = canonical.both(*left)
        if made is node:
            return node
        node = made


def given(canonical: Canonical, node: Any, fact: Any) -> Any:
    """What is left of a form where another one, `fact`, is true."""
    return _left(canonical, node, _Facts(_parts(fact)))


class _Facts:
    """Conditions that are true, and values that are there because of it, by id."""

    def __init__(self, parts: Iterable[Any]) -> None:
        self.true = {id(part) for part in parts}
        self.valued: set[int] = set()
        for part in parts:
            match part.value if isinstance(part, ty.Not) else part:
                case ty.Compare(left=left, right=right):
                    self.valued |= {id(left), id(right)}
                case ty.InSet(value=value) | ty.Matches(value=value):
                    self.valued.add(id(value))


def _parts(node: Any) -> tuple[Any, ...]:
    return node.items if isinstance(node, ty.And) else (node,)


def _left(canonical: Canonical, node: Any, facts: _Facts) -> Any:
    for each, value in ((node, True), (canonical.opposite(node), False)):
        if id(each) in facts.true:
            return canonical.form(ty.Constant(value))
        if isinstance(each, ty.Test) and each.state != "present" and id(each.value) in facts.valued:
            return canonical.form(ty.Constant(not value))
    if isinstance(node, ty.And | ty.Or):
        return canonical.joined(type(node), [_left(canonical, each, facts) for each in node.items])
    return node
