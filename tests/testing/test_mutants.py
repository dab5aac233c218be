"""Every small mistake in a rule is tried, and those that no example catches are found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from lacdsl.syntax import parse_strict, print_expr
from lacdsl.syntax import tree as t
from lacdsl.testing.mutants import Judge
from lacdsl.testing.mutants.known import known_codes
from lacdsl.testing.mutants.make import mutants
from lacdsl.testing.mutants.operators import Changes

RULE = """
rule Z1 "x"
  for each Episode
  {clause}
  flag     DECOM
"""


def changed(made: Any) -> list[str]:
    """The texts of all mutants of the only rule's `must`."""
    (source,) = made.variants.sources().values()
    changes = Changes(known_codes(made.variants.model, made.variants.world))
    return [
        print_expr(mutant.made.must)
        for mutant in mutants(source.rule.body, changes)
        if isinstance(mutant.made, t.Body) and mutant.clause == "must"
    ]


@pytest.mark.parametrize(
    ("must", "some"),
    [
        ("DEC < DECOM", ["DEC <= DECOM", "DEC >= DECOM"]),
        ("REC = X1", ["REC <> X1", "REC = E11"]),
        ("SEX = M", ["SEX = F", "SEX <> M"]),
        ("REC in {E5, E6}", ["REC in {E6}", "REC in {E5}", "REC not in {E5, E6}"]),
        ("REC in mine", ["REC in {X1}", "REC in {E5}"]),
        ("DEC is missing", ["DEC is present"]),
        ("DEC is valid", ["DEC is invalid", "DEC is present"]),
        ("DEC < Header.DOB + 14 years", ["DEC < Header.DOB + 15 years", "DEC < Header.DOB + 13 years"]),
        ("days from DECOM to DEC > 10", ["days from DECOM to DEC > 11", "days from DECOM to DEC > 9"]),
        ("DEC < 1 March 2026", ["DEC < 2 March 2026", "DEC < 28 February 2026"]),
        ("DEC < collection end", ["DEC < collection start", "DEC < collection end + 1 day"]),
        ("previous.DEC = DECOM", ["next.DEC = DECOM"]),
        ("is first", ["is last", "not is first"]),
        ("(DEC or else collection end) > DECOM", ["DEC > DECOM"]),
        ("any Review where REVIEW = this.DEC", ["no Review where REVIEW = this.DEC", "any Review"]),
        ("every Review has REVIEW = this.DEC", ["any Review where REVIEW = this.DEC"]),
        ("any other Episode", ["any Episode"]),
        ("DEC between DECOM and collection end", ["DEC > DECOM and DEC <= collection end"]),
        (
            "DEC during DECOM to collection end",
            ["DEC >= DECOM and (collection end is missing or DEC <= collection end)"],
        ),
        ("DEC is present and REC is present", ["REC is present", "DEC is present"]),
        ("DEC is present or REC is present", ["REC is present", "DEC is present"]),
        ("DEC differs from DECOM", ["DEC same as DECOM"]),
        ("not DEC is present", ["DEC is present"]),
    ],
)
def test_the_likely_mistakes_are_made(rules: Callable[[str], Any], must: str, some: list[str]) -> None:
    text = RULE.replace("{clause}", f"must     {must}")
    if "SEX" in must:
        text = text.replace("each Episode", "each Header").replace("DECOM\n", "DOB\n")
    found = changed(rules("codes mine = {X1, E5}\n\n" + text))
    assert set(some) <= set(found), found
    assert len(found) == len(set(found)), "no change twice"


PROVED = """
rule Z1 "x"
  for each Episode
  where    REC in {E5, E6}
  must     DEC >= Header.DOB + 14 years
  flag     REC, DEC

  example "on and before the 14th birthday"
    | Header  | CHILD | DOB        |
    |         | 1     | 01/06/2011 |
    | Episode | CHILD | DEC        | REC |
    | passes  | 1     | 01/06/2025 | E5  |
    | fails   | 1     | 31/05/2025 | E6  |
    | n/a     | 1     | 31/05/2025 | X1  |
"""


def judged(made: Any) -> Any:
    judge = Judge(made.variants, made.compiled.examples)
    return [*judge.all(made.codes), *judge.shared(made.codes)]


def left(made: Any) -> list[str]:
    return [each.mutant.after for one in judged(made) for each in one.survivors]


def test_boundary_rows_catch_everything(rules: Callable[[str], Any]) -> None:
    assert left(rules(PROVED)) == []


@pytest.mark.parametrize(
    ("row", "after"),
    [
        ("    | passes  | 1     | 01/06/2025 | E5  |\n", "DEC > Header.DOB + 14 years"),
        ("    | fails   | 1     | 31/05/2025 | E6  |\n", "REC in {E5}"),
        ("    | n/a     | 1     | 31/05/2025 | X1  |\n", None),
    ],
)
def test_without_a_row_its_mistake_survives(rules: Callable[[str], Any], row: str, after: str | None) -> None:
    survivors = left(rules(PROVED.replace(row, "")))
    assert (after in survivors) if after else survivors == []


def test_a_change_in_a_definition_is_caught_by_any_rule_that_uses_it(rules: Callable[[str], Any]) -> None:
    text = """
define Episode.ended = DEC is present and REC <> X1

rule Z1 "x"
  for each Episode
  must     not ended
  flag     DEC

  example "a"
    | Episode | CHILD | DEC        | REC |
    | fails   | 1     | 01/06/2025 | E5  |

rule Z2 "y"
  for each Episode
  where    ended
  must     DEC > DECOM
  flag     DEC

  example "b"
    | Episode | CHILD | DECOM      | DEC        | REC |
    | n/a     | 1     | 01/06/2025 | 01/06/2025 | X1  |
"""
    made = rules(text)
    (shared,) = [each for each in judged(made) if each.rule is None]
    assert shared.name == "define Episode.ended" and shared.users == ("Z1", "Z2")
    assert [each.mutant.before for each in shared.survivors] == ["DEC is present"]


def test_spells_are_changed_too(rules: Callable[[str], Any]) -> None:
    text = """
spells Stay of Episode
  together while DECOM = previous.DEC
  start    first DECOM
  end      last DEC

rule Z1 "x"
  for each Episode
  must     Stay.START < Stay.END
  flag     DECOM

  example "two rows that touch are one"
    | Episode | CHILD | DECOM      | DEC        |
    | passes  | 1     | 01/06/2025 | 01/07/2025 |
    | passes  | 1     | 01/07/2025 | 01/07/2025 |
"""
    (shared,) = [each for each in judged(rules(text)) if each.rule is None]
    assert "DECOM <> previous.DEC" not in [each.mutant.after for each in shared.survivors]


def test_a_change_that_changes_nothing_is_told_from_one_that_is_not_caught(
    rules: Callable[[str], Any],
) -> None:
    made = rules(
        """
rule Z1 "x"
  for each Episode
  must     DEC is present and (REC is present and DEC is present)
  flag     DEC
"""
    )
    (one,) = judged(made)
    assert [mutant.change for mutant in one.same] == ["part dropped", "part dropped"]


def test_what_one_member_of_a_family_proves_is_proved(rules: Callable[[str], Any]) -> None:
    made = rules(
        """
family "Same text"
  | rule | title | NAME  |
  | F1   | one   | DECOM |
  | F2   | two   | DEC   |
  for each Episode
  must     NAME is present
  flag     NAME

  example for F1 "there"
    | Episode | CHILD | DECOM      |
    | passes  | 1     | 01/06/2026 |
"""
    )
    assert left(made) == []


def test_places_and_texts_are_those_of_the_file(rules: Callable[[str], Any]) -> None:
    made = rules(PROVED.replace("    | passes  | 1     | 01/06/2025 | E5  |\n", ""))
    (one,) = judged(made)
    edge = next(each.mutant for each in one.survivors if each.mutant.change == "edge")
    assert (edge.span.file, edge.span.line, edge.clause) == ("test.rules", 5, "must")
    assert edge.before == "DEC >= Header.DOB + 14 years"


def test_the_official_text_is_left_as_it_is(rules: Callable[[str], Any]) -> None:
    before = parse_strict(PROVED, "a.rules")
    judged(rules(PROVED))
    assert before == parse_strict(PROVED, "a.rules")
