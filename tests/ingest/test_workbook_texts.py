"""Texts that look like the escaped characters of a workbook (`_x0041_`) are read, and written, as they stand."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
import python_calamine
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from lacdsl.ingest import Kind, Tables
from lacdsl.ingest.excel_cells import unescaped
from lacdsl.ingest.excel_grid import by_openpyxl
from lacdsl.report.excel_quick import QuickSheet
from tests.ingest.making import HEADER_FILE, table, workbook
from tests.ingest.test_damaged_xml import of_kind

Read = Callable[..., Tables]
PIECES = [
    "_x0041_",
    "_x005F_",
    "_x005f_",
    "x0041_",
    "_",
    "x",
    "0041",
    "_x",
    "A",
    "_x00",
    "41_",
    "_xZZZZ_",
]


@given(
    st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join), min_size=1, max_size=8)
)
def test_what_is_written_is_read_again(texts: list[str]) -> None:
    raw = io.BytesIO()
    with xlsxwriter.Workbook(raw, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("A", QuickSheet)
        form = book.add_format({"num_format": "@"})
        for row, text in enumerate(texts):
            sheet.write_cells(row, [(0, text, form)])
    data = raw.getvalue()
    quick = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in quick] == [row[0] for row in by_openpyxl(data, "A").rows] == texts


@pytest.mark.parametrize(
    ("held", "text"),
    [
        ("_x0041_", "A"),
        ("_x005F_x0041_", "_x0041_"),
        ("_x005F_x005F_x005F_x0041_", "_x005F_x0041_"),
        ("a_x000a_b", "a\nb"),
        ("_x41_", "_x41_"),
        ("x0041_", "x0041_"),
    ],
)
def test_escaped_characters(held: str, text: str) -> None:
    assert unescaped(held) == text


def edited(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part) if name.endswith("sheet1.xml") else part)
    return made.getvalue()


def test_rows_with_one_number_are_pointed_out(read: Read) -> None:
    book = edited(
        workbook({"Header": table(HEADER_FILE)}), lambda part: re.sub(rb'"([A-G]?)3"', rb'"\g<1>2"', part)
    )
    tables = read({"header.xlsx": book})
    said = of_kind(tables, Kind.DAMAGED)
    assert "Several rows have the same number" in said["message"].item() and said["line"].item() == 2
    assert of_kind(read({"header.xlsx": workbook({"Header": table(HEADER_FILE)})}), Kind.DAMAGED).empty


def test_a_part_in_utf_16_is_called_that(read: Read) -> None:
    book = edited(
        workbook({"Header": table(HEADER_FILE)}),
        lambda part: part.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    )
    tables = read({"a.xlsx": book, "header.csv": HEADER_FILE})
    assert "Is written in UTF-16" in of_kind(tables, Kind.NOT_READ)["message"].item()
