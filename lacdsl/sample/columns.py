"""From numbers to the text that stands in a return."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa

from lacdsl.sample.arrays import NEVER, Bools, Ints
from lacdsl.sample.calendar import day, days_text

_FIRST, _LAST = day(1985, 1, 1), day(2049, 12, 31)  # no sample has a day outside these
_TEXT = pd.StringDtype("pyarrow", na_value=np.nan)


class Words:
    """Texts to choose from by position; an empty one stands for a missing cell."""

    def __init__(self, values: Sequence[str]) -> None:
        self._values = pa.array([value or None for value in values], pa.large_string())

    def at(self, index: Ints) -> pd.Series:
        """The text at each position; missing for position -1."""
        taken = self._values.take(pa.array(index, mask=index < 0))
        return pd.Series(pd.array(taken, dtype=_TEXT))


def texts(values: Sequence[str], index: Ints) -> pd.Series:
    """The value at each position; missing for an empty value and for position -1."""
    return Words(values).at(index)


@cache
def _days() -> Words:
    return Words(days_text(_FIRST, _LAST))


def dates(days: Ints) -> pd.Series:
    """Days as dd/mm/yyyy; NEVER becomes missing."""
    return _days().at(np.where(days == NEVER, -1, days - _FIRST))


def flags(true: Bools, known: Bools | None = None) -> pd.Series:
    """1 and 0; missing where not known."""
    index = true.astype(np.int64)
    return texts(("0", "1"), index if known is None else np.where(known, index, -1))


def child_ids(count: int) -> Words:
    """MAN000001 and so on."""
    return Words([f"MAN{number:06}" for number in range(1, count + 1)])
