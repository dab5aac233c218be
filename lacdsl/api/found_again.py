"""Where the row of a finding of a saved report stands now: rows may have moved since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
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


@dataclass(frozen=True, slots=True)
class FoundAgain:
    """Where a finding stands, or may stand, now: the row that it is about, or cells of it; neither when it is gone.

    `cells` are there once for every row that may be the one meant.
    """

    cells: tuple[Cells, ...] = ()
    rows: frozenset[RowUsed] = frozenset()

    @property
    def gone(self) -> bool:
        """Its row is not there any more."""
        return not self.cells and not self.rows


def found_again(finding: Mapping[str, Any], model: Model, frames: Frames, readings: Readings) -> FoundAgain:
    """Where the finding of a saved report stands now.

    The row is known by its key, or without one (CSV) by its child and the cells that were flagged. In a report with
    pseudonyms it can only stand where it stood, if the cells that are shown are still the same.
    """
    hidden = has_pseudonym(finding)
    if finding.get("about") and finding.get("key") and not hidden:
        return FoundAgain(rows=_rows_about(finding, frames, readings))
    return FoundAgain(_cells_found(finding, model, frames, readings, hidden))


def _rows_about(finding: Mapping[str, Any], frames: Frames, readings: Readings) -> frozenset[RowUsed]:
    """The rows that have the key of the row that the finding is about; the very row alone if it has not moved."""
    about = _used(finding["about"])
    frame = frames.get(about.year, {}).get(about.table)
    wanted = {name: fold(text or "") for name, text in finding["key"].items()}
    if frame is None or not wanted.keys() <= set(frame.columns):
        return frozenset()
    same = _fitting(frame, wanted, readings.get((about.year, about.table), {}))
    if about.row < len(frame) and same[about.row]:
        return frozenset({about})
    return frozenset(replace(about, row=row) for row in np.flatnonzero(same)[:_MOST].tolist())


def _cells_found(
    finding: Mapping[str, Any], model: Model, frames: Frames, readings: Readings, hidden: bool
) -> tuple[Cells, ...]:
    cells = [(_used(cell), str(cell["column"])) for cell in finding["cells"]]
    first, _ = cells[0]
    frame, about = frames.get(first.year, {}).get(first.table), model.tables.get(first.table)
    wanted = _own_cells(finding) if hidden else _wanted(finding, model)
    if frame is None or about is None or not wanted.keys() <= set(frame.columns) or not wanted:
        return (frozenset(cells),)
    same = _fitting(frame, wanted, readings.get((first.year, first.table), {}))
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


def _fitting(
    frame: pd.DataFrame, wanted: Mapping[str, str], readings: Mapping[str, Mapping[str, str | None]]
) -> NDArray[np.bool_]:
    """The rows that hold what is wanted, by column."""
    same = np.ones(len(frame), np.bool_)
    for name, text in wanted.items():
        same &= _equal(frame[name], text, readings.get(name, {}))
    return same


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
