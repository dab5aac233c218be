"""Numbers that Excel shows with zeros in front are read as they are shown."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest
import xlwt

from tests.ingest.conftest import Read
from tests.ingest.making import EPISODE_ROWS, EPISODES, HEADER

FORMAT = "000000"


def new_form() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Header"
    for row in (HEADER.split(","), [12, "M"], ["0013", "F"], [7, "F"], [1234567, "M"], [1.5, "M"]):
        sheet.append(row)
    for row in range(2, 7):
        sheet.cell(row, 1).number_format = FORMAT
    sheet.cell(4, 1).number_format = "0"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def old_form() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Header")
    style, plain = xlwt.easyxf(num_format_str=FORMAT), xlwt.Style.default_style
    for column, heading in enumerate(HEADER.split(",")):
        sheet.write(0, column, heading)
    for row, (value, form) in enumerate(
        [(12, style), ("0013", style), (7, plain), (1234567, style), (1.5, style)], start=1
    ):
        sheet.write(row, 0, value, form)
        sheet.write(row, 1, "M")
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@pytest.mark.parametrize(("name", "make"), [("header.xlsx", new_form), ("header.xls", old_form)])
def test_a_number_format_of_zeros_is_what_is_meant(read: Read, name: str, make: Callable[[], bytes]) -> None:
    tables = read({name: make(), "episodes.csv": f"{EPISODES}\n000012{EPISODE_ROWS[1:]}"})
    assert tables["Header"]["CHILD"].tolist() == ["000012", "0013", "7", "1234567", "1.5"]
    said = tables.issues[tables.issues["kind"] == "number format"]
    assert said[["line", "value", "count"]].values.tolist() == [[2, "000012", 1]]
    assert "A2" in said["message"].iloc[0]
    assert "leading zeros" not in set(tables.issues["kind"])
    report = next(file for file in tables.file_reports if file.sheet)
    assert any(remark.what == "number format" for remark in report.assumed)
