"""The key of the row that each finding is about, by which it is known again when rows have moved."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from lacdsl.model import Model
from lacdsl.report.result import Report
from lacdsl.report.workers import numbered
from lacdsl.values import cell_text, fold, shortened

RowKey = dict[str, str | None]


def row_keys(report: Report) -> list[RowKey | None]:
    """For every finding the key of the row of its first cell, as rules compare it; None where that is not known."""
    findings = report.findings
    starts = findings.iloc[np.flatnonzero(~findings["finding"].duplicated().to_numpy())]
    found: list[RowKey | None] = [None] * len(starts)
    model = getattr(report.ruleset, "model", None)
    if not isinstance(model, Model):
        return found
    for place, frame in report.tables.items():
        about = model.tables.get(place[1])
        here = np.flatnonzero((starts["year"] == place[0]) & (starts["table"] == place[1]))
        rows = starts["row"].to_numpy()[here]
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
