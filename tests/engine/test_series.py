"""Columns of any pandas type as numbers of their distinct cells."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from lacdsl.engine.series import Raw, raw_of

CELLS = ["b", None, "a", "b", ""]
TEXT = pd.ArrowDtype(pa.string())
FORMS: list[Any] = [
    pd.Series(CELLS, dtype="str"),
    pd.Series(CELLS, dtype="str").astype("category"),
    pd.Series(CELLS, dtype=object),
    pd.Series(CELLS, dtype=object).astype("category"),
    pd.Series(CELLS, dtype=TEXT),
    pd.Series(
        pa.array(CELLS).dictionary_encode(), dtype=pd.ArrowDtype(pa.dictionary(pa.int32(), pa.string()))
    ),
]


@pytest.mark.parametrize("series", FORMS, ids=lambda series: str(series.dtype)[:20])
def test_cells_come_back_as_supplied(series: pd.Series[Any]) -> None:
    raw = raw_of(series)
    assert raw.cells(raw.codes) == CELLS
    assert sorted(raw.distinct()) == ["", "a", "b"]


@pytest.mark.parametrize("series", FORMS, ids=lambda series: str(series.dtype)[:20])
def test_some_rows_are_a_column_of_their_own(series: pd.Series[Any]) -> None:
    some = raw_of(series).of_rows(np.array([3, 1, 2]))
    assert some.cells(some.codes) == ["b", None, "a"]
    assert sorted(some.distinct()) == ["a", "b"]


@pytest.mark.parametrize("series", FORMS, ids=lambda series: str(series.dtype)[:20])
def test_texts_are_read_as_others_where_that_is_said(series: pd.Series[Any]) -> None:
    raw = raw_of(series)
    read = raw.read_as({"b": "c", "": None, "never": "x"})
    assert read.cells(read.codes) == ["c", None, "a", "c", None]
    assert raw.cells(raw.codes) == CELLS


def test_cells_that_are_equal_but_look_different_stay_apart() -> None:
    raw = raw_of(pd.Series([1, 1.0, True, "1"], dtype=object))
    assert [repr(cell) for cell in raw.cells(raw.codes)] == ["1", "1.0", "True", "'1'"]


def test_text_that_is_no_unicode_is_kept() -> None:
    categories = pd.Index(["\ud800", "a"], dtype=object)
    raw = raw_of(pd.Series(pd.Categorical.from_codes([0, 1], categories)))
    assert raw.cells(raw.codes) == ["\ud800", "a"]


def test_a_column_without_cells() -> None:
    assert Raw(np.full(2, -1, np.int32)).cells([-1, -1]) == [None, None]
