"""Texts that are put together oddly: every row is read, and what was taken for what is said."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from lacdsl.diagnostics import LacdslError
from lacdsl.ingest import Kind, Tables
from tests.ingest.making import CHILDREN, EPISODE_ROWS, EPISODES, HEADER, HEADER_FILE, workbook

Read = Callable[..., Tables]


def message(tables: Tables, kind: Kind) -> str:
    return " ".join(tables.issues.loc[tables.issues["kind"] == kind, "message"])


def many(first: int, last: int) -> str:
    return "".join(f"{n},M,01/02/2010,WBRI,UN1,,\n" for n in range(first, last + 1))


@pytest.mark.parametrize(("before", "behind"), [(2, 0), (1, 3), (150, 20), (150, 0)])
def test_headings_that_were_sorted_among_the_rows(read: Read, before: int, behind: int) -> None:
    tables = read({"header.csv": f"{many(1, before)}{HEADER}\n{many(before + 1, before + behind)}"})
    assert tables["Header"]["CHILD"].tolist() == [str(n) for n in range(1, before + behind + 1)]
    assert tables.lines["Header"].tolist() == [n for n in range(1, before + behind + 2) if n != before + 1]
    assert f"stand on line {before + 1}, below {before} row" in message(tables, Kind.HEADING)
    (report,) = tables.file_reports
    assert (report.rows_in_file, report.rows_left_out) == (before + behind + 1, 1)


def test_headings_sorted_among_the_rows_of_a_workbook(read: Read) -> None:
    rows = [line.split(",") for line in f"Our children\n{many(1, 2)}{HEADER}\n{many(3, 4)}".splitlines()]
    tables = read({"r.xlsx": workbook({"Header": rows})})
    assert tables["Header"]["CHILD"].tolist() == ["1", "2", "3", "4"]
    assert tables.lines["Header"].tolist() == [2, 3, 5, 6]
    assert "stand on line 4, below 2 rows" in message(tables, Kind.HEADING)
    assert "Our children" in message(tables, Kind.TITLES)


def test_headings_far_down_in_a_workbook(read: Read) -> None:
    rows = [line.split(",") for line in f"{many(1, 120)}{HEADER}\n{many(121, 125)}".splitlines()]
    tables = read({"r.xlsx": workbook({"Header": rows})})
    assert tables["Header"]["CHILD"].tolist() == [str(n) for n in range(1, 126)]
    assert "stand on line 121, below 120 rows" in message(tables, Kind.HEADING)


def test_titles_are_titles_though_a_date_stands_in_them(read: Read) -> None:
    width = "," * EPISODES.count(",")
    tables = read({"episodes.csv": f"Run on,01/05/2026{width[1:]}\n{EPISODES}\n{EPISODE_ROWS}"})
    assert len(tables["Episodes"]) == 1
    assert "The first says: Run on,01/05/2026" in message(tables, Kind.TITLES)


def test_a_separator_that_the_first_line_tells_wrongly(read: Read) -> None:
    tables = read({"header.csv": "sep=;\n" + HEADER_FILE})
    assert tables["Header"]["CHILD"].tolist() == ["1", "2"]
    assert tables.lines["Header"].tolist() == [3, 4]


def test_rows_in_quotation_marks_as_a_whole_below_plain_headings(read: Read) -> None:
    rows = "".join(f'"{line}"\n' for line in CHILDREN.splitlines())
    tables = read({"header.csv": f"{HEADER}\n{rows}3,M,01/02/2010,WBRI,UN1,,\n"})
    assert tables["Header"]["UPN"].tolist() == ["UN1", "UN2", "UN1"]
    assert "lines 2, 3" in message(tables, Kind.QUOTES)
    assert Kind.RAGGED_ROW not in set(tables.issues["kind"])


def test_rows_that_begin_with_a_separator(read: Read) -> None:
    rows = "".join(f",{line}\n" for line in CHILDREN.splitlines())
    assert read({"header.csv": f"{HEADER}\n{rows}"})["Header"]["UPN"].tolist() == ["UN1", "UN2"]


def test_the_mark_of_utf_8_read_as_letters(read: Read) -> None:
    tables = read({"header.csv": ("\ufeff" + HEADER_FILE).encode().decode("cp1252").encode()})
    assert tables["Header"]["CHILD"].tolist() == ["1", "2"]
    assert "may be wrong in the whole file" in message(tables, Kind.ENCODING)


@pytest.mark.parametrize("indent", [None, 1])
def test_json_is_named(read: Read, indent: int | None) -> None:
    rows = [dict(zip(HEADER.split(","), line.split(","), strict=True)) for line in CHILDREN.splitlines()]
    tables = read(
        {"header.csv": json.dumps(rows, indent=indent), "episodes.csv": f"{EPISODES}\n{EPISODE_ROWS}"}
    )
    assert list(tables) == ["Episodes"]
    assert "it is a JSON file" in message(tables, Kind.NOT_READ)


def test_more_columns_than_excel_has(read: Read) -> None:
    wide = HEADER + "".join(f",c{n}" for n in range(17_000))
    tables = read({"header.csv": f"{wide}\n1,M\n", "episodes.csv": f"{EPISODES}\n{EPISODE_ROWS}"})
    assert list(tables) == ["Episodes"]
    assert "17,007 columns" in message(tables, Kind.NOT_READ)


def test_columns_of_fixed_width_are_not_read_and_it_is_said_what_to_do(read: Read) -> None:
    with pytest.raises(LacdslError) as raised:
        read({"header.csv": HEADER_FILE.replace(",", "  ")})
    assert "export it with commas" in " ".join(each.message for each in raised.value.diagnostics)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_file_of_far_too_many_lines_is_set_aside(read: Read, end: str) -> None:
    tables = read({"header.csv": HEADER_FILE, "episodes.csv": EPISODES + ("1" + end) * 5_000_001})
    assert len(tables["Header"]) == 2 and "Episodes" not in tables.tables
    assert "Has more than 5,000,000 lines" in message(tables, Kind.NOT_READ)
