"""Texts put together from others: line ends that hardly any program knows, two encodings one behind the other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lacdsl.ingest import Kind, Tables
from tests.ingest.making import CHILDREN, HEADER, HEADER_FILE
from tests.ingest.test_damaged_xml import of_kind

Read = Callable[..., Tables]
MORE = "3,F,03/04/2012,WBRI,Zoé,,\n4,F,03/04/2012,WBRI,UN4,,\n"
WHOLE = HEADER_FILE + MORE
UPNS = ["UN1", "UN2", "Zoé", "UN4"]


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1e"])
@pytest.mark.parametrize("title", ["", "Report of children"])
def test_a_sign_that_separates_all_rows_is_a_line_end(read: Read, sign: str, title: str) -> None:
    above = f"{title}\n" if title else ""
    tables = read({"header.csv": (above + WHOLE).replace("\n", sign)})
    assert tables["Header"]["UPN"].tolist() == UPNS
    assert tables.lines["Header"].tolist() == [each + bool(title) for each in (2, 3, 4, 5)]
    said = of_kind(tables, Kind.DELIMITER)
    assert f"U+{ord(sign):04X} ({5 + bool(title)} times)" in said["message"].item()


def test_a_sign_that_separates_some_rows_is_a_line_end_there(read: Read) -> None:
    tables = read({"header.csv": HEADER_FILE + MORE.replace("\n", "\u2028") + CHILDREN})
    assert tables["Header"]["UPN"].tolist() == [*UPNS, "UN1", "UN2"]
    assert of_kind(tables, Kind.DELIMITER)["line"].item() == 4


@pytest.mark.parametrize("cell", ["a\u2028b", '"a,\u2028b\x0bc"', "\u2028", "a\u2028"])
def test_a_sign_within_a_cell_stays_there(read: Read, cell: str) -> None:
    tables = read(
        {"header.csv": f"{HEADER},NOTES\n1,M,01/02/2010,WBRI,UN1,,,{cell}\n2,M,01/02/2010,WBRI,UN2,,,x\n"}
    )
    assert tables["Header"]["UPN"].tolist() == UPNS[:2]
    assert of_kind(tables, Kind.DELIMITER).empty
    kept = [each for each in tables["Header"]["NOTES"].astype(object) if isinstance(each, str)]
    assert kept[-1] == "x" and kept[0] in (cell.strip('"'), "x")


LITTLE, BIG = "utf-16-le", "utf-16-be"


@pytest.mark.parametrize(
    ("first", "second", "mark"),
    [
        (LITTLE, "utf-8", b"\xff\xfe"),
        (BIG, "utf-8", b"\xfe\xff"),
        (LITTLE, "utf-8", b""),
        ("utf-8", LITTLE, b""),
        ("utf-8", BIG, b""),
        ("utf-8", "utf-16", b"\xef\xbb\xbf"),
    ],
)
@pytest.mark.parametrize("between", ["", "5,F,03/04/2012,WBRI,UN5,,\n"])
def test_a_text_in_two_encodings_is_read_in_both(
    read: Read, first: str, second: str, mark: bytes, between: str
) -> None:
    tables = read({"header.csv": mark + (HEADER_FILE + between).encode(first) + MORE.encode(second)})
    assert tables["Header"]["UPN"].tolist() == [*UPNS[:2], *(["UN5"] if between else []), *UPNS[2:]]
    said = of_kind(tables, Kind.ENCODING)
    seam = 5 if between else 4
    assert f"changes 1 time, on line {seam};" in said["message"].iloc[-1] and said["line"].iloc[-1] == seam


def test_a_log_that_was_appended_to_again_and_again(read: Read) -> None:
    parts = [
        HEADER_FILE.encode("utf-16"),
        *(MORE.encode(code) for code in ("utf-8", LITTLE, "utf-8", LITTLE)),
    ]
    tables = read({"header.csv": b"".join(parts)})
    assert tables["Header"]["UPN"].tolist() == UPNS[:2] + UPNS[2:] * 4
    assert "changes 4 times, on lines 4, 6, 8, 10" in of_kind(tables, Kind.ENCODING)["message"].iloc[-1]


def test_letters_of_china_in_utf_16_are_no_other_encoding(read: Read) -> None:
    name = "上海市浦东新区" * 20
    tables = read({"header.csv": WHOLE.replace("UN1", name).encode("utf-16")})
    assert tables["Header"]["UPN"].tolist() == [name, *UPNS[1:]]
    assert len(of_kind(tables, Kind.ENCODING)) == 1


def test_letters_that_were_read_wrongly_before_are_pointed_out(read: Read) -> None:
    twice = WHOLE.replace("UN1", "O\u2019Neil").encode().decode("cp1252")
    tables = read({"header.csv": twice})
    said = of_kind(tables, Kind.ENCODING)
    assert "such as Ã© for é: 2 times" in said["message"].item() and said["line"].item() == 2
    assert tables["Header"]["UPN"].tolist()[2] == "ZoÃ©"
    assert read({"header.csv": WHOLE}).issues["kind"].tolist() == [Kind.LOWER_CASE]
