"""A look at an .xls with xlrd: what python-calamine would lose of it in silence."""

from __future__ import annotations

import io
from typing import Any

from lacdsl.ingest.excel_notes import letters
from lacdsl.ingest.excel_scan import MOST_KEPT, Scan


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
    return scan
