"""Sheets of text, written quickly: a workbook of findings has a million cells, nearly all of them plain text."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

_LETTERS = [xl_col_to_name(number) for number in range(64)]


class QuickSheet(Worksheet):  # type: ignore[misc]
    """A worksheet of a workbook in constant memory.

    Plain text goes straight into the file, in the very form that XlsxWriter gives it; the tests compare the two. Whatever
    is not plain text with a format of its own is left to XlsxWriter.
    """

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if (
            cell.__class__.__name__ == "String"
            and cell.format
            and self.constant_memory
            and is_plain(text := cell.string)
            and col < len(_LETTERS)
        ):
            text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            style = cell.format._get_xf_index()
            self.fh.write(
                f'<c r="{_LETTERS[col]}{row + 1}" s="{style}" t="inlineStr"><is><t>{text}</t></is></c>'
            )
        else:
            super()._write_cell(row, col, cell)


def is_plain(text: str) -> bool:
    """Is this text that means nothing to Excel, whose blanks stand between other characters?"""
    return (
        text.isprintable()
        and "_x" not in text
        and not text.startswith((" ", "<r>"))
        and not text.endswith(" ")
        and bool(text)
    )
