"""The sheets of an .xls by xlrd, which reads cells that python-calamine loses or garbles."""

from __future__ import annotations

import io
from array import array
from typing import Any

import numpy as np

from lacdsl.ingest.excel_formats import shows_otherwise
from lacdsl.ingest.excel_grid import Grid
from lacdsl.ingest.excel_places import letters
from lacdsl.ingest.excel_scan import MOST_KEPT, Scan
from lacdsl.ingest.excel_zeros import digits_of
from lacdsl.ingest.source import LOCKED, Refused


def scan_old_workbook(data: bytes) -> tuple[dict[str, Scan], bool] | None:
    """What there is to know of each sheet by its name, and whether days count from 1904. None when xlrd cannot tell.

    Raises `Refused` for a workbook that is locked with a password.
    """
    import xlrd  # loaded only when there is such a workbook

    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
        return {sheet.name: _scan(sheet, xlrd) for sheet in book.sheets()}, book.datemode == 1
    except MemoryError:
        raise
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise Refused(LOCKED) from error
        return None
    except Exception:  # xlrd can fail anywhere in a damaged workbook; then it is said that nobody looked
        return None


def _scan(sheet: Any, xlrd: Any) -> Scan:
    scan = Scan()
    scan.known.append(_grid(sheet, xlrd))
    for row in range(sheet.nrows):
        types = sheet.row_types(row)
        if xlrd.XL_CELL_ERROR not in types:
            continue
        for column, kind in enumerate(types):
            if kind == xlrd.XL_CELL_ERROR and len(scan.errors) < MOST_KEPT:
                code = sheet.cell_value(row, column)
                scan.errors[(row + 1, column + 1)] = xlrd.error_text_from_code.get(code, "#ERROR!")
    for top, below, left, behind in sheet.merged_cells:
        scan.merged.append((top + 1, f"{letters(left + 1)}{top + 1}:{letters(behind)}{below}"))
    scan.hidden.extend(sorted(row + 1 for row, about in sheet.rowinfo_map.items() if about.hidden))
    _note_formats(sheet, scan, xlrd)
    return scan


def _grid(sheet: Any, xlrd: Any) -> Grid:
    """The rows with cells, which take no notice of the room between them."""
    rows: list[list[Any]] = []
    numbers: list[int] = []
    late = sheet.book.datemode
    for row in range(sheet.nrows):
        cells = [_value(each.ctype, each.value, late, xlrd) for each in sheet.row(row)]
        if any(cell is not None and str(cell).strip() for cell in cells):
            rows.append(cells)
            numbers.append(row + 1)
    width = max(map(len, rows), default=0)
    return Grid([cells + [None] * (width - len(cells)) for cells in rows], np.array(numbers, dtype=np.int32))


def _value(kind: int, value: Any, late: int, xlrd: Any) -> object:
    """A cell as python-calamine has it."""
    if kind == xlrd.XL_CELL_DATE:
        try:
            return xlrd.xldate_as_datetime(value, late)
        except (OverflowError, ValueError):
            return value
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(value, "#ERROR!")
    return value if kind in (xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER) else None


def _note_formats(sheet: Any, scan: Scan, xlrd: Any) -> None:
    """Notes the numbers that Excel shows with zeros in front, or otherwise than they are held."""
    codes = {key: each.format_str or "" for key, each in sheet.book.format_map.items()}
    used = [codes.get(each.format_key, "") for each in sheet.book.xf_list]
    formats = [digits_of(code) for code in used]
    others = [code if digits_of(code) is None and shows_otherwise(code) else None for code in used]
    if not any(formats) and not any(others):
        return
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            if kind != xlrd.XL_CELL_NUMBER:
                continue
            style = sheet.cell_xf_index(row, column)
            digits, other = formats[style], others[style]
            if other is not None and len(scan.otherwise) < MOST_KEPT:
                scan.otherwise[row + 1, column + 1] = other
            if digits is not None:
                rows, widths = scan.zeros.setdefault(column + 1, (array("i"), array("i")))
                rows.append(row + 1)
                widths.append(digits)
