"""The worked rulesets of a group and of councils: they hold what the manual promises of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lacdsl.cli.main import app
from lacdsl.lints import lint
from lacdsl.lints.subject import subject_of
from lacdsl.resources import rulesets_folder
from lacdsl.rulesets import Ruleset, load_ruleset
from lacdsl.syntax import parse, print_file, tree
from lacdsl.testing import Settings, run_examples, show

NAMES = ("local/northern-group", "local/first-council", "local/first-council-cin")


@cache
def loaded(name: str) -> Ruleset:
    return load_ruleset(name)


def folder(name: str) -> Path:
    return rulesets_folder() / name


def own(name: str) -> list[str]:
    return [code for code, info in loaded(name).rules.items() if info.layer == name]


def bodies(name: str) -> Iterator[tuple[str, tree.Body]]:
    for path in sorted(folder(name).glob("*.rules")):
        for item in parse(path.read_text(encoding="utf-8"), path.name).file.items:
            if isinstance(item, tree.Rule):
                yield item.code, item.body
            elif isinstance(item, tree.Family):
                yield item.title, item.body


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_has_examples_that_come_out(name: str) -> None:
    ruleset = loaded(name)
    results = run_examples(ruleset.program, ruleset.examples, own(name), settings=Settings.of(ruleset))
    assert {result.code for result in results} == set(own(name))
    assert not [show(result) for result in results if not result.ok]


@pytest.mark.parametrize("name", NAMES)
def test_no_advice_is_left_and_the_files_are_in_their_one_form(name: str) -> None:
    assert not [said.message for said in lint(subject_of(name, loaded(name)))]
    for path in folder(name).glob("*.rules"):
        text = path.read_text(encoding="utf-8")
        assert print_file(parse(text, path.name).file) == text, path


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_says_why_and_what_to_do(name: str) -> None:
    for code, body in bodies(name):
        shown = {row.cells[0] for example in body.examples for row in example.rows}
        assert {"passes", "fails"} <= shown, code
        assert body.where is None or "n/a" in shown, code
        assert body.message and body.fix, code
    assert (folder(name) / "README.md").is_file() and (folder(name) / "CHANGELOG.md").is_file()


def test_there_are_enough_to_learn_from() -> None:
    assert len(own("local/northern-group")) >= 25
    assert len(own("local/first-council")) >= 5
    because = [code for name in NAMES for code, body in bodies(name) if body.because]
    assert len(because) >= 30


def test_a_council_changes_limits_takes_rules_otherwise_and_leaves_one_out() -> None:
    group, council = loaded("local/northern-group"), loaded("local/first-council")
    assert "NG71" in group.rules and "NG71" not in council.rules
    assert (group.rules["NG60C"].severity, council.rules["NG60C"].severity) == ("note", "query")
    assert group.program.rules["NG20"].must != council.program.rules["NG20"].must
    assert council.rules["NG20"].layer == "local/northern-group"


def test_a_council_tests_its_own_rules_and_those_of_the_group_with_the_group_s_limits() -> None:
    run = CliRunner().invoke(app, ["test", str(folder("local/first-council"))])
    assert run.exit_code == 0 and "11 examples of 10 rules: all come out" in run.output
    changed = CliRunner().invoke(app, ["test", "local/first-council", "NG20"])
    assert changed.exit_code == 0 and "of 1 rule: all come out as they say" in changed.output
