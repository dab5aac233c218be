"""Sheets of text, written quickly: a workbook of findings has a million cells, nearly all of them plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

Cell = tuple[int, str | int, Any]
"""A column, counted from 0, what stands there, and its format."""

_LETTERS = [xl_col_to_name(number) for number in range(64)]
_MOST_EXACT = 10**15
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_OF_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")


class QuickSheet(Worksheet):  # type: ignore[misc]
    """A worksheet of a workbook in constant memory, written row by row from the top.

    Rows of plain text and whole numbers go straight into the file, in the very form that XlsxWriter gives them; the tests
    compare the two. A row with anything else in it is left to XlsxWriter.
    """

    previous_row: int

    @staticmethod
    def _escape_control_characters(data: Any) -> Any:
        """A text that looks like escaped characters (`_x0041_`) is read as it stands, also where two of them overlap.

        XlsxWriter leaves the second of two, so `_x005F_x0041_` would be read as `_x005FA`.
        """
        if not isinstance(data, str):
            return data
        return _OF_CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", _LOOKS_ESCAPED.sub("_x005F_", data))

    def write_cells(self, row: int, cells: Sequence[Cell], height: int | None = None) -> None:
        """A whole row, which is `height` points high; cells in the order of their columns, texts that are not empty."""
        made = _written(row + 1, cells) if self.constant_memory else None
        if made is None:
            if height is not None:
                self.set_row(row, height)
            for column, value, form in cells:
                write = self.write_number if type(value) is int else self.write_string
                write(row, column, value, form)
            return
        if row > self.previous_row:
            self._write_single_row(row)
        self._check_dimensions(row, cells[0][0])
        self._check_dimensions(row, cells[-1][0])
        high = f' ht="{height}" customHeight="1"' if height is not None else ""
        self.fh.write(f'<row r="{row + 1}"{high}>{made}</row>')
        self.previous_row = row + 1


def _written(line: int, cells: Sequence[Cell]) -> str | None:
    """The cells as they stand in the file; none where there are none, or one of them is not plain."""
    made = []
    for column, value, form in cells:
        if column >= len(_LETTERS) or not form:
            return None
        start = f'<c r="{_LETTERS[column]}{line}" s="{form._get_xf_index()}"'
        if type(value) is str and is_plain(value):
            text = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            made.append(f'{start} t="inlineStr"><is><t>{text}</t></is></c>')
        elif type(value) is int and -_MOST_EXACT < value < _MOST_EXACT:
            made.append(f"{start}><v>{value}</v></c>")
        else:
            return None
    return "".join(made) or None


def is_plain(text: str) -> bool:
    """Is this text that means nothing to Excel, whose blanks stand between other characters?"""
    return (
        text.isprintable()
        and "_x" not in text
        and not text.startswith((" ", "<r>"))
        and not text.endswith(" ")
        and bool(text)
    )
