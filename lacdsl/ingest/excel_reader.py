"""Excel workbooks as sheets: python-calamine reads them, openpyxl those whose cells lie too far apart for it."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa

from lacdsl.ingest.excel_cells import CellTexts
from lacdsl.ingest.excel_scan import Scan, scan_workbook
from lacdsl.ingest.issues import Issue, Kind, counted
from lacdsl.ingest.kinds import Format
from lacdsl.ingest.known_headings import ENOUGH, LINES_TO_HEADINGS, KnownHeadings
from lacdsl.ingest.sheet import Serials, Sheet, report_titles, tidied
from lacdsl.ingest.source import Limits, Refused

Row = tuple[int, Sequence[str | None]]
"""The number of a row and the texts of its cells, from the first column on."""

_BATCH = 10_000
_LISTED = 5


def read_workbook(
    data: bytes, file: str, kind: Format, known: KnownHeadings, limits: Limits, issues: list[Issue]
) -> list[Sheet]:
    """The sheets of a workbook that have cells, without those of charts and macros. Hidden ones are read, too.

    Raises `Refused`. What concerns no sheet is added to `issues`.
    """
    import python_calamine  # loaded only when there is a workbook

    scans: dict[str, Scan] = {}
    late = False
    if kind is Format.EXCEL:
        scans, late = scan_workbook(data, limits)
    serials: Serials = 1904 if late else 1900
    with _Guarded(python_calamine):
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        metadata = [
            each for each in book.sheets_metadata if each.typ is python_calamine.SheetTypeEnum.WorkSheet
        ]
    sheets: list[Sheet] = []
    for each in metadata:
        scan = scans.get(each.name, Scan())
        label = f"{file} [{each.name}]"
        if scan.sparse:
            rows = _by_openpyxl(data, each.name)
        else:
            with _Guarded(python_calamine):
                rows = _by_calamine(book.get_sheet_by_name(each.name), scan)
        sheet = _sheet(rows, label, each.name, scan, serials, known)
        if sheet is not None:
            sheets.append(sheet)
            if each.visible is not python_calamine.SheetVisibleEnum.Visible:
                message = "Is a hidden sheet. It was looked at like the others."
                sheet.issues.append(Issue(label, Kind.HIDDEN, message))
    if not sheets:
        issues.append(
            Issue(file, Kind.NOT_READ, "Is a workbook without any cell. Export it again, or leave it out.")
        )
    elif kind is Format.OLD_EXCEL:
        message = (
            "Is a workbook in the old form of Excel; cells that show an error such as #REF! count as blank there. "
            "Save it as .xlsx to be safe."
        )
        sheets[0].issues.append(Issue(file, Kind.OLD_FORM, message))
    return sheets


class _Guarded:
    """What goes wrong inside python-calamine, a panic of its core included, says that the workbook is damaged."""

    def __init__(self, library: Any) -> None:
        self._library = library

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if error is None or isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            return
        if isinstance(error, self._library.PasswordError):
            raise Refused(
                "Is locked with a password. Take the password off in Excel, and save it."
            ) from error
        raise Refused(
            "Is a damaged Excel workbook, or one that was cut off. Save it again as .xlsx."
        ) from error


def _by_calamine(sheet: Any, scan: Scan) -> Iterator[Row]:
    """Rows as python-calamine has them, with the errors that it takes for blanks."""
    if sheet.start is None:
        return iter(())
    top, left = sheet.start
    texts = CellTexts()
    values = sheet.to_python(skip_empty_area=True)
    errors: dict[int, list[tuple[int, str]]] = {}
    for (row, column), text in scan.errors.items():
        errors.setdefault(row, []).append((column, text))
    return _rows(values, top + 1, left, texts, errors)


def _rows(
    values: list[list[Any]], top: int, left: int, texts: CellTexts, errors: dict[int, list[tuple[int, str]]]
) -> Iterator[Row]:
    of = texts.of
    before = [None] * left
    for number, row in enumerate(values, start=top):
        cells = [*before, *map(of, row)]
        for column, text in errors.get(number, ()):
            cells += [None] * (column - len(cells))
            cells[column - 1] = text
        yield number, cells


def _by_openpyxl(data: bytes, name: str) -> Iterator[Row]:
    """Rows with cells as openpyxl has them, which takes no notice of the room between them."""
    import openpyxl

    texts = CellTexts()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheet = book[name]
            sheet.reset_dimensions()
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
                if any(value is not None for value in row):
                    last = max(place for place, value in enumerate(row) if value is not None)
                    yield number, [texts.of(value) for value in row[: last + 1]]
    except (OSError, MemoryError):
        raise
    except Exception as error:  # a damaged or disguised workbook can fail anywhere inside openpyxl
        raise Refused("Is a damaged Excel workbook, or one that was cut off. Save it again.") from error


def _sheet(
    rows: Iterator[Row], label: str, name: str, scan: Scan, serials: Serials, known: KnownHeadings
) -> Sheet | None:
    issues: list[Issue] = []
    first: list[Row] = []
    chosen = None
    for row in rows:
        if not any(cell and cell.strip() for cell in row[1]):
            continue
        first.append(row)
        if known.count([cell or "" for cell in row[1]]) >= ENOUGH:
            chosen = len(first) - 1
            break
        if len(first) > LINES_TO_HEADINGS:
            break
    if not first:
        return None
    place = chosen or 0
    report_titles([number for number, _ in first[:place]], label, issues)
    heading_line, cells = first[place]
    rest = _chained(first[place + 1 :], rows)
    arrays, lines, width = _columns(rest, len(cells))
    headings = [cell or "" for cell in cells] + [""] * (width - len(cells))
    empty = _gaps(heading_line, lines)
    _report_cells(scan, label, heading_line, issues)
    headings, columns, lines, left_out = tidied(headings, arrays, lines, empty, label, heading_line, issues)
    return Sheet(
        label,
        name,
        headings,
        columns,
        lines,
        heading_line,
        issues,
        sheet=name,
        format="Excel",
        left_out=left_out,
        serials=serials,
    )


def _chained(first: list[Row], rest: Iterator[Row]) -> Iterator[Row]:
    yield from first
    yield from rest


def _columns(rows: Iterator[Row], width: int) -> tuple[list[pa.DictionaryArray], Any, int]:
    """All rows as one dictionary array a column, their numbers, and how many columns there are."""
    batches: list[list[list[str | None]]] = []
    numbers: list[int] = []
    while batch := list(islice(rows, _BATCH)):
        numbers += [number for number, _ in batch]
        width = max(width, max(len(cells) for _, cells in batch))
        even = [[*cells, *[None] * (width - len(cells))] for _, cells in batch]
        batches.append([list(column) for column in zip(*even, strict=True)])
    arrays = []
    for place in range(width):
        pieces = [
            pa.array(batch[place] if place < len(batch) else [None] * len(batch[0]), type=pa.string())
            for batch in batches
        ]
        arrays.append(pa.chunked_array(pieces, type=pa.string()).dictionary_encode().combine_chunks())
    return arrays, np.array(numbers, dtype=np.int32), width


def _gaps(heading_line: int, lines: Any) -> Any:
    """Rows that the reader passed over because there is nothing in them; not told when it is very many."""
    if not len(lines) or int(lines[-1]) - heading_line - len(lines) > _BATCH:
        return np.zeros(0, dtype=np.int32)
    return np.setdiff1d(np.arange(heading_line + 1, int(lines[-1]), dtype=np.int32), lines)


def _report_cells(scan: Scan, label: str, heading_line: int, issues: list[Issue]) -> None:
    unsolved = [place for place in scan.unsolved if place[0] >= heading_line]
    if unsolved:
        message = (
            f"{counted(len(unsolved), 'formula')} without a stored result, so there is no value to read: "
            f"{_places(unsolved)}. Open the workbook in Excel and save it."
        )
        issues.append(Issue(label, Kind.FORMULA, message, line=unsolved[0][0], count=len(unsolved)))
    wrong = [place for place, text in scan.errors.items() if text != "#N/A" and place[0] >= heading_line]
    if wrong:
        message = (
            f"{counted(len(wrong), 'cell')} with an error that Excel shows, read as it stands: "
            f"{_places(wrong)}. Mend the formula there."
        )
        value = scan.errors[wrong[0]]
        issues.append(Issue(label, Kind.CELL_ERROR, message, line=wrong[0][0], value=value, count=len(wrong)))


def _places(cells: list[tuple[int, int]]) -> str:
    named = [f"{_letters(column)}{row}" for row, column in cells[:_LISTED]]
    more = f" and {len(cells) - _LISTED} more" if len(cells) > _LISTED else ""
    return ", ".join(named) + more


def _letters(column: int) -> str:
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
