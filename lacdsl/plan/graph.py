"""One graph of distinct nodes for all rules that are run together.

Nodes are the typed trees themselves, made canonical: two expressions that say the same are one object, whatever rule they
stand in. The engine keeps the value of a node until the last rule that needs it has run.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from lacdsl.plan.parts import NODES, fields_of, key_of, rebuilt
from lacdsl.plan.passes import simplify
from lacdsl.semantics.typed import (
    Aggregate,
    At,
    DerivedTable,
    Flag,
    Here,
    Program,
    Rel,
    Rows,
    Rule,
    SpellColumn,
    Spells,
    This,
    Unique,
    Via,
    Year,
)


@dataclass(slots=True)
class Graph:
    """The distinct nodes of a selection of rules.

    `order` has the places of the rules as they are best run. Run so, `last_use` tells for a node (by id) the place of the
    last rule that reaches it, `last_named` the same for tables and what is made of them. `reads_this` and `reads_here` hold
    the ids of nodes whose value depends on the rows This and Here.
    """

    rules: list[Rule] = field(default_factory=list)
    order: list[int] = field(default_factory=list)
    derived: dict[str, DerivedTable] = field(default_factory=dict)
    spells: dict[str, Spells] = field(default_factory=dict)
    nodes: dict[int, Any] = field(default_factory=dict)
    last_use: dict[int, int] = field(default_factory=dict)
    last_named: dict[Rel, int] = field(default_factory=dict)
    reads_this: set[int] = field(default_factory=set)
    reads_here: set[int] = field(default_factory=set)

    def uses_this(self, node: object) -> bool:
        """The value of `node` depends on the row This."""
        return id(node) in self.reads_this

    def by_last_use(self) -> dict[int, tuple[set[int], list[Rel]]]:
        """For the place of a rule the nodes (by id) and the relations that no later rule needs."""
        dying: dict[int, tuple[set[int], list[Rel]]] = {}
        for node, place in self.last_use.items():
            dying.setdefault(place, (set(), []))[0].add(node)
        for rel, place in self.last_named.items():
            dying[place][1].append(rel)
        return dying

    def uses_here(self, node: object) -> bool:
        """The value of `node` depends on the row Here."""
        return id(node) in self.reads_here


def build_graph(program: Program, codes: Iterable[str]) -> Graph:
    """The graph of the rules with these codes, in this order."""
    graph = Graph()
    interner = _Interner(graph)
    for item in program.derived.values():
        graph.derived[item.name] = replace(
            item, where=interner.take(item.where), preferring=interner.take(item.preferring)
        )
    for spells in program.spells.values():
        graph.spells[spells.name] = replace(
            spells,
            where=interner.take(spells.where),
            together=interner.take(spells.together),
            columns=tuple(_spell_column(column, interner) for column in spells.columns),
        )
    for code in codes:
        rule = program.rules[code]
        graph.rules.append(
            replace(
                rule,
                where=interner.take(rule.where),
                must=interner.take(rule.must),
                flags=tuple(
                    Flag(interner.canonical(flag.target), flag.rel, flag.column) for flag in rule.flags
                ),
                message=tuple(
                    part if isinstance(part, str) else interner.take(part) for part in rule.message
                ),
            )
        )
    reached = [_reached(rule, graph) for rule in graph.rules]
    # Tables of both years are the largest: they are made first, and let go of before the others fill the memory.
    graph.order = sorted(range(len(reached)), key=lambda place: not reached[place].of_both_years())
    for place in graph.order:
        graph.last_use |= dict.fromkeys(reached[place].nodes, place)
        graph.last_named |= dict.fromkeys(reached[place].relations, place)
    return graph


def _spell_column(column: SpellColumn, interner: _Interner) -> SpellColumn:
    return replace(column, value=interner.take(column.value))


def _roots(rule: Rule) -> list[Any]:
    roots: list[Any] = [rule.population, rule.where, rule.must]
    for flag in rule.flags:
        roots.extend((flag.target, flag.rel))
    roots.extend(part for part in rule.message if not isinstance(part, str))
    return roots


@dataclass(slots=True)
class _Reached:
    """What a rule needs: nodes (by id), and relations, whether or not they may be missing."""

    nodes: set[int] = field(default_factory=set)
    relations: set[Rel] = field(default_factory=set)

    def of_both_years(self) -> bool:
        return any(rel.year == "either" for rel in self.relations)


def _reached(rule: Rule, graph: Graph) -> _Reached:
    found = _Reached()
    stack = _roots(rule)
    while stack:
        value = stack.pop()
        if isinstance(value, tuple):
            stack.extend(value)
        elif isinstance(value, NODES) and id(value) not in found.nodes:
            found.nodes.add(id(value))
            stack.extend(getattr(value, name) for name in fields_of(value))
            if isinstance(value, Rel):
                years: tuple[Year, ...] = (
                    ("either", "this", "last") if value.year == "either" else (value.year,)
                )
                found.relations |= {replace(value, year=year, optional=False) for year in years}
                stack.extend(_made_of(value, graph))
    return found


def _made_of(rel: Rel, graph: Graph) -> list[Any]:
    if rel.kind == "derived":
        item = graph.derived[rel.name]
        return [item.source, item.where, item.preferring]
    if rel.kind == "spells":
        spells = graph.spells[rel.name]
        values = (column.value for column in spells.columns)
        return [spells.source, spells.where, spells.together, *values]
    return []


class _Interner:
    """Makes equal nodes one object."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.known: dict[tuple[Any, ...], Any] = {}
        self.seen: dict[int, tuple[Any, Any]] = {}

    def take(self, expr: Any) -> Any:
        """The canonical form of an expression; None stays None."""
        return None if expr is None else self.canonical(expr)

    def canonical(self, value: Any) -> Any:
        """The one object for everything that says the same as `value`."""
        if isinstance(value, tuple):
            made = tuple(self.canonical(part) for part in value)
            return value if all(a is b for a, b in zip(made, value, strict=True)) else made
        if not isinstance(value, NODES):
            return value
        before = self.seen.get(id(value))
        if before is not None:
            return before[1]
        own = [getattr(value, name) for name in fields_of(value)]
        parts = [self.canonical(part) for part in own]
        same = all(a is b for a, b in zip(own, parts, strict=True))
        simple = simplify(value if same else rebuilt(value, parts))
        if type(simple) is type(value) and fields_of(simple):
            parts = [self.canonical(getattr(simple, name)) for name in fields_of(simple)]
            made = self._known(simple, parts)
        else:
            made = self.canonical(simple) if simple is not value else self._known(value, parts)
        self.seen[id(value)] = (value, made)
        return made

    def _known(self, node: Any, parts: list[Any]) -> Any:
        key = (type(node), *(key_of(part) for part in parts))
        made = self.known.get(key)
        if made is None:
            same = all(getattr(node, name) is part for name, part in zip(fields_of(node), parts, strict=True))
            made = self.known[key] = node if same else rebuilt(node, parts)
            self.seen[id(made)] = (made, made)
            self._describe(made)
        return made

    def _describe(self, node: Any) -> None:
        graph = self.graph
        graph.nodes[id(node)] = node
        this, here = _reads(node, graph)
        if this:
            graph.reads_this.add(id(node))
        if here:
            graph.reads_here.add(id(node))


def _reads(node: Any, graph: Graph) -> tuple[bool, bool]:
    """Whether the value of a canonical node depends on This, on Here."""
    if isinstance(node, Here):
        return False, True
    if isinstance(node, This):
        return True, False
    if isinstance(node, Rel):
        return False, False
    if isinstance(node, At | Via):
        return _either([node.base], graph)
    if isinstance(node, Rows):
        outside = [node.base, *(right for _, right in node.equal)]
        this, here = _either(outside, graph)
        inside = [left for left, _ in node.equal]
        if node.where is not None:
            inside.append(node.where)
        return this or _either(inside, graph)[0], here
    if isinstance(node, Aggregate):
        this, here = _either([node.rows], graph)
        return this or (node.value is not None and graph.uses_this(node.value)), here
    this, here = _either([getattr(node, name) for name in fields_of(node)], graph)
    return this, here or isinstance(node, Unique)


def _either(parts: list[Any], graph: Graph) -> tuple[bool, bool]:
    this = here = False
    for part in parts:
        if isinstance(part, tuple):
            inner = _either(list(part), graph)
            this, here = this or inner[0], here or inner[1]
        elif isinstance(part, NODES):
            this, here = this or graph.uses_this(part), here or graph.uses_here(part)
    return this, here
