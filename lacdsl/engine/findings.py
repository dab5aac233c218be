"""From failing rows to one table of the cells to show and the messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lacdsl.engine.cells import Cells, first_of_each, flagged_cells, own_cells, standing
from lacdsl.engine.domain import Domain
from lacdsl.engine.evaluator import Evaluator
from lacdsl.engine.relation import Relation
from lacdsl.engine.shown import Objects, cell_texts, entities, messages, objects
from lacdsl.engine.vectors import Index, narrow
from lacdsl.semantics import typed as s
from lacdsl.values import shortened, writable

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
ABOUT = ["table", "year", "row"]
_YEARS = ["this", "last", ""]


Texts: TypeAlias = pd.api.extensions.ExtensionArray
"""Texts that Arrow holds, as Python's own would take more memory for each."""


@dataclass(slots=True)
class Found:
    """The cells to show for one rule: for each the failing row that it belongs to, its flag, and where it stands.

    `flags` are the tables and columns; `entity` and `message` have a text for every failing row, and `about` says where
    it stands: table, year, row. `limit`: of the rows that a flag shows for a finding only so many are there, as all
    would be too many.
    """

    rule: s.Rule
    finding: Index
    flag: Index
    year: NDArray[np.int8]
    row: Index
    line: NDArray[np.float64]
    value: Objects
    flags: list[tuple[str, str]]
    entity: Texts
    message: Texts
    about: tuple[str, NDArray[np.int8], Index]
    limit: int | None = None


def rule_findings(
    engine: Evaluator, rule: s.Rule, population: Relation | None, failing: Index
) -> Found | None:
    """The cells of a rule's failing rows; `finding` counts from 0 within the rule. None when there are no cells.

    That can be only of the whole return: all else stands in a row that is there.
    """
    relation = engine.world.single() if population is None else population
    domain = Domain(relation, failing, relation, failing)
    flagged = [flagged_cells(engine, flag, domain) for flag in rule.flags]
    parts = [part for part in flagged if part is not None and len(part.owner)]
    bare = np.ones(domain.size, np.bool_)
    for part in parts:
        bare[part.owner] = False
    if bare.any():
        parts += own_cells(engine, relation, failing[bare], np.flatnonzero(bare))
    if not parts:
        return None
    keep = first_of_each(parts)
    return Found(
        rule,
        narrow(np.concatenate([part.owner for part in parts])[keep]),
        np.repeat(np.arange(len(parts), dtype=np.int32), [len(part.owner) for part in parts])[keep],
        np.concatenate([part.year for part in parts])[keep],
        narrow(np.concatenate([part.row for part in parts])[keep]),
        np.concatenate([_lines(engine, part) for part in parts])[keep],
        np.concatenate([_values(engine, part) for part in parts])[keep],
        [(part.table, part.column) for part in parts],
        _texts(entities(engine, relation, failing)),
        _texts(messages(engine, rule, domain)),
        standing(relation, failing),
        min((part.limit for part in parts if part.limit is not None), default=None),
    )


def _values(engine: Evaluator, part: Cells) -> Objects:
    return cell_texts(engine, part.table, part.year, part.row, part.column)


def _lines(engine: Evaluator, part: Cells) -> NDArray[np.float64]:
    data = engine.store.data
    found = np.full(len(part.owner), np.nan)
    for number, lines, cells in (
        (0, data.lines, data.cell_lines),
        (1, data.last_lines, data.last_cell_lines),
    ):
        known = cells.get(part.table, {}).get(part.column, lines.get(part.table))
        if known is not None:
            chosen = part.year == number
            found[chosen] = np.asarray(known)[part.row[chosen]]
    return found


def findings_frame(found: Sequence[Found]) -> pd.DataFrame:
    """The findings of all rules as one table with COLUMNS, numbered from 0; a finding without cells has no row.

    Texts are of the type "str", but for `value`, which holds objects: a text, or None.
    """
    sizes = [len(each.finding) for each in found]
    of_rule = np.repeat(np.arange(len(found)), sizes)
    numbers = _shifted([each.finding for each in found], [int(each.finding[-1]) + 1 for each in found])
    flags = _shifted([each.flag for each in found], [len(each.flags) for each in found])
    names = [flag for each in found for flag in each.flags]
    line = _joined([each.line for each in found], np.float64)
    columns: dict[str, Any] = {
        "finding": numbers,
        "rule": _texts([each.rule.code for each in found]).take(of_rule),
        "severity": _texts([each.rule.severity for each in found]).take(of_rule),
        "table": _texts([table for table, _ in names]).take(flags),
        "year": _texts(_YEARS).take(_joined([each.year for each in found], np.int64)),
        "row": _joined([each.row for each in found], np.int64),
        "line": pd.arrays.IntegerArray(np.nan_to_num(line).astype(np.int64), np.isnan(line)),
        "column": _texts([column for _, column in names]).take(flags),
        "value": pd.Series(_joined([each.value for each in found], object), dtype=object),
        "entity": _below([each.entity.take(each.finding) for each in found]),
        "message": _below([each.message.take(each.finding) for each in found]),
    }
    return pd.DataFrame({name: columns[name] for name in COLUMNS}, copy=False)


def about_frame(found: Sequence[Found]) -> pd.DataFrame:
    """For every finding, in the order of their numbers, where the row stands that it is about: ABOUT.

    Of a spell that is its first row; a finding about a child or the return as a whole has "", "" and -1.
    """
    sizes = [int(each.finding[-1]) + 1 for each in found]
    tables = list(dict.fromkeys(each.about[0] for each in found))
    years = [each.about[1][:size] for each, size in zip(found, sizes, strict=True)]
    rows = [each.about[2][:size] for each, size in zip(found, sizes, strict=True)]
    table = np.repeat([tables.index(each.about[0]) for each in found], sizes).astype(np.int64)
    return pd.DataFrame(
        {
            "table": _texts(tables).take(table),
            "year": _texts(_YEARS).take(_joined(years, np.int64)),
            "row": _joined(rows, np.int64),
        }
    )


def _joined(parts: list[Any], kind: Any) -> Any:
    return np.concatenate([*parts, np.zeros(0, kind)]).astype(kind, copy=False)


def _below(parts: list[Texts]) -> Any:
    """Texts one below the other."""
    return pd.concat([pd.Series(part) for part in parts]).array if parts else _texts([])


def _shifted(parts: list[Index], sizes: list[int]) -> Index:
    """Numbers that count from 0 within each part, counting on from part to part."""
    starts: Index = np.cumsum([0, *sizes])[: len(sizes)]
    found: Index = _joined([part + start for part, start in zip(parts, starts, strict=True)], np.int64)
    return found


def _texts(texts: Sequence[str | None] | Objects) -> Any:
    made = objects(len(texts))
    made[:] = [text if text is None else shortened(text) for text in texts]
    try:
        return pd.array(made, dtype="str")
    except UnicodeEncodeError:
        made[:] = [writable(text) if isinstance(text, str) else text for text in made]
        return pd.array(made, dtype="str")
