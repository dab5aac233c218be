"""The rows of a made-up census, table by table, with the keys that tie them together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from lacdsl.model import Model

Cell = str | date | int | None
Row = dict[str, str | None]


class Rows:
    """Rows by table."""

    def __init__(self) -> None:
        self.tables: dict[str, list[Row]] = {}

    def add(self, table: str, keys: Mapping[str, str], **cells: Cell) -> None:
        """One row: the keys, then cells; dates as the census writes them."""
        self.tables.setdefault(table, []).append(
            {**keys, **{name: _text(cell) for name, cell in cells.items()}}
        )

    def frames(self, model: Model) -> dict[str, pd.DataFrame]:
        """All tables of the model, with all its columns, as text."""
        return {
            name: pd.DataFrame(self.tables.get(name, []), columns=list(table.columns), dtype=object)
            for name, table in model.tables.items()
        }


def _text(cell: Cell) -> str | None:
    if isinstance(cell, date):
        return cell.isoformat()
    return None if cell is None else str(cell)
