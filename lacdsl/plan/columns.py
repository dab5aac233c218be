"""The columns that rules read, so that they can be prepared together."""

from __future__ import annotations

from collections.abc import Iterator

from lacdsl.model import Model
from lacdsl.plan.graph import Graph
from lacdsl.semantics.typed import Col, Rel

Place = tuple[str, str, str]
"""Year (this, last, reference), table, column."""


def columns_read(graph: Graph, model: Model) -> list[Place]:
    """The columns of all keys, then those that the graph names and those of the orders of tables; each once."""
    found: dict[Place, None] = {}
    for year in ("this", "last"):
        for declared in model.tables.values():
            found |= {(year, declared.name, name): None for name in (*declared.key, *declared.parent_key)}
    for node in graph.nodes.values():
        if isinstance(node, Col):
            for year, table in _tables(node.rel, graph):
                order = () if year == "reference" else model.tables[table].order
                found |= {(year, table, name): None for name in (node.name, *order)}
    return list(found)


def _tables(rel: Rel, graph: Graph) -> Iterator[tuple[str, str]]:
    while rel.kind == "derived":
        rel = graph.derived[rel.name].source
    if rel.kind == "reference":
        yield "reference", rel.name
    elif rel.kind == "table":
        yield from ((year, rel.name) for year in (("this", "last") if rel.year == "either" else (rel.year,)))
