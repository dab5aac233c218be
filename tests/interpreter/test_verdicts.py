"""Verdicts, the cells that are flagged, and rules that cannot be run."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from lacdsl.interpreter import FlaggedCell
from lacdsl.semantics import typed as ty
from tests.interpreter.small import (
    CHILD,
    EITHER_EPISODE,
    EPISODE,
    HEADER,
    HERE,
    LAST_EPISODE,
    NOWHERE,
    PROVIDER,
    REVIEW,
    Return,
    col,
    compare,
    day,
    episodes,
    frame,
    previous,
    rule,
    test,
)

NEVER = ty.Constant(False)
TWO = Return({"Episodes": episodes("1 01/04/2025 - A", "1 02/04/2025 - B", "1 03/04/2025 - -")})


def flagged(data: Return, *flags: ty.Flag, rel: ty.Rel | None = EPISODE, where: ty.Expr | None = None) -> Any:
    """For every failing row its cells, short: `Episodes this 0 LS`."""
    outcome = data.run(NEVER, where, rel, flags=flags)
    return {
        finding.row: [f"{cell.table} {cell.year} {cell.row} {cell.column}" for cell in finding.cells]
        for finding in outcome.findings
    }


def test_each_row_has_exactly_one_verdict() -> None:
    data = Return(
        {"Episodes": episodes("1 01/04/2025 - A", "1 x - A", "1 02/04/2025 - A", "1 - - B", "1 - - -")}
    )
    outcome = data.run(compare("DECOM", "=", day("01/04/2025")), compare("LS", "=", "A"))
    assert outcome.status == "ran" and outcome.reason == ""
    assert outcome.verdicts == ("passes", "unknown", "fails", "n/a", "n/a")
    assert [finding.row for finding in outcome.findings] == [2]


def test_cells_are_flagged_once_and_in_the_order_of_the_flags() -> None:
    cells = flagged(
        TWO,
        ty.Flag(HERE, EPISODE, "LS"),
        ty.Flag(previous(), EPISODE, "LS"),
        ty.Flag(HERE, EPISODE, "LS"),
        ty.Flag(HERE, EPISODE, "URN"),  # not in the file
        ty.Flag(ty.One(HERE, HEADER), HEADER, "DOB"),  # no such row
        where=compare("LS", "=", "B"),
    )
    assert cells == {1: ["Episodes this 1 LS", "Episodes this 0 LS", "Episodes this 1 URN"]}


def test_flags_of_many_rows_and_of_last_year() -> None:
    data = replace(TWO, last={"Episodes": episodes("2 01/01/2025 - A", "1 01/01/2025 - B")})
    rows = ty.Rows(HERE, EITHER_EPISODE, test("LS", "present"))
    found = flagged(data, ty.Flag(rows, EITHER_EPISODE, "LS"), where=test("LS", "missing"))
    assert found == {2: ["Episodes this 0 LS", "Episodes this 1 LS", "Episodes last 1 LS"]}
    assert flagged(data, ty.Flag(HERE, LAST_EPISODE, "LS"), rel=LAST_EPISODE)[1] == ["Episodes last 1 LS"]
    assert list(flagged(data, rel=EITHER_EPISODE)) == [0, 1, 2, 3, 4]


def test_rows_of_derived_tables_and_spells_flag_the_rows_they_are_made_of() -> None:
    kept = ty.DerivedTable("Kept", EPISODE, compare("LS", "=", "B"), (), None, NOWHERE)
    end = ty.Moment("end", ty.Kind.DATE)
    spells = ty.Spells(
        "All",
        EPISODE,
        None,
        ty.Constant(True),
        (
            ty.SpellColumn("START", "first", col("DECOM"), ty.Kind.DATE),
            ty.SpellColumn("END", "last", ty.OrElse(col("DEC"), end, ty.Kind.DATE), ty.Kind.DATE),
            ty.SpellColumn("N", "count", None, ty.Kind.NUMBER),
            ty.SpellColumn("SHIFTED", "last", ty.Shift(col("DEC"), 1, "days"), ty.Kind.DATE),
        ),
        NOWHERE,
    )
    data = replace(TWO, derived=[kept], spells=[spells])
    derived, made = ty.Rel("derived", "Kept"), ty.Rel("spells", "All")
    assert flagged(data, ty.Flag(HERE, derived, "DEC"), rel=derived) == {0: ["Episodes this 1 DEC"]}
    flags = [ty.Flag(HERE, made, name) for name in ("START", "N", "END", "SHIFTED")]
    assert flagged(data, *flags, rel=made) == {0: ["Episodes this 0 DECOM", "Episodes this 2 DEC"]}


def test_neither_children_nor_reference_tables_have_cells_to_flag() -> None:
    data = replace(TWO, reference={"Provider": frame("URN", "1")})
    own = ty.Flag(ty.Pick("first", ty.Rows(HERE, EPISODE)), EPISODE, "LS")
    for flag in (
        ty.Flag(HERE, CHILD, "CHILD"),
        ty.Flag(ty.Pick("first", ty.Rows(HERE, PROVIDER)), PROVIDER, "URN"),
    ):
        assert flagged(data, flag, own, rel=CHILD) == {0: ["Episodes this 0 LS"]}
    assert flagged(data, ty.Flag(HERE, PROVIDER, "URN"), rel=PROVIDER) == {0: []}
    assert flagged(data, own, rel=None) == {0: ["Episodes this 0 LS"]}


REVIEWED = ty.Flag(ty.Rows(HERE, REVIEW), REVIEW, "HOW")


def test_a_row_without_a_flagged_cell_is_pointed_at_itself() -> None:
    data = replace(TWO, last={"Episodes": episodes("- 01/01/2025 - A")})
    assert flagged(data, REVIEWED) == {n: [f"Episodes this {n} CHILD"] for n in range(3)}
    assert flagged(data, REVIEWED, rel=LAST_EPISODE) == {0: ["Episodes last 0 CHILD"]}
    kept = ty.DerivedTable("Kept", EPISODE, compare("LS", "=", "B"), (), None, NOWHERE)
    start = ty.SpellColumn("START", "first", col("DECOM"), ty.Kind.DATE)
    spells = ty.Spells("All", EPISODE, test("LS", "present"), ty.Constant(True), (start,), NOWHERE)
    data = replace(data, derived=[kept], spells=[spells])
    assert flagged(data, REVIEWED, rel=ty.Rel("derived", "Kept")) == {0: ["Episodes this 1 CHILD"]}
    assert flagged(data, REVIEWED, rel=ty.Rel("spells", "All")) == {0: ["Episodes this 0 CHILD"]}


def test_a_child_without_a_flagged_cell_is_pointed_at_in_the_first_table_that_has_it() -> None:
    tables = {
        "Reviews": frame("CHILD REVIEW HOW", "3 01/05/2025 a", "1 01/05/2025 -"),
        "Episodes": episodes("2 02/04/2025 - A", "2 01/04/2025 - A", "1 01/04/2025 - A"),
    }
    data = Return(tables, last={"Header": frame("CHILD DOB", "1 -", "4 -")})
    assert flagged(data, REVIEWED, rel=CHILD) == {
        0: ["Reviews this 1 HOW"],
        1: ["Episodes this 1 CHILD"],
        2: ["Reviews this 0 HOW"],
        3: ["Header last 1 CHILD"],
    }


def test_a_rule_is_not_run_when_something_that_it_needs_is_not_there() -> None:
    needs = (ty.Need(EPISODE, "LS"), ty.Need(LAST_EPISODE), ty.Need(EPISODE, "PL_LA"))
    outcome = TWO.run(NEVER, needs=needs)
    assert outcome.status == "not run"
    assert outcome.reason == (
        "last year's table Episodes was not supplied; column PL_LA of Episodes is missing from the files, "
        "and cannot be worked out"
    )
    assert (outcome.verdicts, outcome.findings) == ((), ())
    assert TWO.interpreter().explain(rule(NEVER, needs=needs), 0).outcome == "not run"


def test_a_table_that_may_be_absent_has_no_rows() -> None:
    optional = ty.Rel("table", "Reviews", "last", optional=True)
    data = replace(TWO, tables=dict(TWO.tables))
    assert data.verdicts(ty.Any(ty.Rows(HERE, optional))) == ["fails"] * 3
    assert data.run(NEVER, rel=replace(REVIEW, optional=True)).status == "ran"


def test_tables_are_left_as_they_were_and_their_index_means_nothing() -> None:
    tables = {"Episodes": TWO.tables["Episodes"].set_index(pd.Index([7, 7, 7]))}
    before = tables["Episodes"].copy()
    outcome = Return(tables).run(compare("LS", "=", "A"), flags=(ty.Flag(HERE, EPISODE, "LS"),))
    assert outcome.verdicts == ("passes", "fails", "unknown")
    assert outcome.findings[0].cells == (FlaggedCell("Episodes", "this", 1, "LS"),)
    pd.testing.assert_frame_equal(tables["Episodes"], before)


def test_typed_columns_and_repeated_headings() -> None:
    table = pd.DataFrame(
        {
            "CHILD": pd.Series([1, 2], dtype="Int64"),
            "DECOM": pd.to_datetime(pd.Series(["2025-04-01", None])),
            "LS": pd.Categorical(["A", None]),
        }
    )
    data = Return(
        {"Episodes": pd.concat([table, table.rename(columns={"DECOM": "LS", "LS": "DECOM"})], axis=1)}
    )
    assert data.verdicts(compare("DECOM", "=", day("01/04/2025"))) == ["passes", "unknown"]
    assert data.verdicts(compare("LS", "=", "A")) == ["passes", "unknown"]


odd_cells = st.one_of(
    st.none(),
    st.text(max_size=4),
    st.sampled_from(["1", "1.0", "01/04/2025", "31/02/2025", "zz/04/2025", "AB1 1AA"]),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(date(1, 1, 1)),
    st.datetimes(datetime(1700, 1, 1), datetime(2200, 1, 1)),
    st.binary(max_size=3),
    st.just(pd.NaT),
    st.just(pd.NA),
)
odd_rows = st.lists(st.lists(odd_cells, min_size=7, max_size=7), max_size=4)


@given(odd_rows, odd_rows)
def test_no_data_can_make_it_stumble(this: list[list[Any]], last: list[list[Any]]) -> None:
    names = ["CHILD", "DECOM", "LS", "DEC", "HOME", "PL_POST", "URN"]
    first, second = (pd.DataFrame(rows, columns=names, dtype=object) for rows in (this, last))
    codes = first[["PL_POST", "URN", "HOME", "LS"]].set_axis(["POSTCODE", "LA_CODE", "EAST", "NORTH"], axis=1)
    data = Return({"Episodes": first}, {"Episodes": second}, {"Postcode": codes})
    must = ty.Or(
        (
            compare(ty.Shift(col("DEC", previous()), 3000, "years"), "=", col("DECOM")),
            compare(ty.Elapsed("working days", col("DECOM"), col("DEC")), ">", 3.0),
            compare("PL_DISTANCE", ">", 1.0),
            ty.Unique(EPISODE, (col("URN"), col("PL_LOCATION"))),
            ty.Any(ty.Rows(HERE, EITHER_EPISODE, ty.Same(col("LS"), col("LS", ty.This())), other=True)),
        )
    )
    outcome = data.run(must, flags=(ty.Flag(HERE, EPISODE, "LS"),))
    assert len(outcome.verdicts) == len(this)
    assert len(outcome.findings) == outcome.verdicts.count("fails")
