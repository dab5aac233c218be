"""The accounts of a file add up: every row below the headings was read, or left out for a reason that is said."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lacdsl.ingest import FileReport, Tables, read
from lacdsl.model import Model
from tests.ingest.conftest import Read
from tests.ingest.making import EPISODE_ROWS, EPISODES, HEADER, HEADER_FILE, REVIEWS, workbook, zipped

QUIET = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
NOTED = f"{HEADER},NOTE"


class Piece(NamedTuple):
    """Some lines of a file: `{}` stands for the number of a child, where they are a row; else `left_out` says why not."""

    text: str
    left_out: str | None = None


ROWS = [
    Piece("{},M,01/02/2010,WBRI,UN1,,,ok"),
    Piece('{},M,"01/02/2010",WBRI,"UN1",,,"one, two"'),
    Piece('{},F,01/02/2010,WBRI,UN1,,,"a\n2,M,01/02/2010,WBRI,UN1,,,b\n\nc"'),
    Piece('{},F,01/02/2010,WBRI,UN1,,,5" tall'),
    Piece('{},F,01/02/2010,WBRI,UN1,,,"open'),
    Piece('"{}",F,01/02/2010,WBRI,UN1,,,a ""b"" c'),
    Piece("{},M"),
    Piece("{},M,01/02/2010,WBRI,UN1,,,x,y,z"),
    Piece("{};M;01/02/2010;WBRI;UN1;;;ok"),
    Piece("{}," + "," * 40),
    Piece("{},NULL,31/02/2010,#N/A,=1+1,,,é"),
]
OTHERS = [
    Piece("", "blank rows"),
    Piece(",,,,,,,", "blank rows"),
    Piece(" , ,\t,,,,,", "blank rows"),
    Piece(",,", "blank rows"),
    Piece(NOTED, "heading again"),
]
ABOVE = [
    Piece("text,text,date,text,text,int,date,varchar(20)", "line of no data"),
    Piece("-,-,-,-,-,-,-,-", "line of no data"),
]
BELOW = [Piece("Total,2,,,,,,", "footer"), Piece("Report run on 01/02/2026", "footer")]  # fmt: skip


def check_accounts(tables: Tables) -> None:
    """By one formula for every file; each reason stands among the remarks about that file."""
    for file in tables.file_reports:
        assert file.rows_in_file == file.rows + file.rows_left_out, file
        assert file.rows_left_out == sum(rows for _, rows in file.rows_left_out_by), file
        here = tables.issues[tables.issues["file"] == file.name]
        for kind, rows in file.rows_left_out_by:
            assert rows > 0 and (here["kind"] == kind).any(), file


def of_file(tables: Tables, name: str) -> FileReport:
    return next(file for file in tables.file_reports if file.name == name)


@QUIET
@given(
    above=st.lists(st.sampled_from(ABOVE), max_size=1),
    inside=st.lists(st.sampled_from(ROWS + OTHERS), max_size=12),
    below=st.lists(st.sampled_from(BELOW), max_size=2),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_messy_text(
    tmp_path: Path, model: Model, above: list[Piece], inside: list[Piece], below: list[Piece], end: str
) -> None:
    text, line = NOTED + "\n", 2
    planted: dict[str, int] = {}
    expected: Counter[str] = Counter()
    for number, piece in enumerate([*above, ROWS[0], *inside, ROWS[0], *below]):
        if piece.left_out is None:
            planted[f"K{number}"] = line
        else:
            expected[piece.left_out] += 1
        text += piece.text.replace("{}", f"K{number}") + "\n"
        line += piece.text.count("\n") + 1
    path = tmp_path / "header.csv"
    path.write_bytes(text.replace("\n", end).encode())
    tables = read([path], model)
    check_accounts(tables)
    children = tables["Header"]["CHILD"].astype("str").tolist()
    assert dict(zip(children, tables.lines["Header"].tolist(), strict=True)) == planted
    assert len(children) == len(planted)
    assert dict(of_file(tables, "header.csv").rows_left_out_by) == dict(expected)


def test_a_table_below_another_and_a_copy_that_is_set_aside(read: Read) -> None:
    tables = read(
        {
            "all.csv": f"{HEADER_FILE}\n,,\nEpisodes\n{EPISODES}\n{EPISODE_ROWS},,\nTotal,1\n",
            "copy.csv": f"{HEADER_FILE},,\n",
        }
    )
    check_accounts(tables)
    rows = {(file.name, file.table, file.rows): file.rows_left_out_by for file in tables.file_reports}
    assert rows == {
        ("all.csv", "Header", 2): (),
        ("all.csv", "Episodes", 1): (("blank rows", 1), ("footer", 1)),
        ("copy.csv", "Header", 0): (("set aside", 3),),
    }


def test_a_workbook_with_rows_of_nothing_and_a_sheet_that_is_no_table(read: Read) -> None:
    header = [HEADER.split(","), ["1", "M"], [], [" "], ["2", "F"], ["Total", 2]]
    notes = [["Notes"], ["for"], ["us"]]
    tables = read({"a.zip": zipped({"r.xlsx": workbook({"Header": header, "About": notes})})})
    check_accounts(tables)
    rows = {file.sheet or file.name: file.rows_left_out_by for file in tables.file_reports}
    assert rows == {
        "Header": (("blank rows", 2), ("footer", 1)),
        "a.zip/r.xlsx [About]": (("not recognised", 2),),
    }


CHILD = "<CHILD><HEADER><CHILDID>{}</CHILDID></HEADER><EPISODE><RNE>S</RNE></EPISODE><EPISODE/></CHILD>\n"


def test_xml_that_breaks_off_and_a_block_that_is_damaged(read: Read) -> None:
    text = "<EXPSSDA903>\n" + "".join(CHILD.format(number) for number in range(4)).replace(
        "</CHILDID></HEADER><EPISODE>", "</CHILDED></HEADER><EPISODE>", 1
    )
    cut = text.removesuffix("<EPISODE/></CHILD>\n")
    tables = read({"a.xml": cut})
    check_accounts(tables)
    rows = {file.table: (file.rows_in_file, file.rows_left_out_by) for file in tables.file_reports}
    assert rows["Header"] == (4, (("damaged", 1),))
    assert rows["Episodes"] == (7, (("cut off", 1), ("damaged", 2)))


def test_blocks_of_a_table_with_another_between_them_are_put_together(read: Read) -> None:
    fewer = "Child ID,Gender,DOB,ETHNIC,TEAM\n3,M,05/06/2013,WBRI,North\n"
    tables = read({"all.csv": f"{HEADER_FILE}\n{EPISODES}\n{EPISODE_ROWS}\nTeam two\n{fewer},,\n4,F\n"})
    check_accounts(tables)
    held = tables["Header"]
    assert held["CHILD"].tolist() == ["1", "2", "3", "4"]
    assert held["DOB"].astype(object).fillna("").tolist() == ["01/02/2010", "03/04/2012", "05/06/2013", ""]
    assert held["TEAM"].astype(object).fillna("").tolist() == ["", "", "North", ""]
    assert tables.lines["Header"].tolist() == [2, 3, 10, 12]
    said = tables.issues[(tables.issues["kind"] == "several tables") & (tables.issues["table"] == "Header")]
    assert any("put together" in message for message in said["message"])


def test_very_many_blocks_are_read(read: Read) -> None:
    text = f"{HEADER}\n{{0}},M,,,,,\n{EPISODES}\n{{0}},01/05/2026,S\n"
    tables = read({"all.csv": "".join(text.format(number) for number in range(60))})
    assert (len(tables["Header"]), len(tables["Episodes"])) == (60, 60)
    check_accounts(tables)


def test_data_types_below_the_headings_are_no_row(read: Read) -> None:
    tables = read({"header.csv": HEADER_FILE.replace("\n", "\ntext,varchar(1),date,text,text,int,date\n", 1)})
    check_accounts(tables)
    assert tables["Header"]["CHILD"].tolist() == ["1", "2"]
    assert tables.lines["Header"].tolist() == [3, 4]
    assert of_file(tables, "header.csv").rows_left_out_by == (("line of no data", 1),)


@pytest.mark.parametrize("ends", ["", ","])
def test_row_numbers_without_a_heading_move_no_cell(read: Read, ends: str) -> None:
    rows = "".join(f"{number},{row}\n" for number, row in enumerate(HEADER_FILE.splitlines()[1:]))
    tables = read(
        {"header.csv": f"{HEADER}\n{rows}", "reviews.csv": f"{REVIEWS}\n1,01/02/2010,01/05/2026,PN1{ends}\n"}
    )
    check_accounts(tables)
    assert tables["Header"]["CHILD"].tolist() == ["1", "2"]
    assert tables["Header"]["UPN"].tolist() == ["UN1", "UN2"]
    assert tables["Reviews"]["CHILD"].tolist() == ["1"]
    said = tables.issues[tables.issues["file"] == "header.csv"]["message"]
    assert any("one cell more than there are headings" in message for message in said)


def test_more_tables_than_anybody_exports_are_refused_by_name(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lacdsl.ingest.several.MOST_TABLES", 3)
    text = f"{HEADER}\n1,M,,,,,\n{EPISODES}\n1,01/05/2026,S\n"
    tables = read({"all.csv": text * 4, "reviews.csv": f"{REVIEWS}\n1,01/02/2010,01/05/2026,PN1\n"})
    assert list(tables) == ["Reviews"]
    (refused,) = (file for file in tables.file_reports if file.status == "set aside")
    assert refused.name == "all.csv" and "Export each table by itself" in (refused.reason or "")
