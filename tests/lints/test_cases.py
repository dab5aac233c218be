"""For every kind of advice on its own: rules that it has to speak of, and rules that look alike and are right."""

from __future__ import annotations

import pytest

from lacdsl.lints import lint
from lacdsl.lints.core import Subject
from lacdsl.semantics import compile_program
from lacdsl.syntax import parse
from tests.docs.manual import model, shared_with

TABLES = """\
table Pooled of either year Episode
  one per DECOM preferring DEC is present

table Kept of either year Episode
  where LS = C2

define Episode.over_ten = years from Header.DOB to DEC >= 10

"""


def rule(about: str, lines: str, flag: str) -> str:
    return f'rule A1 "A"\n  for each {about}\n{lines}  flag {flag}\n'


def oc3(let: str, must: str = "stay.DEC is present", where: str = "IN_TOUCH = NO") -> str:
    return rule("OC3", f"  let stay = {let}\n  where {where}\n  must {must}\n", "IN_TOUCH")


def episode(must: str, where: str = "", more: str = "", flag: str = "REC") -> str:
    lines = (f"  where {where}\n" if where else "") + f"  must {must}\n"
    return rule("Episode", lines, flag) + more


def example(*rows: str) -> str:
    return '\n  example "rows"\n    | Episode | CHILD | DEC | REC |\n' + "".join(
        f"    | {row} |\n" for row in rows
    )


FAMILY = """\
family "Blank"
  | rule | title | WHAT |
  | A1 | "Start" | DECOM |
  | A2 | "End" | DEC |
  for each Episode
  must WHAT is present
  flag WHAT
"""
MESSAGE = '  message "Left on {DEC}"\n'
FIX = '  fix "Put it right"\n'
ALL = ("fails | 1 | end | ", "passes | 2 | end | X1", "n/a | 3 | | ")

FOUND: dict[str, list[str]] = {
    "L802": [
        episode("not REC = X1"),
        episode("X1 <> REC"),
        episode("DEC is present and REC not in {X1, E2}"),
        episode("no Episode where REC <> X1"),
    ],
    "L803": [
        oc3("latest either year Episode"),
        oc3("first either year Episode where LS = C2", "stay.REC = X1"),
        oc3("latest Kept"),
        oc3("latest either year Episode", "no Review where REVIEW > stay.DEC"),
        oc3("latest either year Review", "stay.REVIEW_CODE = PN1"),
    ],
    "L804": [
        episode('"E1" = REC'),
        episode('REC differs from "E1"'),
        episode('previous.REC = "E1" or REC is present'),
    ],
    "L805": [
        episode("DEC > DECOM", more='  message "{days from Header.DOB to DEC} days old"\n', flag="DEC"),
        episode("DEC > DECOM", more='  message "{upper(PL_POST)}"\n', flag="DEC"),
        episode("DEC > DECOM", more='  message "{Header.UPN or else REC}"\n', flag="DEC"),
    ],
    "L807": [
        episode("REC is present", "DEC is present"),
        episode("REC is present", "DEC is present", example(ALL[0])),
        episode("REC is present", "DEC is present", example(ALL[0], ALL[1])),
        episode("REC = X1", "DEC is present", example(*ALL)),
        episode("DEC > DECOM", "", example("fails | 1 | start | ", "passes | 1 | end | ")),
    ],
    "L810": [
        episode("years from Header.DOB to DEC >= 14"),
        episode("14 <= years from Header.DOB to DEC"),
        episode("DEC is present", "years from Header.DOB to DECOM < 10 or REC = X1"),
        episode("years from Header.DOB to DEC between 5 and 10"),
        episode("over_ten"),
        episode("any Review where years from Header.DOB to REVIEW > 10"),
    ],
    "L811": [
        episode("REC is present"),
        episode("REC is present", more=MESSAGE),
        episode("REC is present", more=FIX),
        episode("REC is present", more='  message "Left"\n  fix " "\n'),
    ],
}
ALONE: dict[str, list[str]] = {
    "L802": [
        episode("not REC = X1 or REC is missing"),
        episode("REC <> X1", "REC in {X1, E2}"),
        episode("DEC <> collection end", "DEC > DECOM", flag="DEC"),
        episode("REC differs from X1"),
        episode("REC <> previous.REC"),
    ],
    "L803": [
        oc3("latest Episode"),
        oc3("latest last year Episode"),
        oc3("latest Pooled"),
        oc3("latest either year Episode", "stay exists"),
        oc3("latest either year Episode", "stay.DECOM < collection start"),
        oc3("first Missing", "stay.MIS_END is present"),
    ],
    "L804": [
        episode("REC = E11"),
        episode('URN = "E1"'),
        rule("Header", '  must last year Header.SEX same as "1"\n', "SEX"),
    ],
    "L805": [
        episode("DEC > DECOM", more='  message "{years from Header.DOB to DEC} years old"\n', flag="DEC"),
        episode("DEC > DECOM", more='  message "{count of Review where REVIEW > Header.DOB}"\n', flag="DEC"),
        episode("DEC > DECOM", more='  message "{DEC}"\n', flag="DEC"),
    ],
    "L807": [
        episode("REC is present", "DEC is present", example(*ALL)),
        episode("REC is present", "", example("fails | 1 | | ", "passes | 1 | | X1")),
        episode("REC = X1", "", example("fails | 1 | | E2", "passes | 1 | | X1", "unknown | 1 | | ")),
        episode(
            "REC = X1", "REC is present", example("fails | 1 | | E2", "passes | 1 | | X1", "n/a | 1 | | ")
        ),
        episode("REC same as previous.REC", "", example("fails | 1 | | E2", "passes | 2 | | ")),
    ],
    "L810": [
        episode("DEC >= Header.DOB + 14 years"),
        episode("days from DECOM to DEC > 14"),
        episode("years from Header.DOB to DEC >= years from Header.DOB to DECOM"),
        episode("DEC > DECOM", more='  message "{years from Header.DOB to DEC}"\n', flag="DEC"),
    ],
    "L811": [
        episode("REC is present", more=MESSAGE + FIX),
        "# allows L811: a sketch\n" + episode("REC is present"),
        'family "Blank"\n  | rule | title | WHAT |\n  | A1 | "Start" | DECOM |\n  for each Episode\n'
        "  must WHAT is present\n  flag WHAT\n" + MESSAGE + FIX,
    ],
}


def said_of(text: str, code: str) -> list[str]:
    parsed = parse(TABLES + text, "page.rules")
    assert not parsed.diagnostics, (text, parsed.diagnostics)
    items = shared_with(parsed.file.items)
    made = compile_program(model(), items, lambda span: "")
    assert not [each for each in made.diagnostics if each.severity == "error"], (text, made.diagnostics)
    subject = Subject(made.program, made.trees, made.examples, items, frozenset({"manual"}), lambda span: "")
    return [each.message for each in lint(subject, [code])]


@pytest.mark.parametrize("code", FOUND)
def test_what_it_has_to_speak_of(code: str) -> None:
    assert [text for text in FOUND[code] if not said_of(text, code)] == []


@pytest.mark.parametrize("code", ALONE)
def test_what_it_has_to_leave_alone(code: str) -> None:
    assert [text for text in ALONE[code] if said_of(text, code)] == []


def test_what_the_members_of_a_family_share_is_said_once() -> None:
    assert len(said_of(FAMILY, "L811")) == 1
    assert len(said_of(FAMILY.replace("flag WHAT", "flag WHAT, LS"), "L806")) == 1


def test_an_example_of_one_member_proves_nothing_of_the_others() -> None:
    rows = '\n  example for A2 "rows"\n    | Episode | CHILD | DEC |\n    | passes | 1 | end |\n    | fails | 1 | |\n'
    assert said_of(FAMILY + rows, "L807") == ["No example of A1 has a row that is `fails` or `passes`."]
