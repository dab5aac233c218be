"""What each finding is about, and its key, by which it is known again when rows have moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import pandas as pd

from lacdsl.model import Model
from lacdsl.report.result import Report
from lacdsl.report.workers import numbered
from lacdsl.values import cell_text, fold, shortened

RowKey = dict[str, str | None]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class About:
    """What a finding is about: a row (table, year and position; of a spell its first), or None, and the key.

    The key is that of the row as rules compare it. What is about a child as a whole has the child's alone, and what is
    about the return has none. None where that is not known.
    """

    row: Row | None
    key: RowKey | None


def abouts(report: Report) -> Iterator[About]:
    """What every finding is about, whichever cells it shows: these may be others when the rest of the return changes."""
    starts = report.findings.drop_duplicates("finding")
    model = getattr(report.ruleset, "model", None)
    if report.about is None or not isinstance(model, Model):
        yield from repeat(About(None, None), len(starts))
        return
    rows = report.about.iloc[starts["finding"].to_numpy()]
    tables, years, places = (rows[name].tolist() for name in ("table", "year", "row"))
    keys = _keys_of(report, model, rows)
    of_child = {code for code, rule in getattr(report.ruleset, "rules", {}).items() if rule.of_child}
    child = model.tables[model.root].key[0]
    for number, (code, entity) in enumerate(_pairs(starts, "rule", "entity")):
        if tables[number]:
            row = {"table": tables[number], "year": years[number], "row": places[number]}
            yield About(row, keys[number])
        elif code in of_child:
            yield About(None, None if entity is None else {child: shortened(fold(entity))})
        else:
            yield About(None, {})


def _pairs(frame: pd.DataFrame, *names: str) -> Iterator[tuple[Any, ...]]:
    columns = (frame[name].astype(object) for name in names)
    return zip(*(column.where(column.notna(), None).tolist() for column in columns), strict=True)


def _keys_of(report: Report, model: Model, about: pd.DataFrame) -> list[RowKey | None]:
    """The key of every row, None where there is none."""
    found: list[RowKey | None] = [None] * len(about)
    for place, frame in report.tables.items():
        table = model.tables.get(place[1])
        here = np.flatnonzero((about["year"] == place[0]) & (about["table"] == place[1]))
        rows = about["row"].to_numpy()[here]
        fits = (rows >= 0) & (rows < len(frame))
        names = [name for name in table.key if name in frame.columns] if table is not None else []
        if not names or not len(here):
            continue
        readings = report.readings.get(place, {})
        columns = [_texts(_first(frame[name]).iloc[rows[fits]], readings.get(name, {})) for name in names]
        for number, values in zip(here[fits].tolist(), zip(*columns, strict=True), strict=True):
            found[number] = dict(zip(names, values, strict=True))
    return found


def _first(held: pd.Series[Any] | pd.DataFrame) -> pd.Series[Any]:
    return held.iloc[:, 0] if isinstance(held, pd.DataFrame) else held


def _texts(column: pd.Series[Any], readings: Any) -> list[str | None]:
    codes, distinct = numbered(column)
    read = [readings.get(value, value) if isinstance(value, str) else value for value in distinct]
    texts = [cell_text(value) for value in read]
    known = [None if text is None else shortened(fold(text)) for text in texts] + [None]
    return [known[code] for code in codes]
