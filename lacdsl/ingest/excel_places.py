"""Places of cells as Excel names them: AB12."""

from __future__ import annotations


def row_column(letters: bytes, digits: bytes) -> tuple[int, int]:
    """The row and the column of a place, counted from 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return int(digits), number


def letters(column: int) -> str:
    """The letters of a column: A for 1, AA for 27."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
