"""A column of any pandas type as numbers of its distinct cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lacdsl.engine.vectors import Codes

_PLAIN = (int, float, Decimal, date, bytes, np.generic)


@dataclass(slots=True)
class Raw:
    """A column as supplied: which distinct cell each row has (-1: none), and the distinct cells as plain Python values.

    `words` holds the distinct cells when all of them are texts that Arrow can hold; they become Python values only
    where somebody asks for them. Otherwise it is None, and `values` holds them. `codes` may be the column's own: they are
    not to be written to.
    """

    codes: Codes
    values: Sequence[Any] = ()
    words: pa.LargeStringArray | None = None

    def __len__(self) -> int:
        """The number of distinct cells."""
        return len(self.values) if self.words is None else len(self.words)

    def distinct(self) -> Sequence[Any]:
        """The distinct cells."""
        if self.words is None:
            return self.values
        texts: list[str] = self.words.to_pylist()
        return texts

    def cells(self, numbers: Sequence[int] | NDArray[np.integer[Any]]) -> list[Any]:
        """The distinct cells with these numbers; None for -1."""
        if self.words is None:
            return [self.values[number] if number >= 0 else None for number in numbers]
        wanted: Any = np.asarray(numbers, dtype="int64")
        found: list[Any] = self.words.take(pa.array(wanted, mask=wanted < 0)).to_pylist()
        return found

    def of_rows(self, rows: NDArray[np.int64]) -> Raw:
        """The column of some rows only."""
        used, places = np.unique(self.codes[rows], return_inverse=True)
        gaps = int(len(used) > 0 and used[0] < 0)
        codes = (places - gaps).astype(np.int32)
        if self.words is None:
            return Raw(codes, self.cells(used[gaps:]))
        return Raw(codes, [], self.words.take(pa.array(used[gaps:])))

    def read_as(self, readings: Mapping[str, str | None]) -> Raw:
        """The same column where some texts are read as others, or as nothing."""
        if not readings:
            return self
        if self.words is None:
            read = [readings.get(value, value) if type(value) is str else value for value in self.values]
            return Raw(self.codes, read)
        mask = pc.is_in(self.words, value_set=pa.array(list(readings), self.words.type))
        read = [readings[word] for word in self.words.filter(mask).to_pylist()]
        return Raw(self.codes, [], pc.replace_with_mask(self.words, mask, pa.array(read, self.words.type)))


def raw_of(series: pd.Series) -> Raw:
    """The column as numbers of its distinct cells.

    Cells that are equal but look different (`1` and `1.0` and `True`) stay apart, and so do objects that are no plain
    values: nobody knows what code of theirs says about being equal.
    """
    kind, held = series.dtype, series.array
    if isinstance(held, pd.Categorical):
        codes, categories = held.codes, held.categories
        words = _words(categories.array) if isinstance(categories.dtype, pd.StringDtype) else None
        return Raw(codes, [], words) if words is not None else Raw(codes, categories.tolist())
    if isinstance(kind, pd.ArrowDtype | pd.StringDtype):
        return _arrow(series) or _mixed(series.to_numpy(dtype=object))
    if kind == np.dtype(object) and pd.api.types.infer_dtype(series, skipna=True) != "string":
        return _mixed(series.to_numpy(dtype=object))
    try:
        numbers, distinct = pd.factorize(series, use_na_sentinel=True)
    except TypeError:  # cells that cannot be told apart
        return _mixed(series.to_numpy(dtype=object))
    return Raw(numbers.astype(np.int32), distinct.tolist())


def _words(texts: Any) -> pa.LargeStringArray | None:
    """Texts for Arrow; None when one of them is no Unicode."""
    try:
        words = pa.array(texts, type=pa.large_string())
    except (pa.ArrowException, UnicodeError):
        return None
    return words.combine_chunks() if isinstance(words, pa.ChunkedArray) else words


def _arrow(series: pd.Series) -> Raw | None:
    try:
        array = pa.array(series.array, from_pandas=True)
        if isinstance(array, pa.ChunkedArray):
            array = array.combine_chunks()
        if not pa.types.is_dictionary(array.type):
            array = array.dictionary_encode()
    except (pa.ArrowException, UnicodeError):  # lists have no distinct values; text may be no Unicode
        return None
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    codes = array.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)
    words = array.dictionary
    if pa.types.is_large_string(words.type) or pa.types.is_string(words.type):
        return Raw(codes, [], words.cast(pa.large_string()))
    return Raw(codes, words.to_pylist())


def _mixed(values: NDArray[Any]) -> Raw:
    numbers: dict[tuple[type, str], int] = {}
    distinct: list[Any] = []
    codes = np.empty(len(values), np.int32)
    for row, value in enumerate(values):
        if _is_null(value):
            codes[row] = -1
            continue
        number = len(distinct)
        kind = type(value)
        if kind is str or isinstance(value, _PLAIN):
            number = numbers.setdefault((kind, value if kind is str else repr(value)), number)
        if number == len(distinct):
            distinct.append(value)
        codes[row] = number
    return Raw(codes, distinct)


def _is_null(value: Any) -> bool:
    if value is None or value is pd.NA or value is pd.NaT:
        return True
    return isinstance(value, float) and value != value
