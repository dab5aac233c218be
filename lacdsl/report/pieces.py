"""Findings in pieces, so that a report of millions of them is written without a second copy of them all."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

PIECE = 50_000


def pieces(findings: pd.DataFrame, size: int | None = None) -> Iterator[pd.DataFrame]:
    """The rows of `findings` in their order, some `size` at a time; the cells of one finding stay together."""
    numbers = findings["finding"].to_numpy()
    begins = np.flatnonzero(np.append(True, numbers[1:] != numbers[:-1])) if len(numbers) else numbers
    begin = 0
    while begin < len(numbers):
        place = int(np.searchsorted(begins, begin + (size or PIECE)))
        end = int(begins[place]) if place < len(begins) else len(numbers)
        yield findings.iloc[begin:end]
        begin = end
