"""Lists of who works with whom."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from lacdsl.diagnostics import LacdslError
from lacdsl.reference import read_workers


def read(folder: Path, text: str) -> tuple[list[list[str | None]], list[str]]:
    path = folder / "workers.csv"
    path.write_text(text, encoding="utf-8")
    table, issues = read_workers(path)
    assert list(table.columns) == ["CHILD", "SW_ID", "WORKER", "TEAM"]
    return table.to_numpy().tolist(), issues["message"].tolist()


def test_headings_are_known_by_what_they_mean(tmp_path: Path) -> None:
    for head in (
        "CHILD,WORKER,TEAM",
        "Child ID,Social worker,Team name",
        "Child's number;Key worker;Service",
    ):
        text = f"{head}\n ab1 ,Ann,North\n" if "," in head else f"{head}\n ab1 ;Ann;North\n"
        assert read(tmp_path, text)[0] == [["AB1", None, "Ann", "North"]]
    assert read(tmp_path, "Social worker ID,Name,Team,More\nsw1,Ann,,x\n")[0] == [[None, "SW1", "Ann", None]]


def test_what_is_odd_about_the_list_is_said(tmp_path: Path) -> None:
    table, issues = read(tmp_path, "CHILD,TEAM\n1,North\n,South\n1,West\n2,East\n2,East\n")
    assert [row[0] for row in table] == ["1", "1", "2", "2"]
    assert issues == [
        "1 row without a child or a worker's number: left out, line 3.",
        "CHILD is listed again with another worker or team: the last row counts, line 4.",
    ]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("none.csv", None, "F622"),
        ("empty.csv", b"", "F622"),
        ("list.docx", b"CHILD,TEAM\n1,x\n", "F622"),
        ("other.csv", b"NAME,TEAM\nx,y\n", "F623"),
        ("children.csv", b"CHILD\n1\n", "F623"),
    ],
)
def test_what_is_no_such_list_is_an_error(tmp_path: Path, name: str, data: bytes | None, code: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(LacdslError) as caught:
        read_workers(tmp_path / name)
    assert [each.code for each in caught.value.diagnostics] == [code]


def test_a_workbook_will_do_with_a_title_and_other_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["Who is who"])
    sheet = book.create_sheet("Teams")
    for row in (
        ["Allocations in May"],
        [],
        ["Child ID", "Social worker", "Team"],
        [17, "Ann", "North"],
        ["0018", "=1+1", None],
    ):
        sheet.append(row)
    sheet["B5"].data_type = "s"
    book.save(tmp_path / "workers.xlsx")
    table, _ = read_workers(tmp_path / "workers.xlsx")
    assert table.to_numpy().tolist() == [["17", None, "Ann", "North"], ["0018", None, "=1+1", None]]


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    for name, data, why in (
        ("workers.xlsx", b"\x00\x01\x02\x03", "it is no Excel workbook"),
        ("workers.csv", b"%PDF-1.7", "it is a PDF file"),
        ("locked.xlsx", b"PK\x03\x04", "damaged"),
    ):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(LacdslError, match=why):
            read_workers(tmp_path / name)
