"""Columns as numbers into a list of distinct values, whatever pandas type they have.

Tables read by this package hold pandas Categoricals, because their codes and categories are there at once,
with no pass over the rows. Tables that somebody built by hand may hold anything, and are numbered here.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Codes = NDArray[np.int32]


def codes_and_values(series: pd.Series[Any]) -> tuple[Codes, list[Any]]:
    """The column as (codes, values): `values[codes[i]]` is the cell of row i, and a code of -1 is a missing
    cell.

    Values are distinct Python objects: text as str, numbers as int or float, dates as Timestamp, in a mixed
    column each with its own type (1, 1.0 and True stay three values). Text is not trimmed and "" stays a
    value. A Categorical may have values that no row uses. `codes` may share memory with the column: do not
    write to it.
    """
    kind = series.dtype
    if isinstance(kind, pd.CategoricalDtype):
        codes = np.asarray(series.cat.codes, dtype=np.int32)
        return codes, list(kind.categories.tolist())
    if isinstance(kind, pd.ArrowDtype) and pa.types.is_dictionary(kind.pyarrow_dtype):
        return _from_arrow(pa.array(series.array))
    if pd.api.types.is_object_dtype(kind):
        return _from_objects(series)
    try:
        numbers, values = pd.factorize(series.array)
    except (TypeError, ValueError, NotImplementedError, pa.ArrowException):
        return _from_objects(series.astype(object))
    return numbers.astype(np.int32), list(values.tolist())


def text_categorical(encoded: pa.DictionaryArray) -> pd.Categorical:
    """A dictionary-encoded text column as a Categorical; empty and wholly blank cells become missing."""
    words = encoded.dictionary
    if not len(words):
        return pd.Categorical.from_codes(
            np.full(len(encoded), -1, np.int32), dtype=_nothing(), validate=False
        )
    codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False)
    nothing = pc.equal(pc.binary_length(words), 0)
    blank = pc.or_(pc.utf8_is_space(words), nothing).to_numpy(zero_copy_only=False)
    if blank.any():
        renumber = np.append(np.where(blank, -1, np.cumsum(~blank) - 1), -1).astype(np.int32)
        codes = renumber[codes]
        words = words.filter(pa.array(~blank))
    categories = pd.Index(pd.array(words, dtype="str"))
    return pd.Categorical.from_codes(codes, dtype=_distinct(categories), validate=False)


@cache
def _nothing() -> pd.CategoricalDtype:
    return _distinct(pd.Index(pd.array([], dtype="str")))


def _distinct(categories: pd.Index[str]) -> pd.CategoricalDtype:
    """A type of categories that are known to be distinct, so that pandas need not find out (a third of the time)."""
    unchecked = getattr(pd.CategoricalDtype, "_from_fastpath", None)
    return pd.CategoricalDtype(categories) if unchecked is None else unchecked(categories, False)


def arrow_words(column: pd.Categorical) -> pa.Array:
    """The distinct texts of a Categorical as an Arrow array, for work on all of them at once."""
    return pa.array(column.categories, type=pa.large_string())


def _from_arrow(array: pa.Array | pa.ChunkedArray) -> tuple[Codes, list[Any]]:
    if isinstance(array, pa.ChunkedArray):
        array = array.unify_dictionaries().combine_chunks()
    words = array.dictionary
    if words.null_count or len(pc.unique(words)) < len(words):
        array = pc.dictionary_encode(array.dictionary_decode())
        words = array.dictionary
    codes = pc.fill_null(array.indices, -1).to_numpy(zero_copy_only=False)
    return codes.astype(np.int32, copy=False), words.to_pylist()


def _from_objects(series: pd.Series[Any]) -> tuple[Codes, list[Any]]:
    if pd.api.types.infer_dtype(series, skipna=True) == "string":
        numbers, values = pd.factorize(series.array)
        return numbers.astype(np.int32), list(values)
    missing = pd.isna(series).to_numpy()
    codes = np.full(len(series), -1, dtype=np.int32)
    seen: dict[Any, int] = {}
    distinct: list[Any] = []
    for row, value in enumerate(series):
        if missing[row]:
            continue
        key = _identity(value)
        number = seen.setdefault(key, len(distinct))
        if number == len(distinct):
            distinct.append(value)
        codes[row] = number
    return codes, distinct


def _identity(value: object) -> tuple[type, object]:
    try:
        hash(value)
    except TypeError:
        return type(value), repr(value)
    return type(value), value
