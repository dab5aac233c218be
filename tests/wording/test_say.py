"""Rules in plain English: golden texts, and every official rule without a gap."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from lacdsl.model import load_model
from lacdsl.model.entity import plural_of
from lacdsl.resources import rulesets_folder
from lacdsl.rulesets import load_ruleset
from lacdsl.syntax import parse_strict
from lacdsl.syntax import tree as t
from lacdsl.wording import Vocabulary, said, say
from lacdsl.wording.english import article, ordinal, small, spaced

FIXTURES = Path(__file__).parent.parent / "fixtures" / "wording"


def test_what_is_said_of_a_rule() -> None:
    """To see what changed, and to take it: UPDATE_GOLDEN=1 pytest tests/wording"""
    model = load_model(rulesets_folder() / "dfe" / "lac" / "2026-27" / "model.yaml")
    file = parse_strict((FIXTURES / "rules.rules").read_text(encoding="utf-8"), "rules.rules")
    words = Vocabulary(model, file.items)
    made = "\n\n".join(
        f"{item.code} {item.title}\n{say(item, words)}" for item in file.items if isinstance(item, t.Rule)
    )
    golden = FIXTURES / "rules.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(made + "\n", encoding="utf-8")
    assert made + "\n" == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["lac/2022-23", "lac/2026-27", "cin/2026-27"])
def test_every_official_rule_is_said_in_whole_sentences(name: str) -> None:
    rules = load_ruleset(f"dfe/{name}")
    words = Vocabulary(rules.model, [layered.item for layered in rules.items])
    for code, rule in rules.trees.items():
        lines = said(rule, words)
        text = "\n".join(lines)
        assert lines[0].startswith("For "), (code, text)
        assert all(line.endswith((".", ":")) or line.startswith("- ") for line in lines), (code, text)
        assert not re.search(r"`|None|\(\)|  |\ba [aeo][a-z]+ode|is a an\b|\bnot not\b", text), (code, text)
        assert text.count("(") == text.count(")"), (code, text)
        assert " must" in text or "may have" in text, (code, text)


def test_a_definition_that_a_rule_uses_is_told_once() -> None:
    rules = load_ruleset("dfe/lac/2026-27")
    words = Vocabulary(rules.model, [layered.item for layered in rules.items])
    for rule in rules.trees.values():
        told = [line.split('"')[1] for line in said(rule, words)[1:] if line.startswith('"')]
        assert len(told) == len(set(told)), rule.code


def test_a_row_with_a_name_is_not_taken_for_a_row_of_the_child() -> None:
    """`the child protection plan` begins with `the child`."""
    model = load_model(rulesets_folder() / "dfe" / "cin" / "2026-27" / "model.yaml")
    text = (
        'rule 1 "T"\n  for each Section47\n  let plan = first ChildProtectionPlan where CPPstartDate is present\n'
        "  where plan exists\n  must DateOfInitialCPC is present\n  flag DateOfInitialCPC\n"
    )
    items = parse_strict(text, "x").items
    assert isinstance(items[0], t.Rule)
    made = say(items[0], Vocabulary(model, items))
    assert "for the child" not in made and 'a child protection plan "plan"' in " ".join(made.split()), made


def test_the_plan_is_named_where_another_table_holds_plans_as_well() -> None:
    rules = load_ruleset("dfe/cin/2026-27")
    text = " ".join(said(rules.trees["4003"], Vocabulary(rules.model, rules.shared)))
    assert "the date of the review differs from the date the child protection plan ended" in text


def test_small_words() -> None:
    assert [article(word) for word in ("episode", "review", "hour", "UASC row", "other row")] == [
        "an episode",
        "a review",
        "an hour",
        "a UASC row",
        "an other row",
    ]
    assert [ordinal(number) for number in (1, 2, 3, 4, 11, 12, 13, 21)] == [
        "1st",
        "2nd",
        "3rd",
        "4th",
        "11th",
        "12th",
        "13th",
        "21st",
    ]
    assert [
        plural_of(noun) for noun in ("episode", "decision to place", "time missing", "child", "agency")
    ] == [
        "episodes",
        "decisions to place",
        "times missing",
        "children",
        "agencies",
    ]
    assert [spaced(name) for name in ("short_term", "CarePeriod", "real_urn")] == [
        "short term",
        "care period",
        "real URN",
    ]
    assert [small(text) for text in ("Date of birth", "Ofsted number", "UPN")] == [
        "date of birth",
        "Ofsted number",
        "UPN",
    ]
