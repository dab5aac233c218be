"""Excel workbooks as sheets: python-calamine reads them, openpyxl those whose cells lie too far apart for it."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from lacdsl.ingest.excel_cells import CellTexts, cell_as_text
from lacdsl.ingest.excel_grid import Grid, Guarded, by_calamine, by_openpyxl
from lacdsl.ingest.excel_notes import report_cells
from lacdsl.ingest.excel_old import scan_old_workbook
from lacdsl.ingest.excel_scan import Scan, scan_workbook
from lacdsl.ingest.excel_zeros import show_zeros
from lacdsl.ingest.issues import Issue, Kind
from lacdsl.ingest.kinds import Format
from lacdsl.ingest.known_headings import ENOUGH, LINES_TO_HEADINGS, KnownHeadings
from lacdsl.ingest.several import beside, other_headings, report_beside, report_several
from lacdsl.ingest.sheet import Lines, Serials, Sheet, report_rows_above, report_titles, tidied
from lacdsl.ingest.source import Limits, Refused

_MOST_GAPS = 10_000


def read_workbook(
    data: bytes, file: str, kind: Format, known: KnownHeadings, limits: Limits, issues: list[Issue]
) -> list[Sheet]:
    """The sheets of a workbook that have cells, without those of charts and macros. Hidden ones are read, too.

    Raises `Refused`. What concerns no sheet is added to `issues`.
    """
    import python_calamine  # loaded only when there is a workbook

    looked = scan_workbook(data, limits) if kind is Format.EXCEL else scan_old_workbook(data)
    scans, late = looked or ({}, False)
    serials: Serials = 1904 if late else 1900
    with Guarded(python_calamine):
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        metadata = [
            each for each in book.sheets_metadata if each.typ is python_calamine.SheetTypeEnum.WorkSheet
        ]
    if len(metadata) > limits.sheets:
        raise Refused(f"Has {len(metadata):,} sheets, far more than any return, and was refused.")
    sheets: list[Sheet] = []
    for each in metadata:
        scan = scans.get(each.name, Scan())
        label = f"{file} [{each.name}]"
        if scan.known:
            grid = scan.known.pop()
        elif scan.sparse:
            grid = by_openpyxl(data, each.name)
        else:
            with Guarded(python_calamine):
                grid = by_calamine(book.get_sheet_by_name(each.name), scan)
        show_zeros(grid, scan.zeros, scan.padded)
        found = _sheets(grid, label, each.name, scan, serials, known)
        if found:
            sheets += found
            if each.visible is not python_calamine.SheetVisibleEnum.Visible:
                message = "Is a hidden sheet. It was looked at like the others."
                found[0].issues.append(Issue(label, Kind.HIDDEN, message))
    if not sheets:
        issues.append(
            Issue(file, Kind.NOT_READ, "Is a workbook without any cell. Export it again, or leave it out.")
        )
    elif looked is None:
        message = (
            "Is a workbook in the old form of Excel that is odd inside; cells that show an error such as #REF! may count as "
            "blank, and days from 1900. Save it as .xlsx to be safe."
        )
        sheets[0].issues.append(Issue(file, Kind.OLD_FORM, message))
    return sheets


def _sheets(
    grid: Grid, label: str, name: str, scan: Scan, serials: Serials, known: KnownHeadings
) -> list[Sheet]:
    """The table of a sheet, or the tables that stand there one below the other; none when there is no text."""
    grid, place, titles = _begin(grid, known)
    if place is None:
        return []
    headings, arrays = _texts_of(grid.rows[place]), _columns(grid, place)
    found, again = other_headings(headings, arrays, known)
    others = [place + 1 + row for row in found]
    issues: list[Issue] = []
    if others and known.count(headings) < ENOUGH:
        below = _with_rows_above(grid, others[0], list(range(place, others[0])), known)
        if below is not None:
            grid, place, titles = below
            headings, arrays = _texts_of(grid.rows[place]), _columns(grid, place)
            found, again = other_headings(headings, arrays, known)
            others = [place + 1 + row for row in found]
    above = int((grid.numbers[place + 1 :] < grid.numbers[place]).sum())
    report_rows_above(above, int(grid.numbers[place]), label, issues)
    if not others:
        return _beside(grid, place, titles, arrays, again, label, name, scan, serials, known, issues)
    report_several(label, [int(grid.numbers[row]) for row in others], issues)
    sheets: list[Sheet] = []
    starts = [0, *(_with_title(grid, row) for row in others)]
    for start, end in zip(starts, [*starts[1:], len(grid.rows)], strict=True):
        part = Grid(grid.rows[start:end], grid.numbers[start:end])
        part, place, titles = _begin(part, known)
        if place is not None:
            named = name if not sheets else " ".join(_texts_of(part.rows[0])) if titles else ""
            held = issues if not sheets else []
            arrays = _columns(part, place)
            again = other_headings(_texts_of(part.rows[place]), arrays, known)[1]
            sheets += _beside(part, place, titles, arrays, again, label, named, scan, serials, known, held)
    return sheets


def _with_title(grid: Grid, row: int) -> int:
    """The row, or the first of those right above it that hold one cell or none."""
    while row and sum(bool(text.strip()) for text in _texts_of(grid.rows[row - 1])) <= 1:
        row -= 1
    return row


def _columns(grid: Grid, heading: int) -> list[pa.DictionaryArray]:
    rows = grid.rows[heading + 1 :]
    columns = zip(*rows, strict=True) if rows else [()] * len(grid.rows[heading])
    return [_encoded(column) for column in columns]


def _beside(
    grid: Grid,
    place: int,
    titles: list[int],
    arrays: list[pa.DictionaryArray],
    again: list[int],
    label: str,
    name: str,
    scan: Scan,
    serials: Serials,
    known: KnownHeadings,
    issues: list[Issue],
) -> list[Sheet]:
    """The table that begins there, or those that stand there side by side."""
    headings = _texts_of(grid.rows[place])
    groups = beside(headings, arrays, known)
    report_beside(label, groups, int(grid.numbers[place]), issues)
    first, *others = groups
    sheets = [
        _sheet(grid, place, titles, headings[first], arrays[first], again, label, name, scan, serials, issues)
    ]
    for group in others:
        sheets.append(
            _sheet(grid, place, [], headings[group], arrays[group], again, label, "", Scan(), serials, [])
        )
    return sheets


def _sheet(
    grid: Grid,
    place: int,
    titles: list[int],
    headings: list[str],
    arrays: list[pa.DictionaryArray],
    again: list[int],
    label: str,
    name: str,
    scan: Scan,
    serials: Serials,
    issues: list[Issue],
) -> Sheet:
    first = ", ".join(text for text in _texts_of(grid.rows[titles[0]]) if text.strip()) if titles else ""
    report_titles([int(grid.numbers[title]) for title in titles], first, label, issues)
    heading_line = int(grid.numbers[place])
    lines = grid.numbers[place + 1 :]
    rows = range(int(grid.numbers[place:].min()), int(grid.numbers.max()) + 1)
    report_cells(scan, label, rows, issues)
    gaps = _gaps(heading_line, lines)
    in_file = len(lines) + len(gaps)
    headings, cells, lines, left_out = tidied(
        headings, arrays, lines, gaps, again, label, heading_line, issues
    )
    return Sheet(
        label,
        name,
        headings,
        cells,
        lines,
        heading_line,
        issues,
        sheet=label.removesuffix("]").rpartition("[")[2],
        format="Excel",
        in_file=in_file,
        left_out=left_out,
        serials=serials,
    )


def _begin(grid: Grid, known: KnownHeadings) -> tuple[Grid, int | None, list[int]]:
    """The cells with the headings in front of all rows, the place of the headings, and those of the titles above them."""
    place, titles = _heading_row(grid, known)
    below = None if place is None else _with_rows_above(grid, place, titles, known)
    return (grid, place, titles) if below is None else below


def _with_rows_above(
    grid: Grid, place: int, titles: list[int], known: KnownHeadings
) -> tuple[Grid, int, list[int]] | None:
    """The cells with the headings moved in front of the first row above them, their place then, and the titles."""
    texts = [_texts_of(grid.rows[title]) for title in titles]
    first = known.first_row(_texts_of(grid.rows[place]), texts)
    if first is None:
        return None
    start = titles[first]
    order = [*range(start), place, *range(start, place), *range(place + 1, len(grid.rows))]
    return Grid([grid.rows[row] for row in order], grid.numbers[order]), start, titles[:first]


def _heading_row(grid: Grid, known: KnownHeadings) -> tuple[int | None, list[int]]:
    """The row of headings, and the rows with text above it; None when there is no text at all."""
    filled: list[int] = []
    for place, row in enumerate(grid.rows):
        texts = _texts_of(row)
        if not any(text.strip() for text in texts):
            continue
        found = known.count(texts)
        below = grid.rows[place + 1] if place + 1 < len(grid.rows) else []
        if found >= ENOUGH and not known.is_better(_texts_of(below), found):
            return place, filled
        filled.append(place)
        if len(filled) > LINES_TO_HEADINGS:
            break
    return (filled[0] if filled else None), []


def _texts_of(row: Sequence[object]) -> list[str]:
    return [cell_as_text(value) or "" for value in row]


def _encoded(column: Sequence[object]) -> pa.DictionaryArray:
    """A column of cells with every distinct text once."""
    if set(map(type, column)) <= {str}:
        return pa.array(column, type=pa.string()).dictionary_encode()
    texts = CellTexts()
    return pa.array(list(map(texts.of, column)), type=pa.string()).dictionary_encode()


def _gaps(heading_line: int, lines: Lines) -> Lines:
    """Rows that the reader passed over because there is nothing in them; not told when it is very many."""
    if not len(lines) or int(lines[-1]) - heading_line - len(lines) > _MOST_GAPS:
        return np.zeros(0, dtype=np.int32)
    return np.setdiff1d(np.arange(heading_line + 1, int(lines[-1]), dtype=np.int32), lines)
