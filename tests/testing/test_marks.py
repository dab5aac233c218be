"""Marks in examples: the cells that a rule flags are as the example says, and a change of them is noticed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from lacdsl.syntax import parse_strict, print_file
from lacdsl.testing import run_examples
from lacdsl.testing.boundary.suggest import suggested
from lacdsl.testing.mutants import Judge
from lacdsl.testing.show import shown

OVERLAP = """
rule Z1 "Begins before the one before has ended"
  for each Episode
  where    previous exists
  must     DECOM >= previous.DEC
  flag     DECOM, previous.DEC

  example "a day early"
    | Episode | CHILD | DECOM | DEC | RNE |
{rows}
"""
MARKED = """\
    | | 1 | 01/05/2026 | 01/06/2026* | S |
    | fails | 1 | 31/05/2026 * | 01/07/2026 | P |
    | passes | 1 | 01/07/2026 | | |"""


def run(made: Any) -> list[Any]:
    results = run_examples(made.compiled.program, made.compiled.examples)
    assert len(results) == 2
    return results


def test_the_marked_cells_are_those_that_are_flagged(rules: Callable[[str], Any]) -> None:
    assert all(result.ok for result in run(rules(OVERLAP.format(rows=MARKED))))


def test_an_example_without_marks_says_nothing_of_flags(rules: Callable[[str], Any]) -> None:
    assert all(result.ok for result in run(rules(OVERLAP.format(rows=MARKED.replace("*", "")))))


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ("01/06/2026*", "01/06/2026", ["  line 10: DEC is flagged, and not marked with `*`"]),
        ("| S |", "| S* |", ["  line 10: RNE is marked with `*`, and the rule does not flag it"]),
        (
            "31/05/2026 *",
            "31/05/2026",
            ["  line 11: DECOM is flagged, and not marked with `*`"],
        ),
    ],
)
def test_a_mark_that_is_wrong_is_shown_in_its_line(
    rules: Callable[[str], Any], old: str, new: str, lines: list[str]
) -> None:
    for result in run(rules(OVERLAP.format(rows=MARKED.replace(old, new, 1)))):
        assert not result.ok
        text = shown([result], "mine.rules")
        assert [line for line in text if line.startswith("  line")] == lines
        assert [line.startswith("  >") for line in text if "|" in line].count(True) == 1


def test_a_flagged_cell_has_to_have_a_column_in_the_example(rules: Callable[[str], Any]) -> None:
    text = """
rule Z1 "x"
  for each Episode
  must     DECOM is present
  flag     DECOM, RNE

  example "one"
    | Episode | CHILD | DECOM |
    | fails   | 1     | *     |
"""
    for result in run(rules(text)):
        assert shown([result])[-1] == (
            "  line 9: RNE is flagged, and has no column here to be marked with `*`"
        )


def test_wrong_verdicts_are_shown_before_wrong_marks(rules: Callable[[str], Any]) -> None:
    rows = MARKED.replace("fails", "passes")
    for result in run(rules(OVERLAP.format(rows=rows))):
        assert result.cells == []
        assert "found fails" in "\n".join(shown([result]))


def test_rows_of_other_tables_and_of_last_year_are_marked(rules: Callable[[str], Any]) -> None:
    text = """
rule Z1 "x"
  for each Child
  let      old = latest last year Episode
  where    any Episode
  must     old.REC differs from E2
  flag     Episode.DECOM, old.REC

  example "died last year"
    | last year Episode | CHILD | DECOM      | REC |
    |                   | 1     | 01/05/2025 | X1  |
    |                   | 1     | 01/06/2025 | E2* |
    | Episode           | CHILD | DECOM       |
    |                   | 1     | 01/05/2026* |
    |                   | 1     | *           |
    |                   | 2     | 01/05/2026  |
    | Child             | CHILD |
    | fails             | 1     |
    | passes            | 2     |
"""
    assert [each for result in run(rules(text)) for each in shown([result]) if not result.ok] == []


def test_the_formatter_keeps_marks_and_lets_them_touch_the_text() -> None:
    text = OVERLAP.format(rows=MARKED)
    made = print_file(parse_strict(text))
    assert "| fails   | 1     | 31/05/2026* | 01/07/2026  | P   |" in made
    assert print_file(parse_strict(made)) == made


def test_members_of_a_family_put_their_values_before_the_mark(rules: Callable[[str], Any]) -> None:
    text = """
family "One of each"
  | rule | title | COL | CODE |
  | Z1   | "a"   | REC | X1   |
  | Z2   | "b"   | RNE | S    |
  for each Episode
  where    COL is present
  must     COL <> CODE
  flag     COL, DECOM

  example "the code of the member"
    | Episode | CHILD | COL   | DECOM |
    | fails   | 1     | CODE* | *     |
"""
    made = rules(text)
    results = run_examples(made.compiled.program, made.compiled.examples)
    assert len(results) == 4 and all(result.ok for result in results)


def test_a_flag_left_out_is_noticed_where_cells_are_marked(rules: Callable[[str], Any]) -> None:
    def of_flags(text: str) -> tuple[list[str], list[str]]:
        made = rules(text)
        judged = Judge(made.variants, made.compiled.examples).rule(made.variants.sources()["Z1"])
        assert judged is not None
        survivors = [each.mutant for each in judged.survivors]
        return (
            [each.before for each in judged.caught if each.clause == "flag"],
            [each.before for each in survivors if each.clause == "flag"],
        )

    marked = OVERLAP.format(rows=MARKED)
    assert of_flags(marked) == (["DECOM", "previous.DEC", "previous.DEC"], [])
    assert of_flags(marked.replace("*", "")) == ([], [])


def test_what_is_flagged_through_a_let_is_put_to_the_test_too(rules: Callable[[str], Any]) -> None:
    text = """
rule Z1 "x"
  for each Child
  let      shown = latest Episode
  where    any Episode
  must     no Episode where REC = E2
  flag     shown.REC

  example "one episode says nothing of which"
    | Episode | CHILD | DECOM      | REC |
    |         | 1     | 01/05/2026 | E2* |
    | Child   | CHILD |
    | fails   | 1     |
"""
    made = rules(text)
    judge = Judge(made.variants, made.compiled.examples)
    judged = judge.rule(made.variants.sources()["Z1"])
    assert judged is not None
    assert "first for latest" in [each.mutant.change for each in judged.survivors]
    judge.look_closer(judged)
    (survivor,) = [each for each in judged.survivors if each.mutant.change == "first for latest"]
    assert survivor.example is not None
    assert sum(cell.endswith("*") for row in survivor.example.rows for cell in row.cells) == 1


def test_suggested_examples_mark_what_is_flagged(rules: Callable[[str], Any]) -> None:
    made = rules(OVERLAP.format(rows=MARKED))
    examples = suggested(made.variants, made.variants.sources()["Z1"], ())
    assert any(cell.endswith("*") for each in examples for row in each.rows for cell in row.cells)
    results = run_examples(made.compiled.program, {"Z1": examples})
    assert results and all(result.ok for result in results)
    judged = Judge(made.variants, {"Z1": examples}).rule(made.variants.sources()["Z1"])
    assert judged is not None
    assert not [each.mutant for each in judged.survivors if each.mutant.clause == "flag"]
