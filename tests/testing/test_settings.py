"""Examples say with which values of parameters they hold, and keep those that the writer of a rule knew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from lacdsl.rulesets import load_ruleset
from lacdsl.semantics.variants import Variants
from lacdsl.syntax import parse_strict, print_file
from lacdsl.testing import Settings, run_examples
from lacdsl.testing.coverage import coverage
from lacdsl.testing.mutants import Judge
from lacdsl.testing.show import shown

TEXT = """
parameter limit = 28 days

rule Z1 "Missing for long"
  for each Missing
  where    MIS_END is present
  must     MIS_END <= MIS_START + limit
  flag     MIS_END

  example "as it is"
    | Missing | CHILD | MIS_START  | MIS_END     |
    | passes  | 1     | 01/06/2026 | 29/06/2026  |
    | fails   | 1     | 01/06/2026 | 30/06/2026* |

  example "shorter"
    with limit = 2 weeks
    | Missing | CHILD | MIS_START  | MIS_END     |
    | passes  | 1     | 01/06/2026 | 15/06/2026  |
    | fails   | 1     | 01/06/2026 | 16/06/2026* |
"""


def settings(made: Any) -> Settings:
    return Settings(made.variants.model, lambda: made.variants.items, changed=False)


def run(made: Any) -> list[Any]:
    return run_examples(made.compiled.program, made.compiled.examples, settings=settings(made))


def test_an_example_is_run_with_the_values_that_it_gives(rules: Callable[[str], Any]) -> None:
    assert [(each.title, each.ok) for each in run(rules(TEXT))] == [
        ("as it is", True), ("as it is", True), ("shorter", True), ("shorter", True),
    ]  # fmt: skip


def test_a_wrong_verdict_with_a_value_of_its_own_says_why(rules: Callable[[str], Any]) -> None:
    made = rules(TEXT.replace("with limit = 2 weeks", "with limit = 3 weeks"))
    wrong = [each for each in run(made) if not each.ok]
    assert len(wrong) == 2
    assert "must `MIS_END <= MIS_START + 3 weeks` is true" in "\n".join(shown(wrong[:1]))


def test_a_value_that_does_not_fit_is_said(rules: Callable[[str], Any]) -> None:
    made = rules(TEXT.replace("with limit = 2 weeks", "with limit = {A, B}"))
    (problem,) = {each.problem for each in run(made) if not each.ok}
    assert problem.startswith("cannot be run with limit = {A, B}: ")


def test_the_formatter_keeps_the_values() -> None:
    text = print_file(parse_strict(TEXT.replace("    with limit = 2", "        with   limit=2")))
    assert "    with limit = 2 weeks\n" in text
    assert print_file(parse_strict(text)) == text
    both = TEXT.replace("    with limit = 2 weeks", "    without Header\n    with limit = 2 weeks")
    assert "    with limit = 2 weeks\n    without Header\n" in print_file(parse_strict(both))


def test_mutants_and_coverage_look_at_such_examples(rules: Callable[[str], Any]) -> None:
    made = rules(TEXT.replace("29/06/2026", "20/06/2026").replace("30/06/2026*", "10/07/2026*"))
    judge = Judge(made.variants, made.compiled.examples, settings(made))
    judged = judge.rule(made.variants.sources()["Z1"])
    assert judged is not None and [each.mutant.after for each in judged.survivors] == []
    without = {"Z1": [each for each in made.compiled.examples["Z1"] if not each.given]}
    judged = Judge(made.variants, without).rule(made.variants.sources()["Z1"])
    assert judged is not None and [each.mutant.change for each in judged.survivors] == ["edge"]
    (covered,) = coverage(made.variants, made.compiled.examples, ["Z1"], settings(made))
    assert [(part.text, part.lacks) for part in covered.parts if part.lacks] == [
        ("MIS_END is present", "never false")
    ]


@pytest.fixture(scope="module")
def council() -> Any:
    return load_ruleset("local/first-council")


def test_examples_of_a_group_keep_the_limits_that_a_council_has_changed(council: Any) -> None:
    changed = {
        each.name for each in council.changes if each.kind == "parameter" and each.layer == council.name
    }
    assert changed == {"section_20_limit", "distance_limit"}
    results = run_examples(
        council.program, council.examples, ["NG20", "NG32", "LOC01"], settings=Settings.of(council)
    )
    assert results and all(each.ok for each in results)
    without = run_examples(council.program, council.examples, ["NG20", "NG32"])
    assert {each.code for each in without if not each.ok} == {"NG20", "NG32"}


def test_examples_of_official_rules_take_what_the_year_has() -> None:
    ruleset = load_ruleset("dfe/lac/2025-26")
    made = Settings.of(ruleset)
    for code in ("SW06STG2", "SW07STG2"):
        for example in ruleset.examples.get(code, ()):
            assert made.values(ruleset.rules[code].layer, example) == {}


def test_mutants_of_a_group_s_rule_are_tried_with_the_group_s_limits(council: Any) -> None:
    variants = Variants(council.model, council.items)
    judged = Judge(variants, council.examples, Settings.of(council)).rule(variants.sources()["NG32"])
    assert judged is not None
    assert not [each.mutant for each in judged.survivors if each.mutant.change == "edge"]
