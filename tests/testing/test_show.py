"""A failing example is shown as its table, with the rows that came out otherwise marked and explained."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lacdsl.testing import run_examples
from lacdsl.testing.show import shown

WRONG = """
rule Z1 "Moved to independent living before the age of 14"
  for each Episode
  where    REC in {E5, E6}
  must     DEC >= Header.DOB + 14 years
  flag     REC, DEC

  example "on and before the 14th birthday"
    | Header | CHILD | DOB |
    | | 1 | 01/06/2011 |
    | Episode | CHILD | DEC | REC |
    | fails | 1 | 01/06/2025 | E5 |
    | fails | 1 | 31/05/2025 | E6 |
    | passes | 1 | 31/05/2025 | X1 |
    | passes | 1 | | E5 |
"""

SHOWN = """\
rule Z1, example "on and before the 14th birthday"
  mine.rules:8

    | Header  | CHILD | DOB        |
    |         | 1     | 01/06/2011 |
    | Episode | CHILD | DEC        | REC |
  > | fails   | 1     | 01/06/2025 | E5  | found passes
    | fails   | 1     | 31/05/2025 | E6  |
  > | passes  | 1     | 31/05/2025 | X1  | found n/a
  > | passes  | 1     |            | E5  | found unknown

  line 12: expected fails, found passes: must `DEC >= Header.DOB + 14 years` is true \
(DEC is 01/06/2025, Header.DOB + 14 years is 01/06/2025)
  line 14: expected passes, found n/a: where `REC in {E5, E6}` is false (REC is X1)
  line 15: expected passes, found unknown: must `DEC >= Header.DOB + 14 years` is unknown \
(DEC is missing, Header.DOB + 14 years is 01/06/2025)
    A blank is neither right nor wrong: where it is fine, put `COLUMN is present` into `where`"""


def test_a_failing_example_is_a_table_with_the_rows_marked(rules: Callable[[str], Any]) -> None:
    made = rules(WRONG)
    results = run_examples(made.compiled.program, made.compiled.examples)
    assert [result.ok for result in results] == [False, False]
    assert "\n".join(shown(results, "mine.rules")) == SHOWN


def test_a_blank_that_should_fail_says_how(rules: Callable[[str], Any]) -> None:
    made = rules(WRONG.replace("| passes | 1 | | E5 |", "| fails | 1 | | E5 |"))
    text = "\n".join(shown(run_examples(made.compiled.program, made.compiled.examples)))
    assert "where it is a mistake, write `COLUMN is present and …`" in text and "where it is fine" not in text


def test_an_engine_that_stands_alone_is_named(rules: Callable[[str], Any]) -> None:
    made = rules(WRONG)
    one = run_examples(made.compiled.program, made.compiled.examples, engines=["engine"])
    assert shown(one)[0].endswith("(engine)")


def test_a_rule_about_children_says_why_of_the_child(rules: Callable[[str], Any]) -> None:
    made = rules(
        """
rule Z2 "Reviewed but never in care"
  for each Child
  where    any Review
  must     any Episode
  flag     Review.REVIEW

  example "the other way round"
    | Episode | CHILD | DECOM      |
    |         | b     | 01/06/2026 |
    | Review  | CHILD | REVIEW     |
    |         | a     | 01/07/2026 |
    |         | b     | 01/07/2026 |
    | Child   | CHILD |
    | fails   | b     |
    | passes  | a     |
"""
    )
    results = run_examples(made.compiled.program, made.compiled.examples)
    text = "\n".join(shown(results))
    assert "expected fails, found passes: must `any Episode` is true" in text
    assert "expected passes, found fails: must `any Episode` is false" in text
