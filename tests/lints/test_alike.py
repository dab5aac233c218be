"""Two rules that say the same, however they are written; and rules that only look alike."""

from __future__ import annotations

import pytest

from lacdsl.lints import lint
from lacdsl.lints.core import Subject
from lacdsl.semantics import compile_program
from lacdsl.syntax import parse
from tests.docs.manual import model, shared_with

# One rule and another: the table, where and must of each.
Said = tuple[str, str]
DEFINES = """\
define Episode.still_on = DEC is missing

define Episode.well_dated = DECOM is valid and DECOM <= this.DEC

"""
SAME: list[tuple[Said, Said]] = [
    (("", "DEC > DECOM"), ("", "DECOM < DEC")),
    (("", "DEC >= DECOM and REC is present"), ("", "not (REC is missing) and DECOM <= DEC")),
    (("", "REC = X1 or LS = C2"), ("", "LS = C2 or REC = X1 or LS = C2")),
    (("", "REC <> X1"), ("", "not (REC = X1)")),
    (("", "not (DEC < DECOM)"), ("", "DECOM <= DEC")),
    (("", "REC in {X1, E2, E3}"), ("", "REC in {E3, X1, E2}")),
    (("", "REC not in {X1, E2}"), ("", "REC <> E2 and REC <> X1")),
    (("", "REC in {X1, E2}"), ("", "REC = E2 or REC = X1")),
    (("", "not (REC is missing)"), ("", "REC is present")),
    (("", "not (not (DEC > DECOM))"), ("", "DEC > DECOM")),
    (("", "not (REC is missing or DEC < DECOM)"), ("", "REC is present and DEC >= DECOM")),
    (("", "DEC is valid"), ("", "DEC is present and not (DEC is invalid)")),
    (("", "DEC between DECOM and collection end"), ("", "DEC <= collection end and DEC >= DECOM")),
    (("DEC is missing", "REC is missing"), ("still_on", "REC is missing")),
    (("DEC is present", "DEC is present and REC = X1"), ("DEC is present", "REC = X1")),
    (("DEC is present and DEC > DECOM", "REC = X1"), ("DEC > DECOM", "REC = X1")),
    (("REC in {X1} and LS = C2", "DEC is present"), ("LS = C2 and REC = X1", "DEC is present")),
    (("", "no Review where REVIEW > this.DEC"), ("", "no Review where this.DEC < REVIEW")),
    (
        ("", "every Review where REVIEW > this.DEC has REVIEW_CODE = PN1"),
        ("", "no Review where REVIEW_CODE <> PN1 and this.DEC < REVIEW"),
    ),
    (
        ("", "count of Review where REVIEW > this.DEC < 3"),
        ("", "3 > count of Review where this.DEC < REVIEW"),
    ),
    (("", "REC same as previous.REC"), ("", "previous.REC same as REC")),
    (("", "(CHILD, DECOM) is unique"), ("", "(DECOM, CHILD) is unique")),
    (("", "well_dated"), ("", "DEC >= DECOM and DECOM is valid")),
]
SAME_ROWS: list[tuple[Said, Said]] = [
    (("DEC is present", "REC is present"), ("REC is missing", "DEC is missing")),
    (("DEC is present and REC = X1", "LS = C2"), ("DEC is present", "REC <> X1 or LS = C2")),
    (("DEC is present", "DEC >= DECOM"), ("", "DEC >= DECOM")),
    (("LS = C2", "REC <> X1"), ("REC = X1", "not (LS = C2)")),
]
OTHERS: list[tuple[Said, Said]] = [
    (("", "DEC > DECOM"), ("", "DEC >= DECOM")),
    (("", "DEC > DECOM"), ("", "DECOM > DEC")),
    (("", "REC <> X1"), ("", "REC differs from LS")),
    (("", "REC <> X1"), ("", "REC <> X1 and REC is present")),
    (("", "not (DEC < DECOM)"), ("", "DEC > DECOM")),
    (("", "REC = X1 and LS = C2"), ("", "REC = X1 or LS = C2")),
    (("", "not (REC = X1 and LS = C2)"), ("", "REC <> X1 and LS <> C2")),
    (("", "REC in {X1, E2}"), ("", "REC in {X1, E2, E3}")),
    (("DEC is present", "REC is present"), ("REC is present", "DEC is present")),
    (("", "DEC is present"), ("", "DEC is valid")),
    (("", "no Review where REVIEW > this.DEC"), ("", "no Review where REVIEW >= this.DEC")),
    (("", "no Review where REVIEW > this.DEC"), ("", "any Review where REVIEW > this.DEC")),
    (("", "previous.REC = X1"), ("", "REC = X1")),
    (("is first", "REC is present"), ("not previous exists", "REC is present")),
    (("previous exists", "previous.DEC is missing"), ("previous exists", "not previous.still_on")),
    (("", "not previous.still_on"), ("", "previous.DEC is present")),
    (("REC = X1", "REC in {X1, E2}"), ("LS = C2", "LS in {C2, V3}")),
    (("", "Header.DOB < DECOM"), ("", "Header.DOB < DEC")),
]


def rule(code: str, said: Said) -> str:
    where = f"  where {said[0]}\n" if said[0] else ""
    return f'rule {code} "A"\n  for each Episode\n{where}  must {said[1]}\n  flag REC\n\n'


def said_of(pairs: list[tuple[Said, Said]]) -> list[str]:
    """What is said of the two rules of each pair, when they are alone in a ruleset."""
    found = []
    for pair in pairs:
        text = DEFINES + rule("A1", pair[0]) + rule("A2", pair[1])
        items = shared_with(parse(text, "page.rules").file.items)
        made = compile_program(model(), items, lambda span: "")
        assert not [each for each in made.diagnostics if each.severity == "error"], made.diagnostics
        subject = Subject(
            made.program, made.trees, made.examples, items, frozenset({"manual"}), lambda span: ""
        )
        found.append(" ".join(each.message for each in lint(subject, ["L808"])))
    return found


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        (SAME, "Rule A2 says the same as rule A1."),
        (SAME_ROWS, "Rule A2 finds the same rows as rule A1."),
        (OTHERS, ""),
    ],
    ids=["same", "same rows", "others"],
)
def test_rules_that_are_alike(pairs: list[tuple[Said, Said]], expected: str) -> None:
    for pair, said in zip(pairs, said_of(pairs), strict=True):
        assert said == expected, pair
