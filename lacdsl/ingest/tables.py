"""The tables of a return as they were read from files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lacdsl.ingest.file_report import FileReport, Year

Readings = Mapping[str, Mapping[str, Mapping[str, str | None]]]
"""Table -> column -> a cell as supplied -> how it is read: as the return would write it, or None for no value."""

__all__ = ["Readings", "Tables", "Year"]


@dataclass(frozen=True, eq=False)
class Tables(Mapping[str, pd.DataFrame]):
    """The tables of one return, by their name in the model, and everything that was wrong with the files.

    Every column of every DataFrame is a pandas Categorical of text: its categories are the distinct cells
    as they stand in the file (not trimmed), its codes are -1 where a cell is blank. To edit one,
    `.astype("str")` it first. `lines[table][i]` is the 1-based line of the file on which row `i` starts;
    `files[table]` is the path it came from; `cell_lines[table][column]` are the lines of
    single cells, where the file (XML) has each on a line of its own. `readings` says of cells that are
    not written as the return writes them how rules read them: `2025-04-01` as `01/04/2025`, `NULL` as nothing.
    `file_reports` says what became of each file,
    `sources` are the files that were read. Read like a mapping of DataFrames: `tables["Episodes"]`, `for
    name in tables`.
    """

    tables: dict[str, pd.DataFrame]
    issues: pd.DataFrame
    lines: dict[str, NDArray[np.int32]]
    files: dict[str, str]
    year: Year = "this"
    readings: Readings = field(default_factory=dict)
    file_reports: tuple[FileReport, ...] = ()
    sources: tuple[str, ...] = ()
    cell_lines: Mapping[str, Mapping[str, NDArray[np.int32]]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)
