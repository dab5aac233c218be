"""How far out the cells of a sheet lie, from the XML itself, whatever the sheet says of its size."""

from __future__ import annotations

import re

import numpy as np

_PIECE = 4 * 2**20
_LONGEST = 11
_ODD = re.compile(rb"<(?:\w+:)?(?:c|row)\s(?:[^<>]*\s)?r(?:\s+=|=\s)")
_BLANK = ord(" ")
_PERHAPS_ODD = tuple(
    b"r" + blank for blank in (b" =", b"= ", b"=\t", b"=\n", b"=\r", b"\t", b"\n", b"\r", b"  ")
)
"""What every odd place begins with, to be looked for first because that is quick."""
_EQUALS, _R, _QUOTES = ord("="), ord("r"), (ord('"'), ord("'"))


def area(content: bytes) -> int:
    """The last row times the last column with a cell; a very large number for XML that no program writes."""
    if any(each in content for each in _PERHAPS_ODD) and _ODD.search(content):
        return 2**62
    rows = columns = 1
    for start in range(0, len(content), _PIECE):
        row, column = _furthest(content[max(0, start - 4) : start + _PIECE + _LONGEST])
        rows, columns = max(rows, row), max(columns, column)
    return rows * columns


def _furthest(piece: bytes) -> tuple[int, int]:
    """The furthest row and column among the places (`r="AB12"`) in a piece."""
    text = np.frombuffer(piece + bytes(_LONGEST), dtype=np.uint8)
    starts = np.flatnonzero((text[1:-1] == _R) & (text[2:] == _EQUALS)) + 3
    starts = starts[starts + 1 + _LONGEST <= len(text)]
    starts = starts[np.isin(text[starts], _QUOTES) & (text[starts - 3] <= _BLANK)] + 1
    if not len(starts):
        return 1, 1
    row, column = np.zeros(len(starts), np.int64), np.zeros(len(starts), np.int64)
    in_letters, in_digits = np.ones(len(starts), bool), np.ones(len(starts), bool)
    for place in range(_LONGEST):
        byte = text[starts + place].astype(np.int64)
        letter = (byte | 32) - 96
        in_letters &= (letter >= 1) & (letter <= 26)
        column[in_letters] = column[in_letters] * 26 + letter[in_letters]
        digit = byte - 48
        is_digit = in_digits & (digit >= 0) & (digit <= 9)
        row[is_digit] = row[is_digit] * 10 + digit[is_digit]
        in_digits &= in_letters | is_digit
    return int(row.max()), int(np.minimum(column, 2**31).max())
