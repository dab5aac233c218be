"""From numbers to the text that stands in a return."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from lacdsl.sample.arrays import NEVER, Bools, Ints
from lacdsl.sample.calendar import days_text


def texts(values: Sequence[str], index: Ints) -> pd.Series:
    """The text at each position; an empty text, and position -1, become missing."""
    words = pa.array([*(value or None for value in values), None], pa.large_string())
    taken = words.take(pa.array(np.where(index < 0, len(values), index)))
    return pd.Series(pd.array(taken, dtype="str"))


def dates(days: Ints) -> pd.Series:
    """Days as dd/mm/yyyy; NEVER becomes missing."""
    known = days[days != NEVER]
    if not len(known):
        return texts((), np.full(len(days), -1))
    first, last = int(known.min()), int(known.max())
    return texts(days_text(first, last), np.where(days == NEVER, -1, days - first))


def flags(true: Bools, known: Bools | None = None) -> pd.Series:
    """1 and 0; missing where not known."""
    index = true.astype(np.int64)
    return texts(("0", "1"), index if known is None else np.where(known, index, -1))


def child_ids(count: int) -> list[str]:
    """MAN000001 and so on."""
    return [f"MAN{number:06}" for number in range(1, count + 1)]
