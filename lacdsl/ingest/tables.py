"""The tables of a return as they were read from files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Year = Literal["this", "last"]


@dataclass(frozen=True, eq=False)
class Tables(Mapping[str, pd.DataFrame]):
    """The tables of one return, by their name in the model, and everything that was wrong with the files.

    Every column of every DataFrame is a pandas Categorical of text: its categories are the distinct cells
    as they stand in the file (not trimmed), its codes are -1 where a cell is blank. To edit one,
    `.astype("str")` it first. `lines[table][i]` is the 1-based line of the file on which row `i` starts;
    `files[table]` is the path it came from. Read like a mapping of DataFrames: `tables["Episodes"]`, `for
    name in tables`.
    """

    tables: dict[str, pd.DataFrame]
    issues: pd.DataFrame
    lines: dict[str, NDArray[np.int32]]
    files: dict[str, str]
    year: Year = "this"

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)
