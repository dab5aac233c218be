"""Which rows a finding shows, where they are not simply the rule's own, on more data than a readable example holds."""

from __future__ import annotations

import pandas as pd
import pytest

import lacdsl

YEAR = "2026-27"

Rows = list[dict[str, str]]
Tables = dict[str, Rows]


def flagged(code: str, this: Tables, last: Tables | None = None) -> set[str]:
    """The rows of the findings of one rule, as `Table row` or `last Table row`."""
    rules = lacdsl.load_ruleset(f"dfe/lac/{YEAR}")

    def frames(tables: Tables) -> dict[str, pd.DataFrame]:
        return {
            name: pd.DataFrame(rows, columns=list(rules.model.tables[name].columns), dtype=object)
            for name, rows in tables.items()
        }

    report = lacdsl.check(
        frames(this),
        rules,
        last_year=frames(last) if last else None,
        collection=lacdsl.Collection(year=YEAR),
        only=[code],
    )
    assert report.rules["status"].tolist() == ["ran"], report.rules["reason"].tolist()
    return {
        f"{'last ' if row.year == 'last' else ''}{row.table} {row.row}"
        for row in report.findings.itertuples()
    }


OPEN_LAST_YEAR: Tables = {
    "Missing": [
        {"CHILD": "1", "MIS_START": "01/02/2026"},
        {"CHILD": "1", "MIS_START": "01/01/2026", "MIS_END": "05/01/2026"},
    ],
}
ORDER_LAST_YEAR: Tables = {
    "DoLo": [
        {"CHILD": "1", "DOLO_START": "01/02/2026"},
        {"CHILD": "1", "DOLO_START": "01/01/2026"},
    ],
}


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        ([], {"last Missing 0"}),
        ([{"CHILD": "1", "MIS_START": "01/02/2026"}], set()),
        (
            [{"CHILD": "1", "MIS_START": "02/05/2026"}, {"CHILD": "1", "MIS_START": "02/02/2026"}],
            {"Missing 1"},
        ),
        ([{"CHILD": "1"}, {"CHILD": "1", "MIS_START": "soon"}], {"Missing 0", "Missing 1"}),
    ],
    ids=["no row", "carried on", "the first row", "no row with a start"],
)
def test_absence_not_carried_on(now: Rows, shown: set[str]) -> None:
    assert flagged("576", {"Missing": now}, OPEN_LAST_YEAR) == shown


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        ([], {"last DoLo 0"}),
        ([{"CHILD": "1", "DOLO_START": "01/02/2026"}], set()),
        (
            [{"CHILD": "1", "DOLO_START": "02/05/2026"}, {"CHILD": "1", "DOLO_START": "02/02/2026"}],
            {"DoLo 1"},
        ),
        ([{"CHILD": "1", "DOLO_START": "soon"}], {"last DoLo 0"}),
    ],
    ids=["no row", "carried on", "the first row", "no row with a start"],
)
def test_order_not_carried_on(now: Rows, shown: set[str]) -> None:
    assert flagged("706", {"DoLo": now}, ORDER_LAST_YEAR) == shown


@pytest.mark.parametrize(
    ("mother", "shown"),
    [
        ("", {"Episodes 0", "Episodes 1", "Header 0", "Reviews 0"}),
        ("0", {"Episodes 0", "Episodes 1", "Header 0", "Reviews 0", "Reviews 1"}),
    ],
    ids=["reviews only", "said whether a mother"],
)
def test_details_of_a_child_with_short_breaks_only(mother: str, shown: set[str]) -> None:
    tables: Tables = {
        "Header": [{"CHILD": "1", "MOTHER": mother}],
        "Episodes": [{"CHILD": "1", "LS": "V3"}, {"CHILD": "1", "LS": "V4"}, {"CHILD": "2", "LS": "V3"}],
        "Reviews": [{"CHILD": "1", "REVIEW_CODE": "PN1"}, {"CHILD": "1"}],
    }
    assert flagged("399", tables) == shown


def test_placement_order_and_its_decisions() -> None:
    tables: Tables = {
        "Episodes": [
            {"CHILD": "1", "LS": "E1", "DECOM": "01/05/2026"},
            {"CHILD": "2", "LS": "E1", "DECOM": "01/05/2026", "DEC": "01/06/2026"},
            {"CHILD": "3", "LS": "E1", "DECOM": "01/05/2026"},
            {"CHILD": "3", "LS": "C2", "DECOM": "01/04/2026"},
        ],
        "PlacedAdoption": [
            {"CHILD": "1", "DATE_PLACED": "01/04/2026"},
            {"CHILD": "1", "DATE_PLACED": "01/01/2026", "REASON_PLACED_CEASED": "RD1"},
            {"CHILD": "2", "DATE_PLACED": "01/01/2026", "REASON_PLACED_CEASED": "RD1"},
            {"CHILD": "3", "DATE_PLACED_CEASED": "01/06/2026"},
        ],
    }
    assert flagged("553", tables) == {"PlacedAdoption 1", "Episodes 2", "PlacedAdoption 3"}


def test_incomplete_reversals_are_shown_with_the_episode() -> None:
    tables: Tables = {
        "Episodes": [
            {"CHILD": "1", "PLACE": "A3", "REC": "E4A"},
            {"CHILD": "2", "LS": "E1", "REC": "E4A"},
            {"CHILD": "2", "LS": "E1", "REC": "E11"},
        ],
        "PlacedAdoption": [
            {"CHILD": "1", "DATE_PLACED_CEASED": "01/06/2026", "REASON_PLACED_CEASED": "RD1"},
            {"CHILD": "1", "DATE_PLACED_CEASED": "01/06/2026"},
        ],
    }
    assert flagged("557", tables) == {"Episodes 0", "Episodes 1", "PlacedAdoption 1"}


def test_all_episodes_are_shown_with_permanence_from_before_2016() -> None:
    tables: Tables = {
        "Episodes": [
            {"CHILD": "1", "DECOM": "31/03/2016"},
            {"CHILD": "1"},
            {"CHILD": "2", "DECOM": "01/04/2016"},
        ],
        "PrevPerm": [{"CHILD": "1", "PREV_PERM": "P1"}, {"CHILD": "2", "PREV_PERM": "P1"}],
    }
    assert flagged("634", tables) == {"PrevPerm 0", "Episodes 0", "Episodes 1"}


def test_a_date_that_is_none_is_shown_with_the_first_episode_or_alone() -> None:
    tables: Tables = {
        "Episodes": [{"CHILD": "1", "DECOM": "01/05/2026"}, {"CHILD": "1", "DECOM": "01/04/2026"}],
        "PrevPerm": [{"CHILD": "1", "DATE_PERM": "2012"}, {"CHILD": "2", "DATE_PERM": "2012"}],
    }
    assert flagged("632", tables) == {"PrevPerm 0", "Episodes 1", "PrevPerm 1"}


def test_placements_during_an_order_are_shown_and_no_others() -> None:
    tables: Tables = {
        "Episodes": [
            {"CHILD": "1", "DECOM": "01/04/2026", "DEC": "01/05/2026", "PLACE": "U6"},
            {"CHILD": "1", "DECOM": "01/05/2026", "DEC": "01/06/2026", "PLACE": "K2"},
            {"CHILD": "1", "DECOM": "01/06/2026", "PLACE": "U6"},
        ],
        "DoLo": [{"CHILD": "1", "DOLO_START": "01/05/2026", "DOLO_END": "31/05/2026"}],
    }
    assert flagged("709", tables) == {"DoLo 0", "Episodes 0"}
