"""Tables prepared once for all rules: texts numbered, dates parsed on distinct values, keys numbered over all tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lacdsl.engine.dates import plain_dates
from lacdsl.engine.series import Raw, raw_of
from lacdsl.engine.texts import Texts
from lacdsl.engine.vectors import DAY, INVALID, MISSING, OK, Vec
from lacdsl.model import Column, ColumnType, Model, Table
from lacdsl.semantics.typed import Kind
from lacdsl.values import Partial, read_cell

EPOCH = date(1970, 1, 1).toordinal()

_KINDS = {
    ColumnType.DATE: Kind.DATE,
    ColumnType.PARTIAL_DATE: Kind.PARTIAL,
    ColumnType.INTEGER: Kind.NUMBER,
    ColumnType.NUMBER: Kind.NUMBER,
}


def kind_of(column: Column) -> Kind:
    """The kind of value that a column of the model holds."""
    return _KINDS.get(column.type, Kind.TEXT)


def is_text(column: Column) -> bool:
    """Whatever stands in the column is text; nothing can be invalid."""
    return kind_of(column) is Kind.TEXT and column.type is not ColumnType.YES_NO


@dataclass(slots=True)
class Context:
    """What a run knows besides the tables: the collection's dates (both inside), today, the authority's code.

    `inside` are all codes of places that count as inside the authority; None: its own code alone.
    """

    start: date
    end: date
    today: date
    authority: str | None = None
    inside: frozenset[str] | None = None


Readings = Mapping[str, Mapping[str, Mapping[str, str | None]]]


CellLines = Mapping[str, Mapping[str, NDArray[np.int32]]]
"""Table -> column -> the line of every cell."""


@dataclass(slots=True)
class EngineInput:
    """The tables of a return, of the year before, and reference tables, all by their names in the model.

    `readings`: table -> column -> a text as supplied -> the text that rules read in its place (None: no value). What
    is shown of a cell is what was supplied. `lines` are those of rows, `cell_lines` those of cells where they are known.
    """

    this: Mapping[str, pd.DataFrame]
    last: Mapping[str, pd.DataFrame] | None = None
    reference: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    lines: Mapping[str, NDArray[np.int32]] = field(default_factory=dict)
    last_lines: Mapping[str, NDArray[np.int32]] = field(default_factory=dict)
    readings: Readings = field(default_factory=dict)
    last_readings: Readings = field(default_factory=dict)
    cell_lines: CellLines = field(default_factory=dict)
    last_cell_lines: CellLines = field(default_factory=dict)


class Store:
    """The prepared tables. Columns are prepared when they are first asked for."""

    def __init__(self, model: Model, data: EngineInput, context: Context) -> None:
        self.model = model
        self.data = data
        self.context = context
        self.texts = Texts()
        self.partials: list[Partial] = []
        self._partial_numbers: dict[Partial, int] = {}
        self._raw: dict[tuple[str, str, str], Raw] = {}
        self._vecs: dict[tuple[str, str, str], Vec] = {}
        self._cells: dict[tuple[Any, ...], tuple[int, Any]] = {}
        self.prepared_in = 0.0
        self._preparing = False

    @contextmanager
    def preparing(self) -> Iterator[None]:
        """Counts the time inside as preparation: work that is done once, whatever rules are run."""
        if self._preparing:
            yield
            return
        self._preparing, begin = True, perf_counter()
        try:
            yield
        finally:
            self._preparing = False
            self.prepared_in += perf_counter() - begin

    # ------------------------------------------------------------ what there is

    def frame(self, year: str, table: str) -> pd.DataFrame | None:
        """The table as supplied; `year` is this, last or reference."""
        if year == "reference":
            return self.data.reference.get(table)
        source = self.data.this if year == "this" else self.data.last
        return None if source is None else source.get(table)

    def table(self, year: str, name: str) -> Table:
        """The declaration of a table."""
        return self.model.reference[name] if year == "reference" else self.model.tables[name]

    def has(self, year: str, table: str, column: str) -> bool:
        """The column is there as supplied (not derived)."""
        frame = self.frame(year, table)
        return frame is not None and column in frame.columns

    def height(self, year: str, table: str) -> int:
        """The number of rows supplied."""
        frame = self.frame(year, table)
        return 0 if frame is None else len(frame)

    # ------------------------------------------------------------ columns

    def raw(self, year: str, table: str, column: str) -> Raw:
        """The cells of a column as supplied."""
        key = (year, table, column)
        if key not in self._raw:
            frame = self.frame(year, table)
            if frame is None or column not in frame.columns:
                self._raw[key] = Raw(np.full(self.height(year, table), -1, np.int32))
            else:
                series = frame[column]
                if isinstance(series, pd.DataFrame):
                    series = series.iloc[:, 0]
                self._raw[key] = raw_of(series)
        return self._raw[key]

    def _as_read(self, year: str, table: str, column: str) -> Raw:
        """The cells of a column as rules read them."""
        raw = self.raw(year, table, column)
        readings = {"this": self.data.readings, "last": self.data.last_readings}.get(year, {})
        return raw.read_as(readings.get(table, {}).get(column) or {})

    def vec(self, year: str, table: str, column: Column) -> Vec:
        """A column that was supplied, typed."""
        key = (year, table, column.name)
        if key not in self._vecs:
            with self.preparing():
                self._vecs[key] = self._typed(self._as_read(year, table, column.name), column)
        return self._vecs[key]

    def text_of(self, year: str, table: str, column: Column, rows: NDArray[np.int64] | None = None) -> Vec:
        """A column read as text, whatever its type, of all rows or of some; `column` is of a textual type."""
        raw = self._as_read(year, table, column.name)
        return self._typed(raw if rows is None else raw.of_rows(rows), column)

    def prepare(self, columns: Iterable[tuple[str, str, str]]) -> None:
        """Prepares columns of text (year, table, column) together, which is quicker than one by one."""
        with self.preparing():
            found: list[tuple[tuple[str, str, str], Raw, Column]] = []
            for key in columns:
                year, table, name = key
                column = self.table(year, table).column(name) if self.has(year, table, name) else None
                if column is not None and is_text(column) and key not in self._vecs:
                    found.append((key, self._as_read(year, table, name), column))
            numbers = self.texts.numbers_together([(raw, column) for _, raw, column in found])
            for (key, raw, _), each in zip(found, numbers, strict=True):
                self._vecs[key] = _text_vec(raw, each)

    def _typed(self, raw: Raw, column: Column) -> Vec:
        kind = kind_of(column)
        if is_text(column):
            return _text_vec(raw, self.texts.numbers_together([(raw, column)])[0])
        n = len(raw)
        state = np.zeros(n, np.uint8)
        data = np.zeros(n, np.float64 if kind is Kind.NUMBER else np.int32)
        todo = np.arange(n)
        if kind is Kind.DATE and raw.words is not None:
            days, found = plain_dates(raw.words, column.dates)
            data = days.astype(DAY)
            todo = np.flatnonzero(~found)
        for place, value in zip(todo.tolist(), raw.cells(todo), strict=True):
            how, cell = self._read(value, column)
            if how != OK:
                state[place] = how
            elif isinstance(cell, date):
                data[place] = cell.toordinal() - EPOCH
            elif isinstance(cell, str):
                data[place] = self.text_number(cell)
            elif isinstance(cell, Partial):
                data[place] = self.partial_number(cell)
            else:
                data[place] = cell
        return Vec(kind, data, state if state.any() else None, raw.codes)

    def _read(self, value: Any, column: Column) -> tuple[int, Any]:
        if type(value) is not str:
            return read_cell(value, column)
        key = (column.type, column.exact, column.dates, value)
        found = self._cells.get(key)
        if found is None:
            found = self._cells[key] = read_cell(value, column)
        return found

    # ------------------------------------------------------------ numbers for texts

    def text_number(self, text: str) -> int:
        """The number of a folded text."""
        return self.texts.number(text)

    def text_names(self, numbers: NDArray[Any]) -> list[str]:
        """The texts with these numbers."""
        return self.texts.names(numbers)

    def partial_number(self, value: Partial) -> int:
        """The number of a partly known date."""
        number = self._partial_numbers.get(value)
        if number is None:
            number = self._partial_numbers[value] = len(self.partials)
            self.partials.append(value)
        return number

    def texts_vec(self, texts: list[str | None]) -> Vec:
        """A column of texts made by the engine; None is missing."""
        data = np.fromiter(
            (0 if text is None else self.text_number(text) for text in texts), np.int32, len(texts)
        )
        state = np.fromiter((MISSING if text is None else OK for text in texts), np.uint8, len(texts))
        return Vec(Kind.TEXT, data, state if state.any() else None)


def _text_vec(raw: Raw, numbers: NDArray[np.int32]) -> Vec:
    lost = numbers < 0
    if not lost.any():
        return Vec(Kind.TEXT, numbers, None, raw.codes)
    return Vec(Kind.TEXT, np.where(lost, 0, numbers), np.where(lost, MISSING, OK).astype(np.uint8), raw.codes)


__all__ = ["INVALID", "MISSING", "OK", "Context", "EngineInput", "Raw", "Store", "kind_of"]
