"""Derived tables and spells."""

from __future__ import annotations

from dataclasses import replace

from lacdsl.semantics import typed as ty
from tests.interpreter.small import (
    EITHER_EPISODE,
    EPISODE,
    HEADER,
    HERE,
    NOWHERE,
    REVIEW,
    Return,
    col,
    compare,
    day,
    episodes,
    frame,
    lit,
    previous,
    test,
)

KEPT = ty.Rel("derived", "Kept")
CARE = ty.Rel("spells", "Care")
CODED = ty.DerivedTable("Kept", EPISODE, test("LS", "present"), (), None, NOWHERE)
START = ty.SpellColumn("START", "first", col("DECOM"), ty.Kind.DATE)
END = ty.SpellColumn("END", "last", col("DEC"), ty.Kind.DATE)
LENGTH = ty.Elapsed("days", col("DECOM"), col("DEC"))
PERIODS = ty.Spells(
    "Care",
    EPISODE,
    None,
    compare("DECOM", "=", col("DEC", previous())),
    (
        START,
        END,
        ty.SpellColumn("EPISODES", "count", None, ty.Kind.NUMBER),
        ty.SpellColumn("DAYS", "sum", LENGTH, ty.Kind.NUMBER),
        ty.SpellColumn("SHORTEST", "min", LENGTH, ty.Kind.NUMBER),
    ),
    NOWHERE,
)


def test_a_derived_table_has_the_rows_kept_and_neighbours_among_them() -> None:
    data = Return(
        {
            "Episodes": episodes(
                "1 03/04/2025 - C", "1 01/04/2025 - A", "1 02/04/2025 - -", "2 01/04/2025 - -"
            )
        },
        derived=[CODED],
    )
    outcome = data.run(compare(col("LS", previous()), "=", "A"), rel=KEPT)
    assert outcome.rows == ("Episodes row 1", "Episodes row 2")
    assert outcome.verdicts == ("passes", "unknown")
    assert data.verdicts(ty.Position(HERE, KEPT, "first"), rel=KEPT) == ["fails", "passes"]
    assert data.verdicts(ty.Any(ty.Rows(HERE, KEPT))) == ["passes", "passes", "passes", "fails"]
    assert data.verdicts(ty.Any(ty.Rows(HERE, KEPT, other=True))) == ["passes", "passes", "passes", "fails"]
    assert data.verdicts(ty.ExactlyOne(ty.Rows(HERE, KEPT, other=True))) == [
        "passes",
        "passes",
        "fails",
        "fails",
    ]


def test_one_row_per_key_preferring_some_and_then_the_first_in_order() -> None:
    pooled = ty.DerivedTable("Kept", EITHER_EPISODE, None, ("DECOM",), test("DEC", "present"), NOWHERE)
    data = Return(
        {"Episodes": episodes("1 01/04/2025 - A", "1 02/04/2025 - A", "1 x - A", "- 01/04/2025 - A")},
        {"Episodes": episodes("1 01/04/2025 05/04/2025 B", "1 02/04/2025 - A", "2 01/04/2025 - C")},
        derived=[pooled],
    )
    outcome = data.run(ty.Constant(True), rel=KEPT)
    assert outcome.rows == ("Episodes row 2", "last year's Episodes row 1", "last year's Episodes row 3")


def test_without_a_preferred_row_the_first_in_the_order_is_kept_however_the_file_stands() -> None:
    per_code = ty.DerivedTable("Kept", EPISODE, None, ("LS",), test("URN", "present"), NOWHERE)
    data = Return(
        {"Episodes": episodes("1 x - A", "1 02/04/2025 - A", "1 01/04/2025 - A", "1 x - B")},
        derived=[per_code],
    )
    assert data.run(ty.Constant(True), rel=KEPT).rows == ("Episodes row 3", "Episodes row 4")


def test_spells_are_runs_of_neighbouring_rows() -> None:
    data = Return(
        {
            "Episodes": episodes(
                "2 01/04/2025 - A",
                "1 05/04/2025 09/04/2025 A",
                "1 01/04/2025 05/04/2025 A",
                "1 10/04/2025 - A",
                "1 x 10/04/2025 A",
            )
        },
        spells=[PERIODS],
    )
    starts = [day("01/04/2025"), day("10/04/2025"), day("01/04/2025")]
    for number, start in enumerate(starts):
        found = data.verdicts(compare(col("START", rel=CARE), "=", start), rel=CARE)
        assert found[number] == "passes"
    assert data.verdicts(compare(col("END", rel=CARE), "=", day("09/04/2025")), rel=CARE) == [
        "passes",
        "unknown",
        "unknown",
    ]
    for name, numbers in (("EPISODES", [2, 1, 1]), ("DAYS", [8, None, None]), ("SHORTEST", [4, None, None])):
        column = ty.Col(HERE, CARE, name, ty.Kind.NUMBER)
        wanted = ["unknown" if number is None else "passes" for number in numbers]
        matching = [
            data.verdicts(compare(column, "=", float(number or 0)), rel=CARE)[place]
            for place, number in enumerate(numbers)
        ]
        assert matching == wanted


def test_a_condition_that_is_unknown_begins_a_new_spell() -> None:
    by_code = replace(PERIODS, together=compare("LS", "=", col("LS", previous())))
    data = Return(
        {"Episodes": episodes("1 01/04/2025 - A", "1 02/04/2025 - -", "1 03/04/2025 - A")}, spells=[by_code]
    )
    assert len(data.verdicts(ty.Constant(True), rel=CARE)) == 3
    kept = replace(by_code, where=test("LS", "present"))
    data = replace(data, spells=[kept])
    assert data.run(ty.Constant(True), rel=CARE).rows == ("Care of Episodes row 1 to Episodes row 3",)


def test_the_spell_that_a_row_lies_in() -> None:
    data = Return(
        {"Episodes": episodes("1 01/04/2025 05/04/2025 A", "1 05/04/2025 - A", "1 x - A")}, spells=[PERIODS]
    )
    spell = ty.SpellOf(HERE, CARE)
    assert data.verdicts(compare(col("START", spell, CARE), "=", day("01/04/2025"))) == [
        "passes",
        "passes",
        "unknown",
    ]
    assert data.verdicts(ty.Exists(spell)) == ["passes", "passes", "fails"]


def test_spells_belong_to_their_child_and_have_neighbours() -> None:
    data = Return(
        {
            "Header": frame("CHILD", "1", "2"),
            "Reviews": frame("CHILD REVIEW", "1 02/04/2025", "1 07/04/2025", "2 02/04/2025"),
            "Episodes": episodes("1 01/04/2025 05/04/2025 A", "1 08/04/2025 - A"),
        },
        spells=[PERIODS],
    )
    start, end = ty.Col(HERE, CARE, "START", ty.Kind.DATE), ty.Col(HERE, CARE, "END", ty.Kind.DATE)
    reviewed = ty.Col(ty.This(), REVIEW, "REVIEW", ty.Kind.DATE)
    inside = ty.And(
        (
            compare(start, "<=", reviewed),
            ty.Or((test(end, "missing"), compare(reviewed, "<", end))),
        )
    )
    assert data.verdicts(ty.Any(ty.Rows(HERE, CARE, inside)), rel=REVIEW) == ["passes", "fails", "fails"]
    count = ty.Aggregate("count", ty.Rows(HERE, CARE), None, ty.Kind.NUMBER)
    assert data.verdicts(compare(count, "=", 2.0), rel=HEADER) == ["passes", "fails"]
    assert data.verdicts(ty.ExactlyOne(ty.Rows(HERE, CARE, other=True)), rel=CARE) == ["passes", "passes"]
    gap = ty.Elapsed("days", ty.Col(previous(), CARE, "END", ty.Kind.DATE), start)
    assert data.verdicts(compare(gap, "=", 3.0), rel=CARE) == ["unknown", "passes"]
    latest = ty.Pick("latest", ty.Rows(HERE, CARE))
    assert data.verdicts(compare(ty.Col(latest, CARE, "START", ty.Kind.DATE), ">", start), rel=CARE) == [
        "passes",
        "fails",
    ]


def test_spells_of_a_derived_table() -> None:
    of_kept = replace(PERIODS, source=KEPT)
    data = Return(
        {
            "Episodes": episodes(
                "1 01/04/2025 05/04/2025 A", "1 02/04/2025 03/04/2025 -", "1 05/04/2025 06/04/2025 B"
            )
        },
        derived=[CODED],
        spells=[of_kept],
    )
    days = ty.Col(HERE, CARE, "DAYS", ty.Kind.NUMBER)
    assert data.verdicts(compare(days, "=", lit(5.0)), rel=CARE) == ["passes"]
    assert data.verdicts(ty.Exists(ty.SpellOf(HERE, CARE))) == ["passes", "fails", "passes"]
