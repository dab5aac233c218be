"""A column of any pandas type as numbers of its distinct cells."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

_PLAIN = (int, float, Decimal, date, bytes, np.generic)


def codes_and_values(series: pd.Series) -> tuple[NDArray[np.int32], list[Any]]:
    """For every row the number of its cell (-1: null) and the distinct cells, as plain Python values.

    Cells that are equal but look different (`1` and `1.0` and `True`) stay apart, and so do objects that are no plain
    values: nobody knows what code of theirs says about being equal.
    """
    kind = series.dtype
    if isinstance(kind, pd.CategoricalDtype):
        return series.cat.codes.to_numpy().astype(np.int32), series.cat.categories.tolist()
    if isinstance(kind, pd.ArrowDtype | pd.StringDtype):
        return _arrow(series) or _mixed(series.to_numpy(dtype=object))
    if kind == np.dtype(object) and pd.api.types.infer_dtype(series, skipna=True) != "string":
        return _mixed(series.to_numpy(dtype=object))
    try:
        codes, distinct = pd.factorize(series, use_na_sentinel=True)
    except TypeError:  # cells that cannot be told apart
        return _mixed(series.to_numpy(dtype=object))
    return codes.astype(np.int32), distinct.tolist()


def _arrow(series: pd.Series) -> tuple[NDArray[np.int32], list[Any]] | None:
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
    return codes, array.dictionary.to_pylist()


def _mixed(values: NDArray[Any]) -> tuple[NDArray[np.int32], list[Any]]:
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
    return codes, distinct


def _is_null(value: Any) -> bool:
    if value is None or value is pd.NA or value is pd.NaT:
        return True
    return isinstance(value, float) and value != value
