"""XML that is well-formed and yet not as the return wants it: wrong names, elements in wrong places, an envelope."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lacdsl.ingest import Kind, Tables, read_files
from lacdsl.model import load_model
from lacdsl.resources import rulesets_folder
from tests.ingest.making import HEADER_FILE
from tests.ingest.test_damaged_xml import accounts, child, of_kind, whole

Read = Callable[..., Tables]

DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n'
ENVELOPE = (
    '<soap:Envelope xmlns:soap="x">\n<soap:Header><To>x</To></soap:Header>\n'
    "<soap:Body>\n{}</soap:Body></soap:Envelope>\n"
)


def test_a_misspelt_element_is_asked_about(read: Read) -> None:
    tables = read(
        {"r.xml": whole(child(1).replace("EPISODE>", "EPISODES>"), child(2), child(3, "<UPNN>1</UPNN>"))}
    )
    said = of_kind(tables, Kind.UNKNOWN_ELEMENT)
    assert "CHILD/EPISODES is not known" in said["message"].iloc[0]
    assert "1 time. Is EPISODE meant? Then rename it." in said["message"].iloc[0]
    assert "Is UPN meant?" in said["message"].iloc[1]
    assert said["line"].tolist() == [4, 11]


def test_an_element_in_a_wrong_place_is_told_where_it_belongs_and_its_rows_are_counted(read: Read) -> None:
    stray = "<EPISODE><DECOM>01/06/2026</DECOM></EPISODE>\n"
    tables = read({"r.xml": whole(child(1), stray, stray)})
    first, second = of_kind(tables, Kind.UNKNOWN_ELEMENT)["message"]
    assert "The element EPISODE is not known" in first and "It belongs in CHILD, not here." in first
    assert "2 rows of the return (2 of Episodes)" in second
    assert accounts(tables)["Episodes"] == (3, 1, {"unknown element": 2})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_rows_in_an_element_that_nobody_knows_are_counted(read: Read, encoding: str) -> None:
    tables = read(
        {"r.xml": whole(child(1), f"<MORE><OLD>{child(2)}{child(3)}</OLD></MORE>").encode(encoding)}
    )
    assert tables["Header"]["CHILD"].tolist() == ["1"]
    assert accounts(tables)["Header"] == accounts(tables)["Episodes"] == (3, 1, {"unknown element": 2})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_element_around_others_is_read_as_if_it_were_not_there(read: Read, encoding: str) -> None:
    inner = "<EPISODE><DECOM>02/05/2026</DECOM></EPISODE>"
    text = child(1).replace("</EPISODE>", f"</EPISODE><MORE>{inner}{inner}</MORE>", 1)
    tables = read(
        {
            "r.xml": whole(f"<TEAM>{text}</TEAM>", f"<TEAM><CHILDREN>{child(2)}</CHILDREN></TEAM>").encode(
                encoding
            )
        }
    )
    assert tables["Header"]["CHILD"].tolist() == ["1", "2"]
    assert tables["Episodes"]["CHILD"].tolist() == ["1", "1", "1", "2"]
    said = of_kind(tables, Kind.UNKNOWN_ELEMENT)
    assert (
        "stand around others, which were read as if they were alone: TEAM, CHILD/MORE, CHILDREN"
        in said["message"].item()
    )


def test_a_return_of_nothing_that_is_known_says_what_it_holds(read: Read) -> None:
    tables = read(
        {"r.xml": whole("<HEADER><CHILDID>1</CHILDID></HEADER>", "<X/>"), "header.csv": HEADER_FILE}
    )
    message = of_kind(tables, Kind.NOT_READ)["message"].item()
    assert message.endswith("It holds HEADER, X, not known there. It belongs in CHILD, not here.")


@pytest.mark.parametrize(
    "first",
    ["<?XML version='1.0'?>", f"{DECLARED}{DECLARED}", f"Shown below\n{DECLARED}", "Shown below.\n- "],
)
def test_first_lines_that_are_odd_do_not_matter(read: Read, first: str) -> None:
    tables = read({"r.xml": first + whole(child(1))})
    assert tables["Header"]["CHILD"].tolist() == ["1"]
    assert tables.lines["Header"].tolist() == [first.count("\n") + 3]


def test_the_mark_of_utf_8_is_no_text_before_the_first_line(read: Read) -> None:
    assert read({"r.xml": b"\xef\xbb\xbf" + (DECLARED + whole(child(1))).encode()}).issues.empty


def test_a_child_inside_a_child_is_a_child_of_its_own(read: Read) -> None:
    outer = child(1).replace("</CHILD>", f"{child(2)}<EPISODE><DECOM>02/05/2026</DECOM></EPISODE></CHILD>")
    tables = read({"r.xml": whole(outer, child(3))})
    assert sorted(tables["Header"]["CHILD"]) == ["1", "2", "3"]
    episodes = tables["Episodes"]
    pairs = sorted(zip(episodes["CHILD"], episodes["DECOM"], strict=True))
    assert pairs == [("1", "01/05/2026"), ("1", "02/05/2026"), ("2", "01/05/2026"), ("3", "01/05/2026")]
    said = of_kind(tables, Kind.REPEATED_ELEMENT)
    assert "CHILD stands inside another CHILD: 1 time." in said["message"].item() and said["line"].item() == 5


def test_an_element_inside_its_like_is_read_however_deep_it_lies(read: Read) -> None:
    inner = "<EPISODE><DECOM>02/05/2026</DECOM><RNE>P</RNE></EPISODE>"
    text = child(1).replace("</EPISODE>", f"{child(2)}{inner}<LS>C2</LS></EPISODE>")
    episodes = read({"r.xml": whole(text)})["Episodes"]
    rows = {
        (row.CHILD, row.DECOM, row.RNE, row.LS) for row in episodes.astype(object).fillna("").itertuples()
    }
    assert rows == {("1", "01/05/2026", "", "C2"), ("1", "02/05/2026", "P", ""), ("2", "01/05/2026", "", "")}


def test_rows_of_elements_inside_their_like_that_do_not_end_are_counted(read: Read) -> None:
    text = "<EXPSSDA903>\n" + child(1).replace("</CHILD>", child(2).replace("</CHILD>", ""))
    tables = read({"r.xml": text})
    assert accounts(tables)["Episodes"][0] == sum(accounts(tables)["Episodes"][2].values()) == 2


def test_children_inside_children_without_end_are_refused(read: Read) -> None:
    text = whole("<CHILD>" * 5000, "</CHILD>" * 5000)
    tables = read({"r.xml": text, "h.csv": HEADER_FILE})
    assert "more than 100 deep" in of_kind(tables, Kind.NOT_READ)["message"].item()


@pytest.mark.parametrize("declared", ["", DECLARED])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_return_in_an_envelope_is_read(read: Read, declared: str, encoding: str) -> None:
    tables = read({"r.xml": (declared + ENVELOPE.format(whole(child("ZOË"), child(2)))).encode(encoding)})
    assert tables["Header"]["CHILD"].tolist() == ["ZOË", "2"]
    assert tables.lines["Header"].tolist() == [each + bool(declared) for each in (6, 10)]
    said = of_kind(tables, Kind.TITLES)
    assert "inside another element, Envelope" in said["message"].item() and said["line"].item() == 4 + bool(
        declared
    )


def test_two_returns_in_an_envelope_are_read_as_one(read: Read) -> None:
    tables = read({"r.xml": ENVELOPE.format(whole(child(1)) + whole(child(2)))})
    assert tables["Header"]["CHILD"].tolist() == ["1", "2"]


def test_a_header_of_an_envelope_is_not_that_of_a_census(tmp_path: Path) -> None:
    census = (
        "<Message><Header><CollectionDetails><Year>2027</Year></CollectionDetails></Header><Children><Child>"
        "<ChildIdentifiers><LAchildID>1</LAchildID></ChildIdentifiers></Child></Children></Message>"
    )
    model = load_model(rulesets_folder() / "dfe" / "cin" / "2026-27" / "model.yaml", validate=False)
    (tmp_path / "r.xml").write_text(ENVELOPE.format(census))
    tables = read_files([tmp_path / "r.xml"], model)
    assert tables["Header"]["Year"].tolist() == ["2027"] and tables["ChildIdentifiers"][
        "LAchildID"
    ].tolist() == ["1"]


def test_a_text_that_does_not_end_is_refused_before_the_end_of_the_file(read: Read) -> None:
    tables = read({"r.xml": "<EXPSSDA903><CHILD><HEADER><CHILDID>" + "x" * 8_000_000, "h.csv": HEADER_FILE})
    assert "more than 1,000,000 characters on line 1" in of_kind(tables, Kind.NOT_READ)["message"].item()


@pytest.mark.parametrize(
    "long", [" " * 3_000_000, f"<DOCUMENT>{'A' * 3_000_000}</DOCUMENT>", "x" * 3_000_000]
)
def test_long_texts_where_no_value_stands_do_no_harm(read: Read, long: str) -> None:
    assert read({"r.xml": whole(child(1), long, child(2))})["Header"]["CHILD"].tolist() == ["1", "2"]
