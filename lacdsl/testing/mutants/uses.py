"""Which rules use which definitions, directly or through others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lacdsl.semantics import LayeredItem
from lacdsl.semantics.families import Source
from lacdsl.syntax import tree as t

Shared = t.Define | t.DerivedTable | t.Spells


def uses(items: Sequence[LayeredItem], sources: Mapping[str, Source]) -> dict[Shared, list[str]]:
    """The defines, derived tables and spells that rules use, each with the codes of those rules.

    Goes by names alone: where a name means something else in a rule, the rule is there for nothing.
    """
    shared = [layered.item for layered in items if isinstance(layered.item, Shared)]
    names = {id(item): _names(item) - {item.name} for item in shared}
    by_name: dict[str, list[Shared]] = {}
    for item in shared:
        by_name.setdefault(item.name, []).append(item)
    found: dict[int, list[str]] = {id(item): [] for item in shared}
    for code, source in sources.items():
        for item in _reached(_names(source.rule.body), by_name, names):
            found[id(item)].append(code)
    return {item: found[id(item)] for item in shared if found[id(item)]}


def _reached(
    start: frozenset[str], by_name: Mapping[str, list[Shared]], names: Mapping[int, frozenset[str]]
) -> list[Shared]:
    reached: dict[int, Shared] = {}
    waiting = list(start)
    while waiting:
        for item in by_name.get(waiting.pop(), ()):
            if id(item) not in reached:
                reached[id(item)] = item
                waiting.extend(names[id(item)])
    return list(reached.values())


def _names(node: t.Node) -> frozenset[str]:
    found: set[str] = set()
    for each in t.walk(node):
        if isinstance(each, t.Ref):
            found.update(each.names)
        elif isinstance(each, t.TableRef):
            found.add(each.name)
    return frozenset(found)


def called(item: Shared) -> str:
    """What to call a shared definition."""
    if isinstance(item, t.Define):
        return f"define {item.table}.{item.name}"
    return f"{'table' if isinstance(item, t.DerivedTable) else 'spells'} {item.name}"
