"""`lacdsl try` and `lacdsl diff`, as somebody types them."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from lacdsl.cli.main import app

pytestmark = pytest.mark.usefixtures("rulesets")


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def wrong(found: Result, code: str) -> None:
    assert found.exit_code == 2, found.output
    assert code in found.stderr
    assert "Traceback" not in found.output


def test_a_condition_is_tried_at_once(data: Path) -> None:
    found = run("try", data, "--condition", "DOB <= collection end", "--table", "Header", "--year", "2025-26")
    assert found.exit_code == 0, found.output
    lines = [line.rstrip() for line in found.stdout.splitlines()]
    assert lines[:2] == ["DOB <= collection end", "  1 true, 1 false, 1 unknown"]
    assert "    header.csv:2  =1+1   01/04/2026" in lines
    assert "    header.csv:3  2      01/01/2020" in lines


def test_a_condition_knows_the_definitions_of_the_ruleset(data: Path) -> None:
    found = run("try", data, "--condition", "grown", "--table", "Header", "--rows", "0")
    assert found.stdout.splitlines()[1] == "  0 true, 2 false, 1 unknown"


def test_what_is_wrong_with_a_condition_is_shown_in_it(data: Path) -> None:
    found = run("try", data, "--condition", "DOBX < collection end", "--table", "Header")
    wrong(found, "N201")
    assert "Did you mean `DOB`?" in found.stderr and "1 | DOBX < collection end" in found.stderr
    wrong(run("try", data, "--condition", "DOB <", "--table", "Header"), "S1")
    found = run("try", data, "--condition", "DOB is missing", "--table", "Heder")
    wrong(found, "N202")
    assert "1 | Heder\n  | ^^^^^\n" in found.stderr
    wrong(run("try", data, "--condition", "DOB is missing"), "A906")
    wrong(run("try", data), "A906")


RULE = """
rule 101 "In place of the one in the ruleset"
  for each Header
  must     SEX in known_sexes
  flag     SEX

rule 900 "Grown up"
  for each Header
  must     not grown
  flag     DOB
"""


def test_a_file_of_rules_is_tried_on_top_of_a_ruleset(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.rules"
    file.write_text(RULE)
    found = run("try", file, data)
    assert found.exit_code == 0, found.output
    assert "101  In place of the one in the ruleset\n  1 fails, 1 passes, 1 unknown, 0 n/a\n" in found.stdout
    assert "900  Grown up\n  0 fails, 2 passes, 1 unknown, 0 n/a\n" in found.stdout
    only = run("try", file, data, "--only", "900")
    assert "101" not in only.stdout
    file.write_text(RULE.replace("known_sexes", "knwn_sexes"))
    wrong(run("try", file, data), "N2")
    file.write_text("codes a = {1}\n")
    wrong(run("try", file, data), "A907")


def test_a_ruleset_is_tried_with_reasons_for_what_is_not_run(data: Path) -> None:
    (data / "header.csv").write_text("CHILD,SEX\n1,1\n")
    found = run("try", "small/2025-26", data)
    assert "not run: column DOB of Header is missing from the files" in found.stdout


def test_a_condition_is_tried_on_the_return_that_the_files_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody names a ruleset, so a census is read as one."""
    monkeypatch.undo()
    made = run("sample", "cin", tmp_path / "cin", "--children", "5", "--errors", "0", "--year", "2026-27")
    assert made.exit_code == 0, made.output
    asked = ("--condition", "CINclosureDate is missing", "--table", "CINdetails")
    found = run("try", tmp_path / "cin" / "census.xml", *asked)
    assert found.exit_code == 0, found.output
    assert found.stdout.startswith("CINclosureDate is missing\n")
