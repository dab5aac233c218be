"""A finding is known again by what its rule is about, whichever cells there are to be shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from jsonschema import Draft202012Validator

import lacdsl
from lacdsl.report import as_json, schema

RULES = """
rule CHILD "No review of this year"
  for each Child
  must     any Review where REVIEW >= collection start
  flag     Review.REVIEW

rule ROW "Shows what is in another table"
  for each Episode
  must     LS <> C2 or any Header where DOB < 1 January 1990
  flag     Header.DOB

spells Stay of Episode
  together while DECOM = previous.DEC
  start    first DECOM
  end      last DEC

rule SPELL "A period without reviews in it"
  for each Stay
  must     any Review where REVIEW >= this.START
  flag     Review.REVIEW

rule ALL "No social workers"
  for the return
  must     any SWEpisode
  flag     Header.CHILD
"""
MANIFEST = "name: council\ntitle: Ours\nversion: 1.0.0\nowner: We\nscope: local\nreturn: lac\nyear: 2026-27\n"
Rows = dict[str, list[str]]
HEADER = {"CHILD": ["1", "2"], "DOB": ["01/06/2011", "01/06/2012"]}
EPISODES = {
    "CHILD": ["1", "1", "1"],
    "DECOM": ["01/05/2026", "01/07/2026", "01/06/2026"],
    "DEC": ["01/06/2026", "", "15/06/2026"],
    "LS": ["C2", "C2", "V2"],
}
NONE: Rows = {"CHILD": [], "REVIEW": []}


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> lacdsl.Ruleset:
    folder = tmp_path_factory.mktemp("rules")
    (folder / "ruleset.yaml").write_text(MANIFEST + "extends: dfe/lac/2026-27\n")
    (folder / "own.rules").write_text(RULES)
    return lacdsl.load_ruleset(folder)


def tables(header: Rows = HEADER, episodes: Rows = EPISODES, reviews: Rows = NONE) -> dict[str, pd.DataFrame]:
    held = {"Header": header, "Episodes": episodes, "Reviews": reviews, "SWEpisodes": {"CHILD": []}}
    return {name: pd.DataFrame(rows, dtype=object).replace("", None) for name, rows in held.items()}


def checked(rules: lacdsl.Ruleset, frames: dict[str, pd.DataFrame], only: str) -> dict[str, Any]:
    found: dict[str, Any] = as_json(lacdsl.check(frames, rules, only=[only]), version="1")
    assert not list(Draft202012Validator(schema()).iter_errors(json.loads(json.dumps(found))))
    return found


def counts(rules: lacdsl.Ruleset, only: str, **later: Rows) -> dict[str, int]:
    found = lacdsl.compare_reports(
        checked(rules, tables(), only), checked(rules, tables(**later), only)
    ).counts
    return {state: count for state, count in found.items() if count}


OLD_REVIEW = {"CHILD": ["1"], "REVIEW": ["01/02/2026"]}


def test_a_child_is_known_again_whether_the_number_is_shown_or_a_review(rules: lacdsl.Ruleset) -> None:
    assert counts(rules, "CHILD", reviews=OLD_REVIEW) == {"still there": 2}


def test_a_child_is_known_again_when_it_is_first_met_in_another_table(rules: lacdsl.Ruleset) -> None:
    assert counts(rules, "CHILD", header={"CHILD": ["2"], "DOB": [""]}) == {"still there": 2}


def test_a_row_is_known_by_its_own_key_though_it_shows_a_cell_of_another_table(rules: lacdsl.Ruleset) -> None:
    assert counts(rules, "ROW", header={"CHILD": ["2"], "DOB": [""]}) == {"still there": 2}
    fewer = {name: [values[1], values[2]] for name, values in EPISODES.items()}
    found = lacdsl.compare_reports(
        checked(rules, tables(), "ROW"), checked(rules, tables(episodes=fewer), "ROW")
    )
    assert found.counts["fixed"] == found.counts["still there"] == 1
    first = {name: [values[0]] for name, values in EPISODES.items()}
    assert counts(rules, "ROW", episodes=first) == {"fixed": 1, "still there": 1}


def test_a_spell_and_the_return_are_known_again(rules: lacdsl.Ruleset) -> None:
    assert counts(rules, "SPELL", reviews=OLD_REVIEW) == {"still there": 2}
    assert counts(rules, "SPELL", reviews={"CHILD": ["1"], "REVIEW": ["15/06/2026"]}) == {
        "fixed": 1,
        "still there": 1,
    }
    assert counts(rules, "ALL", header={"CHILD": ["7"], "DOB": [""]}) == {"still there": 1}


def test_what_a_finding_is_about_is_in_the_report(rules: lacdsl.Ruleset) -> None:
    row = [(each["key"], each["about"]["row"]) for each in checked(rules, tables(), "ROW")["findings"]]
    assert row == [({"CHILD": "1", "DECOM": "01/05/2026"}, 0), ({"CHILD": "1", "DECOM": "01/07/2026"}, 1)]
    child = checked(rules, tables(), "CHILD")["findings"]
    assert [each["key"] for each in child] == [{"CHILD": "1"}, {"CHILD": "2"}]
    assert not any("about" in each for each in child)
    assert checked(rules, tables(), "ALL")["findings"][0]["key"] == {}


def test_of_alike_findings_the_one_that_shows_other_cells_is_the_one_that_is_fixed(
    rules: lacdsl.Ruleset,
) -> None:
    """Two episodes of one start have one key: only their cells tell them apart."""
    twice = {**EPISODES, "DECOM": ["01/05/2026"] * 3, "LS": ["Z1", "Z2", "V2"]}
    once = {name: values[1:] for name, values in twice.items()}
    found = lacdsl.compare_reports(
        checked(rules, tables(episodes=twice), "144"), checked(rules, tables(episodes=once), "144")
    )
    held = found.findings.set_index("state")["cells"].to_dict()
    assert "Z1" in held["fixed"] and "Z2" in held["still there"]


def test_a_finding_is_explained_by_the_row_that_it_is_about_wherever_that_stands_now(
    rules: lacdsl.Ruleset,
) -> None:
    finding = checked(rules, tables(), "ROW")["findings"][1]
    turned = {name: values[::-1] for name, values in EPISODES.items()}
    why = lacdsl.explain(tables(episodes=turned), rules, finding=finding)
    assert why.verdicts == ["fails"] and why.told.is_finding and why.told.rows[0].at[0].row == 1
    assert why.told.rows[0].at[0].table == "Episodes"
    mended = {**turned, "LS": ["V2", "V2", "C2"]}
    why = lacdsl.explain(tables(episodes=mended), rules, finding=finding)
    assert why.verdicts == ["passes"] and not why.told.is_finding


def test_a_finding_about_a_child_is_still_there_though_it_would_show_other_cells(
    rules: lacdsl.Ruleset, tmp_path: Path
) -> None:
    finding = checked(rules, tables(), "CHILD")["findings"][0]
    why = lacdsl.explain(tables(reviews=OLD_REVIEW), rules, finding=finding)
    assert why.verdicts == ["fails"] and why.told.is_finding
