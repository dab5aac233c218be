"""The tables as they were supplied, a row and a cell at a time."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import pandas as pd

from lacdsl.model import Column, ColumnType, Table
from lacdsl.values import OK, Cell, cell_text, fold, read_cell, to_text
from lacdsl.values.cells import NOTHING

DataYear = Literal["this", "last"]
Readings = Mapping[str, Mapping[str, Mapping[str, str | None]]]
Key = tuple[str, ...]

_TYPED = (
    ColumnType.DATE,
    ColumnType.PARTIAL_DATE,
    ColumnType.INTEGER,
    ColumnType.NUMBER,
    ColumnType.YES_NO,
)


@dataclass(frozen=True, slots=True)
class Context:
    """What a run knows besides the tables.

    `start` and `end` are the first and the last day of the collection, both inside; `authority` is a code, and
    `inside` are all codes of places that count as inside it (None: its own code alone).
    """

    start: date
    end: date
    today: date
    authority: str | None = None
    inside: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Data:
    """The tables of a return, those of the year before (None: not supplied), and reference tables.

    All by their names in the model, with columns named as in the model. They are only read. `readings`: table ->
    column -> a text as supplied -> the text that rules read in its place (None: no value).
    """

    tables: Mapping[str, pd.DataFrame]
    last_year: Mapping[str, pd.DataFrame] | None = None
    reference: Mapping[str, pd.DataFrame] | None = None
    readings: Readings = field(default_factory=dict)
    last_readings: Readings = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FlaggedCell:
    """A cell to show: table (its name in the model), year, 0-based row in that table as supplied, column."""

    table: str
    year: DataYear
    row: int
    column: str


class AnyRow(ABC):
    """A row that rules can speak of. Two of them are the same only when they are the same object."""

    @abstractmethod
    def cell(self, column: str) -> Cell:
        """State and value of a column; MISSING for a column that is not there."""

    def key_part(self, column: str) -> str | None:
        """The value of a key's column as it is compared; None without a value, so that it matches nothing."""
        state, value = self.cell(column)
        return None if state != OK or value is None else to_text(value)

    def text(self, column: str) -> str | None:
        """The column as folded text, whatever its type and state, to settle an order; None when missing."""
        return self.key_part(column)

    @abstractmethod
    def flagged(self, column: str) -> list[FlaggedCell]:
        """The cells of the return that the column of this row stands for."""

    @property
    @abstractmethod
    def name(self) -> str:
        """What to call the row in an explanation."""


class WholeReturn(AnyRow):
    """The row that a rule about the whole return is run for. Every row of every table belongs to it."""

    def cell(self, column: str) -> Cell:
        return NOTHING

    def flagged(self, column: str) -> list[FlaggedCell]:
        return []

    @property
    def name(self) -> str:
        return "the return"


class SuppliedTable:
    """One table of one year, as supplied. Columns are taken out of the DataFrame when they are first read.

    `derive` works out a cell of a column that the model derives and the DataFrame lacks.
    """

    def __init__(
        self,
        table: Table,
        year: DataYear,
        frame: pd.DataFrame,
        derive: Callable[[SuppliedRow, Column], Cell],
        *,
        reference: bool = False,
        readings: Mapping[str, Mapping[str, str | None]] | None = None,
    ) -> None:
        self.table = table
        self.year: DataYear = year
        self.reference = reference
        self.derive = derive
        self._frame = frame
        self._readings = readings or {}
        self._places = {label: place for place, label in reversed(list(enumerate(frame.columns)))}
        self._columns: dict[str, list[object]] = {}
        self.rows = [SuppliedRow(self, position) for position in range(len(frame))]

    def has(self, column: str) -> bool:
        """The column was supplied. (Of several with one name the first counts.)"""
        return column in self._places

    def raw(self, column: str, position: int) -> object:
        """A cell as rules read it: as supplied, or what stands for that; None when the column was not supplied."""
        if not self.has(column):
            return None
        if column not in self._columns:
            cells = self._frame.iloc[:, self._places[column]].tolist()
            known = self._readings.get(column, {})
            self._columns[column] = [known.get(cell, cell) if type(cell) is str else cell for cell in cells]
        return self._columns[column][position]

    def supplied(self, column: str, position: int) -> object:
        """A cell as supplied; None when the column was not."""
        return self._frame.iat[position, self._places[column]] if self.has(column) else None


class SuppliedRow(AnyRow):
    """A row of a table as supplied. `position` counts from 0."""

    def __init__(self, home: SuppliedTable, position: int) -> None:
        self.home = home
        self.position = position
        self._cells: dict[str, Cell] = {}

    def cell(self, column: str) -> Cell:
        if column not in self._cells:
            self._cells[column] = self._read(column)
        return self._cells[column]

    def _read(self, name: str) -> Cell:
        column = self.home.table.column(name)
        if column is None:
            return NOTHING
        if column.derive is not None and not self.home.has(name):
            return self.home.derive(self, column)
        return read_cell(self.home.raw(name, self.position), column)

    def text(self, column: str) -> str | None:
        declared = self.home.table.column(column)
        if declared is None or declared.type not in _TYPED or not self.home.has(column):
            return super().text(column)
        text = cell_text(self.home.raw(column, self.position))
        return text if text is None or declared.exact else fold(text)

    def flagged(self, column: str) -> list[FlaggedCell]:
        """Its own cell, even of a column not in the file. Reference tables are no part of the return."""
        if self.home.reference:
            return []
        return [FlaggedCell(self.home.table.name, self.home.year, self.position, column)]

    @property
    def name(self) -> str:
        year = "last year's " if self.home.year == "last" else ""
        return f"{year}{self.home.table.name} row {self.position + 1}"


class EntityRow(AnyRow):
    """A key of the root table, whether or not that table has a row with it."""

    def __init__(self, root: Table, key: Key) -> None:
        self.root = root
        self.key = key

    def cell(self, column: str) -> Cell:
        if column not in self.root.key:
            return NOTHING
        return read_cell(self.key[self.root.key.index(column)], self.root.columns[column])

    def flagged(self, column: str) -> list[FlaggedCell]:
        return []

    @property
    def name(self) -> str:
        return ", ".join(f"{column} {part}" for column, part in zip(self.root.key, self.key, strict=True))
