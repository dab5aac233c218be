"""Rows of tables as they come out of an XML file: cells as numbers of their distinct texts, each with its line."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lacdsl.ingest.xml_plan import Rows

Lines = NDArray[np.int32]


Found = tuple[str | None, int]
"""A text, or None for a blank cell, and its line."""

_FLUSHED_AT = 100_000


class _Numbers(dict[str | None, int]):
    """A number for every distinct text, counted from 0; -1 for a blank cell."""

    def __missing__(self, text: str | None) -> int:
        number = self[text] = len(self) - 1
        return number


class Growing:
    """The rows of one table, added one by one; few of them are held as they came."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.count = 0
        self._width = len(rows.columns)
        self._pending: list[Found] = []
        self._lines = array("i")
        self._texts = [_Numbers({None: -1}) for _ in rows.columns]
        self._codes = [array("i") for _ in rows.columns]
        self._cell_lines = [array("i") for _ in rows.columns]

    def add(self, line: int, cells: Sequence[Found]) -> None:
        """One row, with the line of its element and of each cell."""
        self.count += 1
        self._lines.append(line)
        self._pending.extend(cells)
        if len(self._pending) > _FLUSHED_AT:
            self._flush()

    def _flush(self) -> None:
        pending, width = self._pending, self._width
        if not pending:
            return
        for place in range(width):
            texts, lines = zip(*pending[place::width], strict=True)
            self._codes[place].extend(map(self._texts[place].__getitem__, texts))
            self._cell_lines[place].extend(lines)
        pending.clear()

    def columns(self) -> list[pd.Categorical]:
        """The columns, in the order of the table."""
        self._flush()
        return [_column(known, codes) for known, codes in zip(self._texts, self._codes, strict=True)]

    def frame(self) -> pd.DataFrame:
        """The rows as a table."""
        names = [column.name for column in self.rows.columns]
        return pd.DataFrame(dict(zip(names, self.columns(), strict=True)))

    def row_lines(self) -> Lines:
        """The line on which the element of each row begins."""
        return np.array(self._lines, dtype=np.int32)

    def cell_lines(self) -> Mapping[str, Lines]:
        """The lines of the cells, by column; that of an element around it where there is no cell."""
        self._flush()
        return {
            column.name: np.array(lines, dtype=np.int32)
            for column, lines in zip(self.rows.columns, self._cell_lines, strict=True)
        }


def _column(known: Mapping[str | None, int], codes: array[int]) -> pd.Categorical:
    words = [text for text in known if text is not None]
    categories = pd.Index(pd.array(words, dtype="str"))
    dtype = pd.CategoricalDtype(categories)
    return pd.Categorical.from_codes(np.array(codes, dtype=np.int32), dtype=dtype, validate=False)
