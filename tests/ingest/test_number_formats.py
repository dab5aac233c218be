"""Numbers that Excel shows otherwise than they are held: read as held, and pointed out with the format."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest
import xlwt

from lacdsl.ingest import Kind, Tables
from lacdsl.ingest.excel_formats import shows_otherwise
from tests.ingest.making import CHILD_ROW, HEADER

Read = Callable[..., Tables]
HEADINGS = HEADER.split(",")


@pytest.mark.parametrize(
    "code",
    [
        '"C"0',
        '0"/26"',
        r"\C0",
        "0%",
        "0.00%",
        "000-000",
        ";;;",
        '[Red]"No. "0;-0',
        "# ?/?",
        '"Yes";;"No"',
        r"00\-00",
    ],
)
def test_formats_that_show_something_else(code: str) -> None:
    assert shows_otherwise(code)


@pytest.mark.parametrize(
    "code",
    ["General", "0", "0.00", "#,##0", "£#,##0.00", "@", "dd/mm/yyyy", "[$-809]d mmm yy;@", '"on "dd/mm/yy', "0_);(0)",
     "[h]:mm", "0.00E+00", "", "000000", '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-'],
)  # fmt: skip
def test_formats_that_show_the_number_or_a_date(code: str) -> None:
    assert not shows_otherwise(code)


FORMATS = ['"C"0', "0%", "General", "0"]


def new() -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Header"
    book.active.append(HEADINGS)
    for number, code in enumerate(FORMATS, start=2):
        book.active.append([number, *CHILD_ROW[1:]])
        book.active.cell(number, 1).number_format = code
        book.active.cell(number, 6).number_format = code
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def old() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Header")
    for column, heading in enumerate(HEADINGS):
        sheet.write(0, column, heading)
    for number, code in enumerate(FORMATS, start=2):
        sheet.write(number - 1, 0, number, xlwt.easyxf(num_format_str=code))
        sheet.write(number - 1, 1, "M")
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@pytest.mark.parametrize(("name", "make"), [("r.xlsx", new), ("r.xls", old)])
def test_they_are_read_as_held_and_pointed_out(read: Read, name: str, make: Callable[[], bytes]) -> None:
    tables = read({name: make()})
    assert tables["Header"]["CHILD"].tolist() == ["2", "3", "4", "5"]
    (issue,) = tables.issues[tables.issues["kind"] == Kind.NUMBER_FORMAT].to_dict("records")
    assert (issue["line"], issue["count"], issue["value"]) == (2, 2, '"C"0')
    assert "A2, A3. Read as held" in issue["message"]
