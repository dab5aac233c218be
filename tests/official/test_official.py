"""The official rulesets of all collections: complete, explained, tested by their own examples, in the formatter's form."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from statistics import median

import pytest

from lacdsl.resources import rulesets_folder
from lacdsl.rulesets import Ruleset, load_ruleset
from lacdsl.semantics.variants import Variants
from lacdsl.syntax import parse_strict, print_file
from lacdsl.testing import VERDICTS, run_examples, show
from lacdsl.testing.examples import holds_in
from lacdsl.testing.mutants import Judge
from lacdsl.testing.tables import tables_of

YEARS = {"2022-23": 293, "2023-24": 312, "2024-25": 305, "2025-26": 316, "2026-27": 327}
MOST_LINES = 6


@cache
def ruleset(year: str) -> Ruleset:
    return load_ruleset(f"dfe/lac/{year}")


def expected_codes(year: str) -> set[str]:
    """The codes in force in a collection, by the years that codes.csv gives for each."""
    with (Path(__file__).parent / "codes.csv").open(newline="", encoding="utf-8") as file:
        return {
            row["code"]
            for row in csv.DictReader(file)
            if row["since"] <= year and (not row["until"] or year <= row["until"])
        }


@pytest.mark.parametrize("year", YEARS)
def test_every_rule_in_force_is_there_and_no_other(year: str) -> None:
    found = set(ruleset(year).rules)
    assert found == expected_codes(year)
    assert len(found) == YEARS[year]


@pytest.mark.parametrize("year", YEARS)
def test_rules_do_what_their_examples_say(year: str) -> None:
    rules = ruleset(year)
    failed = [result for result in run_examples(rules.program, rules.examples) if not result.ok]
    assert not failed, "\n".join(show(result) for result in failed)


@pytest.mark.parametrize("year", YEARS)
def test_every_rule_is_explained(year: str) -> None:
    for code, info in ruleset(year).rules.items():
        assert info.title and info.message and info.fix, code


@pytest.mark.parametrize("year", YEARS)
def test_rules_whose_code_names_a_stage_say_so(year: str) -> None:
    for code, info in ruleset(year).rules.items():
        _, mark, stage = code.partition("STG")
        if mark:
            assert str(info.stage) == stage, code


def test_every_rule_has_examples_that_fail_and_that_do_not() -> None:
    for year in YEARS:
        rules = ruleset(year)
        for code in rules.rules:
            examples = [each for each in rules.examples.get(code, ()) if holds_in(each, year)]
            seen = {
                expected.verdict
                for example in examples
                for expected in tables_of(example, rules.model).expected
            }
            assert "fails" in seen, f"{year} {code}: no example fails"
            assert seen & set(VERDICTS) - {"fails"}, f"{year} {code}: every example fails"


def test_rules_are_short_enough_to_be_read_aloud() -> None:
    lengths = [
        len(_without_examples(info.source)) for info in ruleset("2026-27").rules.values() if not info.family
    ]
    assert median(lengths) <= MOST_LINES


def _without_examples(source: str) -> list[str]:
    """The lines that say what the rule checks: heading, population, condition, flags."""
    words = ("message", "because", "fix", "severity", "stage", "explainable", "#")
    kept: list[str] = []
    for line in source.splitlines():
        if line.strip().startswith("example"):
            break
        if line.strip() and not line.strip().startswith(words):
            kept.append(line)
    return kept


FILES = sorted(rulesets_folder().rglob("*.rules"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_files_are_in_the_form_of_the_formatter(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert print_file(parse_strict(text, str(path))) == text


def test_examples_notice_nine_in_ten_small_mistakes() -> None:
    """Far more than that at present; a rule without boundary rows shows up here before it shows up on a return."""
    rules = ruleset("2026-27")
    judge = Judge(Variants(rules.model, rules.items), rules.examples)
    found = list(judge.all(list(rules.rules)))
    caught, left = (sum(len(getattr(each, name)) for each in found) for name in ("caught", "survivors"))
    assert caught + left > 2_000, "the mistakes themselves are made"
    assert caught >= 0.9 * (caught + left), f"{caught} of {caught + left}"
