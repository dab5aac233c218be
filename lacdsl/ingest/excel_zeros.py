"""Numbers that Excel shows with zeros in front, by a number format such as 000000: what is shown is what is meant."""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping
from xml.etree import ElementTree

import numpy as np

from lacdsl.ingest.excel_grid import Grid
from lacdsl.ingest.excel_places import row_column
from lacdsl.ingest.source import Refused

Zeros = dict[int, tuple["array[int]", "array[int]"]]
"""By column the rows of such cells, and how many digits each is shown with."""
_BUILT_IN: dict[str | None, str] = {"9": "0%", "10": "0.00%"}
"""Formats that every workbook has without saying so; the others of them show a number as it is, or are dates."""
_FORMAT = re.compile(r"0{2,20}")


def digits_of(number_format: str) -> int | None:
    """How many digits a number format asks for that is nothing but zeros; None for another."""
    return len(number_format) if _FORMAT.fullmatch(number_format) else None


def formats_of_cells(styles: bytes) -> dict[bytes, str]:
    """The number format by the number of the cell style, from the styles of an .xlsx. Document types were refused."""
    try:
        root = ElementTree.fromstring(styles)
    except ElementTree.ParseError as error:
        raise Refused("Is a damaged Excel workbook. Save it again.") from error
    named = [(each, str(each.tag).rpartition("}")[2]) for each in root.iter()]
    codes = {each.get("numFmtId"): each.get("formatCode", "") for each, name in named if name == "numFmt"}
    used = next((list(each) for each, name in named if name == "cellXfs"), [])
    found = ((number, each.get("numFmtId")) for number, each in enumerate(used))
    known = {**_BUILT_IN, **codes}
    return {b"%d" % number: known[key] for number, key in found if key in known}


def cells_with_zeros(content: bytes, formats: Mapping[bytes, int]) -> Zeros:
    """The numbers of a sheet of an .xlsx that have one of these formats."""
    found: Zeros = {}
    if not formats:
        return found
    cell = re.compile(
        rb'<(?:\w+:)?c\b(?=[^>]{0,200}?\bs="(' + b"|".join(formats) + rb')")(?![^>]{0,200}?\bt="[^n])'
        rb'[^>]{0,200}?\br="([A-Z]{1,3})(\d{1,7})"'
    )
    for each in cell.finditer(content):
        row, column = row_column(each[2], each[3])
        rows, digits = found.setdefault(column, (array("i"), array("i")))
        rows.append(row)
        digits.append(formats[each[1]])
    return found


def show_zeros(grid: Grid, zeros: Zeros, shown: dict[tuple[int, int], str]) -> None:
    """Writes these cells of a sheet as Excel shows them, and notes them in `shown`."""
    if not len(grid.rows):
        return
    for column, (rows, digits) in zeros.items():
        places = np.searchsorted(grid.numbers, np.asarray(rows))
        for place, row, width in zip(places.tolist(), rows, digits, strict=True):
            if place >= len(grid.rows) or grid.numbers[place] != row or column > len(grid.rows[place]):
                continue
            value = grid.rows[place][column - 1]
            if type(value) not in (int, float) or value < 0 or value != int(value):
                continue
            text = str(int(value))
            if len(text) < width:
                grid.rows[place][column - 1] = shown[row, column] = text.zfill(width)
