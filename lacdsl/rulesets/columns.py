"""What a rule uses that stands in no file of the return: columns the model works out, reference tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from lacdsl.semantics import typed


def derived_columns(rule: typed.Rule, program: typed.Program) -> tuple[tuple[str, str], ...]:
    """(table, column) of every derived column of the model that `rule` reads, also through tables and spells."""
    tables = program.model.tables
    found: set[tuple[str, str]] = set()
    for node in _nodes(rule, program):
        column = node.name if isinstance(node, typed.Col) else getattr(node, "column", None)
        rel = getattr(node, "rel", None)
        if not isinstance(column, str) or not isinstance(rel, typed.Rel):
            continue
        rel = _source(rel, program)
        if rel.kind == "table" and rel.name in tables and column in tables[rel.name].derived:
            found.add((rel.name, column))
    return tuple(sorted(found))


def reference_tables(rule: typed.Rule, program: typed.Program) -> tuple[str, ...]:
    """The reference tables that `rule` names itself, rather than through a derived column."""
    nodes = _nodes(rule, program)
    return tuple(
        sorted({node.name for node in nodes if isinstance(node, typed.Rel) and node.kind == "reference"})
    )


def _nodes(rule: typed.Rule, program: typed.Program) -> Iterator[Any]:
    """Every node of a rule, and of the tables and spells that it uses, once."""
    waiting: list[Any] = [rule]
    seen: set[int] = set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, tuple):
            waiting.extend(node)
        elif is_dataclass(node) and id(node) not in seen:
            seen.add(id(node))
            yield node
            waiting.extend(getattr(node, part.name) for part in fields(node))
            if isinstance(node, typed.Rel):
                waiting.append(program.derived.get(node.name) if node.kind == "derived" else None)
                waiting.append(program.spells.get(node.name) if node.kind == "spells" else None)


def _source(rel: typed.Rel, program: typed.Program) -> typed.Rel:
    """A derived table has the columns of its source."""
    while rel.kind == "derived" and rel.name in program.derived:
        rel = program.derived[rel.name].source
    return rel
