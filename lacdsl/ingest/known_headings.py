"""Which of the first lines of a file holds the headings, when there are titles above them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lacdsl.ingest.headings import folded
from lacdsl.model import ColumnType, Model

DATE = re.compile(r"\s*(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d{2}-\d{2})\b")
LINES_TO_HEADINGS = 100
ENOUGH = 2
"""How many of a return's headings a line has to hold, to be taken for the line of headings though others come first."""
_FEW = 32
"""Up to so many words it is quicker to look at each than to set Arrow to work: a sheet can have 16,384 columns."""


class KnownHeadings:
    """The names of all columns of a return, in any spelling that is read."""

    def __init__(
        self, columns: Mapping[str, frozenset[str]] | None = None, dates: frozenset[str] = frozenset()
    ) -> None:
        self._columns = columns or {}
        self._dates = dates
        self._names = names = frozenset(self._columns)
        self._words = pa.array(sorted(names), type=pa.string())
        ends = {name[-1:] for name in names}
        self._other_ends = pa.array(
            [digit.encode() for digit in "0123456789" if digit not in ends], type=pa.binary()
        )
        self._longest = 2 * max(map(len, names), default=0)

    def count(self, cells: Sequence[str]) -> int:
        """How many different headings of the return are among the cells."""
        return len({folded(cell) for cell in cells} & self._names)

    def is_date(self, heading: str) -> bool:
        """Whether the heading is that of a column of dates."""
        return not self._dates.isdisjoint(self._columns.get(folded(heading), ()))

    def first_row(self, headings: Sequence[str], lines: Sequence[Sequence[str]]) -> int | None:
        """The first of these lines that is a row of the table with these headings, though it stands above them.

        It has as many cells, half of them filled, one of which is a date under the heading of one.
        """
        dates = [place for place, heading in enumerate(headings) if self.is_date(heading)]
        for number, cells in enumerate(lines):
            if (
                len(cells) == len(headings)
                and 2 * sum(bool(cell.strip()) for cell in cells) >= len(cells)
                and any(DATE.match(cells[place]) for place in dates)
            ):
                return number
        return None

    def is_better(self, cells: Sequence[str], found: int) -> bool:
        """Whether these cells are the headings rather than those above them, of which `found` are some of the return."""
        return self.count(cells) > 2 * found

    def alike(self, one: str, other: str) -> bool:
        """Whether both are headings of one column of the return."""
        none: frozenset[str] = frozenset()
        return bool(self._columns.get(folded(one), none) & self._columns.get(folded(other), none))

    def among(self, words: pa.Array) -> NDArray[np.bool_]:
        """Which of these distinct cells are headings of the return.

        Those that end like none, as numbers and dates do, and those that are too long are told apart at once.
        """
        if len(words) <= _FEW:
            return np.array([folded(word or "") in self._names for word in words.to_pylist()], dtype=bool)
        ends = pc.binary_slice(words.cast(pa.binary()), -1)
        fits = pc.invert(pc.is_in(ends, value_set=self._other_ends))
        likely = pc.and_(fits, pc.less_equal(pc.binary_length(words), self._longest)).to_numpy(
            zero_copy_only=False
        )
        letters = pc.replace_substring_regex(words.filter(pa.array(likely)), r"[\W_]+", "")
        likely[likely] = pc.is_in(pc.utf8_lower(letters), value_set=self._words).to_numpy(
            zero_copy_only=False
        )
        return np.asarray(likely)


def known_headings(model: Model) -> KnownHeadings:
    """The headings of all tables of the model."""
    columns: dict[str, frozenset[str]] = {}
    dates: set[str] = set()
    for table in model.tables.values():
        for column in (*table.columns.values(), *table.derived.values()):
            names = (column.name, *column.aliases)
            if column.type is ColumnType.DATE:
                dates.add(column.name)
            prefixed = [prefix + name for prefix in (table.name, table.singular) for name in names]
            for text in (*names, column.title, *prefixed):
                if text:
                    word = folded(text)
                    columns[word] = columns.get(word, frozenset()) | {column.name}
    return KnownHeadings(columns, frozenset(dates))
