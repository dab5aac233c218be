"""Where a row stands, in words: its file and line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

import numpy as np
from numpy.typing import NDArray

from lacdsl.interpreter import RowUsed

_MOST = 5


@dataclass(frozen=True)
class Places:
    """Files and lines of the tables, by year and table. Tables that are from no file have none."""

    files: Mapping[tuple[str, str], str] = field(default_factory=dict)
    lines: Mapping[tuple[str, str], NDArray[np.int32]] = field(default_factory=dict)

    def file(self, at: RowUsed) -> str | None:
        """The name of the row's file."""
        file = self.files.get((at.year, at.table))
        return None if file is None else PurePath(file).name

    def line(self, at: RowUsed) -> int | None:
        """The line of the file on which the row starts, from 1."""
        lines = self.lines.get((at.year, at.table))
        return int(lines[at.row]) if lines is not None and at.row < len(lines) else None

    def words(self, at: RowUsed) -> str:
        """`episodes.csv line 17`, `last year's episodes.csv line 3`, or `Episodes[15]` where there is no file."""
        year = "last year's " if at.year == "last" else ""
        file, line = self.file(at), self.line(at)
        if file is not None and line is not None:
            return f"{year}{file} line {line}"
        return f"{year}{at.table}[{at.row}]"

    def all_words(self, rows: Sequence[RowUsed]) -> str:
        """Where several rows stand: `episodes.csv lines 3, 4, 5`."""
        if len(rows) < 2 or len({(at.year, at.table) for at in rows}) > 1:
            return ", ".join(self.words(at) for at in rows[:_MOST]) + _more(rows)
        lines = [self.line(at) for at in rows]
        if self.file(rows[0]) is None or None in lines:
            return ", ".join(self.words(at) for at in rows[:_MOST]) + _more(rows)
        year = "last year's " if rows[0].year == "last" else ""
        listed = ", ".join(str(line) for line in lines[:_MOST])
        return f"{year}{self.file(rows[0])} lines {listed}{_more(rows)}"


def _more(rows: Sequence[RowUsed]) -> str:
    return f" and {len(rows) - _MOST} more" if len(rows) > _MOST else ""
