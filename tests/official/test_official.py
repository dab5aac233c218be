"""The official rulesets of all collections: complete, explained, tested by their own examples, in the formatter's form."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from statistics import median

import pytest

from lacdsl.lints import lint
from lacdsl.lints.subject import subject_of
from lacdsl.resources import rulesets_folder
from lacdsl.rulesets import Ruleset, load_ruleset
from lacdsl.semantics.variants import Variants
from lacdsl.syntax import parse_strict, print_file
from lacdsl.testing import VERDICTS, run_examples, show
from lacdsl.testing.examples import holds_in
from lacdsl.testing.mutants import Judge
from lacdsl.testing.tables import tables_of

LAC = {"2022-23": 293, "2023-24": 312, "2024-25": 305, "2025-26": 316, "2026-27": 327}
CIN = {"2022-23": 105, "2023-24": 105, "2024-25": 109, "2025-26": 109, "2026-27": 121}
COUNTS = {
    f"{name}/{year}": rules for name, of in {"lac": LAC, "cin": CIN}.items() for year, rules in of.items()
}
ALL = list(COUNTS)
MOST_LINES = 6


@cache
def ruleset(name: str) -> Ruleset:
    return load_ruleset(f"dfe/{name}")


def expected_codes(name: str) -> set[str]:
    """The codes in force in a collection, by the years that the return's list gives for each."""
    of, _, year = name.partition("/")
    with (Path(__file__).parent / f"codes_{of}.csv").open(newline="", encoding="utf-8") as file:
        return {
            row["code"]
            for row in csv.DictReader(file)
            if row["since"] <= year and (not row["until"] or year <= row["until"])
        }


@pytest.mark.parametrize("name", ALL)
def test_every_rule_in_force_is_there_and_no_other(name: str) -> None:
    assert set(ruleset(name).rules) == expected_codes(name)


@pytest.mark.parametrize("name", ALL)
def test_there_are_as_many_rules_as_the_department_counts(name: str) -> None:
    assert len(ruleset(name).rules) == COUNTS[name]


@pytest.mark.parametrize("name", ALL)
def test_rules_do_what_their_examples_say(name: str) -> None:
    rules = ruleset(name)
    failed = [result for result in run_examples(rules.program, rules.examples) if not result.ok]
    assert not failed, "\n".join(show(result) for result in failed)


@pytest.mark.parametrize("name", ALL)
def test_every_rule_is_explained(name: str) -> None:
    for code, info in ruleset(name).rules.items():
        assert info.title and info.message and info.fix, code


@pytest.mark.parametrize("name", ALL)
def test_rules_whose_code_names_a_stage_say_so(name: str) -> None:
    for code, info in ruleset(name).rules.items():
        _, mark, stage = code.partition("STG")
        if mark:
            assert str(info.stage) == stage, code


@pytest.mark.parametrize("name", ALL)
def test_every_rule_has_examples_that_fail_and_that_do_not(name: str) -> None:
    rules, year = ruleset(name), name.partition("/")[2]
    for code in rules.rules:
        examples = [each for each in rules.examples.get(code, ()) if holds_in(each, year)]
        seen = {
            expected.verdict for example in examples for expected in tables_of(example, rules.model).expected
        }
        assert "fails" in seen, f"{code}: no example fails"
        assert seen & set(VERDICTS) - {"fails"}, f"{code}: every example fails"


@pytest.mark.parametrize("name", ["lac/2026-27", "cin/2026-27"])
def test_rules_are_short_enough_to_be_read_aloud(name: str) -> None:
    lengths = [
        len(_without_examples(info.source)) for info in ruleset(name).rules.values() if not info.family
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


@pytest.mark.parametrize(
    "path", FILES, ids=lambda path: f"{path.parent.parent.name}/{path.parent.name}/{path.name}"
)
def test_files_are_in_the_form_of_the_formatter(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert print_file(parse_strict(text, str(path))) == text


@pytest.mark.parametrize(("name", "mistakes"), [("lac/2026-27", 2_000), ("cin/2026-27", 700)])
def test_examples_notice_nine_in_ten_small_mistakes(name: str, mistakes: int) -> None:
    """Far more than that at present; a rule without boundary rows shows up here before it shows up on a return."""
    rules = ruleset(name)
    judge = Judge(Variants(rules.model, rules.items), rules.examples)
    found = list(judge.all(list(rules.rules)))
    caught, left = (sum(len(getattr(each, name)) for each in found) for name in ("caught", "survivors"))
    assert caught + left > mistakes, "the mistakes themselves are made"
    assert caught >= 0.9 * (caught + left), f"{caught} of {caught + left}"


@pytest.mark.parametrize("name", ["lac/2026-27", "cin/2026-27"])
def test_no_advice_is_left(name: str) -> None:
    said = lint(subject_of(f"dfe/{name}", ruleset(name), every=True))
    assert not [(each.span, each.message) for each in said]


@pytest.mark.parametrize("name", ALL)
def test_no_advice_is_left_of_what_each_collection_adds(name: str) -> None:
    said = lint(subject_of(f"dfe/{name}", ruleset(name)))
    assert not [(each.span, each.message) for each in (*ruleset(name).own_warnings, *said)]
