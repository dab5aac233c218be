"""What a rule asks for in vain is found, and only that."""

from __future__ import annotations

import re

import pytest

from lacdsl.lints import lint
from lacdsl.lints.core import Subject
from lacdsl.semantics import compile_program
from lacdsl.syntax import parse
from tests.docs.manual import model, shared_with

FLAGS = {"Episode": "DEC", "Header": "DOB", "Child": "Episode.DEC"}

# Population, lets, `where`, `must`.
Case = tuple[str, str, str, str]


def episode(where: str, must: str, let: str = "") -> Case:
    return "Episode", let, where, must


IN_VAIN: dict[str, list[Case]] = {
    "L801": [
        episode("REC = X1", "REC = E2 or DEC is present"),
        episode("REC in {X1, E2}", "REC in {E3, E4A} or DEC is present"),
        episode("is first and previous exists", "DEC is present"),
        episode("", "DEC is missing or DEC is present and DEC < DECOM and DEC > DECOM"),
        episode("", "no Episode where DEC < DECOM and DEC >= DECOM and REC = X1"),
        episode("DEC is present", "any Review where this.DEC is missing"),
        episode("PL_DISTANCE > 20", "PL_DISTANCE < 10 and REC is present"),
        episode("", "exactly one Review where REVIEW is missing and REVIEW >= this.DECOM"),
        episode("", "every Review where REVIEW_CODE = PN1 has REVIEW_CODE is present"),
    ],
    "L812": [
        episode("DEC is missing", "DEC > DECOM or REC = X1"),
        episode("DEC is missing", "DEC is missing or DEC > DECOM"),
        episode("open exists", "DECOM >= open.DEC", "open = latest Episode where DEC is missing"),
        episode("is first and DECOM is present", "previous.DEC = DECOM or REC is present"),
        episode("not previous exists", "previous.LS in {C1, C2} or LS in {C1}"),
        episode("DEC is missing", "no Review where REVIEW > this.DEC"),
        episode("any Review", "(min of REVIEW over Review where REVIEW is missing) > DECOM"),
        episode("DEC is missing and days from DECOM to DEC > 5", "REC is present"),
        episode("URN is missing and PL_POST is present", "URN matches /[A-Z]+/ or PL_POST is missing"),
        episode("DEC is missing", "REC is present and DEC between DECOM and collection end"),
    ],
    "L813": [
        episode("REC = X1", "REC is present"),
        episode("REC in {X1, E2}", "REC in {X1, E2, E3}"),
        episode("DEC > DECOM", "DEC is valid or REC is present"),
        episode("DEC >= DECOM + 10 days", "DEC is present and DECOM is present"),
        episode("PL_DISTANCE > 20", "PL_DISTANCE > 10"),
        episode("next exists", "not (is last)"),
        episode("next exists", "next.DECOM is present"),
        episode("REC is present and REC not in {X1}", "REC <> X1"),
    ],
}
LEFT_ALONE: list[Case] = [
    episode("DEC is missing or REC = X1", "DEC > DECOM or REC = X1"),
    episode("open exists", "DECOM >= open.DECOM", "open = latest Episode where DEC is missing"),
    episode("is last", "previous.DEC = DECOM"),
    episode("DEC is invalid or DEC is missing", 'text(DEC) = "X" or REC is present'),
    episode("DEC is missing", "DEC or else collection end > DECOM"),
    episode("DEC is missing", "DEC same as previous.DEC"),
    episode("", "DEC is missing or DEC >= DECOM"),
    episode("", "no Review where REVIEW > this.DEC"),
    episode("DEC is missing", "no Missing where MIS_END is missing or MIS_END > this.DECOM"),
    episode("", "REC = X1 and DEC is present or REC = E2"),
    episode("REC in {X1, E2}", "REC = X1 or DEC is present"),
    episode("", "DEC is missing or DEC > DECOM or DEC = DECOM"),
    episode("previous exists", "previous.DEC is present and (is last or next.DECOM is present)"),
    episode("DECOM < DEC", "DECOM <= DEC and REC is present"),
    episode("", "no other Episode where DECOM to DEC overlaps this.DECOM to this.DEC"),
    episode("DEC is present", "no Missing where MIS_START during this.DECOM to this.DEC"),
    episode("", "REC not in {X1} or REC is missing"),
    episode("REC in {X1, E2, E3}", "REC in {X1, E2}"),
    episode("DEC is present", "DEC is valid"),
    episode("DEC >= DECOM", "DEC > DECOM"),
    episode("next exists", "next.DEC is present"),
    episode("PL_DISTANCE > 10", "PL_DISTANCE > 20"),
    episode("in_use and DEC is present", "REC = X1"),
    ("Header", "", "", "count of Review where REVIEW is present > 0"),
    ("Header", "", "UPN is present", "UPN matches /[A-Z]\\d{12}/"),
    ("Child", "", "any Episode where REC = X1", "no Episode where REC = E2"),
    ("Child", "", "any Episode", "first_episode.DECOM >= collection start or any Review"),
]
DEFINES = """\
define Episode.in_use = DEC is missing or DEC >= collection start

"""
WANTED = {"L801", "L812", "L813"}


def rule(number: int, case: Case) -> str:
    about, let, where, must = case
    lines = [f'rule A{number} "A"', f"for each {about}"]
    lines += [f"let {let}"] if let else []
    lines += [f"where {where}"] if where else []
    return "\n  ".join([*lines, f"must {must}", f"flag {FLAGS[about]}"]) + "\n\n"


def said_of(cases: list[Case]) -> list[set[str]]:
    """For each of the cases, as a rule, the codes of what is said of it."""
    text = DEFINES + "".join(rule(number, case) for number, case in enumerate(cases))
    parsed = parse(text, "page.rules")
    assert not parsed.diagnostics, parsed.diagnostics
    items = shared_with(parsed.file.items)
    made = compile_program(model(), items, lambda span: "")
    assert not [each for each in made.diagnostics if each.severity == "error"], made.diagnostics
    subject = Subject(made.program, made.trees, made.examples, items, frozenset({"manual"}), lambda span: "")
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines, 1) if re.match(r"rule A\d", line)]
    found: list[set[str]] = [set() for _ in cases]
    for said in lint(subject, sorted(WANTED)):
        assert said.span is not None
        before = [place for place, start in enumerate(starts) if start <= said.span.line]
        if before:
            found[before[-1]].add(said.code)
    return found


@pytest.mark.parametrize("code", IN_VAIN)
def test_what_is_asked_in_vain_is_found_once(code: str) -> None:
    for case, said in zip(IN_VAIN[code], said_of(IN_VAIN[code]), strict=True):
        assert said == {code}, case


def test_what_can_be_is_left_alone() -> None:
    for case, said in zip(LEFT_ALONE, said_of(LEFT_ALONE), strict=True):
        assert said == set(), case
