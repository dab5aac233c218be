"""A report as an Excel workbook: to sort, to filter, to send on and to note down explanations in."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from lacdsl.report.digest import Digest
from lacdsl.report.excel_quick import Cell, QuickSheet
from lacdsl.report.excel_sheets import Column, Sheet, tables
from lacdsl.report.excel_summary import summary_sheet
from lacdsl.report.result import Report

ROWS_PER_SHEET = 1_000_000
"""Findings beyond this many go on to a further sheet; Excel itself ends at 1,048,576 rows."""

_LONGEST_TEXT = 32_767
_LONGEST_SHOWN_AS_TEXT = 255
"""Up to Excel 2007 a longer text in a cell of the format Text is shown as a row of #."""
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no file may contain; and characters that only Excel reads again from the form in which a file holds them."""
_LINE_END = re.compile("\r\n?")
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_PLACE = {"align": "left", "valign": "top", "indent": 1}
_TEXT = {**_PLACE, "num_format": 49}
_LONG_TEXT = {**_PLACE, "quote_prefix": True}
"""Stays text when it is edited, as a cell does into which an apostrophe was typed first."""
_LINE_HEIGHT, _MOST_LINES = 15, 20
_SEVERITY = {"error": ("#9C0006", "#FFC7CE"), "query": ("#7F4F00", "#FFEB9C"), "note": ("#1F4E78", "#DDEBF7")}


def write_excel(report: Report, path: Path, *, version: str, rows_per_sheet: int = ROWS_PER_SHEET) -> None:
    """Write the workbook to `path`; OSError when that cannot be done. `version` is that of lacdsl."""
    digest = Digest(report)
    sheets = chain([summary_sheet(digest, version)], tables(digest))
    write_sheets("Validation report", sheets, path, version=version, rows_per_sheet=rows_per_sheet)


def write_sheets(
    title: str, sheets: Iterable[Sheet], path: Path, *, version: str, rows_per_sheet: int = ROWS_PER_SHEET
) -> None:
    """Write sheets as a workbook to `path`; OSError when that cannot be done.

    Every text is written as a text, in cells that stay text when they are edited, so none becomes a formula or a
    link. What is put aside while writing lies in a folder next to `path`, and is gone afterwards.
    """
    with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as aside:
        made = Path(aside) / "report.xlsx"
        workbook = xlsxwriter.Workbook(made, {**_OPTIONS, "tmpdir": aside})
        try:
            workbook.set_properties({"title": title, "comments": f"Made by lacdsl {version}"})
            styles = _Styles.of(workbook)
            for sheet in sheets:
                _add(workbook, sheet, styles, rows_per_sheet)
        finally:
            _close(workbook)
        made.replace(path)


def _close(workbook: Any) -> None:
    try:
        workbook.close()
    except FileCreateError as error:
        raise OSError(*error.args) from error


@dataclass(frozen=True)
class _Styles:
    head: Any
    own_head: Any
    title: Any
    part: Any
    text: Any
    wrapped: Any
    long: Any
    long_wrapped: Any
    number: Any
    severity: dict[str, Any]

    @classmethod
    def of(cls, workbook: Any) -> _Styles:
        made = workbook.add_format
        head = {"bold": True, "font_color": "#FFFFFF", "valign": "top", "text_wrap": True}
        return cls(
            made({**head, "bg_color": "#1F3864"}),
            made({**head, "bg_color": "#375623"}),
            made({"bold": True, "font_size": 14, "indent": 1, "align": "left"}),
            made({**_TEXT, "bold": True, "bottom": 1}),
            made(_TEXT),
            made({**_TEXT, "text_wrap": True}),
            made(_LONG_TEXT),
            made({**_LONG_TEXT, "text_wrap": True}),
            made({"num_format": 3, "valign": "top"}),
            {
                name: made({**_TEXT, "font_color": ink, "bg_color": paper})
                for name, (ink, paper) in _SEVERITY.items()
            },
        )


def _add(workbook: Any, sheet: Sheet, styles: _Styles, limit: int) -> None:
    """The sheet, or as many as its rows need."""
    total = len(sheet.rows)
    parts = range(0, max(total, 1), limit)
    for number, start in enumerate(parts, 1):
        name = sheet.name if number == 1 else f"{sheet.name} {number}"
        notes = list(sheet.notes)
        if len(parts) > 1:
            end = min(start + limit, total)
            notes.append(
                f"Rows {start + 1:,} to {end:,} of {total:,}: sheet {number} of {len(parts)}, as Excel holds no more."
            )
        _fill(
            workbook.add_worksheet(name, QuickSheet), sheet, sheet.rows[start : start + limit], notes, styles
        )


def _fill(
    target: Any, sheet: Sheet, rows: Sequence[Sequence[Any]], notes: list[str], styles: _Styles
) -> None:
    formats = [styles.wrapped if column.wrap else styles.text for column in sheet.columns]
    for place, (column, form) in enumerate(zip(sheet.columns, formats, strict=True)):
        target.set_column(place, place, column.width, form)
    for line, note in enumerate(notes):
        form = styles.long if len(note) > _LONGEST_SHOWN_AS_TEXT else styles.text
        target.write_string(line, 0, _clean(note), styles.title if line == 0 else form)
    head = len(notes)
    titles = [column.title for column in sheet.columns]
    target.set_row(head, _LINE_HEIGHT * max(_lines(titles, list(enumerate(sheet.columns)))))
    for place, column in enumerate(sheet.columns):
        target.write_string(head, place, column.title, styles.own_head if column.own else styles.head)
    wrapping = [(place, column) for place, column in enumerate(sheet.columns) if column.wrap]
    for number, row in enumerate(rows):
        line = head + 1 + number
        lines = max(_lines(row, wrapping), default=1)
        height = _LINE_HEIGHT * min(lines, _MOST_LINES) if lines > 1 else None
        cells = [(0, _clean(row[0]), styles.part)] if number in sheet.parts else _cells(row, formats, styles)
        target.write_cells(line, cells, height)
    last = head + len(rows)
    target.freeze_panes(head + 1, sheet.frozen)
    if not sheet.parts:
        target.autofilter(head, 0, last, len(sheet.columns) - 1)
        target.hide_gridlines(0)
    target.ignore_errors({"number_stored_as_text": f"A1:Z{last + 1}"})
    target.repeat_rows(head)
    if sheet.printed:
        target.print_area(0, 0, last, sheet.printed - 1)
    target.set_landscape()
    target.set_paper(9)
    target.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    target.fit_to_pages(1, 0)
    target.set_footer("&L&A&RPage &P of &N")


def _lines(row: Sequence[Any], columns: Sequence[tuple[int, Column]]) -> Iterator[int]:
    """How many lines the cells of these columns need, more or less: no program that shows the file has to work it out."""
    for place, column in columns:
        text = row[place] if place < len(row) else None
        if type(text) is str:
            yield -(-len(text) // (column.width - 1)) + text.count("\n") or 1


def _cells(row: Sequence[Any], formats: Sequence[Any], styles: _Styles) -> list[Cell]:
    made: list[Cell] = []
    for place, value in enumerate(row):
        if type(value) is int:
            made.append((place, value, styles.number))
        elif value:
            form = styles.severity.get(value) or formats[place]
            if len(value) > _LONGEST_SHOWN_AS_TEXT:
                form = styles.long_wrapped if form is styles.wrapped else styles.long
            made.append((place, _clean(value), form))
    return made


def _clean(text: str) -> str:
    """`text` as every program reads it again: at most 32,767 characters, lines that end as in Excel, nothing unseen.

    Excel counts a character beyond the first 65,536 of Unicode as two. XlsxWriter takes a text from <r> to </r> for
    marked-up text and writes it as it is; a blank in front stops that.
    """
    if text.startswith("<r>"):
        text = f" {text}"
    if len(text) > _LONGEST_TEXT // 2 and _units(text) > _LONGEST_TEXT:
        units = text.encode("utf-16-le", "surrogatepass")[: 2 * (_LONGEST_TEXT - 3)]
        text = units.decode("utf-16-le", "replace").rstrip("\N{REPLACEMENT CHARACTER}") + "..."
    return (
        text
        if text.isprintable()
        else _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", _LINE_END.sub("\n", text))
    )


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
