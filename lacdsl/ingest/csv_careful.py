"""CSV row by row with the csv module: for line breaks inside cells, uneven rows and stray quotes."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from lacdsl.ingest.csv_start import DELIMITERS, Start, long_cells, separator_name
from lacdsl.ingest.issues import Issue, Kind, counted, lines_listed, shown
from lacdsl.ingest.sheet import TEXT

_MOST_REPORTED = 100
_FEW = 2
_MOST_LINES, _FEW_LINES, _MOST_IN_VAIN = 2_000_000, 20, 2_000_000
"""How many lines one row may take; and how many once so many were looked at in vain because marks are not closed."""
_BATCH = 10_000
_PLAIN = (
    "A quotation mark opens here and is not closed on the row, so the marks of this line "
    "were read as plain text. Close it or take it out."
)
_OPEN = (
    "A quotation mark opens here and is not closed before the file ends, so all that follows is one cell. Close it, "
    "or export the file again."
)


def read_carefully(
    data: bytes, start: Start, file: str, uneven: Uneven, issues: list[Issue]
) -> tuple[list[pa.DictionaryArray], NDArray[np.int32]]:
    """All rows from `start` on, as one dictionary array a heading, and the line on which each row starts.

    Rows that are too short are filled up with blanks, cells behind the last heading are left out; `uneven` keeps them.
    """
    width = len(start.headings)
    batches: list[list[pa.DictionaryArray]] = []
    numbers: list[int] = []
    with long_cells():
        records = _records(data, start, file, issues)
        while batch := list(islice(records, _BATCH)):
            rows = [row if len(row) == width else uneven.mended(number, row) for number, row in batch]
            columns = zip(*rows, strict=True)
            batches.append([pa.array(column, type=pa.string()).dictionary_encode() for column in columns])
            numbers += [number for number, _ in batch]
    return joined(batches, width), np.array(numbers, dtype=np.int32)


def joined(batches: Sequence[Sequence[pa.DictionaryArray]], width: int) -> list[pa.DictionaryArray]:
    """The columns of several pieces of a table, each as one."""
    columns = zip(*batches, strict=True) if batches else [()] * width
    arrays = [pa.chunked_array(column, type=TEXT).unify_dictionaries() for column in columns]
    return [array.chunk(0) if array.num_chunks == 1 else array.combine_chunks() for array in arrays]


def _records(data: bytes, start: Start, file: str, issues: list[Issue]) -> Iterator[tuple[int, list[str]]]:
    """Line and cells of every record; a quotation mark that would swallow whole rows is plain text."""
    source = io.BytesIO(data)
    source.seek(start.offset)
    lines = _Rewindable(io.TextIOWrapper(source, encoding="utf-8", newline=""))
    reader = csv.reader(lines, delimiter=start.delimiter, skipinitialspace=start.blanks)
    number = start.next_line
    looked_at = 0
    unclosed: list[int] = []
    while True:
        lines.begin(_MOST_LINES if looked_at < _MOST_IN_VAIN else _FEW_LINES)
        row = next(reader, None)
        if row is None:
            if len(unclosed) > _MOST_REPORTED:
                more = len(unclosed) - _MOST_REPORTED
                message = f"The same on {counted(more, 'more line')}."
                issues.append(Issue(file, Kind.QUOTES, message, line=unclosed[_MOST_REPORTED], count=more))
            return
        taken = lines.taken
        plain = taken[0].rstrip("\r\n").split(start.delimiter)
        swallows = len(taken) > 1 and (lines.halted or _swallows_rows(taken[1:], lines.ended, start))
        # The csv module asks for more lines than there are only where a quotation mark is open.
        if (swallows and (not _is_sound(taken, start) or _holds_rows_alone(taken, start))) or (
            lines.ended and len(plain) == len(start.headings)
        ):
            row = plain
            looked_at += len(taken)
            lines.give_back(taken[1:])
            taken = taken[:1]
            unclosed.append(number)
            if len(unclosed) <= _MOST_REPORTED:
                issues.append(Issue(file, Kind.QUOTES, _PLAIN, line=number, value=shown(",".join(row))))
        elif lines.ended:
            issues.append(Issue(file, Kind.QUOTES, _OPEN, line=number, value=shown(",".join(row))))
        yield number, row
        number += len(taken)


def _swallows_rows(inner: list[str], is_open: bool, start: Start) -> bool:
    """Whether these lines behind a quotation mark are rows rather than the rest of its cell.

    One with a cell for every heading is a row. Where the mark `is_open` to the end of the file, lines with fewer cells are
    rows, too, when most of them have as many separators as each other.
    """
    separators = len(start.headings) - 1
    if separators < 2:
        return False
    counts = [line.count(start.delimiter) for line in inner]
    if is_open:
        number, times = Counter(counts).most_common(1)[0]
        if number and 2 * times > len(inner):
            return True
    return any(
        count == separators
        or ('"' in line and len(next(csv.reader([line], delimiter=start.delimiter), [])) == separators + 1)
        for line, count in zip(inner, counts, strict=True)
    )


def _holds_rows_alone(taken: list[str], start: Start) -> bool:
    """Whether a mark that opens at the end of a line is closed at the end of another one, with nothing but rows between.

    So it is where every line has a mark too many at its end.
    """
    separators = len(start.headings) - 1
    opens = taken[0].rstrip("\r\n").endswith(start.delimiter + '"')
    return opens and all(line.count(start.delimiter) == separators for line in taken)


def _is_sound(taken: list[str], start: Start) -> bool:
    """Whether these lines are one row as it should be: a cell for every heading, and no mark in the middle of one."""
    reader = csv.reader(taken, delimiter=start.delimiter, skipinitialspace=start.blanks, strict=True)
    try:
        rows = list(reader)
    except csv.Error:
        return False
    return len(rows) == 1 and len(rows[0]) == len(start.headings)


class _Rewindable(Iterator[str]):
    """Lines, of which those `taken` since the last beginning, at most so many, can be given back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._ahead: list[str] = []
        self.taken: list[str] = []
        self._most = 0
        self.ended = self.halted = False
        """Whether a line was asked for and there was none, or no more were to be taken."""

    def begin(self, most: int) -> None:
        """Begin another row, of at most so many lines."""
        self.taken.clear()
        self._most = most
        self.ended = self.halted = False

    def __next__(self) -> str:
        if len(self.taken) >= self._most:
            self.halted = True
            raise StopIteration
        line = self._ahead.pop() if self._ahead else next(self._lines, None)
        if line is None:
            self.ended = True
            raise StopIteration
        self.taken.append(line)
        return line

    def give_back(self, lines: list[str]) -> None:
        """Hand these lines out again."""
        self._ahead += reversed(lines)


class Uneven:
    """Rows with more or fewer cells than there are headings: made even, and reported."""

    def __init__(self, width: int, file: str, delimiter: str = ",") -> None:
        self._width = width
        self._own = delimiter
        self._others = sorted(DELIMITERS, key=lambda each: each != delimiter)
        self._separators: dict[str, list[int]] = {}
        self._file = file
        self._reported: list[Issue] = []
        self._unreported: list[int] = []
        self._blank_extras: list[int] = []
        self.short = 0
        """The last line with too few cells."""

    def mended(self, line: int, row: list[str]) -> list[str]:
        """The row with as many cells as there are headings."""
        width = self._width
        if not any(cell.strip() for cell in row):
            return [""] * width
        cut = self._cut_otherwise(line, row[0]) if len(row) == 1 and width > _FEW else None
        if cut is not None:
            return cut
        extra = [cell for cell in row[width:] if cell.strip()]
        if extra:
            self._report(line, shown(", ".join(extra)), "what is behind the last heading was left out")
        elif len(row) > width:
            self._blank_extras.append(line)
        else:
            self.short = line
            self._report(line, None, f"{width - len(row)} at the end taken as blank")
        return (row + [""] * width)[:width]

    def _cut_otherwise(self, line: int, text: str) -> list[str] | None:
        """The cells of a row in quotation marks as a whole, or with another separator than the headings: one for each."""
        if "\n" in text or "\r" in text:
            return None
        for delimiter in self._others:
            cells = next(csv.reader([text], delimiter=delimiter), [])
            if len(cells) == self._width:
                self._separators.setdefault(delimiter, []).append(line)
                return cells
        return None

    def found(self) -> list[Issue]:
        """What there is to say about all rows so far."""
        issues = list(self._reported)
        wrapped = self._separators.pop(self._own, [])
        if wrapped:
            message = (
                f"Stand in quotation marks as a whole, and were read without them: {counted(len(wrapped), 'row')}, "
                f"{lines_listed(wrapped)}. Export the file again."
            )
            issues.append(Issue(self._file, Kind.QUOTES, message, line=wrapped[0], count=len(wrapped)))
        for delimiter, lines in self._separators.items():
            message = (
                f"Has {separator_name(delimiter)} between the cells of {counted(len(lines), 'row')}, unlike the headings, "
                f"and was read so: {lines_listed(lines)}. Save it with commas to be safe."
            )
            issues.append(
                Issue(self._file, Kind.DELIMITER, message, line=lines[0], value=delimiter, count=len(lines))
            )
        if self._unreported:
            message = f"The same with {counted(len(self._unreported), 'more row')}."
            issues.append(self._of_many(self._unreported, message))
        if self._blank_extras:
            rows = counted(len(self._blank_extras), "row")
            message = (
                f"Left out blank cells behind the last heading in {rows}. Delete the separators at the end; where cells "
                "stand under wrong headings, put the one that holds a separator in quotes."
            )
            issues.append(self._of_many(self._blank_extras, message))
        return issues

    def _report(self, line: int, value: str | None, done: str) -> None:
        if len(self._reported) >= _MOST_REPORTED:
            self._unreported.append(line)
            return
        message = (
            f"Has not as many cells as the {self._width} headings: {done}. "
            "Put cells that hold the separator in quotes, or add the cells that are lacking."
        )
        self._reported.append(Issue(self._file, Kind.RAGGED_ROW, message, line=line, value=value))

    def _of_many(self, lines: list[int], message: str) -> Issue:
        return Issue(self._file, Kind.RAGGED_ROW, message, line=lines[0], count=len(lines))
