"""Where the row of a finding of a saved report stands now: rows may have moved since."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lacdsl.interpreter import RowUsed
from lacdsl.model import Model
from lacdsl.report.privacy import LEFT_OUT
from lacdsl.report.pseudonyms import PSEUDONYM
from lacdsl.report.workers import numbered
from lacdsl.values import cell_text, fold

Frames = Mapping[str, Mapping[str, pd.DataFrame]]
Readings = Mapping[tuple[str, str], Mapping[str, Mapping[str, str | None]]]
_MOST = 50
Cells = frozenset[tuple[RowUsed, str]]


def found_again(
    finding: Mapping[str, Any], model: Model, frames: Frames, readings: Readings
) -> tuple[Cells, ...]:
    """The cells of the finding where they stand, or may stand, now; nothing when its row is not there any more.

    The row is known by its key, or without one (CSV) by its child and the cells that were flagged. In a report with
    pseudonyms it can only stand where it stood, if the cells that are shown are still the same.
    """
    cells = [(_used(cell), str(cell["column"])) for cell in finding["cells"]]
    first, _ = cells[0]
    frame, about = frames.get(first.year, {}).get(first.table), model.tables.get(first.table)
    hidden = has_pseudonym(finding)
    wanted = _own_cells(finding) if hidden else _wanted(finding, model)
    if frame is None or about is None or not wanted.keys() <= set(frame.columns) or not wanted:
        return (frozenset(cells),)
    same = np.ones(len(frame), np.bool_)
    for name, text in wanted.items():
        same &= _equal(frame[name], text, readings.get((first.year, first.table), {}).get(name, {}))
    if first.row < len(frame) and same[first.row]:
        return (frozenset(cells),)
    if hidden:
        return ()
    places = [RowUsed(first.table, first.year, row) for row in np.flatnonzero(same)[:_MOST].tolist()]
    return tuple(frozenset((there, column) for at, column in cells if at == first) for there in places)


def has_pseudonym(finding: Mapping[str, Any]) -> bool:
    """The child of the finding has a pseudonym."""
    return bool(PSEUDONYM.fullmatch(finding.get("entity") or ""))


def _wanted(finding: Mapping[str, Any], model: Model) -> dict[str, str]:
    """What the row has to hold, by column; nothing when that cannot be told."""
    child = finding.get("entity")
    if child is None:
        return {}
    if finding.get("key"):
        return {name: fold(text or "") for name, text in finding["key"].items()}
    return {model.tables[model.root].key[0]: fold(child), **_own_cells(finding)}


def _own_cells(finding: Mapping[str, Any]) -> dict[str, str]:
    """The cells that were flagged in the first row, by column, but for those that are left out or have a pseudonym."""
    first = finding["cells"][0]
    held = {
        str(cell["column"]): cell_text(cell.get("value")) or ""
        for cell in finding["cells"]
        if all(cell[name] == first[name] for name in ("table", "year", "row"))
    }
    return {
        name: fold(text) for name, text in held.items() if text != LEFT_OUT and not PSEUDONYM.fullmatch(text)
    }


def _equal(
    column: pd.Series[Any] | pd.DataFrame, wanted: str, readings: Mapping[str, str | None]
) -> NDArray[np.bool_]:
    """The rows in which a column is that text, as it is supplied or as rules read it."""
    held = column.iloc[:, 0] if isinstance(column, pd.DataFrame) else column
    codes, distinct = numbered(held)
    fits = [
        wanted
        in (fold(cell_text(value) or ""), fold(readings.get(value) or "") if isinstance(value, str) else "")
        for value in distinct
    ]
    found: NDArray[np.bool_] = np.array([*fits, wanted == ""], np.bool_)[codes]
    return found


def _used(cell: Mapping[str, Any]) -> RowUsed:
    return RowUsed(cell["table"], "last" if cell["year"] == "last" else "this", int(cell["row"]))
