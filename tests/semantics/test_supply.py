"""Why a rule cannot be run."""

from __future__ import annotations

from typing import Any

import pytest

from lacdsl.semantics.supply import missing_needs
from lacdsl.semantics.typed import AUTHORITY, Constant, Need, Rel, Rule

HEADER, LAST = Rel("table", "Header"), Rel("table", "Episodes", "last")
EITHER = Rel("table", "Episodes", "either")
THERE = {
    ("Header", "this", None),
    ("Header", "this", "CHILD"),
    ("Episodes", "this", None),
    ("Provider", "this", None),
}


def rule(*needs: Need, any_of: tuple[tuple[Need, ...], ...] = ()) -> Rule:
    return Rule("1", "", "error", None, None, Constant(True), (), (), needs, any_of)


def supplied(rel: Rel, column: str | None) -> bool:
    assert rel.year != "either"
    return (rel.name, rel.year, column) in THERE


@pytest.mark.parametrize(
    ("needs", "reason"),
    [
        ([Need(HEADER, "CHILD"), Need(Rel("reference", "Provider"))], None),
        ([Need(Rel("reference", "Postcode"), "EAST")], "table Postcode was not supplied"),
        ([Need(HEADER, "DOB")], "column DOB of Header is missing from the files"),
        ([Need(LAST, "DEC")], "last year's table Episodes was not supplied"),
        ([Need(EITHER)], "last year's table Episodes was not supplied"),
        ([Need(EITHER, "DEC")], "column DEC of Episodes is missing from the files"),
        ([Need(Rel("table", "Episodes", "last", optional=True), "DEC")], None),
        (
            [Need(Rel("table", "Header", optional=True), "DOB")],
            "column DOB of Header is missing from the files",
        ),
        ([Need(AUTHORITY)], "the code of the authority was not given"),
        ([Need(Rel("spells", "Care"))], "the table that Care is made of was not supplied"),
        (
            [Need(LAST), Need(LAST, "DEC"), Need(HEADER, "DOB")],
            "last year's table Episodes was not supplied; column DOB of Header is missing from the files",
        ),
    ],
)
def test_the_reason_names_all_that_is_not_there(needs: list[Need], reason: str | None) -> None:
    assert missing_needs(rule(*needs), supplied) == reason


def test_one_of_several_is_enough() -> None:
    some: Any = (Need(HEADER, "DOB"), Need(HEADER, "CHILD"))
    assert missing_needs(rule(any_of=(some,)), supplied) is None
    none: Any = (Need(HEADER, "DOB"), Need(LAST), Need(EITHER, "DEC"))
    reason = "none of these was supplied: Header.DOB, last year's Episodes, Episodes.DEC"
    assert missing_needs(rule(any_of=(none,)), supplied) == reason
    assert missing_needs(rule(any_of=(some, none)), supplied) == reason
