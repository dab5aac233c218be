"""The definitions, lists and columns that a rule rests on, and which of them are others in another ruleset."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lacdsl.model import Column, Model
from lacdsl.plan.parts import NODES, fields_of
from lacdsl.plan.same import same_item
from lacdsl.rulesets import Ruleset
from lacdsl.semantics.families import Source
from lacdsl.semantics.typed import (
    DerivedTable,
    Neighbour,
    One,
    Pick,
    Position,
    Rel,
    Rows,
    Rule,
    SpellOf,
    Spells,
)
from lacdsl.syntax import tree as t
from lacdsl.testing.boundary.reads import Home, reads_of, table_of
from lacdsl.testing.mutants.uses import called, uses


class Definitions:
    """What the rules of two rulesets use."""

    def __init__(self, old: Ruleset, new: Ruleset) -> None:
        self.old, self.new = old, new
        self._used = [_used(ruleset) for ruleset in (old, new)]
        self._named = [_named(ruleset) for ruleset in (old, new)]

    def named(self, code: str) -> list[str]:
        """Defines, lists and parameters that a rule rests on and that are written otherwise."""
        before, after = self._used[0].get(code, {}), self._used[1].get(code, {})
        found = [
            name
            for name, item in before.items()
            if isinstance(item, t.Define) and name in after and _bare(item) != _bare(after[name])
        ]
        texts = _names_in([self.old.trees[code].body, *before.values()])
        texts |= _names_in([self.new.trees[code].body, *after.values()])
        for name in sorted(texts):
            one, other = self._named[0].get(name), self._named[1].get(name)
            if one is not None and other is not None and one != other:
                found.append(f"{'parameter' if isinstance(one, t.Parameter) else 'codes'} {name}")
            lists = [each.model.code_lists.get(name) for each in (self.old, self.new)]
            if lists[0] is not None and lists[1] is not None and set(lists[0].codes) != set(lists[1].codes):
                found.append(f"codes {name} of the data model")
        return found

    def tables(self, code: str) -> list[str]:
        """Derived tables and spells that a rule rests on and that hold other rows than before."""
        after = self._used[1].get(code, {})
        found = []
        for name, item in self._used[0].get(code, {}).items():
            one, other = _table(self.old, item), _table(self.new, after[name]) if name in after else None
            if one is not None and other is not None and not same_item(one, other):
                found.append(name)
        return found

    def columns(self, code: str) -> list[str]:
        """Tables and columns that the rule reads and that the models describe otherwise."""
        reads = [reads_of(each.program, [each.program.rules[code]]).columns for each in (self.old, self.new)]
        found: list[str] = []
        asked = _asked(self.new.program.rules[code])
        for home in reads[0]:
            if home not in reads[1] or not _has(self.old.model, home) or not _has(self.new.model, home):
                continue
            one, other = table_of(self.old.model, home), table_of(self.new.model, home)
            if any(getattr(one, name) != getattr(other, name) for name in asked):
                found.append(f"model: order or keys of {home[1]}")
            for name in sorted(reads[0][home] & reads[1][home]):
                was, now = one.column(name), other.column(name)
                if was is not None and now is not None and _read_as(was) != _read_as(now):
                    found.append(f"model: column {name} of {home[1]}")
        return list(dict.fromkeys(found))


def _asked(rule: Rule) -> tuple[str, ...]:
    """What of its tables a rule goes by, besides their columns."""
    found = set(_nodes((rule.where, rule.must, rule.population)))
    rows = any(isinstance(each, Rows | One | Neighbour | Position | SpellOf) for each in found)
    made = any(isinstance(each, Rel) and each.kind in ("derived", "spells") for each in found)
    order = made or any(isinstance(each, Pick | One | Neighbour | Position | SpellOf) for each in found)
    entity = any(isinstance(each, Rel) and each.kind == "entity" for each in found)
    keys = ("key", "parent", "parent_key", "one") if rows or made or entity else ()
    return (*keys, "order") if order else keys


def _nodes(node: Any) -> Iterator[Any]:
    if isinstance(node, tuple):
        for part in node:
            yield from _nodes(part)
    elif isinstance(node, NODES):
        yield node
        yield from _nodes(tuple(getattr(node, name) for name in fields_of(node)))


def _read_as(column: Column) -> tuple[object, ...]:
    """What decides on how rules read the cells of a column."""
    return column.type, column.derive, column.many, column.exact, column.dates


def _has(model: Model, home: Home) -> bool:
    return home[1] in (model.reference if home[0] == "reference" else model.tables)


def _table(ruleset: Ruleset, item: t.Item) -> DerivedTable | Spells | None:
    program = ruleset.program
    if isinstance(item, t.DerivedTable):
        return program.derived.get(item.name)
    return program.spells.get(item.name) if isinstance(item, t.Spells) else None


def _used(ruleset: Ruleset) -> dict[str, dict[str, t.Item]]:
    sources = {code: Source(rule, "") for code, rule in ruleset.trees.items()}
    found: dict[str, dict[str, t.Item]] = {code: {} for code in sources}
    for item, codes in uses(ruleset.items, sources).items():
        for code in codes:
            found[code][called(item)] = item
    return found


def _named(ruleset: Ruleset) -> dict[str, t.Codes | t.Parameter]:
    made: dict[str, t.Codes | t.Parameter] = {}
    for layered in ruleset.items:
        if isinstance(layered.item, t.Codes | t.Parameter):
            made[layered.item.name] = replace(layered.item, replaces=False)
    return made


def _bare(item: t.Item) -> t.Item:
    return replace(item, replaces=False)


def _names_in(nodes: list[t.Node]) -> set[str]:
    found: set[str] = set()
    for node in nodes:
        for each in t.walk(node):
            if isinstance(each, t.In) and isinstance(each.options, str):
                found.add(each.options)
            elif isinstance(each, t.Ref) and each.base is None and len(each.names) == 1:
                found.add(each.names[0])
    return found
