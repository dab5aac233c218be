"""Conditions on one row: what is true, what is false, and what nobody can know."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lacdsl.semantics import typed as ty
from tests.interpreter.small import (
    HEADER,
    OC2,
    PROVIDER,
    REVIEW,
    Return,
    col,
    compare,
    day,
    episodes,
    frame,
    lit,
    test,
    value,
)  # fmt: skip

TRUE, FALSE = ty.Constant(True), ty.Constant(False)
UNKNOWN = compare("LS", "=", "X")  # of a row whose LS is blank
ONE = Return({"Episodes": episodes("1 01/04/2025 31/02/2025 -")})
WORDS = {"passes": True, "fails": False, "unknown": None}


def truth(condition: ty.Expr, data: Return = ONE) -> bool | None:
    (found,) = data.verdicts(condition)
    return WORDS[found]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (ty.Not(UNKNOWN), None),
        (ty.Not(FALSE), True),
        (ty.And((TRUE, UNKNOWN)), None),
        (ty.And((UNKNOWN, FALSE)), False),
        (ty.And(()), True),
        (ty.Or((UNKNOWN, FALSE)), None),
        (ty.Or((UNKNOWN, TRUE)), True),
        (ty.Or(()), False),
    ],
)
def test_three_valued_logic(condition: ty.Expr, expected: bool | None) -> None:
    assert truth(condition) is expected


@pytest.mark.parametrize(
    ("name", "states"),
    [
        ("DECOM", {"present", "valid"}),
        ("DEC", {"present", "invalid"}),
        ("LS", {"missing"}),
        ("URN", {"missing"}),  # the column is not in the file
    ],
)
def test_blank_wrong_and_right_cells_are_told_apart(name: str, states: set[str]) -> None:
    every: tuple[Any, ...] = ("missing", "present", "valid", "invalid")
    assert {state for state in every if truth(test(name, state))} == states


@pytest.mark.parametrize("op", ["=", "<>", "<", "<=", ">", ">="])
@pytest.mark.parametrize("name", ["DEC", "URN"])
def test_comparing_a_missing_or_an_invalid_value_is_unknown(op: Any, name: str) -> None:
    other = lit("1") if name == "URN" else col("DECOM")
    assert truth(ty.Compare(op, col(name), other)) is None
    assert truth(ty.Compare(op, other, col(name))) is None


@pytest.mark.parametrize(
    ("op", "expected"),
    [
        ("=", (0, 1, 0)),
        ("<>", (1, 0, 1)),
        ("<", (1, 0, 0)),
        ("<=", (1, 1, 0)),
        (">", (0, 0, 1)),
        (">=", (0, 1, 1)),
    ],
)
def test_comparisons_of_dates(op: Any, expected: tuple[int, ...]) -> None:
    days = [day("31/03/2025"), day("01/04/2025"), day("02/04/2025")]
    assert tuple(truth(ty.Compare(op, lit(left), col("DECOM"))) for left in days) == tuple(
        map(bool, expected)
    )


def test_codes_are_compared_whatever_their_case() -> None:
    data = Return({"Episodes": episodes("1 01/04/2025 - v3", "1 01/05/2025 - V4")})
    assert data.verdicts(compare("LS", "=", "V3")) == ["passes", "fails"]
    assert data.verdicts(ty.InSet(col("LS"), ("V3", "V4"))) == ["passes", "passes"]


def test_numbers_are_in_a_set_however_they_are_written() -> None:
    data = Return({"OC2": frame("CHILD SCORE", "1 07", "2 7.0", "3 8", "4 x")})
    score = col("SCORE", rel=OC2)
    assert data.verdicts(ty.InSet(score, (7,)), rel=OC2) == ["passes", "passes", "fails", "unknown"]


def test_partial_dates_are_equal_part_by_part_and_ordered_only_when_known() -> None:
    data = Return({"OC2": frame("CHILD PERM", "1 zz/03/2020", "2 15/03/2020", "3 zz/zz/20")})
    perm = col("PERM", rel=OC2)
    mid = lit(day("15/03/2020"))
    assert data.verdicts(compare(perm, "=", perm), rel=OC2) == ["passes", "passes", "unknown"]
    assert data.verdicts(compare(perm, "=", mid), rel=OC2) == ["fails", "passes", "unknown"]
    assert data.verdicts(compare(perm, "<=", mid), rel=OC2) == ["unknown", "passes", "unknown"]
    first = ty.Call("first_possible", (perm,), ty.Kind.DATE)
    assert data.verdicts(compare(first, "=", day("01/03/2020")), rel=OC2) == ["passes", "fails", "unknown"]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("LS", "URN", True),  # both blank
        ("DEC", "LS", True),  # an invalid value counts as none
        ("DECOM", "DEC", False),
        ("DECOM", "DECOM", True),
    ],
)
def test_same_is_never_unknown(left: str, right: str, expected: bool) -> None:
    assert truth(ty.Same(col(left), col(right))) is expected
    assert truth(ty.Same(col(right), col(left))) is expected


def test_items_of_a_comma_separated_text() -> None:
    places = frame("URN PLACES", "1 U1,_u2_,K1", "2 -", "- U1")
    listed = ty.ListedIn(ty.Call("left", (col("URN", rel=PROVIDER), lit(2.0)), ty.Kind.TEXT), col("PLACES"))
    item = Return({}, reference={"Provider": places}).verdicts(
        ty.ListedIn(lit("U2"), col("PLACES", rel=PROVIDER)), rel=PROVIDER
    )
    assert item == ["passes", "fails", "fails"]
    found = Return({}, reference={"Provider": places}).verdicts(listed, rel=PROVIDER)
    assert found == ["fails", "fails", "unknown"]


def test_a_pattern_has_to_match_the_whole_text_in_any_case() -> None:
    data = Return({"Header": frame("CHILD UPN", "1 A12", "2 A123", "3 1", "4 -")})
    matches = ty.Matches(col("UPN", rel=HEADER), "[a-z][0-9]{2}")
    assert data.verdicts(matches, rel=HEADER) == ["passes", "fails", "fails", "unknown"]


def test_unique_values_leave_out_rows_that_lack_one() -> None:
    data = Return({"Header": frame("CHILD SEX UPN", "1 1 A", "2 1 A", "3 2 A", "4 1 -", "5 1.0 a", "6 - A")})
    upn, sex = col("UPN", rel=HEADER), col("SEX", rel=HEADER)
    alone = ty.Unique(HEADER, (upn,))
    assert data.verdicts(alone, rel=HEADER) == ["fails", "fails", "fails", "unknown", "fails", "fails"]
    pair = ty.Unique(HEADER, (upn, sex))
    assert data.verdicts(pair, rel=HEADER) == ["fails", "fails", "passes", "unknown", "fails", "unknown"]


def test_what_was_supplied_is_known() -> None:
    assert truth(ty.Supplied(REVIEW)) is False
    assert truth(ty.Supplied(ty.Rel("table", "Episodes"), "LS")) is True
    assert truth(ty.Supplied(ty.Rel("table", "Episodes"), "URN")) is False
    assert truth(ty.Supplied(ty.Rel("table", "Episodes", "either"))) is False


# ---------------------------------------------------------------- values


@pytest.mark.parametrize(
    ("expr", "expected"),
    [
        (ty.Shift(col("DECOM"), -1, "years"), day("01/04/2024")),
        (ty.Shift(lit(day("29/02/2024")), 1, "years"), day("28/02/2025")),
        (ty.Shift(lit(date.max), 1, "days"), "missing"),
        (ty.Shift(col("DEC"), 1, "days"), "invalid"),
        (ty.Elapsed("days", col("DECOM"), lit(day("11/04/2025"))), 10.0),
        (ty.Elapsed("working days", lit(day("17/04/2025")), lit(day("22/04/2025"))), 1.0),
        (ty.Elapsed("days", col("DECOM"), col("DEC")), "invalid"),
        (ty.Elapsed("days", col("DECOM"), ty.Shift(lit(date.max), 1, "days")), "missing"),
        (ty.Arith("/", lit(1.0), lit(0.0)), "missing"),
        (ty.Arith("*", lit(1e308), lit(1e308)), "missing"),
        (ty.Arith("-", lit(1.0), lit(0.5)), 0.5),
        (ty.OrElse(col("LS"), lit("V4"), ty.Kind.TEXT), "V4"),
        (ty.OrElse(col("DEC"), col("DECOM"), ty.Kind.DATE), "invalid"),
        (ty.Extreme("max", (col("DECOM"), lit(day("02/04/2025"))), ty.Kind.DATE), day("02/04/2025")),
        (ty.Extreme("min", (col("DECOM"), lit(day("02/04/2025"))), ty.Kind.DATE), day("01/04/2025")),
        (ty.Extreme("min", (lit("A"), col("LS")), ty.Kind.TEXT), "missing"),
        (ty.Extreme("min", (col("LS"), col("DEC")), ty.Kind.DATE), "invalid"),
        (ty.Call("left", (lit("ABC"), lit(1.0)), ty.Kind.TEXT), "A"),
        (ty.Call("text", (col("DEC"),), ty.Kind.TEXT), "31/02/2025"),
        (ty.Call("text", (col("LS"),), ty.Kind.TEXT), "missing"),
        (ty.Moment("start", ty.Kind.DATE), day("01/04/2025")),
        (ty.Moment("today", ty.Kind.DATE), day("01/05/2026")),
        (ty.Moment("authority", ty.Kind.TEXT), "E1"),
    ],
)
def test_values(expr: ty.Expr, expected: Any) -> None:
    if expected in ("missing", "invalid"):
        assert truth(test(value(expr), expected)) is True
    else:
        assert truth(compare(expr, "=", expected)) is True
