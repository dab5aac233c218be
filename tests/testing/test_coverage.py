"""Coverage names every part of a condition that examples never make true, or never false."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lacdsl.testing.coverage import coverage

HALF = """
define Episode.ended = DEC is valid

rule Z1 "x"
  for each Episode
  let      at_home = PLACE = P1
  where    REC in {E5, E6} and (ended or at_home)
  must     any Review where REVIEW = this.DECOM and REVIEW_CODE = PN1
  flag     REC, DEC

  example "one row"
    | Episode | CHILD | DECOM      | DEC        | REC | PLACE |
    | fails   | 1     | 01/06/2026 | 01/07/2026 | E5  | P1    |
"""

FAMILY = """
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

  example for F2 "not there"
    | Episode | CHILD | DEC |
    | fails   | 1     |     |
"""


def lacks(made: Any) -> dict[str, str]:
    found = coverage(made.variants, made.compiled.examples, made.codes)
    return {part.text: part.lacks for covered in found for part in covered.parts}


def test_parts_and_branches_are_named_with_what_they_lack(rules: Callable[[str], Any]) -> None:
    assert lacks(rules(HALF)) == {
        "REC in {E5, E6} and (ended or at_home)": "never false",
        "REC in {E5, E6}": "never false",
        "ended or at_home": "never false",
        "ended": "never false",
        "at_home": "never false",
        "any Review where REVIEW = this.DECOM and REVIEW_CODE = PN1": "never true",
        "REVIEW = this.DECOM and REVIEW_CODE = PN1": "never looked at",
        "REVIEW = this.DECOM": "never looked at",
        "REVIEW_CODE = PN1": "never looked at",
    }


def test_places_are_lines_of_the_file(rules: Callable[[str], Any]) -> None:
    made = rules(HALF)
    (covered,) = coverage(made.variants, made.compiled.examples, made.codes)
    assert {part.clause: part.span.line for part in covered.parts} == {
        "where": 7,
        "must": 8,
    }


def test_the_members_of_a_family_prove_one_text_together(rules: Callable[[str], Any]) -> None:
    assert lacks(rules(FAMILY)) == {"DECOM is present": ""}


def test_how_tables_are_joined_is_no_part(rules: Callable[[str], Any]) -> None:
    made = rules(
        """
rule Z1 "x"
  for each SWEpisode
  must     no Header anywhere where CHILD = this.SW_ID and SEX = M
  flag     SW_ID

  example "another child's number"
    | Header    | CHILD | SEX |
    |           | 77    | M   |
    |           | 78    | F   |
    | SWEpisode | CHILD | SW_ID |
    | fails     | 1     | 77    |
    | passes    | 1     | 78    |
"""
    )
    assert "CHILD = this.SW_ID" not in lacks(made)
    assert lacks(made)["SEX = M"] == ""
