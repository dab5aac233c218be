"""Which row of the data a row of an example speaks of, where the rule is not simply about one table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lacdsl.testing import run_examples
from lacdsl.testing.bench import stands
from lacdsl.testing.show import shown


def check(made: Any) -> list[str]:
    """What does not come out, by either engine or on the bench of the mutants."""
    program = made.compiled.program
    results = run_examples(program, made.compiled.examples)
    assert len(results) == 2
    (stand,) = stands(program, made.compiled.examples["Z1"])
    words = stand.verdicts(program.rules["Z1"])
    assert words == [row.found for row in results[0].rows]
    return [line for result in results if not result.ok for line in shown([result])]


DERIVED = """
table Closed of Episode
  where    DEC is present

rule Z1 "x"
  for each Closed
  must     DEC >= DECOM
  flag     DEC

  example "rows that the table leaves out stand between those that it keeps"
    | Episode | CHILD | DECOM      | DEC         |
    | n/a     | 1     | 01/05/2026 |             |
    | fails   | 1     | 01/06/2026 | 31/05/2026* |
    |         | 2     | 01/05/2026 |             |
    | passes  | 2     | 01/06/2026 | 01/06/2026  |
"""


def test_rows_of_a_derived_table_are_those_they_stand_at(rules: Callable[[str], Any]) -> None:
    assert check(rules(DERIVED)) == []


def test_a_row_that_the_derived_table_leaves_out_says_so(rules: Callable[[str], Any]) -> None:
    lines = check(rules(DERIVED.replace("n/a     | 1", "passes  | 1")))
    assert "  line 12: expected passes, found n/a: Closed leaves the row out" in lines


def test_rows_of_both_years_are_told_apart(rules: Callable[[str], Any]) -> None:
    text = """
rule Z1 "x"
  for each either year Episode
  where    DEC is present
  must     DEC >= DECOM
  flag     DEC

  example "one of each"
    | last year Episode | CHILD | DECOM      | DEC         |
    | fails             | 1     | 01/06/2025 | 31/05/2025* |
    | Episode           | CHILD | DECOM      | DEC        |
    | passes            | 1     | 01/06/2026 | 01/06/2026 |
    | n/a               | 1     | 01/06/2026 |            |
"""
    assert check(rules(text)) == []


def test_spells_are_found_by_their_child(rules: Callable[[str], Any]) -> None:
    text = """
spells CarePeriod of either year Episode
  together while DECOM = previous.DEC
  start    first DECOM
  end      last DEC

rule Z1 "x"
  for each CarePeriod
  where    END is present
  must     START < END
  flag     Episode.DECOM

  example "children in an order of their own, one of them in last year's file alone"
    | last year Episode | CHILD | DECOM       | DEC        |
    |                   | b     | 01/05/2025  | 01/05/2025 |
    | Episode           | CHILD | DECOM       | DEC        |
    |                   | c     | 01/05/2026  | 01/06/2026 |
    |                   | a     | 01/05/2026  | 01/05/2026 |
    |                   | a     | 02/05/2026  |            |
    | CarePeriod        | CHILD |
    | fails             | a     |
    | n/a               | a     |
    | passes            | C     |
    | fails             | b     |
"""
    assert check(rules(text)) == []


def test_a_spell_too_many_is_said(rules: Callable[[str], Any]) -> None:
    text = """
spells CarePeriod of Episode
  together while DECOM = previous.DEC
  start    first DECOM
  end      last DEC

rule Z1 "x"
  for each CarePeriod
  where    END is present
  must     START < END
  flag     Episode.DECOM

  example "one spell"
    | Episode    | CHILD | DECOM      | DEC        |
    |            | 1     | 01/05/2026 | 01/06/2026 |
    | CarePeriod | CHILD |
    | passes     | 1     |
    | passes     | 1     |
"""
    assert any("found no such spell" in line for line in check(rules(text)))
