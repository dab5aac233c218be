"""Which official rules are taken when nobody says which."""

from __future__ import annotations

from pathlib import Path

import pytest

from lacdsl.api.guess import guessed_ruleset

CENSUS = """<Message><Header><CollectionDetails><Collection>{}</Collection><Year>{}</Year></CollectionDetails></Header>
<Children><Child><ChildIdentifiers><LAchildID>1</LAchildID></ChildIdentifiers></Child></Children></Message>"""


def guess(folder: Path, content: str, name: str, year: str | None = None) -> str:
    (folder / name).write_text(content, encoding="utf-8")
    return guessed_ruleset([folder], year, "dfe/lac")


@pytest.mark.parametrize(
    ("year", "expected"), [("2026", "2025-26"), ("2027", "2026-27"), ("2019", "2022-23"), ("", "2026-27")]
)
def test_a_census_file_says_its_year(tmp_path: Path, year: str, expected: str) -> None:
    assert guess(tmp_path, CENSUS.format("CIN", year), "census.xml") == f"dfe/cin/{expected}"


def test_a_year_that_is_asked_for_goes_first(tmp_path: Path) -> None:
    assert guess(tmp_path, CENSUS.format("CIN", "2026"), "census.xml", "2024-25") == "dfe/cin/2024-25"


def test_tables_tell_by_their_headings(tmp_path: Path) -> None:
    headings = "LAchildID,CINdetailsID,CINPlanStartDate,CINPlanEndDate\n"
    assert guess(tmp_path, headings, "plans.csv") == "dfe/cin/2026-27"


@pytest.mark.parametrize(
    "content", ["", "nonsense", CENSUS.format("School Census", "2026"), "<!DOCTYPE x><x/>"]
)
def test_what_says_nothing_is_taken_for_the_usual_return(tmp_path: Path, content: str) -> None:
    assert guess(tmp_path, content, "census.xml") == "dfe/lac/2026-27"
    assert guessed_ruleset([tmp_path / "not there"], None, "dfe/lac") == "dfe/lac/2026-27"
