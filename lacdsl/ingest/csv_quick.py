"""CSV by Arrow, many lines at once; only for text that it reads exactly as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
from numpy.typing import NDArray

from lacdsl.ingest.csv_start import Start
from lacdsl.ingest.sheet import TEXT, Lines

Piece = tuple[list[pa.DictionaryArray], Lines, Lines]
"""Columns, the line of each row, and the empty lines."""

_BLOCK = 8 * 2**20
_LONG_COLUMN, _LONG_TEXT, _SLICE = 8 * 2**20, 64, 10_000
_NEWLINE, _RETURN = 10, 13
_ANY_TEXT = re.compile(rb"[^\r\n]")


def read_quickly(data: bytes, start: Start) -> Piece | None:
    """All rows from `start` on.

    None when Arrow refuses the text, or when a row may take more than one line (a line break inside a cell).
    """
    if not start.delimiter.isascii():
        return None
    names = [str(number) for number in range(len(start.headings))]
    none = np.zeros(0, dtype=np.int32)
    if _ANY_TEXT.search(data, start.offset) is None:
        return [pa.array([], type=TEXT) for _ in names], none, none
    body = memoryview(data)[start.offset :]
    try:
        table = pa.csv.read_csv(
            pa.BufferReader(pa.py_buffer(body)),
            read_options=pa.csv.ReadOptions(column_names=names, block_size=_BLOCK, use_threads=False),
            parse_options=pa.csv.ParseOptions(delimiter=start.delimiter),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(names, TEXT), null_values=[""], strings_can_be_null=True
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
    columns = table.columns
    del table
    return [_whole(columns.pop(0)) for _ in names], lines, empty


def pieces(data: bytes, start: Start) -> Iterator[tuple[bytes, Start]]:
    """Text without quotation marks cut into pieces of whole lines, each with the start that fits it."""
    place, line = start.offset, start.next_line
    while place < len(data):
        end = data.rfind(b"\n", place, place + _BLOCK) + 1
        if end <= place or place + _BLOCK >= len(data):
            end = len(data)
        yield data[place:end], replace(start, offset=0, next_line=line)
        line += _count_lines(data, place, end)
        place = end


def _whole(column: pa.ChunkedArray) -> pa.DictionaryArray:
    """The pieces of a column as one. Column after column, so that a table is never held twice."""
    pieces = column.chunks
    if len(pieces) > 1 and _long_and_distinct([piece.dictionary for piece in pieces]):
        return _one_behind_the_other(pieces)
    column = column.unify_dictionaries()
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _long_and_distinct(words: list[pa.StringArray]) -> bool:
    """Long texts (notes), of which none stands in two of the lists: to look for equal ones, Arrow would copy all twice.

    That they are distinct is told by their hashes: where these differ, so do the texts.
    """
    count, size = sum(len(each) for each in words), sum(each.nbytes for each in words)
    if size < _LONG_COLUMN or size < _LONG_TEXT * count:
        return False
    hashes = np.fromiter((hash(word) for each in words for word in _texts(each)), np.int64, count)
    return len(np.unique(hashes)) == count


def _texts(words: pa.StringArray) -> Iterator[str]:
    for begin in range(0, len(words), _SLICE):
        yield from words.slice(begin, _SLICE).to_pylist()


def _one_behind_the_other(pieces: list[pa.DictionaryArray]) -> pa.DictionaryArray:
    starts = np.cumsum([0, *(len(piece.dictionary) for piece in pieces)]).tolist()
    moved = [
        pc.add(piece.indices, pa.scalar(start, pa.int32()))
        for piece, start in zip(pieces, starts, strict=False)
    ]
    words = pa.concat_arrays([piece.dictionary for piece in pieces])
    return pa.DictionaryArray.from_arrays(pa.concat_arrays(moved), words)


def _count_lines(data: bytes, offset: int, end: int | None = None) -> int:
    end = len(data) if end is None else end
    breaks = data.count(b"\n", offset, end)
    if data.find(b"\r", offset, end) >= 0:
        breaks += data.count(b"\r", offset, end) - data.count(b"\r\n", offset, end)
    unfinished = end > offset and data[end - 1] not in (_NEWLINE, _RETURN)
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
