"""The key of the row that each finding is about, by which it is known again when rows have moved."""

from __future__ import annotations

from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

from lacdsl.model import Model
from lacdsl.report.result import Report
from lacdsl.report.workers import numbered
from lacdsl.values import cell_text, fold, shortened

RowKey = dict[str, str | None]


def row_keys(report: Report) -> list[RowKey | None]:
    """For every finding the key of the row of its first cell, as rules compare it; None where that is not known.

    A finding about a child as a whole has the child's key alone. One about several rows at once, a period of care say,
    has the smallest key of the rows of its first flag. So the order of rows does not matter.
    """
    findings = report.findings
    places = np.flatnonzero(~findings["finding"].duplicated().to_numpy())
    starts = findings.iloc[places]
    model = getattr(report.ruleset, "model", None)
    if not isinstance(model, Model):
        return [None] * len(starts)
    found = _keys_of(report, model, starts)
    rules = {
        code: rule
        for code, rule in getattr(report.ruleset, "rules", {}).items()
        if rule.of_child or rule.table not in model.tables
    }
    if not rules:
        return found
    key = model.tables[model.root].key[0]
    children = starts["entity"].astype(object).where(starts["entity"].notna(), None).tolist()
    spread = []
    for number, code in enumerate(starts["rule"].tolist()):
        if code in rules and rules[code].of_child and children[number] is not None:
            found[number] = {key: shortened(fold(children[number]))}
        elif code in rules:
            spread.append(number)
    bounds = [*places.tolist(), len(findings)]
    cells = findings.iloc[[place for number in spread for place in range(bounds[number], bounds[number + 1])]]
    flags = zip(cells["table"].tolist(), cells["year"].tolist(), cells["column"].tolist(), strict=True)
    known = zip(flags, _keys_of(report, model, cells), strict=True)
    for number in spread:
        held = list(islice(known, bounds[number + 1] - bounds[number]))
        keys = [each for flag, each in held if flag == held[0][0] and each is not None]
        found[number] = min(keys, key=lambda each: [value or "" for value in each.values()], default=None)
    return found


def _keys_of(report: Report, model: Model, cells: pd.DataFrame) -> list[RowKey | None]:
    """The key of the row of every cell."""
    found: list[RowKey | None] = [None] * len(cells)
    for place, frame in report.tables.items():
        about = model.tables.get(place[1])
        here = np.flatnonzero((cells["year"] == place[0]) & (cells["table"] == place[1]))
        rows = cells["row"].to_numpy()[here]
        fits = (rows >= 0) & (rows < len(frame))
        names = [name for name in about.key if name in frame.columns] if about is not None else []
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
