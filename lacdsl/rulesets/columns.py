"""What a rule uses that stands in no file of the return: columns the model works out, reference tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from lacdsl.semantics import typed


def columns_and_tables(
    rule: typed.Rule, program: typed.Program
) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """What `rule` reads, also through tables and spells: derived columns of the model (table, column), reference tables.

    Reference tables are those that it names itself, rather than through a derived column.
    """
    tables = program.model.tables
    columns: set[tuple[str, str]] = set()
    references: set[str] = set()
    for node in _nodes(rule, program):
        if isinstance(node, typed.Rel):
            if node.kind == "reference":
                references.add(node.name)
            continue
        column = node.name if isinstance(node, typed.Col) else getattr(node, "column", None)
        rel = getattr(node, "rel", None)
        if not isinstance(column, str) or not isinstance(rel, typed.Rel):
            continue
        rel = _source(rel, program)
        if rel.kind == "table" and rel.name in tables and column in tables[rel.name].derived:
            columns.add((rel.name, column))
    return tuple(sorted(columns)), tuple(sorted(references))


def _nodes(rule: typed.Rule, program: typed.Program) -> Iterator[Any]:
    """Every node of a rule, and of the tables and spells that it uses, once."""
    waiting: list[Any] = [rule]
    seen: set[int] = set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, tuple):
            waiting.extend(node)
            continue
        kind: Any = type(node)
        names = _names(kind)
        if not names or id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        waiting.extend(getattr(node, name) for name in names)
        if isinstance(node, typed.Rel):
            waiting.append(program.derived.get(node.name) if node.kind == "derived" else None)
            waiting.append(program.spells.get(node.name) if node.kind == "spells" else None)


@cache
def _names(kind: Any) -> tuple[str, ...]:
    """The fields of a class of nodes; none for anything else."""
    return tuple(part.name for part in fields(kind)) if is_dataclass(kind) else ()


def _source(rel: typed.Rel, program: typed.Program) -> typed.Rel:
    """A derived table has the columns of its source."""
    while rel.kind == "derived" and rel.name in program.derived:
        rel = program.derived[rel.name].source
    return rel
