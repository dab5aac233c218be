"""Rows of tables as they come out of an XML file: cells as numbers of their distinct texts, each with its line."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lacdsl.ingest.xml_plan import Rows

Lines = NDArray[np.int32]


class Growing:
    """The rows of one table, added one by one."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.lines = array("i")
        self._texts: list[dict[str | None, int]] = [{None: -1} for _ in rows.columns]
        self._codes = [array("i") for _ in rows.columns]
        self._cell_lines = [array("i") for _ in rows.columns]

    def add(self, line: int, cells: Sequence[str | None], lines: Sequence[int]) -> None:
        """One row, with the line of its element and of each cell."""
        self.lines.append(line)
        for text, at, known, codes, places in zip(
            cells, lines, self._texts, self._codes, self._cell_lines, strict=True
        ):
            code = known.get(text)
            if code is None:
                code = known[text] = len(known) - 1
            codes.append(code)
            places.append(at)

    def columns(self) -> list[pd.Categorical]:
        """The columns, in the order of the table."""
        return [_column(known, codes) for known, codes in zip(self._texts, self._codes, strict=True)]

    def frame(self) -> pd.DataFrame:
        """The rows as a table."""
        names = [column.name for column in self.rows.columns]
        return pd.DataFrame(dict(zip(names, self.columns(), strict=True)))

    def row_lines(self) -> Lines:
        """The line on which the element of each row begins."""
        return np.array(self.lines, dtype=np.int32)

    def cell_lines(self) -> Mapping[str, Lines]:
        """The lines of the cells, by column; that of the row where there is no cell."""
        return {
            column.name: np.array(lines, dtype=np.int32)
            for column, lines in zip(self.rows.columns, self._cell_lines, strict=True)
        }


def _column(known: Mapping[str | None, int], codes: array[int]) -> pd.Categorical:
    words = [text for text in known if text is not None]
    categories = pd.Index(pd.array(words, dtype="str"))
    dtype = pd.CategoricalDtype(categories)
    return pd.Categorical.from_codes(np.array(codes, dtype=np.int32), dtype=dtype, validate=False)
