"""Do two rules say the same, whatever the data?"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from lacdsl.plan.canonical import Canonical
from lacdsl.plan.given import given, holding
from lacdsl.plan.parts import NODES
from lacdsl.semantics.typed import Constant, DerivedTable, Program, Rule, SpellColumn, Spells

_TRUE = Constant(True)


class Sayings:
    """What rules say, in a form that can be compared: equal for two rules that say the same. Some that do are missed."""

    def __init__(self) -> None:
        self._canonical = Canonical()

    def verdicts(self, rule: Rule) -> object:
        """What decides on the verdict of every row. Of `where` counts only whether it is true."""
        where, must = self._conditions(rule)
        return rule.population, id(where), id(given(self._canonical, must, where))

    def failures(self, rule: Rule) -> object:
        """What decides on which rows fail; None when it is plain that none can.

        Rules that have the same may still differ in which rows pass, are unknown, or do not matter.
        """
        where, must = self._conditions(rule)
        both = holding(self._canonical, self._canonical.both(where, self._canonical.opposite(must)))
        return None if both == Constant(False) else (rule.population, id(both))

    def part(self, value: Any) -> Any:
        """A node, or what is none, as it can be compared with another part."""
        return id(self._canonical.form(value)) if value is not None else None

    def _conditions(self, rule: Rule) -> tuple[Any, Any]:
        form = self._canonical.form
        where = form(_TRUE if rule.where is None else rule.where)
        return holding(self._canonical, where), form(rule.must)


def same_meaning(one: Rule, other: Rule) -> bool:
    """Both give every row the same verdict. False may be wrong, true is not."""
    if one.population != other.population or one.needs_any != other.needs_any:
        return False
    if one.where == other.where and one.must == other.must:
        return True
    sayings = Sayings()
    return sayings.verdicts(one) == sayings.verdicts(other)


def same_flags(one: Rule, other: Rule) -> bool:
    """Both point at the same cells. False may be wrong, true is not."""
    sayings = Sayings()
    return [(sayings.part(flag.target), flag.column) for flag in one.flags] == [
        (sayings.part(flag.target), flag.column) for flag in other.flags
    ]


def same_tables(one: Program, other: Program) -> bool:
    """The derived tables and the spells of both say the same."""
    return all(
        getattr(one, kind).keys() == getattr(other, kind).keys()
        and all(same_item(item, getattr(other, kind)[name]) for name, item in getattr(one, kind).items())
        for kind in ("derived", "spells")
    )


def same_item(one: DerivedTable | Spells, other: DerivedTable | Spells) -> bool:
    """All that counts in a derived table or in spells, their place in the file left aside."""
    sayings = Sayings()
    said = [
        {part.name: _said(getattr(item, part.name), sayings) for part in fields(item) if part.name != "span"}
        for item in (one, other)
    ]
    return type(one) is type(other) and said[0] == said[1]


def _said(part: Any, sayings: Sayings) -> Any:
    if isinstance(part, tuple):
        return [_said(each, sayings) for each in part]
    if isinstance(part, SpellColumn):
        return part.name, part.which, sayings.part(part.value), part.kind, part.codes
    return sayings.part(part) if isinstance(part, NODES) else part
