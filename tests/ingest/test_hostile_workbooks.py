"""Workbooks that are made to do harm, or that look so: refused by name, or read without filling the computer up."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import xlwt

from lacdsl.ingest import Kind, Tables, excel_reader, read_folder
from lacdsl.ingest.source import Limits
from lacdsl.model import Model
from tests.ingest.making import CHILD_ROW, DAY, HEADER, HEADER_FILE, replaced_part, workbook, zipped

HEADINGS = HEADER.split(",")
SHEET = "xl/worksheets/sheet1.xml"
SMALL = Limits(file=300_000, packed=600_000, ratio=50, ratio_from=50_000, cells=10_000, gaps=1_000, sheets=20)


def plain() -> bytes:
    return workbook({"Header": [HEADINGS, CHILD_ROW]})


def moved(data: bytes, part: str, to: str, content: bytes | None = None) -> bytes:
    """The workbook with a part under another name, to which all others refer."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            held = before.read(name)
            if name == part:
                after.writestr(to, held if content is None else content)
            else:
                after.writestr(name, held.replace(part.removeprefix("xl/").encode(), to[3:].encode()))
    return made.getvalue()


def read_beside_a_header(content: bytes, name: str, folder: Path, model: Model) -> Tables:
    (folder / name).write_bytes(content)
    (folder / "header.csv").write_text(HEADER_FILE)
    return read_folder(folder, model, limits=SMALL)


BOMB = b'<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>' + b"x" * 5_000_000
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "x">]><worksheet><sheetData/></worksheet>'


@pytest.mark.parametrize(("content", "said"), [(BOMB, "made to fill"), (LAUGHS, "Declares entities")])
@pytest.mark.parametrize("to", [SHEET, "xl/worksheets/sheet1.dat", "xl/media/image1.png"])
def test_a_sheet_is_looked_at_before_it_is_read_whatever_it_is_called(
    content: bytes, said: str, to: str, tmp_path: Path, model: Model
) -> None:
    tables = read_beside_a_header(moved(plain(), SHEET, to, content), "r.xlsx", tmp_path, model)
    assert list(tables) == ["Header"]
    (issue,) = tables.issues[tables.issues["kind"] == Kind.NOT_READ].to_dict("records")
    assert issue["file"] == "r.xlsx" and said in issue["message"]


def test_a_sheet_under_another_name_is_read(tmp_path: Path, model: Model) -> None:
    (tmp_path / "r.xlsx").write_bytes(moved(plain(), SHEET, "xl/worksheets/SHEET1.dat"))
    assert len(read_folder(tmp_path, model)["Header"]) == 1


def test_parts_that_are_no_xml_are_nobodys_business(tmp_path: Path, model: Model) -> None:
    made = io.BytesIO(plain())
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("xl/printerSettings/printerSettings1.bin", "HP LaserJet".encode("utf-16-le"))
        archive.writestr("xl/media/image1.png", b"\x89PNG\0<!DOCTYPE")
    (tmp_path / "r.xlsx").write_bytes(made.getvalue())
    assert len(read_folder(tmp_path, model)["Header"]) == 1


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", [SHEET, SHEET.upper()])
def test_a_part_that_is_there_twice_is_refused(name: str, tmp_path: Path, model: Model) -> None:
    made = io.BytesIO(plain())
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(name, BOMB[:1000])
    tables = read_beside_a_header(made.getvalue(), "r.xlsx", tmp_path, model)
    assert "Holds a part twice" in tables.issues["message"].iloc[0]


def old_far() -> bytes:
    book, days = xlwt.Workbook(), xlwt.easyxf(num_format_str="dd/mm/yyyy")
    sheet = book.add_sheet("Header")
    rows = [
        HEADINGS,
        ["1", "M", DAY, "WBRI", 12.0, True],
        ["2", "F", dt.date(2012, 4, 3), "WBRI", "UN2", False],
    ]
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            sheet.write(row, column, value, days if isinstance(value, dt.date) else xlwt.Style.default_style)
    sheet.write(60_000, 200, " ")
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@pytest.mark.parametrize("old", [False, True])
def test_a_stray_cell_far_away_costs_nothing(
    old: bool, tmp_path: Path, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("the room between the cells would be kept")

    monkeypatch.setattr(excel_reader, "by_calamine", never)
    rows = [
        HEADINGS,
        ["1", "M", DAY, "WBRI", 12, True],
        ["2", "F", dt.date(2012, 4, 3), "WBRI", "UN2", False],
        [" "],
    ]
    new = replaced_part(workbook({"Header": rows}), SHEET, b'"A4"', b'"O1048576"')
    (tmp_path / ("r.xls" if old else "r.xlsx")).write_bytes(old_far() if old else new)
    held = read_folder(tmp_path, model)["Header"]
    assert held["CHILD"].tolist() == ["1", "2"]
    assert held["DOB"].tolist() == ["01/02/2010", "03/04/2012"]
    assert held["UPN"].tolist() == ["12", "UN2"] and held["MOTHER"].tolist() == ["TRUE", "FALSE"]


def test_a_sheet_that_is_not_where_the_workbook_says_is_no_way_round(tmp_path: Path, model: Model) -> None:
    far = replaced_part(workbook({"Header": [HEADINGS, CHILD_ROW, ["x"]]}), SHEET, b'"A3"', b'"XFD1048576"')
    hidden = replaced_part(
        far, "xl/_rels/workbook.xml.rels", b"worksheets/sheet1.xml", b"worksheets/./x/../sheet1.xml"
    )
    tables = read_beside_a_header(
        replaced_part(hidden, "xl/workbook.xml", b'r:id="rId1"', b'r:id="rId99"'), "r.xlsx", tmp_path, model
    )
    assert "is not where its workbook says" in " ".join(tables.issues["message"])


def test_sheets_without_end_are_refused(tmp_path: Path, model: Model) -> None:
    space = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    one = b'<sheet xmlns:r="' + space + b'" name="H%d" sheetId="%d" r:id="rId1"/>'
    many = b"".join(one % (n, n) for n in range(2, 30)) + b"</sheets>"
    tables = read_beside_a_header(
        replaced_part(plain(), "xl/workbook.xml", b"</sheets>", many), "r.xlsx", tmp_path, model
    )
    assert "Has 29 sheets" in tables.issues["message"].iloc[0]


def overlapping(data: bytes, times: int) -> bytes:
    """The zip with its first file listed so many times."""
    start, end = data.find(b"PK\x01\x02"), data.find(b"PK\x05\x06")
    listed, last = data[start:end], bytearray(data[end:])
    last[8:10] = last[10:12] = times.to_bytes(2, "little")
    last[12:16] = (len(listed) * times).to_bytes(4, "little")
    return data[:start] + listed * times + bytes(last)


def test_files_of_a_zip_that_are_the_same_bytes_are_refused(tmp_path: Path, model: Model) -> None:
    many = overlapping(zipped({"episodes.csv": HEADER_FILE}), 40)
    tables = read_beside_a_header(many, "r.zip", tmp_path, model)
    (issue,) = tables.issues.to_dict("records")
    assert issue["file"] == "r.zip" and "the same bytes" in issue["message"]


def test_a_folder_that_is_no_return_is_looked_at_so_far(tmp_path: Path, model: Model) -> None:
    (tmp_path / "header.csv").write_text(HEADER_FILE)
    for folder in "xyz":
        (tmp_path / folder).mkdir()
        for number in range(25):
            (tmp_path / folder / f"{number}.bin").write_bytes(b"x")
    tables = read_folder(tmp_path, model, limits=replace(SMALL, members=50))
    assert len(tables["Header"]) == 2
    assert "more than 50 files in all" in " ".join(tables.issues["message"])


def test_a_large_file_of_another_kind_is_named_for_what_it_is(tmp_path: Path, model: Model) -> None:
    (tmp_path / "film.mp4").write_bytes(b"\0\0\0\x18ftypmp42" + bytes(100_000))
    (tmp_path / "header.csv").write_text(HEADER_FILE)
    tables = read_folder(tmp_path, model, limits=replace(SMALL, line=20_000))
    assert "it is a .mp4 file" in tables.issues["message"].item()
