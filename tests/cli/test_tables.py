"""`lacdsl tables`, as an analyst without the manual at hand types it."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner, Result

from lacdsl.cli.main import app
from lacdsl.resources import rulesets_folder

COUNCIL = rulesets_folder() / "local" / "first-council"


def run(*words: object) -> Result:
    return CliRunner().invoke(app, ["tables", *map(str, words)])


def lines(*words: object) -> list[str]:
    found = run(*words)
    assert found.exit_code == 0, found.output
    return found.stdout.splitlines()


def test_the_tables_of_the_latest_ruleset_are_listed_with_what_they_hold() -> None:
    listed = lines()
    assert "Review          Review meetings in the year (4 columns)" in listed
    assert not [line for line in listed if line.startswith("Visit ")]


def test_a_table_is_shown_with_its_key_order_and_columns() -> None:
    shown = lines("episode")
    assert shown[1] == "Any number of rows for each Header. In the order of DECOM, DEC. Key: CHILD, DECOM."
    assert "LS                   code of ls_codes            always      Legal status" in shown
    assert (
        "PL_DISTANCE          number                      worked out  Miles from home to the placement"
        in shown
    )


@pytest.mark.parametrize("name", ["Episode.LS", "episode.ls", "LS", "ls"])
def test_the_codes_of_a_column_are_shown_with_their_labels(name: str) -> None:
    shown = lines(name)
    assert shown[0] == "Episode.LS  Legal status"
    assert "C2  Full care order" in shown


def test_a_column_of_several_tables_is_shown_for_all_of_them() -> None:
    shown = lines("DOB")
    assert {"Header.DOB", "Review.DOB"} <= {line.split()[0] for line in shown}


def test_a_list_of_codes_is_shown_with_the_columns_that_hold_it() -> None:
    assert lines("ls_codes")[:2] == ["ls_codes  Legal status", "of Episode.LS"]


def test_the_search_looks_at_tables_columns_and_labels() -> None:
    found = lines("--find", "status LEGAL")
    assert "Episode.LS       Legal status (code of ls_codes)" in found
    assert "L                Only the legal status changed (Episode.RNE)" in found
    assert run("--find", "xyzzy").stdout == "Nothing holds all of: xyzzy\n"


def test_tables_and_columns_of_the_council_say_whose_they_are() -> None:
    assert "  [local/first-council]" in lines("Visit", "-r", COUNCIL)[0]
    assert [
        line for line in lines("Episode", "-r", COUNCIL) if "TEAM" in line and "[local/first-council]" in line
    ]


def test_other_programs_get_the_same_as_values() -> None:
    found = json.loads(run("Visit", "--ruleset", COUNCIL, "--format", "json").stdout)
    (table,) = found["tables"]
    assert (table["name"], table["parent"], table["added_by"]) == ("Visit", "Header", "local/first-council")
    assert [column["type"] for column in table["columns"]] == ["identifier", "date", "code"]
    assert set(found["code_lists"]) == {"visit_seen"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["Epsiode"], "Did you mean `Episode`"),
        (["Episode.DECC"], "`Episode` has no column `DECC`."),
        (["nothing"], "There is no table, column or list `nothing`."),
        (["Episode", "--find", "x"], "--find goes with neither"),
    ],
)
def test_what_is_not_there_is_said_with_what_is_near(words: list[str], said: str) -> None:
    found = run(*words)
    assert found.exit_code == 2
    assert said in found.output
