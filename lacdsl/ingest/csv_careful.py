"""CSV row by row with the csv module: for line breaks inside cells, uneven rows and stray quotes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from lacdsl.ingest.csv_start import Start, long_cells
from lacdsl.ingest.issues import Issue, Kind, counted, shown

_MOST_REPORTED = 100
_BATCH = 10_000


def read_carefully(
    data: bytes, start: Start, file: str, issues: list[Issue]
) -> tuple[list[pa.DictionaryArray], NDArray[np.int32]]:
    """All rows behind the headings, as one dictionary array a heading, and the line on which each row starts.

    Rows that are too short are filled up with blanks, cells behind the last heading are left out; each such
    row is reported with its line (after the hundredth only counted).
    """
    width = len(start.headings)
    uneven = _Uneven(width, file)
    batches: list[list[pa.Array]] = []
    numbers: list[int] = []
    with long_cells():
        records = _records(data[start.offset :].decode(), start, file, issues)
        while batch := list(islice(records, _BATCH)):
            rows = [row if len(row) == width else uneven.mended(number, row) for number, row in batch]
            batches.append([pa.array(column, type=pa.string()) for column in zip(*rows, strict=True)])
            numbers += [number for number, _ in batch]
    issues.extend(uneven.found())
    columns = zip(*batches, strict=True) if batches else [()] * width
    arrays = [pa.chunked_array(column, type=pa.string()).dictionary_encode() for column in columns]
    return [array.combine_chunks() for array in arrays], np.array(numbers, dtype=np.int32)


def _records(text: str, start: Start, file: str, issues: list[Issue]) -> Iterator[tuple[int, list[str]]]:
    """Line and cells of every record; a quotation mark that would swallow whole rows is plain text."""
    lines = _Rewindable(list(io.StringIO(text, newline="")))
    reader = csv.reader(lines, delimiter=start.delimiter)
    while True:
        first = lines.at
        row = next(reader, None)
        if row is None:
            return
        number = start.next_line + first
        if lines.at - first > 1 and _swallows_rows(lines.lines[first + 1 : lines.at], start):
            lines.at = first + 1
            row = lines.lines[first].rstrip("\r\n").split(start.delimiter)
            message = (
                "A quotation mark opens here and is not closed on the row, so the marks of this line "
                "were read as plain text. Close it or take it out."
            )
            issues.append(Issue(file, Kind.QUOTES, message, line=number, value=shown(",".join(row))))
        yield number, row


def _swallows_rows(inner: list[str], start: Start) -> bool:
    separators = len(start.headings) - 1
    return separators >= 2 and any(line.count(start.delimiter) == separators for line in inner)


class _Rewindable(Iterator[str]):
    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.at = 0

    def __next__(self) -> str:
        if self.at >= len(self.lines):
            raise StopIteration
        self.at += 1
        return self.lines[self.at - 1]


class _Uneven:
    """Rows with more or fewer cells than there are headings: made even, and reported."""

    def __init__(self, width: int, file: str) -> None:
        self._width = width
        self._file = file
        self._reported: list[Issue] = []
        self._unreported: list[int] = []
        self._blank_extras: list[int] = []

    def mended(self, line: int, row: list[str]) -> list[str]:
        """The row with as many cells as there are headings."""
        width = self._width
        if not any(cell.strip() for cell in row):
            return [""] * width
        extra = [cell for cell in row[width:] if cell.strip()]
        if extra:
            self._report(line, shown(", ".join(extra)), "what is behind the last heading was left out")
        elif len(row) > width:
            self._blank_extras.append(line)
        else:
            self._report(line, None, f"{width - len(row)} at the end taken as blank")
        return (row + [""] * width)[:width]

    def found(self) -> list[Issue]:
        """What there is to say about all rows so far."""
        issues = list(self._reported)
        if self._unreported:
            message = f"The same with {counted(len(self._unreported), 'more row')}."
            issues.append(self._of_many(self._unreported, message))
        if self._blank_extras:
            rows = counted(len(self._blank_extras), "row")
            message = (
                f"Left out blank cells behind the last heading in {rows}. Delete the separators at the end."
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
