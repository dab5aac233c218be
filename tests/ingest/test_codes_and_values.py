"""Columns of every pandas type as codes into distinct values."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from lacdsl.ingest import codes_and_values

STAMP = pd.Timestamp("2026-04-01")


def back(series: pd.Series[Any]) -> list[Any]:
    codes, values = codes_and_values(series)
    assert codes.dtype == np.int32
    return [None if code < 0 else values[code] for code in codes]


@pytest.mark.parametrize(
    ("series", "cells"),
    [
        (pd.Series(["a", None, "b", "a", ""]), ["a", None, "b", "a", ""]),
        (pd.Series(["a", None, "b"], dtype=object), ["a", None, "b"]),
        (pd.Series(["a", None, "b"], dtype="string[python]"), ["a", None, "b"]),
        (pd.Series(["a", None, "b"], dtype="category"), ["a", None, "b"]),
        (pd.Series([1.5, np.nan, 1.5]), [1.5, None, 1.5]),
        (pd.Series([3, 1, 3]), [3, 1, 3]),
        (pd.Series([3, None], dtype="Int64"), [3, None]),
        (pd.Series([True, False]), [True, False]),
        (pd.Series([STAMP, pd.NaT]), [STAMP, None]),
        (pd.Series([STAMP]).dt.to_period("D"), [pd.Period("2026-04-01", "D")]),
        (pd.Series(["a", None, "a"], dtype=pd.ArrowDtype(pa.string())), ["a", None, "a"]),
        (pd.Series([[1], [1], None], dtype=pd.ArrowDtype(pa.list_(pa.int64()))), [[1], [1], None]),
        (pd.Series([0, 1], dtype=pd.SparseDtype(int)), [0, 1]),
        (pd.Series([], dtype="str"), []),
        (pd.Series([], dtype=object), []),
    ],
)
def test_every_kind_of_column_comes_back_cell_for_cell(series: pd.Series[Any], cells: list[Any]) -> None:
    assert [cell.tolist() if isinstance(cell, np.ndarray) else cell for cell in back(series)] == cells


def test_mixed_cells_keep_their_types_apart() -> None:
    cells = [
        1,
        1.0,
        True,
        "1",
        None,
        np.nan,
        pd.NaT,
        pd.NA,
        STAMP,
        dt.date(2026, 4, 1),
        Decimal("1"),
        ["x"],
        {},
    ]
    result = back(pd.Series(cells, dtype=object))
    assert [type(cell) for cell in result if cell is not None] == [
        *(int, float, bool, str, pd.Timestamp, dt.date, Decimal, list, dict)
    ]
    assert result[4:8] == [None] * 4


def test_an_arrow_dictionary_with_copies_and_nulls_in_it_is_put_right() -> None:
    words = pa.array(["a", "b", "a", None])
    array = pa.DictionaryArray.from_arrays(pa.array([0, 2, 3, None, 1], type=pa.int8()), words)
    series = pd.Series(array, dtype=pd.ArrowDtype(array.type))
    codes, values = codes_and_values(series)
    assert codes.tolist() == [0, 0, -1, -1, 1]
    assert values == ["a", "b"]


def test_the_column_is_left_as_it_was() -> None:
    series = pd.Series(["a", 1, None], dtype=object, index=[5, 5, 6])
    before = series.copy()
    codes_and_values(series)
    pd.testing.assert_series_equal(series, before)
