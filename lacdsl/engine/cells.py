"""Which cells a rule points at for the rows that fail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lacdsl.engine import quantify
from lacdsl.engine.domain import Domain
from lacdsl.engine.evaluator import Evaluator
from lacdsl.engine.relation import Relation
from lacdsl.engine.vectors import Index
from lacdsl.semantics import typed as s

_YEARS: tuple[s.Year, ...] = ("this", "last")


@dataclass(slots=True)
class Cells:
    """Cells of one flag: which failing row each belongs to, where it stands.

    `distinct`: none twice for a row. `limit`: the most that a row has, as all would be too many.
    """

    owner: Index
    table: str
    year: NDArray[np.int8]
    row: Index
    column: str
    distinct: bool = True
    limit: int | None = None


def flagged_cells(engine: Evaluator, flag: s.Flag, domain: Domain) -> Cells | None:
    """The cells of a flag for every position of a domain; None when it points at nothing in the tables."""
    limit = None
    if isinstance(flag.target, s.Rows):
        chosen = quantify.rows_of(engine, flag.target, domain)
        relation, owner, rows, limit = chosen.target, chosen.outer, chosen.inner, chosen.limit
    else:
        relation, found = engine.rower.rows(flag.target, domain)
        rows = np.arange(domain.size) if found is None else found
        owner = np.flatnonzero(rows >= 0)
        rows = rows[owner]
    column = flag.column
    if relation.rel.kind == "spells":
        edge = _edge_of_spells(engine, flag, relation)
        if edge is None:
            return None
        relation, column, rows = edge[0], edge[1], edge[2][rows]
    if relation.rel.kind in ("entity", "reference") or not relation.source_table:
        return None
    single, table = not isinstance(flag.target, s.Rows), relation.source_table
    return Cells(owner, table, relation.year[rows], relation.row[rows], column, single, limit)


def standing(population: Relation, rows: Index) -> tuple[str, NDArray[np.int8], Index]:
    """Where rows stand: table, years (0 this, 1 last) and positions. Of spells that is the first row of each.

    Children and the whole return stand in no table: "", and -1.
    """
    base, first_rows = population.base, population.first_rows
    if base is not None and first_rows is not None:
        population, rows = base, first_rows[rows]
    if population.rel.kind == "entity" or not population.source_table:
        return "", np.full(len(rows), -1, np.int8), np.full(len(rows), -1, np.int64)
    return population.source_table, population.year[rows], population.row[rows]


def own_cells(engine: Evaluator, population: Relation, rows: Index, owner: Index) -> list[Cells]:
    """For rows of which no flagged cell is there, the cells by which they are known; `owner` are their positions.

    Of a spell that of its first row; of a child that of its first row in the first table that has one, this year's tables
    before last year's; of the return that of this year's header, where it has one.
    """
    model = engine.store.model
    table, years, places = standing(population, rows)
    if table:
        return [Cells(owner, table, years, places, model.known_by(model.tables[table]))]
    of_return = population is engine.world.single()
    level = "" if of_return else model.root
    keys, found = population.group(level)[rows], []
    for rel in _tables_of(engine, of_return):
        target = engine.relation(rel)
        first = engine.world.first(target, level)[keys]
        there = first >= 0
        places = first[there]
        if len(places):
            column = model.known_by(model.tables[rel.name])
            found.append(Cells(owner[there], rel.name, target.year[places], target.row[places], column))
            owner, keys = owner[~there], keys[~there]
        if not len(owner):
            break
    return found


def _tables_of(engine: Evaluator, of_return: bool) -> Iterator[s.Rel]:
    """The tables that have rows: those of children in both years, or this year's that have one row for the return."""
    for year in _YEARS[:1] if of_return else _YEARS:
        for table in engine.store.model.tables.values():
            if table.per_return == of_return and not table.added_by and engine.store.height(year, table.name):
                yield s.Rel("table", table.name, year)


def _edge_of_spells(engine: Evaluator, flag: s.Flag, spells: Relation) -> tuple[Relation, str, Index] | None:
    """A spell's column that is simply a column of its first or last row: the source, that column, those rows."""
    item = engine.graph.spells[spells.rel.name]
    for column in item.columns:
        if column.name != flag.column or column.which not in ("first", "last"):
            continue
        value = column.value.value if isinstance(column.value, s.OrElse) else column.value
        edge = spells.first_rows if column.which == "first" else spells.last_rows
        if spells.base is not None and edge is not None and isinstance(value, s.Col):
            return spells.base, value.name, edge
    return None


def first_of_each(parts: list[Cells]) -> Index:
    """Positions of the cells in the order of row and flag, a cell that is flagged twice once."""
    owner = np.concatenate([part.owner for part in parts])
    order = np.repeat(np.arange(len(parts)), [len(part.owner) for part in parts])
    labels: dict[tuple[str, str], int] = {}
    numbers = [labels.setdefault((part.table, part.column), len(labels)) for part in parts]
    sequence = np.lexsort([order, owner])
    if len(parts) == 1 or (len(labels) == len(parts) and all(part.distinct for part in parts)):
        return sequence
    label = np.repeat(np.array(numbers), [len(part.owner) for part in parts])
    year = np.concatenate([part.year for part in parts])
    row = np.concatenate([part.row for part in parts])
    alike = np.lexsort([order, row, year, label, owner])
    first = np.ones(len(alike), np.bool_)
    if len(alike) > 1:
        a, b = alike[1:], alike[:-1]
        first[1:] = ~(
            (owner[a] == owner[b]) & (label[a] == label[b]) & (year[a] == year[b]) & (row[a] == row[b])
        )
    kept = np.zeros(len(alike), np.bool_)
    kept[alike[first]] = True
    return sequence[kept[sequence]]
