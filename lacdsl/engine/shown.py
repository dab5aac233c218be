"""What is shown of cells, children and rows: texts as they were supplied, and messages."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lacdsl.engine.domain import Domain
from lacdsl.engine.evaluator import Evaluator
from lacdsl.engine.keys import key_columns
from lacdsl.engine.relation import Relation
from lacdsl.engine.values import cell
from lacdsl.engine.vectors import Index, Tri, Vec
from lacdsl.semantics import typed as s
from lacdsl.values import BLANK, OK, bracketed_once, cell_text, shortened, to_text, writable

Objects = NDArray[np.object_]


def objects(n: int) -> Objects:
    """An empty column for texts."""
    return np.empty(n, dtype=object)


def cell_texts(engine: Evaluator, table: str, years: NDArray[np.int8], rows: Index, column: str) -> Objects:
    """Cells as supplied, or as derived; None where there is nothing."""
    store = engine.store
    shown = objects(len(rows))
    for number, year in ((0, "this"), (1, "last")):
        chosen = np.flatnonzero(years == number)
        if not len(chosen):
            continue
        if table in store.model.reference:
            year = "reference"
        if store.has(year, table, column):
            raw = store.raw(year, table, column)
            codes, inverse = np.unique(raw.codes[rows[chosen]], return_inverse=True)
            distinct = objects(len(codes))
            distinct[:] = [_as_supplied(value) for value in raw.cells(codes)]
            shown[chosen] = distinct[inverse.reshape(-1)]
        elif year != "reference":
            relation = engine.relation(s.Rel("table", table, "this" if number == 0 else "last"))
            shown[chosen] = _value_texts(engine, relation.column(column).take(rows[chosen]))
    return shown


def _as_supplied(value: object) -> str | None:
    text = value if isinstance(value, str) else cell_text(value)
    if text is None:
        return None
    return text if text.isascii() else writable(text)


def _value_texts(engine: Evaluator, column: Vec) -> list[str | None]:
    flat = column.flat()
    cells = (cell(engine, flat, place) for place in range(len(flat)))
    return [to_text(value) if state == OK else None for state, value in cells]


def entities(engine: Evaluator, relation: Relation, rows: Index) -> Objects:
    """The key of the child that each row is about, as supplied; None without one."""
    root = engine.store.model.root
    shown = objects(len(rows))
    if relation is engine.world.single() or relation.rel.kind == "reference":
        return shown
    table = relation.table
    if table is None or not relation.source_table:
        groups = relation.group(root)[rows]
        known = np.flatnonzero(groups >= 0)
        shown[known] = engine.world.entity_names(groups[known])
        return shown
    columns = key_columns(engine.store.model, table.name, root)
    if columns:
        found = cell_texts(engine, relation.source_table, relation.year[rows], relation.row[rows], columns[0])
        shown[:] = [None if text is None else shortened(text.strip()) or None for text in found]
    return shown


def messages(engine: Evaluator, rule: s.Rule, domain: Domain) -> Objects:
    """The message of every failing row; the values in it as supplied."""
    made = objects(domain.size)
    if all(isinstance(part, str) for part in rule.message):
        made[:] = "".join(str(part) for part in rule.message) or rule.title
        return made
    columns: list[Any] = []
    for part in rule.message:
        columns.append([part] * domain.size if isinstance(part, str) else _part(engine, part, domain))
    made[:] = [bracketed_once("".join(parts)) for parts in zip(*columns, strict=True)]
    return made


def _part(engine: Evaluator, part: s.Expr, domain: Domain) -> list[str]:
    if isinstance(part, s.Col):
        relation, rows = engine.rower.rows(part.row, domain)
        if relation.source_table and rows is not None:
            there = rows >= 0
            found = rows[there]
            shown = objects(len(rows))
            shown[there] = cell_texts(
                engine, relation.source_table, relation.year[found], relation.row[found], part.name
            )
            return [BLANK if text is None else shortened(text.strip()) or BLANK for text in shown]
    value = engine._get(part, domain)
    if isinstance(value, Tri):
        return ["yes" if true else "no" for true in value.true]
    return [text or BLANK for text in _value_texts(engine, value)]
