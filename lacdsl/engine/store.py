"""Tables prepared once for all rules: texts numbered, dates parsed on distinct values, keys numbered over all tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lacdsl.engine.series import codes_and_values
from lacdsl.engine.vectors import INVALID, MISSING, OK, Vec
from lacdsl.model import Column, ColumnType, Model, Table
from lacdsl.semantics.typed import Kind
from lacdsl.values import Partial, read_cell, read_text

EPOCH = date(1970, 1, 1).toordinal()

_FOLDED_ALIKE = {ColumnType.CODE: "code", ColumnType.FLAG: "code", ColumnType.POSTCODE: "postcode"}
"""Types whose texts are folded in a way of their own; all others are folded alike."""

_KINDS = {
    ColumnType.DATE: Kind.DATE,
    ColumnType.PARTIAL_DATE: Kind.PARTIAL,
    ColumnType.INTEGER: Kind.NUMBER,
    ColumnType.NUMBER: Kind.NUMBER,
}


def kind_of(column: Column) -> Kind:
    """The kind of value that a column of the model holds."""
    return _KINDS.get(column.type, Kind.TEXT)


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


@dataclass(slots=True)
class EngineInput:
    """The tables of a return, of the year before, and reference tables, all by their names in the model.

    `readings`: table -> column -> a text as supplied -> the text that rules read in its place (None: no value). What
    is shown of a cell is what was supplied.
    """

    this: Mapping[str, pd.DataFrame]
    last: Mapping[str, pd.DataFrame] | None = None
    reference: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    lines: Mapping[str, NDArray[np.int32]] = field(default_factory=dict)
    last_lines: Mapping[str, NDArray[np.int32]] = field(default_factory=dict)
    readings: Readings = field(default_factory=dict)
    last_readings: Readings = field(default_factory=dict)


@dataclass(slots=True)
class Raw:
    """A column as supplied: which distinct cell each row has (-1: none), and the distinct cells."""

    codes: NDArray[np.int32]
    values: list[Any]


class Store:
    """The prepared tables. Columns are prepared when they are first asked for."""

    def __init__(self, model: Model, data: EngineInput, context: Context) -> None:
        self.model = model
        self.data = data
        self.context = context
        self.texts: dict[str, int] = {}
        self.partials: list[Partial] = []
        self._partial_numbers: dict[Partial, int] = {}
        self._raw: dict[tuple[str, str, str], Raw] = {}
        self._vecs: dict[tuple[str, str, str], Vec] = {}
        self._cells: dict[tuple[Any, ...], tuple[int, Any]] = {}
        self._names: list[str] | None = None
        self.prepared_in = 0.0
        self._preparing = False
        self._known_texts: dict[tuple[str, bool], dict[Any, int]] = {}

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
                self._raw[key] = Raw(np.full(self.height(year, table), -1, np.int32), [])
            else:
                series = frame[column]
                if isinstance(series, pd.DataFrame):
                    series = series.iloc[:, 0]
                self._raw[key] = Raw(*codes_and_values(series))
        return self._raw[key]

    def _as_read(self, year: str, table: str, column: str) -> Raw:
        """The cells of a column as rules read them."""
        raw = self.raw(year, table, column)
        readings = {"this": self.data.readings, "last": self.data.last_readings}.get(year, {})
        known = readings.get(table, {}).get(column)
        if not known:
            return raw
        return Raw(
            raw.codes, [known.get(value, value) if type(value) is str else value for value in raw.values]
        )

    def vec(self, year: str, table: str, column: Column) -> Vec:
        """A column that was supplied, typed."""
        key = (year, table, column.name)
        if key not in self._vecs:
            with self.preparing():
                self._vecs[key] = self._typed(self._as_read(year, table, column.name), column)
        return self._vecs[key]

    def text_of(self, year: str, table: str, column: Column) -> Vec:
        """A column read as text, whatever its type; not kept."""
        return self._typed(self._as_read(year, table, column.name), column)

    def _typed(self, raw: Raw, column: Column) -> Vec:
        kind = kind_of(column)
        n = len(raw.values)
        state = np.zeros(n, np.uint8)
        if kind is Kind.TEXT and column.type is not ColumnType.YES_NO:
            numbers = self._text_numbers(raw.values, column)
            lost = numbers < 0
            if lost.any():
                state[lost] = MISSING
                numbers[lost] = 0
            return Vec(kind, numbers, state if lost.any() else None, raw.codes)
        data = np.zeros(n, {Kind.NUMBER: np.float64, Kind.TEXT: np.int32}.get(kind, np.int64))
        for place, value in enumerate(raw.values):
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

    def _text_numbers(self, values: list[Any], column: Column) -> NDArray[np.int32]:
        """The number of every cell's folded text, -1 for a blank. A cell seen before in any column is not read again."""
        known = self._known_texts.setdefault((_FOLDED_ALIKE.get(column.type, "text"), column.exact), {})
        # Only texts are looked up: other values may be equal and yet read differently, or not be hashable at all.
        numbers = [known.get(value) if type(value) is str else None for value in values]
        for place, number in enumerate(numbers):
            if number is None:
                value = values[place]
                if type(value) is str:
                    text = read_text(value, column.type, column.exact)
                    known[value] = numbers[place] = -1 if text is None else self.text_number(text)
                    continue
                how, read = read_cell(value, column)
                numbers[place] = self.text_number(read) if how == OK and isinstance(read, str) else -1
        return np.array(numbers, np.int32)

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
        return self.texts.setdefault(text, len(self.texts))

    def text_names(self) -> list[str]:
        """Texts by their number."""
        if self._names is None or len(self._names) != len(self.texts):
            self._names = list(self.texts)
        return self._names

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


__all__ = ["INVALID", "MISSING", "OK", "Context", "EngineInput", "Raw", "Store", "kind_of"]
