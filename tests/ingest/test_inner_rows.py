"""Lines in the middle of a table that are no rows of it, or may be none: left out by name, or pointed out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lacdsl.ingest import Kind, Tables
from tests.ingest.making import HEADER, workbook

Read = Callable[..., Tables]
ONE, TWO = "1,M,01/02/2010,WBRI,UN1,,", "2,F,03/04/2012,WBRI,UN2,,"


def header(*rows: str) -> str:
    return "\n".join((HEADER, *rows)) + "\n"


def of_kind(tables: Tables, kind: Kind) -> list[tuple[int, int]]:
    found = tables.issues[tables.issues["kind"] == kind]
    return list(zip(found["line"].tolist(), found["count"].tolist(), strict=True))


@pytest.mark.parametrize(
    "line",
    ["Subtotal,1,,,,,", ",Sub-total: 1,,,,,", "Page 2 of 3,,,,,,", "-----+-----+----", "Total,1,50%,,,,"],
)
def test_totals_page_numbers_and_dashes_are_left_out_by_name(read: Read, line: str) -> None:
    tables = read({"header.csv": header(ONE, line, TWO, line, "3,M,05/06/2013,WBRI,UN3,,")})
    assert tables["Header"]["CHILD"].tolist() == ["1", "2", "3"]
    assert tables.lines["Header"].tolist() == [2, 4, 6]
    assert of_kind(tables, Kind.FOOTER) == [(3, 1), (5, 1)]
    assert dict(tables.file_reports[0].rows_left_out_by) == {"footer": 2}
    assert tables.file_reports[0].rows_in_file == 5
    assert of_kind(tables, Kind.RAGGED_ROW) == []


def test_very_many_of_them_are_counted(read: Read) -> None:
    rows = [row for number in range(50) for row in (f"{number},M,01/02/2010,WBRI,UN1,,", "Subtotal,1,,,,,")]
    tables = read({"header.csv": header(*rows, TWO)})
    assert len(tables["Header"]) == 51
    found = of_kind(tables, Kind.FOOTER)
    assert len(found) == 21 and found[-1] == (43, 30)


@pytest.mark.parametrize("row", ["Total,M,,,,,", "Total,1,05/06/2013,WBRI,,,"])
def test_a_child_with_an_odd_number_is_a_row(read: Read, row: str) -> None:
    tables = read({"header.csv": header(ONE, row, TWO)})
    assert len(tables["Header"]) == 3 and of_kind(tables, Kind.FOOTER) == []


def test_rows_with_one_cell_are_read_and_pointed_out(read: Read) -> None:
    text = header("Team North,,,,,,", ONE, "# next team", TWO, "3,,,,,,", "4,M,05/06/2013,,,,")
    tables = read({"header.csv": text})
    assert tables["Header"]["CHILD"].tolist() == ["Team North", "1", "# next team", "2", "3", "4"]
    assert of_kind(tables, Kind.LONE_CELL) == [(2, 3)]
    message = tables.issues.loc[tables.issues["kind"] == Kind.LONE_CELL, "message"].item()
    assert "lines 2, 4, 6; the first says: Team North" in message


def test_a_table_of_few_columns_has_rows_with_one_cell(read: Read) -> None:
    tables = read({"header.csv": "CHILD,DOB,UPN\n1,,\n2,01/02/2010,\n"})
    assert of_kind(tables, Kind.LONE_CELL) == []


def test_numbers_of_columns_below_the_headings(read: Read) -> None:
    tables = read({"header.csv": header("1,2,3,4,5,6,7", ONE)})
    assert tables["Header"]["SEX"].tolist() == ["M"]
    assert of_kind(tables, Kind.NO_DATA) == [(2, 1)]


def test_output_of_a_database_in_a_box(read: Read) -> None:
    line = "+---+---+---+---+---+---+---+\n"
    rows = "".join(f"| {row.replace(',', ' | ')} |\n" for row in (ONE, TWO))
    head = f"| {HEADER.replace(',', ' | ')} |\n"
    tables = read({"header.csv": f"{line}{head}{line}{rows}{line}2 rows in set (0.00 sec)\n"})
    assert len(tables["Header"]) == 2
    assert of_kind(tables, Kind.UNKNOWN_COLUMN) == []


def test_the_same_in_a_workbook(read: Read) -> None:
    rows = [each.split(",") for each in (HEADER, "Team North", ONE, "Subtotal,1", TWO)]
    tables = read({"r.xlsx": workbook({"Header": rows})})
    assert tables["Header"]["CHILD"].tolist() == ["Team North", "1", "2"]
    assert of_kind(tables, Kind.FOOTER) == [(4, 1)]
    assert of_kind(tables, Kind.LONE_CELL) == [(2, 1)]
