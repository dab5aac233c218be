"""The manual's page on tables and columns of one's own: what it shows works, as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import lacdsl
from lacdsl.cli.main import app
from lacdsl.rulesets import load_ruleset
from lacdsl.syntax import parse, print_file

PAGE = Path(__file__).parent.parent.parent / "docs" / "local-rules.md"


def shown(kind: str, beginning: str) -> str:
    text = PAGE.read_text(encoding="utf-8").partition("## Your own tables and columns")[2]
    [found] = [
        each
        for each in re.findall(rf"^```{kind}\n(.*?)^```$", text, re.M | re.S)
        if each.startswith(beginning)
    ]
    return str(found)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The ruleset that the page describes."""
    home = tmp_path / "our-council"
    (home / "codes").mkdir(parents=True)
    (home / "ruleset.yaml").write_text(shown("yaml", "name:"), encoding="utf-8")
    (home / "model.yaml").write_text(shown("yaml", "tables:"), encoding="utf-8")
    (home / "codes" / "seen_alone.csv").write_text(shown("csv", "code,"), encoding="utf-8")
    (home / "own.rules").write_text(shown("lacdsl", "# With tables of our own."), encoding="utf-8")
    return home


def test_the_rules_on_the_page_have_their_one_form_and_their_examples_come_out(folder: Path) -> None:
    text = (folder / "own.rules").read_text(encoding="utf-8")
    assert print_file(parse(text, "own.rules").file) == text
    run = CliRunner().invoke(app, ["test", str(folder)])
    assert run.exit_code == 0 and "2 examples of 2 rules: all come out" in run.output


def test_a_return_is_checked_with_the_files_of_the_page_and_without(folder: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke(app, ["sample", "lac", str(tmp_path / "made"), "--children", "30"])
    assert run.exit_code == 0, run.output
    data = tmp_path / "made" / "this_year"
    rules, official = load_ruleset(folder), load_ruleset("dfe/lac/2026-27")
    before = lacdsl.check(lacdsl.read_folder(data, official.model), official)
    without = lacdsl.check(lacdsl.read_folder(data, rules.model), rules)
    reasons = without.rules.set_index("rule")["reason"]
    assert reasons["OUR1"] == "table Visits was not supplied"
    assert reasons["OUR2"] == "column TEAM of Episodes is missing from the files"
    visits = pd.DataFrame(
        {"CHILD": ["X1", "X1"], "Date of visit": ["01/05/2026", "01/08/2026"], "SEEN_ALONE": ["Y", "N"]}
    )
    visits.to_csv(data / "contact with the child.csv", index=False)
    episodes = data / "episodes.csv"
    frame = pd.read_csv(episodes, dtype=str)
    frame.assign(**{"Allocated team": "Court 2"}).to_csv(episodes, index=False)
    after = lacdsl.check(lacdsl.read_folder(data, rules.model), rules)
    assert after.findings["rule"].tolist().count("OUR1") and not after.findings["rule"].tolist().count("OUR2")
    assert not after.load_issues["message"].str.contains("Allocated team' is no column").any()
    for report in (without, after):
        own = report.rules["rule"].isin(["OUR1", "OUR2"])
        pd.testing.assert_frame_equal(_counts(report.rules[~own]), _counts(before.rules))
        found = report.findings[~report.findings["rule"].isin(["OUR1", "OUR2"])]
        assert found[["rule", "entity", "row", "column"]].to_numpy().tolist() == (
            before.findings[["rule", "entity", "row", "column"]].to_numpy().tolist()
        )


def _counts(rules: pd.DataFrame) -> pd.DataFrame:
    return rules[["rule", "status", "passes", "fails", "not_applicable", "unknown"]].reset_index(drop=True)
