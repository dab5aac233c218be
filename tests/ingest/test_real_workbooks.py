"""What workbooks from elsewhere turned out to hold: reporting programs, other people's programs, old passwords."""

from __future__ import annotations

import io
import zipfile

import pytest

from lacdsl.ingest import excel_reader
from lacdsl.ingest.excel_extent import area
from lacdsl.ingest.known_headings import known_headings
from lacdsl.model import Model
from tests.ingest.conftest import Read
from tests.ingest.making import HEADER_FILE, old_workbook, workbook

MISSING = [
    ["CHILD", "DOB", "MISSING", "MIS_START", "MIS_END"],
    ["1", "01/06/2011", "M", "02/05/2026", "03/05/2026"],
]
_BOOK = "Workbook".encode("utf-16-le")


def test_a_workbook_of_a_reporting_program_is_read(read: Read) -> None:
    data = old_workbook({"Missing": MISSING}).replace(_BOOK, "WORKBOOK".encode("utf-16-le"))
    assert len(read({"missing.xls": data})["Missing"]) == 1


def test_the_cells_of_an_old_workbook_come_from_the_reader_that_loses_none(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    def loses_some(*_: object) -> None:
        raise AssertionError("python-calamine skips some cells with formulas and garbles some texts")

    monkeypatch.setattr(excel_reader, "by_calamine", loses_some)
    rows = [*MISSING, *[[str(number), *MISSING[1][1:]] for number in range(2, 50)]]
    assert read({"missing.xls": old_workbook({"Missing": rows})})["Missing"]["CHILD"].tolist()[-1] == "49"


def test_a_lock_on_an_old_workbook_is_called_one(read: Read) -> None:
    data = old_workbook({"Missing": MISSING})
    begin = data.index(b"\x09\x08\x10\x00")
    behind = begin + 4 + 16
    locked = data[:behind] + b"\x2f\x00" + data[behind + 2 :]
    tables = read({"missing.xls": locked, "Header.csv": HEADER_FILE})
    assert "Is locked with a password" in tables.issues["message"].str.cat()


@pytest.mark.parametrize(
    ("name", "what"), [("a.doc", "a Word document"), ("a.msg", "an e-mail"), ("a.ppt", "a PowerPoint file")]
)
def test_a_workbook_inside_an_office_file_makes_it_no_workbook(name: str, what: str, read: Read) -> None:
    tables = read({name: old_workbook({"Missing": MISSING}), "Header.csv": HEADER_FILE})
    assert "Missing" not in tables
    assert what in tables.issues["message"].str.cat()


def with_part(name: str, content: bytes) -> bytes:
    made = io.BytesIO(workbook({"Missing": MISSING}))
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(name, content)
    return made.getvalue()


def test_what_a_program_put_aside_for_itself_in_a_workbook_is_no_harm(read: Read) -> None:
    aside = '<?xml version="1.0" encoding="utf-8"?><SET><x>1</x></SET>'.encode("utf-16-le")
    assert len(read({"missing.xlsx": with_part("xl/customProperty1.bin", aside)})["Missing"]) == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "Declares entities"),
        ("<worksheet><sheetData/></worksheet>", "Is written in UTF-16"),
    ],
)
def test_but_what_could_be_is_refused_in_any_encoding(text: str, why: str, read: Read) -> None:
    data = with_part("xl/customProperty1.bin", text.encode("utf-16-le"))
    tables = read({"missing.xlsx": data, "Header.csv": HEADER_FILE})
    assert "Missing" not in tables
    assert why in tables.issues["message"].str.cat()


def test_a_binary_workbook_is_named_for_what_it_is(read: Read) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in ("[Content_Types].xml", "xl/workbook.bin", "xl/worksheets/sheet1.bin"):
            archive.writestr(name, b"<x/>" if name.endswith("xml") else b"\x83\x01")
    tables = read({"missing.xlsb": made.getvalue(), "Header.csv": HEADER_FILE})
    assert "a binary Excel workbook (.xlsb)" in tables.issues["message"].str.cat()


def test_a_text_that_looks_like_a_place_does_not_make_a_sheet_odd() -> None:
    held = b'<row r="1"><c r="A1" t="inlineStr"><is><t>r = 5</t></is></c><c r="B2"><f>r =1</f></c></row>'
    assert area(held) == 4
    assert area(b'<row r="1"><c s="1" r = "XFD9"/></row>') > 10**9


def test_one_heading_in_every_column_there_can_be(read: Read, model: Model) -> None:
    width = 16_384
    head = ",".join(["CHILD", "DOB", "MISSING", "MIS_START", "MIS_END", *["NOTE"] * (width - 5)])
    row = ",".join(["1", "01/06/2011", "M", "02/05/2026", "03/05/2026", *["x"] * (width - 5)])
    columns = list(read({"missing.csv": f"{head}\n{row}\n"})["Missing"].columns)
    assert columns[5:8] == ["NOTE", "NOTE (2)", "NOTE (3)"]
    assert columns[-1] == f"NOTE ({width - 5})"


def test_a_number_behind_a_heading_that_is_taken_already_is_not_given_again(read: Read) -> None:
    head = "CHILD,DOB,MISSING,MIS_START,MIS_END,NOTE,NOTE (2),NOTE,NOTE"
    columns = list(read({"missing.csv": f"{head}\n1,01/06/2011,M,,,a,b,c,d\n"})["Missing"].columns)
    assert columns[5:] == ["NOTE", "NOTE (2)", "NOTE (3)", "NOTE (4)"]


@pytest.mark.parametrize("filler", [0, 40])
def test_headings_are_known_among_few_cells_and_many(filler: int, model: Model) -> None:
    import pyarrow as pa

    cells = [
        "CHILD",
        "mis_start",
        "Mis Start",
        "1",
        "01/06/2011",
        "x" * 200,
        "DOB",
        *map(str, range(100, 100 + filler)),
    ]
    found = known_headings(model).among(pa.array(cells)).tolist()
    assert [cell for cell, hit in zip(cells, found, strict=True) if hit] == [
        "CHILD",
        "mis_start",
        "Mis Start",
        "DOB",
    ]
