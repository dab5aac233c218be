"""XML that is damaged in many places, or says what it is not: every row that can be read is, and the others are counted."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from lacdsl.ingest import Kind, Tables

Read = Callable[..., Tables]
DECLARED = '<?xml version="1.0" encoding="{}"?>\n'


def child(number: object, more: str = "") -> str:
    return (
        f"<CHILD>\n<HEADER><CHILDID>{number}</CHILDID>{more}</HEADER>\n"
        "<EPISODE><DECOM>01/05/2026</DECOM></EPISODE>\n</CHILD>\n"
    )


def whole(*children: str) -> str:
    return f"<EXPSSDA903>\n{''.join(children)}</EXPSSDA903>\n"


def accounts(tables: Tables) -> dict[str | None, tuple[int, int, dict[str, int]]]:
    """By table the rows in the file, those that were read, and those left out by reason."""
    return {
        each.table: (each.rows_in_file, each.rows, dict(each.rows_left_out_by))
        for each in tables.file_reports
    }


def of_kind(tables: Tables, kind: Kind) -> pd.DataFrame:
    return tables.issues[tables.issues["kind"] == kind]


SPOILT = "<UPN>x</UPM>"


def test_however_many_children_are_damaged_all_others_are_read(read: Read) -> None:
    tables = read({"r.xml": whole(*(child(n, SPOILT if n % 3 == 0 else "") for n in range(1, 241)))})
    assert tables["Header"]["CHILD"].tolist() == [str(n) for n in range(1, 241) if n % 3]
    assert accounts(tables)["Episodes"] == (240, 160, {"damaged": 80})
    said = of_kind(tables, Kind.DAMAGED)
    assert said["count"].sum() == 80 and len(said) == 21
    assert said["line"].iloc[0] == 11 and "lines 10 to 13, was left out" in said["message"].iloc[0]


def test_a_child_without_an_end_takes_no_other_with_it(read: Read) -> None:
    tables = read({"r.xml": whole(child(1), child(2).replace("</CHILD>", ""), child(3), child(4))})
    assert tables["Episodes"]["CHILD"].tolist() == ["1", "3", "4"]
    assert accounts(tables)["Header"] == (4, 3, {"damaged": 1})
    assert "begins here that does not end before the next" in of_kind(tables, Kind.DAMAGED)["message"].item()


def test_rows_that_depend_on_what_is_in_an_element_are_counted_in_damaged_blocks(read: Read) -> None:
    leaver = "<IN_TOUCH>YES</IN_TOUCH><ACTIV>F2</ACTIV>"
    tables = read(
        {
            "r.xml": whole(
                child(1, leaver),
                child(2, leaver + SPOILT),
                child(3, "<IN_TOUCH> </IN_TOUCH><ACTIV/>" + SPOILT),
                child(4, SPOILT),
            )
        }
    )
    assert accounts(tables)["OC3"] == (2, 1, {"damaged": 1})
    assert accounts(tables)["Header"] == (4, 1, {"damaged": 3})


def test_rows_behind_the_place_where_a_file_breaks_off_are_counted(read: Read) -> None:
    behind = child(2) + child(3, "<ACCOM>B1</ACCOM>")
    tables = read({"r.xml": whole(child(1)) + "</EXPSSDA903>" + behind})
    assert accounts(tables)["Header"] == (3, 1, {"cut off": 2})
    assert accounts(tables)["OC3"] == (1, 0, {"cut off": 1})
    assert "left out 5 rows behind that" in of_kind(tables, Kind.CUT_OFF)["message"].item()


@pytest.mark.parametrize("stated", ["utf8", "UTF8", "utf_8", "", "windows-1252 ", "klingon"])
def test_an_encoding_that_nobody_knows_is_no_hindrance(read: Read, stated: str) -> None:
    tables = read({"r.xml": DECLARED.format(stated) + whole(child("ZOË"), child(2))})
    assert tables["Header"]["CHILD"].tolist() == ["ZOË", "2"]
    assert tables.lines["Header"].tolist() == [4, 8]


def test_letters_of_utf_8_behind_the_name_of_another_encoding(read: Read) -> None:
    tables = read({"r.xml": DECLARED.format("ISO-8859-1") + whole(child("ZOË"))})
    assert tables["Header"]["CHILD"].tolist() == ["ZOË"]
    said = of_kind(tables, Kind.ENCODING)["message"].item()
    assert "Says that its letters are ISO-8859-1" in said and "utf-8" in said


def test_utf_32(read: Read) -> None:
    tables = read({"r.xml": whole(child("ZOË")).encode("utf-32")})
    assert tables["Header"]["CHILD"].tolist() == ["ZOË"]
    assert len(of_kind(tables, Kind.ENCODING)) == 1


def test_a_comment_with_dashes_in_it_is_passed_over(read: Read) -> None:
    tables = read({"r.xml": whole("<!-- a -- b\n<CHILD> --->", child(1))})
    assert tables.lines["Header"].tolist() == [4]
    assert "a comment with -- (1 time)" in of_kind(tables, Kind.CHARACTERS)["message"].item()


def test_rows_in_small_letters_are_counted_too(read: Read) -> None:
    spoilt = (
        child(2, "<IN_TOUCH>YES</IN_TOUCH>" + SPOILT).replace("HEADER", "header").replace("CHILD>", "child>")
    )
    assert accounts(read({"r.xml": whole(child(1), spoilt, child(3))}))["OC3"] == (1, 0, {"damaged": 1})
