"""CSV as councils really send it: encodings, delimiters, blank lines, line breaks in cells, uneven rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lacdsl.ingest import Issue, Kind, Tables, csv_reader

Read = Callable[..., Tables]

MISSING = "CHILD,DOB,MISSING,MIS_START,MIS_END\n"


def cells(tables: Tables, table: str, column: str) -> list[str | None]:
    return [None if pd.isna(value) else value for value in tables[table][column].astype(object)]


def issues(tables: Tables, kind: Kind) -> pd.DataFrame:
    return tables.issues[tables.issues["kind"] == kind]


def test_cells_are_kept_as_supplied_and_blank_cells_are_missing(read: Read) -> None:
    tables = read({"missing.csv": MISSING + '001, 1/2/2015 ,"M",,   \n2,"",a,"x,""y""",é\n'})
    assert cells(tables, "Missing", "CHILD") == ["001", "2"]
    assert cells(tables, "Missing", "DOB") == [" 1/2/2015 ", None]
    assert cells(tables, "Missing", "MISSING") == ["M", "a"]
    assert cells(tables, "Missing", "MIS_START") == [None, 'x,"y"']
    assert cells(tables, "Missing", "MIS_END") == [None, "é"]
    assert tables.lines["Missing"].tolist() == [2, 3]


def test_blank_lines_and_rows_of_commas_are_left_out_counted_and_do_not_shift_line_numbers(
    read: Read,
) -> None:
    text = "\n" + MISSING + "1,,M,,\r\n\r\n,,,,\n2,,M,,\n\n\n , ,,,\n3,,M,,\n\n"
    tables = read({"missing.csv": text})
    assert cells(tables, "Missing", "CHILD") == ["1", "2", "3"]
    assert tables.lines["Missing"].tolist() == [3, 6, 10]
    found = issues(tables, Kind.BLANK_ROWS).iloc[0]
    assert (found["count"], found["line"]) == (6, 4)
    assert "lines 4, 5, 7, 8, 9 and 1 more" in found["message"]


def test_line_breaks_in_cells_count_as_lines_of_the_file(read: Read) -> None:
    head = "CHILD,DOB,MISSING,MIS_START,MIS_END,NOTE\n"
    tables = read({"missing.csv": head + '1,,M,,,"one\ntwo\n\nthree"\n\n2,,M,,,x\n'})
    assert cells(tables, "Missing", "NOTE") == ["one\ntwo\n\nthree", "x"]
    assert tables.lines["Missing"].tolist() == [2, 7]
    assert issues(tables, Kind.BLANK_ROWS)["line"].tolist() == [6]


def test_a_quote_that_is_never_closed_does_not_swallow_the_rows_behind_it(read: Read) -> None:
    tables = read({"missing.csv": MISSING + '1,,M,,\n2,"01/01/2015,M,,\n3,,A,,\n4,"x,y",M,,\n'})
    assert cells(tables, "Missing", "CHILD") == ["1", "2", "3", "4"]
    assert cells(tables, "Missing", "DOB") == [None, '"01/01/2015', None, "x,y"]
    assert tables.lines["Missing"].tolist() == [2, 3, 4, 5]
    assert issues(tables, Kind.QUOTES)["line"].tolist() == [3]


def test_uneven_rows_are_read_as_far_as_they_go_and_each_is_reported(read: Read) -> None:
    tables = read({"missing.csv": MISSING + "1,,M\n2,,M,,,\n3,,M,,,lost\n4,,M,01/02/2026,\n"})
    assert cells(tables, "Missing", "CHILD") == ["1", "2", "3", "4"]
    assert cells(tables, "Missing", "MIS_START") == [None, None, None, "01/02/2026"]
    ragged = issues(tables, Kind.RAGGED_ROW)
    assert ragged["line"].tolist() == [2, 4, 3]
    assert ragged["value"].tolist()[1] == "lost"
    assert "2 at the end taken as blank" in ragged["message"].iloc[0]


def test_thousands_of_uneven_rows_make_a_hundred_issues_and_a_count(read: Read) -> None:
    tables = read({"missing.csv": MISSING + "1,,M\n" * 350})
    ragged = issues(tables, Kind.RAGGED_ROW)
    assert len(ragged) == 101
    assert ragged["count"].sum() == 350
    assert len(tables["Missing"]) == 350


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_encodings_are_found_out_and_named(read: Read, encoding: str, said: str | None) -> None:
    text = MISSING + "1,,M,,\nZoë € “x”,,M,,\n" + "3,,M,,\n" * 20
    tables = read({"missing.csv": text.encode(encoding)})
    assert cells(tables, "Missing", "CHILD")[:2] == ["1", "Zoë € “x”"]
    assert tables.lines["Missing"].tolist()[:2] == [2, 3]
    found = issues(tables, Kind.ENCODING)["message"].tolist()
    assert found == [] if said is None else said in found[0]


def test_bytes_that_no_encoding_explains_are_read_and_reported(read: Read) -> None:
    tables = read({"missing.csv": MISSING.encode() + b"1,\x81\xff,M,,\n"})
    assert cells(tables, "Missing", "DOB") == ["�ÿ"]
    assert "1 character without meaning" in issues(tables, Kind.ENCODING)["message"].iloc[0]


def test_nul_characters_are_left_out_and_counted(read: Read) -> None:
    tables = read({"missing.csv": MISSING.encode() + b"1\x00,,M\x00,,\n"})
    assert cells(tables, "Missing", "CHILD") == ["1"]
    assert issues(tables, Kind.CHARACTERS)["count"].tolist() == [2]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_delimiters_are_found_out_and_reported(read: Read, delimiter: str) -> None:
    text = (MISSING + "1,,M,01/05/2026,\n").replace(",", delimiter)
    tables = read({"missing.csv": text})
    assert cells(tables, "Missing", "MIS_START") == ["01/05/2026"]
    assert issues(tables, Kind.DELIMITER)["value"].tolist() == [delimiter]


def test_the_sep_line_of_excel_is_understood(read: Read) -> None:
    tables = read({"missing.csv": "sep=;\r\n" + MISSING.replace(",", ";") + "1;;M;;\r\n"})
    assert cells(tables, "Missing", "CHILD") == ["1"]
    assert tables.lines["Missing"].tolist() == [3]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_all_three_line_ends(read: Read, end: str) -> None:
    tables = read({"missing.csv": (MISSING + "1,,M,,\n\n2,,M,,").replace("\n", end)})
    assert cells(tables, "Missing", "CHILD") == ["1", "2"]
    assert tables.lines["Missing"].tolist() == [2, 4]


def test_cells_of_megabytes_and_hundreds_of_columns(read: Read) -> None:
    before = csv.field_size_limit()
    long = "x" * 2_000_000
    extra = [f"LOCAL{number}" for number in range(500)]
    head = ",".join(["CHILD", "DOB", "MISSING", "MIS_START", "MIS_END", *extra])
    tables = read({"missing.csv": f'{head}\n1,,M,,,"{long}\n{long}"{"," * 499}\n'})
    assert tables["Missing"].shape == (1, 505)
    assert len(str(tables["Missing"]["LOCAL0"].iloc[0])) == 4_000_001
    assert csv.field_size_limit() == before


def test_nameless_empty_columns_go_and_others_get_a_name(read: Read) -> None:
    tables = read(
        {"missing.csv": "CHILD,DOB,MISSING,MIS_START,MIS_END,,Unnamed: 6,,NOTE,NOTE\n1,,M,,,,,x,a,b\n"}
    )
    assert list(tables["Missing"].columns)[5:] == ["column 8", "NOTE", "NOTE (2)"]
    assert cells(tables, "Missing", "NOTE (2)") == ["b"]
    assert issues(tables, Kind.HEADING)["count"].sum() == 4


CELL = st.text(alphabet='a", \n\r;é', max_size=4)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=8), end=st.sampled_from(["\n", "\r\n"]))
def test_whatever_was_written_as_csv_is_read_back(tmp_path: Path, rows: list[list[str]], end: str) -> None:
    text = io.StringIO(newline="")
    quoting = (
        csv.QUOTE_ALL
        if any("\r" in cell for row in rows for cell in row) or end == "\r\n"
        else csv.QUOTE_MINIMAL
    )
    csv.writer(text, lineterminator=end, quoting=quoting).writerows([["A", "B", "C"], *rows])
    path = tmp_path / "any.csv"
    path.write_bytes(text.getvalue().encode())
    found: list[Issue] = []
    (sheet,) = csv_reader.read(path, found)
    read = [["" if pd.isna(cell) else cell for cell in row] for row in zip(*sheet.columns, strict=True)]
    wanted = [[cell if cell.strip() else "" for cell in row] for row in rows if any(c.strip() for c in row)]
    assert read == wanted or any(issue.kind is Kind.QUOTES for issue in found)
    assert len(sheet.lines) == len(read)
    assert all(earlier < later for earlier, later in zip(sheet.lines, sheet.lines[1:], strict=False))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=60) | st.text(alphabet='AB,"\n\r;\0', max_size=60).map(str.encode))
def test_no_bytes_at_all_make_it_crash(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(data)
    found: list[Issue] = []
    sheets = csv_reader.read(path, found)
    assert sheets or found
