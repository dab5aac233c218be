"""CSV files as sheets: all at once with Arrow where that is safe, else row by row."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
from numpy.typing import NDArray

from lacdsl.ingest.csv_careful import read_carefully
from lacdsl.ingest.csv_start import DELIMITERS, Start, find_start
from lacdsl.ingest.encoding import as_utf8
from lacdsl.ingest.issues import Issue, Kind
from lacdsl.ingest.known_headings import KnownHeadings
from lacdsl.ingest.sheet import Lines, Sheet, report_titles, tidied

SUFFIXES = (".csv", ".tsv", ".txt")

_BLOCK = 8 * 2**20
_TEXT = pa.dictionary(pa.int32(), pa.string())
_NEWLINE, _RETURN = 10, 13
_ANY_TEXT = re.compile(rb"[^\r\n]")


def read(path: Path, issues: list[Issue]) -> list[Sheet]:
    """The one sheet of a CSV file, or none when there is nothing in it; what was wrong is added to `issues`.

    Raises OSError when the file cannot be read.
    """
    sheets = read_text(path.read_bytes(), path.name, path.stem, issues)
    issues += [issue for sheet in sheets for issue in sheet.issues]
    return sheets


def read_text(
    data: bytes, file: str, name: str, unread: list[Issue], known: KnownHeadings | None = None
) -> list[Sheet]:
    """The one sheet of a text. What was wrong is in its issues; `unread` says why there is none."""
    issues: list[Issue] = []
    data, encoding = as_utf8(data, file, issues)
    start = find_start(data, known)
    if start is None:
        what = "blank lines only" if data else "nothing at all, not even headings"
        message = f"Holds {what}. Export it again, or leave it out when there is no such table."
        unread.append(Issue(file, Kind.NOT_READ, message))
        return []
    report_titles(start.titles, file, issues)
    if start.delimiter != ",":
        name = DELIMITERS.get(start.delimiter, f"'{start.delimiter}'")
        message = (
            f"Has {name} between its cells, not commas, and was read so. Save it with commas to be safe."
        )
        issues.append(Issue(file, Kind.DELIMITER, message, line=start.line, value=start.delimiter))

    quick = _read_quickly(data, start)
    if quick is not None:
        arrays, lines, empty = quick
    else:
        arrays, lines = read_carefully(data, start, file, issues)
        empty = lines[:0]
    del data
    headings, columns, lines, left_out = tidied(
        start.headings, arrays, lines, empty, file, start.line, issues
    )
    return [
        Sheet(
            file,
            name,
            headings,
            columns,
            lines,
            start.line,
            issues,
            encoding=encoding,
            separator=DELIMITERS.get(start.delimiter, start.delimiter),
            left_out=left_out,
        )
    ]


def _read_quickly(data: bytes, start: Start) -> tuple[list[pa.DictionaryArray], Lines, Lines] | None:
    """Columns, the line of each row and the empty lines, by Arrow.

    None when Arrow refuses the file, or when a row may take more than one line (a line break inside a cell).
    """
    names = [str(number) for number in range(len(start.headings))]
    none = np.zeros(0, dtype=np.int32)
    if _ANY_TEXT.search(data, start.offset) is None:
        return [pa.array([], type=_TEXT) for _ in names], none, none
    body = memoryview(data)[start.offset :]
    try:
        table = pa.csv.read_csv(
            pa.BufferReader(pa.py_buffer(body)),
            read_options=pa.csv.ReadOptions(column_names=names, block_size=_BLOCK),
            parse_options=pa.csv.ParseOptions(delimiter=start.delimiter),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(names, _TEXT), null_values=[""], strings_can_be_null=True
            ),
        )
    except (pa.ArrowException, ValueError):
        return None
    count = _count_lines(data, start.offset)
    lines = np.arange(start.next_line, start.next_line + count, dtype=np.int32)
    empty = none
    if table.num_rows != count:
        filled = _filled_lines(body)
        if data.find(b'"', start.offset) >= 0 or len(filled) != table.num_rows:
            return None
        empty = np.delete(lines, filled)
        lines = lines[filled]
    table = table.unify_dictionaries().combine_chunks()
    return [_one_chunk(column) for column in table.columns], lines, empty


def _one_chunk(column: pa.ChunkedArray) -> pa.DictionaryArray:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _count_lines(data: bytes, offset: int) -> int:
    breaks = data.count(b"\n", offset)
    if data.find(b"\r", offset) >= 0:
        breaks += data.count(b"\r", offset) - data.count(b"\r\n", offset)
    unfinished = len(data) > offset and data[-1] not in (_NEWLINE, _RETURN)
    return breaks + unfinished


def _filled_lines(body: memoryview) -> NDArray[np.intp]:
    """Numbers, from 0, of the lines that are not empty; for text without line breaks inside cells."""
    text = np.frombuffer(body, dtype=np.uint8)
    newlines, returns = text == _NEWLINE, text == _RETURN
    is_break = newlines | (returns & ~np.append(newlines[1:], False))
    ends = np.flatnonzero(is_break)
    if not len(ends) or ends[-1] != len(text) - 1:
        ends = np.append(ends, len(text))
    starts = np.concatenate(([0], ends[:-1] + 1))
    length = ends - starts
    length -= (length > 0) & returns[ends - 1]
    return np.flatnonzero(length)
