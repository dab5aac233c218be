"""What is begun with `lacdsl new` runs at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import lacdsl
from lacdsl.cli.main import app
from lacdsl.rulesets.starting import rule_text
from lacdsl.syntax import parse_strict, print_file
from lacdsl.testing import run_examples


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LACDSL_HOME", str(tmp_path / "home"))


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def holds(folder: Path, *codes: str) -> bool:
    """Do the examples of the rules come out, and is the file in its one form?"""
    rules = lacdsl.load_ruleset(folder)
    results = run_examples(rules.program, rules.examples, codes)
    for path in folder.glob("*.rules"):
        text = path.read_text()
        assert print_file(parse_strict(text)) == text
    return {each.code for each in results} == set(codes) and all(each.ok for each in results)


@pytest.mark.parametrize("base", ["dfe/lac/2026-27", "dfe/cin/2026-27"])
def test_a_new_ruleset_and_rules_added_to_it(base: str, tmp_path: Path) -> None:
    made = run("new", "ruleset", "local/essex", "--extends", base, "--owner", 'Essex "County"')
    assert made.exit_code == 0, made.output
    folder = tmp_path / "essex"
    assert {path.name for path in folder.iterdir()} == {
        "ruleset.yaml",
        "own.rules",
        "README.md",
        "CHANGELOG.md",
    }
    rules = lacdsl.load_ruleset(folder)
    assert (rules.owner, rules.scope, rules.layers[-2].name) == ('Essex "County"', "local", base)
    assert "# Read the rule below aloud" in (folder / "own.rules").read_text()
    assert run("new", "rule", "OUR2", "essex", "--table", "Header", "--title", 'Our "second"').exit_code == 0
    assert holds(folder, "OUR1", "OUR2")
    assert lacdsl.load_ruleset(folder).rules["OUR2"].title == "Our 'second'"


def test_every_table_of_the_return_can_have_a_first_rule(tmp_path: Path) -> None:
    run("new", "ruleset", "local/essex")
    model = lacdsl.load_ruleset("dfe/lac/2026-27").model
    texts = [rule_text(model, f"T{number}", table) for number, table in enumerate(model.tables.values())]
    (tmp_path / "essex" / "more.rules").write_text("\n".join(texts))
    assert holds(tmp_path / "essex", *(f"T{number}" for number in range(len(texts))))


def test_a_new_return(tmp_path: Path) -> None:
    assert run("new", "return", "housing").exit_code == 0
    assert holds(tmp_path / "housing", "A1", "A2")
    assert run("lint", "housing", "--strict").exit_code == 0


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "essex").mkdir()
    (tmp_path / "essex" / "notes.txt").write_text("mine")
    for words in (("ruleset", "local/essex"), ("return", "essex")):
        made = run("new", *words)
        assert made.exit_code == 2 and "A905" in made.stderr
    assert [path.name for path in (tmp_path / "essex").iterdir()] == ["notes.txt"]


def test_what_cannot_be_begun_is_refused() -> None:
    run("new", "ruleset", "local/essex")
    for words, told in (
        (("ruleset", "../essex"), "name of a ruleset"),
        (("return", "Housing"), "cannot be a return"),
        (("rule", "387", "essex"), "already"),
        (("rule", "A B", "essex"), "code of a rule"),
        (("rule", "OUR2", "essex", "--table", "Epsode"), "Did you mean `Episode`"),
        (("rule", "OUR2", "essex", "--file", "../x.rules"), "no file of rules"),
    ):
        made = run("new", *words)
        assert made.exit_code == 2 and told in made.stderr, made.output
