"""Two rulesets compared: what is a difference, what is none, and what the same data come to."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from lacdsl.cli.main import app
from lacdsl.differences import differences
from lacdsl.rulesets import load_ruleset

FIXTURES = Path(__file__).parent.parent / "fixtures" / "rulesets" / "small" / "2025-26"


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """The same ruleset twice, in two folders."""
    folders = (tmp_path / "old", tmp_path / "new")
    for folder in folders:
        shutil.copytree(FIXTURES, folder)
        manifest = folder / "ruleset.yaml"
        manifest.write_text(manifest.read_text().replace("name: small/2025-26", f"name: local/{folder.name}"))
    return folders


def edit(folder: Path, before: str, after: str) -> None:
    file = folder / "children.rules"
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after))


def changes(two: tuple[Path, Path]) -> dict[str, list[tuple[str, bool]]]:
    found = differences(load_ruleset(two[0]), load_ruleset(two[1]))
    return {code: [(each.what, each.meaning) for each in listed] for code, listed in found.changed.items()}


def test_form_comments_and_examples_are_no_difference(two: tuple[Path, Path]) -> None:
    edit(two[1], "  where    DOB is present\n", "  # only those\n  where DOB   is present\n")
    edit(two[1], "| n/a    | 3     |             |\n", "")
    assert changes(two) == {}


def test_another_condition_is_shown_clause_by_clause(two: tuple[Path, Path]) -> None:
    edit(two[1], "DOB <= collection end", "DOB < collection end")
    found = differences(load_ruleset(two[0]), load_ruleset(two[1]))
    (change,) = found.changed["101"]
    assert (change.what, change.before, change.after, change.meaning) == (
        "must",
        "DOB <= collection end",
        "DOB < collection end",
        True,
    )
    assert found.of_meaning() == ["101"]


def test_title_message_severity_and_flags_are_told_apart_from_the_meaning(two: tuple[Path, Path]) -> None:
    edit(two[1], '"Child is born after the collection"', '"Born too late"')
    edit(two[1], '"Born on {DOB}"', '"Born on {DOB}, too late"')
    edit(two[1], "severity query", "severity error")
    edit(two[1], "  flag     DOB\n  message", "  flag     DOB, SEX\n  message")
    assert changes(two) == {
        "101": [("title", False), ("message", False), ("flag", False)],
        "102": [("severity", False)],
    }


def test_a_condition_that_says_the_same_is_no_change_of_meaning(two: tuple[Path, Path]) -> None:
    edit(two[0], "must     DOB <= collection end", "must     DOB is present and DOB <= collection end")
    edit(two[1], "must     DOB <= collection end", "must     DOB <= collection end and DOB is present")
    assert changes(two) == {"101": [("must (the same meaning)", False)]}


def test_a_list_a_define_or_a_parameter_that_changed_is_named(two: tuple[Path, Path]) -> None:
    edit(two[1], "known_sexes = {1, 2}", "known_sexes = {1, 2, 9}")
    assert changes(two) == {"102": [("codes known_sexes", True)]}
    for folder in two:
        edit(folder, "must     DOB <= collection end", "must     DOB <= collection end and not grown")
    edit(two[1], "18 years", "21 years")
    assert changes(two)["101"] == [("define Header.grown", True)]


def test_rules_of_one_ruleset_only(two: tuple[Path, Path]) -> None:
    edit(two[1], "rule 102", "rule 103")
    found = differences(load_ruleset(two[0]), load_ruleset(two[1]))
    assert list(found.added) == ["103"] and list(found.removed) == ["102"]


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "header.csv").write_text(
        "CHILD,DOB,SEX\n1,31/03/2026,1\n2,01/01/2020,9\n3,,\n", encoding="utf-8"
    )
    return folder


def test_the_verdicts_that_moved_are_counted_and_placed(two: tuple[Path, Path], data: Path) -> None:
    edit(two[1], "DOB <= collection end", "DOB < collection end")
    edit(two[1], "rule 102", "rule 103")
    found = run("diff", two[0], two[1], "--data", data)
    assert found.exit_code == 0, found.output
    assert "passes -> fails: 1  (header.csv:2)" in found.stdout
    assert "no such rule -> fails: 1  (header.csv:3)" in found.stdout
    assert "fails -> no such rule: 1  (header.csv:3)" in found.stdout
    again = json.loads(
        run("diff", two[0], two[1], "--data", data, "--format", "json", "--only", "101").stdout
    )
    assert [change["what"] for change in again["changed"][0]["changes"]] == ["must"]
    (move,) = again["moves"]
    assert (move["rule"], move["before"], move["after"], move["count"]) == ("101", "passes", "fails", 1)
    assert move["rows"][0]["line"] == 2 and not again["added"]


def test_rulesets_that_are_alike_say_so(two: tuple[Path, Path], data: Path) -> None:
    found = run("diff", two[0], two[1], "--data", data)
    assert "changed" not in found.stdout and "on the data no verdict moved" in found.stdout


def test_a_rule_that_no_longer_runs_is_no_silence(two: tuple[Path, Path], data: Path) -> None:
    (data / "header.csv").write_text("CHILD,DOB\n1,31/03/2026\n", encoding="utf-8")
    edit(two[1], "DOB <= collection end", "DOB <= collection end and SEX is present")
    found = run("diff", two[0], two[1], "--data", data)
    assert "ran -> not run: 1" in found.stdout


def test_unknown_codes_are_refused(two: tuple[Path, Path]) -> None:
    found = run("diff", two[0], two[1], "--only", "1O1")
    assert found.exit_code == 2 and "A901" in found.stderr


def test_rules_of_which_the_data_say_nothing_are_listed(two: tuple[Path, Path], data: Path) -> None:
    (data / "header.csv").write_text("CHILD,SEX\n1,1\n", encoding="utf-8")
    found = run("diff", two[0], two[1], "--data", data)
    assert "not run on this data, so not compared: " in found.stdout
    assert "  column DOB of Header is missing from the files: " in found.stdout, found.stdout
    listed = json.loads(run("diff", two[0], two[1], "--data", data, "--format", "json").stdout)["not_run"]
    assert "101" in [each["rule"] for each in listed] and all(each["reason"] for each in listed)


def remodel(folder: Path, before: str, after: str, file: str = "model.yaml") -> None:
    path = folder / file
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))


def in_model(two: tuple[Path, Path]) -> list[str]:
    """The section about the data model, as the terminal shows it."""
    lines = run("diff", *two).stdout.splitlines()
    start = next((place for place, line in enumerate(lines) if line.startswith("data model:")), len(lines))
    return [line.strip() for line in lines[start:]]


def test_tables_and_columns_of_the_data_model_are_compared(two: tuple[Path, Path]) -> None:
    assert in_model(two) == []
    remodel(
        two[1],
        "      HOME_POST: {type: postcode, title: Postcode of the home}",
        "      LS: {type: text, title: Legal status}",
    )
    remodel(two[1], "    period: [DECOM, DEC]\n", "")
    remodel(
        two[1],
        "{type: code, title: Sex, codes: sex_codes}",
        "{type: code, title: Sex, codes: sex_codes, required: always}",
    )
    remodel(two[1], "    key: [CHILD, DECOM]\n", "    key: [CHILD]\n")
    remodel(two[1], "end: 2026-03-31", "end: 2026-03-30")
    assert in_model(two) == [
        "data model: 6 changes",
        "collection A small return:",
        "last day: 31 March 2026 -> 30 March 2026",
        "column Header.SEX:",
        "required: optional -> always",
        "table Episode:",
        "key: CHILD, DECOM -> CHILD",
        "period: DECOM, DEC -> (nothing)",
        "+ column Episode.LS  Legal status",
        "- column Episode.HOME_POST  Postcode of the home",
    ]


def test_tables_and_codes_are_named_with_what_they_are(two: tuple[Path, Path]) -> None:
    remodel(
        two[1],
        "reference:\n",
        """\
  Reviews:
    singular: Review
    title: Reviews of the plan
    key: [CHILD]
    parent: Header
    parent_key: [CHILD]
    columns:
      CHILD: {type: identifier, title: Child's number}

reference:
""",
    )
    remodel(two[1], "2,Female\n", "2,Woman\n9,Not stated\n", "codes/sex_codes.csv")
    remodel(two[1], "OUT,Outside\n", "", "codes/location_codes.csv")
    assert in_model(two) == [
        "data model: 4 changes",
        "+ table Review  Reviews of the plan",
        "codes location_codes:",
        "- OUT  Outside",
        "codes sex_codes:",
        "2: Female -> Woman",
        "+ 9  Not stated",
    ]
    written = json.loads(run("diff", *two, "--format", "json").stdout)["model"]
    assert {
        "kind": "code",
        "change": "added",
        "name": "9",
        "of": "sex_codes",
        "title": "Not stated",
    }.items() <= next(each for each in written if each["name"] == "9").items()
    assert json.loads(run("diff", *two, "--format", "json", "--only", "101").stdout)["model"] == []


def test_a_rule_that_is_word_for_word_the_same_may_mean_something_else(two: tuple[Path, Path]) -> None:
    for folder in two:
        edit(folder, "must     SEX in known_sexes", "must     SEX in sex_codes")
        edit(folder, "must     DOB <= collection end", "must     DOB <= collection end and not grown and odd")
        edit(folder, "define Header.grown", "define Header.odd = SEX in sex_codes\n\ndefine Header.grown")
        text = (folder / "children.rules").read_text()
        last = (
            'rule 103 "Follows"\n  for each Episode\n  must     previous.DECOM is present\n  flag     DECOM\n'
        )
        (folder / "children.rules").write_text(text + "\n" + last)
    assert changes(two) == {}
    remodel(two[1], "2,Female\n", "2,Woman\n", "codes/sex_codes.csv")
    assert changes(two) == {}, "another label is no other meaning"
    remodel(two[1], "2,Woman\n", "2,Woman\n9,Not stated\n", "codes/sex_codes.csv")
    remodel(two[1], "order: [DECOM]", "order: [DEC]")
    assert changes(two) == {
        "101": [("codes sex_codes of the data model", True)],
        "102": [("codes sex_codes of the data model", True)],
        "103": [("model: order or keys of Episodes", True)],
    }


def test_another_list_for_a_column_is_no_other_meaning(two: tuple[Path, Path]) -> None:
    for folder in two:
        edit(folder, "must     SEX in known_sexes", "must     SEX in {1, 2}")
    remodel(two[1], "codes: sex_codes", "codes: person_codes")
    shutil.copy(two[1] / "codes" / "sex_codes.csv", two[1] / "codes" / "person_codes.csv")
    assert changes(two) == {}
    assert "codes: sex_codes -> person_codes" in in_model(two)
