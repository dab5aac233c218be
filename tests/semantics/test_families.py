"""Families: every member a rule of its own, and one message for a fault in their common text."""

from __future__ import annotations

from lacdsl.testing import run_examples

from .shown import shown

FAMILY = """\
family "{FIELD} is not one of {OPTIONS}"
  | rule | title              | TABLE | FIELD        | OPTIONS         |
  | F1   |                    | OC2   | HEALTH_CHECK | {0, 1}          |
  | F2   | Another {FIELD}    | OC3   | IN_TOUCH     | in_touch_codes  |
  for each TABLE
  where    FIELD is present
  must     FIELD in OPTIONS
  flag     FIELD
  message  "{FIELD} is not in {OPTIONS}"
  because  "{FIELD} has a list"

  example "for all"
    | TABLE | CHILD | FIELD |
    | fails | 1     | ?     |

  example for F2 "for one"
    | TABLE  | CHILD | FIELD |
    | passes | 1     | YES   |
"""


LAST_YEAR = """\
family "Not in last year's return"
  | rule | title | TABLE |
  | F1   |       | OC2   |
  for each TABLE
  must     any last year TABLE
  flag     CHILD

  example "for all"
    | last year TABLE | CHILD |
    |                 | 1     |
    | TABLE           | CHILD |
    | passes          | 1     |
"""


def test_last_years_table_of_a_member_can_stand_in_an_example(compile_text) -> None:
    compiled = compile_text(LAST_YEAR)
    assert not compiled.diagnostics
    assert all(result.ok for result in run_examples(compiled.program, compiled.examples))


def test_members_are_rules(compile_text) -> None:
    compiled = compile_text(FAMILY)
    assert not compiled.diagnostics
    first, second = compiled.program.rules["F1"], compiled.program.rules["F2"]
    assert (first.title, second.title) == ("HEALTH_CHECK is not one of {0, 1}", "Another IN_TOUCH")
    assert shown(first.must) == "here.HEALTH_CHECK in {0, 1}"
    assert shown(second.must).startswith("here.IN_TOUCH in {YES, ")
    assert shown(second.flags[0]) == "here.IN_TOUCH"
    assert first.because == "HEALTH_CHECK has a list"
    assert first.family == "{FIELD} is not one of {OPTIONS}"
    assert first.source.startswith("family ") and first.span is not None and first.span.line == 3


def test_messages_show_the_column_s_value_and_the_text_of_anything_else(compile_text) -> None:
    compiled = compile_text(FAMILY)
    value, text = compiled.program.rules["F1"].message
    assert shown(value) == "here.HEALTH_CHECK" and text == " is not in {0, 1}"
    assert compiled.program.rules["F2"].message[1] == " is not in in_touch_codes"
    message = compiled.trees["F1"].body.message
    assert message is not None and message.text == "{HEALTH_CHECK} is not in {0, 1}"


def test_examples_go_to_their_members(compile_text) -> None:
    examples = compile_text(FAMILY).examples
    assert [example.title for example in examples["F1"]] == ["for all"]
    assert [example.title for example in examples["F2"]] == ["for all", "for one"]
    assert examples["F1"][0].rows[0].cells == ("OC2", "CHILD", "HEALTH_CHECK")


def test_values_may_be_dates_numbers_codes_and_years(compile_text) -> None:
    compiled = compile_text(
        'family "Too late"\n'
        "  | rule | title | ROWS              | DAY           | CODE | AGE |\n"
        "  | G1   |       | last year Episode | 31 March 2026 | X1   | 18  |\n"
        "  for each ROWS\n"
        "  where    REC in {CODE, E2} and DEC < DAY\n"
        "  must     REC <> CODE or DEC > Header.DOB + AGE years\n"
        "  flag     DEC\n"
    )
    assert not compiled.diagnostics
    rule = compiled.program.rules["G1"]
    assert rule.population is not None and rule.population.year == "last"
    assert shown(rule.where) == "(here.REC in {X1, E2} and here.DEC < 2026-03-31)"
    assert shown(rule.must) == "(here.REC <> 'X1' or here.DEC > (here.one(Header).DOB +18 years))"


def test_a_fault_in_the_common_text_is_reported_once(compile_text) -> None:
    compiled = compile_text(FAMILY.replace("where    FIELD is present", "where    FIELDD is present"))
    assert [found.code for found in compiled.diagnostics] == ["N201"]
    assert not compiled.program.rules and set(compiled.trees) == {"F1", "F2"}


def test_a_fault_in_a_value_is_reported_at_the_member(compile_text) -> None:
    compiled = compile_text(FAMILY.replace("HEALTH_CHECK", "HEALTH_CHEK "))
    (found,) = compiled.diagnostics
    assert found.code == "N201" and "`HEALTH_CHECK`" in found.help
    assert found.span is not None and (found.span.line, found.span.column) == (3, 41)
    assert list(compiled.program.rules) == ["F2"]


SEVERITIES = """\
family "{FIELD} is blank"
  | rule | title | FIELD        | HOW   |
  | F1   |       | HEALTH_CHECK | error |
  | F2   |       | IMMUNISATIONS | query |
  for each OC2
  must     FIELD is present
  severity HOW
  flag     FIELD
"""


def test_members_may_differ_in_severity(compile_text) -> None:
    compiled = compile_text(SEVERITIES)
    assert not compiled.diagnostics
    rules = compiled.program.rules
    assert (rules["F1"].severity, rules["F2"].severity) == ("error", "query")


def test_a_member_s_severity_is_one_of_the_three(compile_text) -> None:
    compiled = compile_text(SEVERITIES.replace("| query |", "| bad |"))
    assert [(each.code, each.message) for each in compiled.diagnostics] == [
        ("R418", "`bad` is not a severity.")
    ]
    assert list(compiled.program.rules) == ["F1"]
