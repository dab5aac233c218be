"""A look at an .xls with xlrd: what python-calamine would lose of it in silence."""

from __future__ import annotations

import io
from array import array
from typing import Any

from lacdsl.ingest.excel_places import letters
from lacdsl.ingest.excel_scan import MOST_KEPT, Scan
from lacdsl.ingest.excel_zeros import digits_of


def scan_old_workbook(data: bytes) -> tuple[dict[str, Scan], bool] | None:
    """What there is to know of each sheet by its name, and whether days count from 1904. None when xlrd cannot tell."""
    import xlrd  # loaded only when there is such a workbook

    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
        return {sheet.name: _scan(sheet, xlrd) for sheet in book.sheets()}, book.datemode == 1
    except MemoryError:
        raise
    except Exception:  # xlrd can fail anywhere in a damaged workbook; then it is said that nobody looked
        return None


def _scan(sheet: Any, xlrd: Any) -> Scan:
    scan = Scan()
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
    _note_zeros(sheet, scan, xlrd)
    return scan


def _note_zeros(sheet: Any, scan: Scan, xlrd: Any) -> None:
    """Notes the numbers that Excel shows with zeros in front."""
    asked = {key: digits_of(each.format_str or "") for key, each in sheet.book.format_map.items()}
    formats = [asked.get(each.format_key) for each in sheet.book.xf_list]
    if not any(formats):
        return
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            digits = formats[sheet.cell_xf_index(row, column)] if kind == xlrd.XL_CELL_NUMBER else None
            if digits is not None:
                rows, widths = scan.zeros.setdefault(column + 1, (array("i"), array("i")))
                rows.append(row + 1)
                widths.append(digits)
