"""Rows made from a rule itself: on both sides of its lines, with the verdicts that the interpreter gives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from lacdsl.rulesets import load_ruleset
from lacdsl.semantics.variants import Variants
from lacdsl.syntax import parse_strict
from lacdsl.syntax.marks import unmarked
from lacdsl.testing import run_examples
from lacdsl.testing.boundary.regexes import matching
from lacdsl.testing.boundary.suggest import suggested
from lacdsl.testing.boundary.write import relative_date, text_of
from lacdsl.testing.mutants import Judge
from lacdsl.testing.tables import tables_of
from lacdsl.values import shift

RULES = {
    "an age": """
rule Z1 "x"
  for each Episode
  where    REC in {E5, E6}
  must     DEC >= Header.DOB + 14 years
  flag     REC, DEC
""",
    "a child": """
rule Z1 "x"
  for each Child
  where    any Review where REVIEW >= collection start
  must     no Episode where LS = V2
  flag     Review.REVIEW
""",
    "neighbours": """
rule Z1 "x"
  for each Episode
  where    previous exists
  must     DECOM same as previous.DEC and previous.REC is present
  flag     DECOM
""",
    "uniqueness": """
rule Z1 "x"
  for each Review
  must     (CHILD, REVIEW) is unique
  flag     REVIEW
""",
    "last year": """
rule Z1 "x"
  for each Header
  let      before = last year Header
  where    before.ETHNIC is present
  must     ETHNIC = before.ETHNIC or ETHNIC in {REFU, NOBT}
  flag     ETHNIC
""",
    "a pattern": """
rule Z1 "x"
  for each Episode
  where    URN is present
  must     URN matches /(SC)?\\d{6,7}/
  flag     URN
""",
    "a number": """
rule Z1 "x"
  for each OC2
  must     SDQ_SCORE between 0 and 40
  flag     SDQ_SCORE
""",
    "a length of time": """
rule Z1 "x"
  for each Missing
  where    MIS_END is present
  must     days from MIS_START to MIS_END <= 28
  flag     MIS_END
""",
    "a derived table": """
table CurrentEpisode of Episode
  where    DEC is missing

rule Z1 "x"
  for each CurrentEpisode
  must     PLACE <> T0
  flag     PLACE
""",
    "both years": """
rule Z1 "x"
  for each either year Episode
  where    DEC is present
  must     DEC >= DECOM
  flag     DEC
""",
    "spells of both years": """
spells CarePeriod of either year Episode
  together while DECOM = previous.DEC
  start    first DECOM
  end      last DEC

rule Z1 "x"
  for each CarePeriod
  where    END is present
  must     days from START to END > 2
  flag     Episode.DECOM
""",
    "the whole return": """
rule Z1 "x"
  for the return
  must     any SWEpisode where SW_ID is present
  flag     SWEpisode.SW_ID
""",
}


@pytest.mark.parametrize("name", RULES)
def test_what_is_suggested_catches_every_mistake_and_comes_out_as_it_says(
    rules: Callable[[str], Any], name: str
) -> None:
    made = rules(RULES[name])
    found = suggested(made.variants, made.variants.sources()["Z1"], ())
    pasted = RULES[name].rstrip() + "\n\n" + "\n".join(text_of(example) for example in found)
    again = rules(pasted)
    results = run_examples(again.compiled.program, again.compiled.examples)
    assert results and all(result.ok for result in results), pasted
    (judged,) = Judge(again.variants, again.compiled.examples).all(["Z1"])
    assert not judged.survivors, (pasted, [each.mutant.after for each in judged.survivors])
    assert {row.expected for result in results for row in result.rows} >= {"passes", "fails"}


def test_both_sides_of_a_birthday_are_there(rules: Callable[[str], Any]) -> None:
    made = rules(RULES["an age"])
    (example,) = suggested(made.variants, made.variants.sources()["Z1"], ())
    births: dict[str, str] = {}
    far: list[tuple[str, int]] = []
    heading: tuple[str, ...] = ()
    for row in example.rows:
        if row.cells[0] in ("Header", "Episode"):
            heading = row.cells
            continue
        cells = dict(zip(heading[1:], row.cells[1:], strict=True))
        if heading[0] == "Header":
            births[cells["CHILD"]] = cells["DOB"]
        elif births.get(cells["CHILD"]) and cells["DEC"]:
            day, month, year = map(int, births[cells["CHILD"]].split("/"))
            birthday = shift(date(year, month, day), 14, "years", "28 February")
            end = date(*reversed([int(part) for part in unmarked(cells["DEC"]).split("/")]))  # type: ignore[arg-type]
            assert birthday is not None
            far.append((row.cells[0], (end - birthday).days))
    assert ("passes", 0) in far, far
    assert any(verdict == "fails" and -1 <= days < 0 for verdict, days in far), far


def test_the_same_rule_gets_the_same_rows(rules: Callable[[str], Any]) -> None:
    texts = {
        "".join(text_of(each) for each in suggested(made.variants, made.variants.sources()["Z1"], ()))
        for made in (rules(RULES["an age"]), rules(RULES["an age"]))
    }
    assert len(texts) == 1


def test_the_text_is_in_the_formatters_form(rules: Callable[[str], Any]) -> None:
    made = rules(RULES["last year"])
    (example,) = suggested(made.variants, made.variants.sources()["Z1"], ())
    text = RULES["last year"].strip() + "\n\n" + text_of(example)
    from lacdsl.syntax import print_file

    assert print_file(parse_strict(text, "a.rules")) == text


def test_a_mistake_that_nothing_catches_gets_the_row_that_would(rules: Callable[[str], Any]) -> None:
    made = rules(RULES["an age"])
    judge = Judge(made.variants, {})
    (judged,) = judge.all(["Z1"])
    judge.look_closer(judged)
    edge = next(each for each in judged.survivors if each.mutant.change == "edge")
    assert edge.example is not None and not edge.alike
    verdicts = [row.cells[0] for row in edge.example.rows]
    assert "passes" in verdicts, "on the birthday itself the rule holds, and with > it would not"


def test_two_readings_that_never_differ_are_said_to_be_alike(rules: Callable[[str], Any]) -> None:
    made = rules(
        """
rule Z1 "x"
  for each Episode
  where    DEC > DECOM
  must     DEC >= DECOM and REC is present
  flag     DEC
"""
    )
    judge = Judge(made.variants, {})
    (judged,) = judge.all(["Z1"])
    judge.look_closer(judged)
    dropped = next(
        each for each in judged.survivors if each.mutant.before == "DEC >= DECOM" and not each.mutant.after
    )
    assert dropped.alike and dropped.example is None


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 4, 1), "start"),
        (date(2027, 3, 31), "end"),
        (date(2026, 3, 31), "start - 1 day"),
        (date(2027, 4, 2), "end + 2 days"),
        (date(2012, 4, 1), "start - 14 years"),
        (date(2013, 3, 30), "end - 14 years - 1 day"),
    ],
)
def test_dates_are_written_from_the_end_of_the_year_that_is_nearer(
    rules: Callable[[str], Any], day: date, text: str
) -> None:
    assert relative_date(day, rules(RULES["an age"]).variants.model) == text


@pytest.mark.parametrize("pattern", ["(SC)?\\d{6,7}", "[A-Z]\\d", "A|B{2}", "\\d+", "x*"])
def test_texts_that_match_a_pattern_and_texts_that_do_not(pattern: str) -> None:
    import re

    found = matching(pattern)
    assert any(re.fullmatch(pattern, text) for text in found)
    assert any(not re.fullmatch(pattern, text) for text in found) or pattern == "x*"


def test_dates_far_from_the_year_are_counted_from_it_and_come_back_as_they_were(
    rules: Callable[[str], Any],
) -> None:
    model = rules(RULES["an age"]).variants.model
    day = date(1996, 1, 1)
    while day < date(2040, 1, 1):
        text = relative_date(day, model)
        example = (
            parse_strict(f"""
rule Z1 "x"
  for each Header
  must     DOB is present
  flag     DOB

  example "one"
    | Header | CHILD | DOB |
    | passes | 1     | {text} |
""")
            .items[0]
            .body.examples[0]
        )
        assert tables_of(example, model).this["Header"]["DOB"].tolist() == [day.strftime("%d/%m/%Y")], text
        day += timedelta(days=97)


def test_rows_of_a_return_with_nested_keys_and_other_dates_belong_together() -> None:
    rules = load_ruleset("dfe/cin/2026-27")
    variants = Variants(rules.model, rules.items)
    for code in ("1104", "4000"):
        examples = suggested(variants, variants.sources()[code], ())
        (judged,) = Judge(variants, {code: examples}).all([code])
        assert not judged.survivors, code
        assert all(result.ok for result in run_examples(rules.program, {code: examples}, [code]))
