"""From failing rows to the cells to show and the messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lacdsl.engine import quantify
from lacdsl.engine.domain import Domain
from lacdsl.engine.evaluator import Evaluator
from lacdsl.engine.keys import key_columns
from lacdsl.engine.relation import Relation
from lacdsl.engine.values import cell
from lacdsl.engine.vectors import Index, Tri
from lacdsl.semantics import typed as s
from lacdsl.values import OK, cell_text, to_text

COLUMNS = [
    "finding",
    "rule",
    "severity",
    "table",
    "year",
    "row",
    "line",
    "column",
    "value",
    "entity",
    "message",
]
BLANK = "(blank)"
_YEARS = np.array(["this", "last", ""], dtype=object)

Objects = NDArray[np.object_]


@dataclass(slots=True)
class _Cells:
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


@dataclass(slots=True)
class Found:
    """The cells to show for one rule, an array for every column of the findings.

    `limit`: of the rows that a flag shows for a finding only so many are there, as all would be too many.
    """

    rule: s.Rule
    finding: Index
    row: Index
    table: Objects
    year: Objects
    line: NDArray[Any]
    column: Objects
    value: Objects
    entity: Objects
    message: Objects
    limit: int | None = None

    @property
    def size(self) -> int:
        """The number of findings."""
        return int(self.finding.max(initial=-1)) + 1


def rule_findings(engine: Evaluator, rule: s.Rule, population: Relation | None, failing: Index) -> Found:
    """The cells of a rule's failing rows; `finding` counts from 0 within the rule."""
    relation = engine.world.single() if population is None else population
    domain = Domain(relation, failing, relation, failing)
    parts = [part for flag in rule.flags for part in _cells(engine, flag, domain) if len(part.owner)]
    if not parts:
        return Found(rule, *(np.zeros(0, np.int64),) * 2, *(_objects(0),) * 7)
    owner = np.concatenate([part.owner for part in parts])
    keep = _first_of_each(parts, owner)
    shown = owner[keep]
    return Found(
        rule,
        shown,
        np.concatenate([part.row for part in parts])[keep],
        _repeated([part.table for part in parts], parts)[keep],
        _YEARS[np.concatenate([part.year for part in parts])][keep],
        np.concatenate([_lines(engine, part) for part in parts])[keep],
        _repeated([part.column for part in parts], parts)[keep],
        np.concatenate([_values(engine, part) for part in parts])[keep],
        _entities(engine, relation, failing)[shown],
        _messages(engine, rule, domain)[shown],
        min((part.limit for part in parts if part.limit is not None), default=None),
    )


def findings_frame(found: Sequence[Found]) -> pd.DataFrame:
    """The findings of all rules as one table with COLUMNS, numbered from 0; a finding without cells has no row."""
    start, numbers = 0, []
    for each in found:
        numbers.append(each.finding + start)
        start += each.size
    columns: dict[str, Any] = {
        "finding": np.concatenate([*numbers, np.zeros(0, np.int64)]),
        "rule": _constants([each.rule.code for each in found], found),
        "severity": _constants([each.rule.severity for each in found], found),
    }
    for name in ("table", "year", "row", "line", "column", "value", "entity", "message"):
        columns[name] = np.concatenate([*(getattr(each, name) for each in found), _objects(0)])
    frame = pd.DataFrame({name: pd.Series(columns[name], dtype=object) for name in COLUMNS})
    frame["line"] = pd.to_numeric(frame["line"]).astype("Int64")
    return frame.astype({"finding": "int64", "row": "int64"})


def _constants(texts: list[str], found: Sequence[Found]) -> Objects:
    made = _objects(len(texts))
    made[:] = texts
    return np.repeat(made, [len(each.finding) for each in found])


def _first_of_each(parts: list[_Cells], owner: Index) -> Index:
    """Positions of the cells in the order of finding and flag, a cell that is flagged twice once."""
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


def _objects(n: int) -> Objects:
    return np.empty(n, dtype=object)


def _repeated(labels: list[str], parts: list[_Cells]) -> Objects:
    sizes = [len(part.owner) for part in parts]
    made = _objects(len(labels))
    made[:] = labels
    return np.repeat(made, sizes)


def _cells(engine: Evaluator, flag: s.Flag, domain: Domain) -> list[_Cells]:
    limit = None
    if isinstance(flag.target, s.Rows):
        chosen = quantify.rows_of(engine, flag.target, domain)
        relation, owner, rows, limit = chosen.target, chosen.outer, chosen.inner, chosen.limit
    else:
        relation, found = engine.rower.rows(flag.target, domain)
        rows = np.arange(domain.size) if found is None else found
        owner = np.flatnonzero(rows >= 0)
        rows = rows[owner]
    if relation.rel.kind == "spells":
        return _spell_cells(engine, flag, relation, owner, rows)
    if relation.rel.kind in ("entity", "reference") or not relation.source_table:
        return []
    single, table = not isinstance(flag.target, s.Rows), relation.source_table
    return [_Cells(owner, table, relation.year[rows], relation.row[rows], flag.column, single, limit)]


def _spell_cells(
    engine: Evaluator, flag: s.Flag, relation: Relation, owner: Index, rows: Index
) -> list[_Cells]:
    """A spell's column that is simply a column of its first or last row is shown there."""
    item = engine.graph.spells[relation.rel.name]
    for column in item.columns:
        if column.name != flag.column or column.which not in ("first", "last"):
            continue
        source, value = relation.base, column.value
        edge = relation.first_rows if column.which == "first" else relation.last_rows
        if isinstance(value, s.OrElse):
            value = value.value
        if source is None or edge is None or not isinstance(value, s.Col):
            continue
        at = edge[rows]
        return [_Cells(owner, source.source_table, source.year[at], source.row[at], value.name)]
    return []


def _lines(engine: Evaluator, part: _Cells) -> NDArray[np.float64]:
    data = engine.store.data
    found = np.full(len(part.owner), np.nan)
    for number, lines in ((0, data.lines), (1, data.last_lines)):
        known = lines.get(part.table)
        if known is not None:
            chosen = part.year == number
            found[chosen] = np.asarray(known)[part.row[chosen]]
    return found


def _values(engine: Evaluator, part: _Cells) -> Objects:
    return _shown(engine, part.table, part.year, part.row, part.column)


def _shown(engine: Evaluator, table: str, years: NDArray[np.int8], rows: Index, column: str) -> Objects:
    """Cells as supplied, or as derived; None where there is nothing."""
    store = engine.store
    shown = _objects(len(rows))
    for number, year in ((0, "this"), (1, "last")):
        chosen = np.flatnonzero(years == number)
        if not len(chosen):
            continue
        if table in store.model.reference:
            year = "reference"
        if store.has(year, table, column):
            raw = store.raw(year, table, column)
            values = raw.values
            codes = raw.codes[rows[chosen]].tolist()
            shown[chosen] = [_as_supplied(values[code]) if code >= 0 else None for code in codes]
        elif year != "reference":
            relation = engine.relation(s.Rel("table", table, "this" if number == 0 else "last"))
            vec = relation.column(column).take(rows[chosen]).flat()
            shown[chosen] = [_text(engine, vec, place) for place in range(len(chosen))]
    return shown


def _as_supplied(value: object) -> object:
    return value if isinstance(value, str) else cell_text(value)


def _text(engine: Evaluator, vec: Any, place: int) -> str | None:
    state, value = cell(engine, vec, place)
    return to_text(value) if state == OK else None


def _entities(engine: Evaluator, relation: Relation, failing: Index) -> Objects:
    model = engine.store.model
    if relation is engine.world.single():
        return _objects(len(failing))
    if relation.rel.kind == "entity":
        names = engine.world.entity_names()
        return names[failing]
    if relation.table is None or relation.table.name not in model.tables or not relation.source_table:
        return _objects(len(failing))
    columns = key_columns(model, relation.table.name, model.root)
    if not columns:
        return _objects(len(failing))
    shown = _shown(engine, relation.source_table, relation.year[failing], relation.row[failing], columns[0])
    made = _objects(len(shown))
    made[:] = [value.strip() if isinstance(value, str) else value for value in shown]
    return made


def _messages(engine: Evaluator, rule: s.Rule, domain: Domain) -> Objects:
    """The message of every failing row; the values in it as supplied."""
    made = _objects(domain.size)
    if all(isinstance(part, str) for part in rule.message):
        made[:] = "".join(str(part) for part in rule.message) or rule.title
        return made
    columns: list[Any] = []
    for part in rule.message:
        columns.append([part] * domain.size if isinstance(part, str) else _part(engine, part, domain))
    made[:] = ["".join(parts) for parts in zip(*columns, strict=True)]
    return made


def _part(engine: Evaluator, part: s.Expr, domain: Domain) -> list[str]:
    if isinstance(part, s.Col):
        relation, rows = engine.rower.rows(part.row, domain)
        if relation.source_table and rows is not None:
            there = rows >= 0
            shown = _objects(len(rows))
            shown[there] = _shown(
                engine,
                relation.source_table,
                relation.year[rows[there]],
                relation.row[rows[there]],
                part.name,
            )
            return [str(value).strip() or BLANK if value is not None else BLANK for value in shown]
    found = engine._get(part, domain)
    if isinstance(found, Tri):
        return ["yes" if true else "no" for true in found.true]
    flat = found.flat()
    return [_text(engine, flat, place) or BLANK for place in range(domain.size)]
