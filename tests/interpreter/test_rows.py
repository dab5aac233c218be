"""Which rows belong together, and in which order."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pandas as pd

from lacdsl.semantics import typed as ty
from tests.interpreter.small import (
    CHILD,
    CONTACT,
    EITHER_EPISODE,
    EPISODE,
    HEADER,
    HERE,
    LAST_EPISODE,
    OC2,
    PROVIDER,
    REVIEW,
    THIS,
    Return,
    col,
    compare,
    day,
    episodes,
    frame,
    previous,
    test,
)  # fmt: skip

FIRST = ty.Position(HERE, EPISODE, "first")
LAST = ty.Position(HERE, EPISODE, "last")


def test_neighbours_stand_in_the_declared_order_within_the_child() -> None:
    data = Return(
        {
            "Episodes": episodes(
                "1 01/06/2025 - C", "2 01/01/2025 - X", "1 01/04/2025 - A", " 1 01/05/2025 - B"
            )
        }
    )
    before = col("LS", previous())
    assert data.verdicts(compare(before, "=", "B")) == ["passes", "unknown", "unknown", "fails"]
    assert data.verdicts(compare(col("LS", previous(-2)), "=", "A")) == [
        "passes",
        "unknown",
        "unknown",
        "unknown",
    ]
    assert data.verdicts(compare(col("LS", previous(1)), "=", "B")) == [
        "unknown",
        "unknown",
        "passes",
        "fails",
    ]
    assert data.verdicts(FIRST) == ["fails", "passes", "passes", "fails"]
    assert data.verdicts(LAST) == ["passes", "passes", "fails", "fails"]


def test_a_row_without_its_first_order_column_or_its_parent_has_no_place() -> None:
    data = Return(
        {"Episodes": episodes("1 01/04/2025 - A", "1 - - B", "1 31/02/2025 - C", "- 01/05/2025 - D")}
    )
    exists = ty.Exists(previous())
    assert data.verdicts(ty.Or((exists, ty.Exists(previous(1)), FIRST, LAST))) == [
        "passes",
        "fails",
        "fails",
        "fails",
    ]
    assert data.verdicts(test(col("LS", previous()), "missing")) == ["passes"] * 4


def test_ties_are_settled_by_content_so_that_the_sequence_in_the_file_never_matters() -> None:
    rows = ["1 01/04/2025 01/05/2025 A", "1 01/04/2025 01/05/2025 B", "1 01/04/2025 x -", "1 01/04/2025 - D"]
    for shuffled in permutations(rows):
        data = Return({"Episodes": episodes(*shuffled)})
        found = dict(zip(shuffled, data.verdicts(compare(col("LS", previous()), "=", "B")), strict=True))
        assert found == {rows[0]: "unknown", rows[1]: "fails", rows[2]: "passes", rows[3]: "unknown"}


def test_ends_that_are_no_dates_stand_by_their_text_and_blank_ones_last() -> None:
    rows = ["1 01/04/2025 31/06/2025 A", "1 01/04/2025 soon A", "1 01/04/2025 - A"]
    for shuffled in permutations(rows):
        data = Return({"Episodes": episodes(*shuffled)})
        assert shuffled[data.verdicts(FIRST).index("passes")] == rows[0]
        assert shuffled[data.verdicts(LAST).index("passes")] == rows[2]


def test_equal_rows_of_both_years_stand_this_year_first() -> None:
    data = Return(
        {"Episodes": episodes("1 01/04/2025 - A")},
        {"Episodes": episodes("1 01/04/2025 - A", "1 01/03/2025 - Z")},
    )
    assert data.verdicts(ty.Exists(previous()), rel=EITHER_EPISODE) == ["passes", "passes", "fails"]
    assert data.verdicts(compare(col("LS", previous()), "=", "Z"), rel=EITHER_EPISODE) == [
        "passes",
        "fails",
        "unknown",
    ]
    assert data.verdicts(ty.Exists(previous())) == ["fails"]
    assert data.verdicts(ty.Exists(previous()), rel=LAST_EPISODE) == ["passes", "fails"]


def test_one_row_above_or_beside() -> None:
    data = Return(
        {
            "Header": frame("CHILD DOB", "1 01/01/2010", "2 02/02/2012", "- 03/03/2013"),
            "OC2": frame("CHILD SCORE", "1 5", "2 6"),
            "Episodes": episodes(
                "2 01/04/2025 - A", " 1 01/04/2025 - A", "3 01/04/2025 - A", "- 01/04/2025 - A"
            ),
        },
        {"Header": frame("CHILD DOB", "2 09/09/2009")},
    )
    born = col("DOB", ty.One(HERE, HEADER), HEADER)
    assert data.verdicts(compare(born, "=", day("02/02/2012"))) == ["passes", "fails", "unknown", "unknown"]
    last = col("DOB", ty.One(HERE, replace(HEADER, year="last")), HEADER)
    assert data.verdicts(compare(last, "=", day("09/09/2009"))) == ["passes", "unknown", "unknown", "unknown"]
    score = col("SCORE", ty.One(HERE, OC2), OC2)
    assert data.verdicts(compare(score, "=", 5.0)) == ["fails", "passes", "unknown", "unknown"]
    assert data.verdicts(ty.Exists(ty.One(HERE, HEADER))) == ["passes", "passes", "fails", "fails"]


def test_numbers_of_children_are_one_key_whatever_their_type() -> None:
    data = Return(
        {
            "Header": pd.DataFrame({"CHILD": [1.0, float("nan")], "SEX": [1, 2]}),
            "Episodes": episodes("1 01/04/2025 - A"),
        }
    )
    assert data.verdicts(compare(col("SEX", ty.One(HERE, HEADER), HEADER), "=", "1")) == ["passes"]


def test_of_several_rows_with_one_key_the_first_in_the_order_counts() -> None:
    head = frame("CHILD SEX", "1 2", "1 1")
    data = Return({"Header": head, "Episodes": episodes("1 01/04/2025 - A")})
    assert data.verdicts(compare(col("SEX", ty.One(HERE, HEADER), HEADER), "=", "1")) == ["passes"]
    reviews = frame("CHILD REVIEW HOW", "1 x C", "1 02/01/2025 B", "1 - A")
    single = col("HOW", ty.One(HERE, REVIEW), REVIEW)
    data = Return({"Reviews": reviews, "Header": frame("CHILD", "1")})
    assert data.verdicts(compare(single, "=", "B"), rel=HEADER) == ["passes"]


def test_rows_below_an_episode_are_linked_by_its_whole_key() -> None:
    data = Return(
        {
            "Episodes": episodes("1 01/04/2025 - A", "1 01/05/2025 - B", "2 x - C"),
            "Contacts": frame(
                "CHILD DECOM SEEN", "1 01/05/2025 02/05/2025", "1 01/05/2025 03/05/2025", "2 x -"
            ),
            "Reviews": frame("CHILD REVIEW", "1 02/05/2025"),
        }
    )
    assert data.verdicts(ty.Any(ty.Rows(HERE, CONTACT))) == ["fails", "passes", "fails"]
    assert data.verdicts(compare(col("LS", ty.One(HERE, EPISODE)), "=", "B"), rel=CONTACT) == [
        "passes",
        "passes",
        "unknown",
    ]
    assert data.verdicts(ty.Any(ty.Rows(HERE, REVIEW)), rel=CONTACT) == ["passes", "passes", "fails"]
    count = ty.Aggregate("count", ty.Rows(HERE, CONTACT), None, ty.Kind.NUMBER)
    assert data.verdicts(compare(count, "=", 2.0), rel=REVIEW) == ["passes"]


def test_any_is_unknown_only_where_an_unknown_row_could_decide() -> None:
    data = Return(
        {"Episodes": episodes("1 01/04/2025 - A", "1 01/05/2025 - -", "2 01/04/2025 - -", "3 01/04/2025 - B")}
    )
    is_a = compare("LS", "=", "A")
    assert data.verdicts(ty.Any(ty.Rows(HERE, EPISODE, is_a))) == ["passes", "passes", "unknown", "fails"]
    assert data.verdicts(ty.ExactlyOne(ty.Rows(HERE, EPISODE, is_a))) == [
        "unknown",
        "unknown",
        "unknown",
        "fails",
    ]
    others = ty.Rows(HERE, EPISODE, is_a, other=True)
    assert data.verdicts(ty.Any(others)) == ["unknown", "passes", "fails", "fails"]
    assert data.verdicts(ty.ExactlyOne(ty.Rows(HERE, EPISODE))) == ["fails", "fails", "passes", "passes"]


def test_this_is_the_row_of_the_rule_inside_a_quantifier() -> None:
    data = Return({"Episodes": episodes("1 01/04/2025 - A", "1 01/05/2025 - A", "1 01/06/2025 - B")})
    later = ty.And((compare(col("DECOM"), ">", col("DECOM", THIS)), ty.Same(col("LS"), col("LS", THIS))))
    assert data.verdicts(ty.Any(ty.Rows(HERE, EPISODE, later))) == ["passes", "fails", "fails"]
    nested = ty.Any(
        ty.Rows(HERE, EPISODE, ty.Any(ty.Rows(HERE, EPISODE, compare(col("LS"), "<>", col("LS", THIS)))))
    )
    assert data.verdicts(nested) == ["passes", "passes", "passes"]


def test_rows_anywhere_that_must_equal_a_value() -> None:
    data = Return({"Header": frame("CHILD UPN", "1 A", "2 a", "3 B", "4 -", "5 -")})
    upn = col("UPN", rel=HEADER)
    rows = ty.Rows(HERE, HEADER, other=True, anywhere=True, equal=((upn, upn),))
    assert data.verdicts(ty.Not(ty.Any(rows)), rel=HEADER) == [
        "fails",
        "fails",
        "passes",
        "unknown",
        "unknown",
    ]
    assert data.verdicts(ty.ExactlyOne(rows), rel=HEADER) == [
        "passes",
        "passes",
        "fails",
        "unknown",
        "unknown",
    ]
    count = ty.Aggregate("count", rows, None, ty.Kind.NUMBER)
    assert data.verdicts(compare(count, "=", 1.0), rel=HEADER) == [
        "passes",
        "passes",
        "fails",
        "unknown",
        "unknown",
    ]


def test_reference_rows_are_found_by_value() -> None:
    providers = frame("URN REG_END", "7 01/01/2020", "- 01/01/2021")
    tables = {"Episodes": frame("CHILD URN DECOM", "1 7 01/04/2025", "1 8 01/05/2025", "1 - 01/06/2025")}
    data = Return(tables, reference={"Provider": providers})
    rows = ty.Rows(HERE, PROVIDER, equal=((col("URN", rel=PROVIDER), col("URN")),))
    assert data.verdicts(ty.Any(rows)) == ["passes", "fails", "unknown"]
    end = col("REG_END", ty.Pick("first", rows), PROVIDER)
    assert data.verdicts(compare(end, "<", day("01/04/2025"))) == ["passes", "unknown", "unknown"]


def test_first_and_latest_row_leave_out_those_without_a_place() -> None:
    data = Return(
        {
            "Header": frame("CHILD", "1", "2"),
            "Episodes": episodes("1 01/05/2025 - B", "1 - - C", "1 01/04/2025 - A", "2 x - Z"),
        }
    )
    for which, code in (("first", "A"), ("latest", "B")):
        row = ty.Pick(which, ty.Rows(HERE, EPISODE))  # type: ignore[arg-type]
        assert data.verdicts(compare(col("LS", row), "=", code), rel=HEADER) == ["passes", "unknown"]
        assert data.verdicts(ty.Exists(row), rel=HEADER) == ["passes", "fails"]
    latest_a = ty.Pick("latest", ty.Rows(HERE, EPISODE, compare("LS", "=", "A")))
    assert data.verdicts(ty.Exists(ty.Neighbour(latest_a, 1)), rel=HEADER) == ["passes", "fails"]
    assert data.verdicts(ty.Position(latest_a, EPISODE, "first"), rel=HEADER) == ["passes", "fails"]
    assert data.verdicts(ty.Any(ty.Rows(latest_a, EPISODE)), rel=HEADER) == ["passes", "fails"]


def test_latest_of_all_children_is_by_date_and_not_by_child() -> None:
    data = Return({"Episodes": episodes("2 01/04/2025 - A", "1 01/05/2025 - B", "3 01/04/2025 - C")})
    row = ty.Pick("latest", ty.Rows(HERE, EPISODE, anywhere=True))
    assert data.verdicts(compare(col("LS", row), "=", "B")) == ["passes"] * 3


def test_totals_leave_out_what_has_no_value() -> None:
    data = Return(
        {
            "Header": frame("CHILD", "1", "2", "3"),
            "Episodes": episodes(
                "1 01/04/2025 05/04/2025 A", "1 01/05/2025 - A", "1 x 01/06/2025 -", "2 01/05/2025 - A"
            ),
        }
    )
    rows = ty.Rows(HERE, EPISODE)
    length = ty.Elapsed("days", col("DECOM"), col("DEC"))
    total = ty.Aggregate("sum", rows, length, ty.Kind.NUMBER)
    assert data.verdicts(compare(total, "=", 4.0), rel=HEADER) == ["passes", "unknown", "unknown"]
    ends = ty.Aggregate("max", rows, col("DEC"), ty.Kind.DATE)
    assert data.verdicts(compare(ends, "=", day("01/06/2025")), rel=HEADER) == [
        "passes",
        "unknown",
        "unknown",
    ]
    coded = ty.Aggregate("count", replace(rows, where=compare("LS", "=", "A")), None, ty.Kind.NUMBER)
    assert data.verdicts(compare(coded, "=", 2.0), rel=HEADER) == ["passes", "fails", "fails"]
    assert data.verdicts(compare(coded, "=", 0.0), rel=HEADER) == ["fails", "fails", "passes"]


def test_a_define_sees_its_own_row_as_here_and_this() -> None:
    data = Return({"Episodes": episodes("1 01/04/2025 - A", "1 01/05/2025 - B")})
    is_b = ty.At(previous(1), compare(col("LS", THIS), "=", "B"), ty.Kind.TRUTH, "is_b")
    assert data.verdicts(is_b) == ["passes", "unknown"]
    code = ty.At(previous(1), col("LS"), ty.Kind.TEXT, "code")
    assert data.verdicts(test(code, "missing")) == ["fails", "passes"]
    via = ty.Via(previous(1), ty.Neighbour(THIS, -1))
    assert data.verdicts(compare(col("LS", via), "=", "A")) == ["passes", "unknown"]


def test_the_entity_has_a_row_for_every_key_in_any_table_of_either_year() -> None:
    data = Return(
        {"Header": frame("CHILD", "b", "-"), "Episodes": episodes("B 01/04/2025 - A", "c 01/04/2025 - A")},
        {"OC2": frame("CHILD SCORE", "A 1")},
    )
    outcome = data.run(ty.Any(ty.Rows(HERE, EPISODE)), rel=CHILD)
    assert outcome.rows == ("CHILD A", "CHILD B", "CHILD C")
    assert outcome.verdicts == ("fails", "passes", "passes")
    assert data.verdicts(ty.Exists(ty.One(HERE, HEADER)), rel=CHILD) == ["fails", "passes", "fails"]
    child = ty.One(HERE, CHILD)
    assert data.verdicts(compare(col("CHILD", child, CHILD), "=", "C")) == ["fails", "passes"]


def test_everything_belongs_to_the_whole_return() -> None:
    data = Return({"Episodes": episodes("1 01/04/2025 - A", "2 01/05/2025 - B", "- 01/05/2025 - C")})
    count = ty.Aggregate("count", ty.Rows(HERE, EPISODE), None, ty.Kind.NUMBER)
    assert data.verdicts(compare(count, "=", 3.0), rel=None) == ["passes"]
    assert data.verdicts(ty.Any(ty.Rows(THIS, REVIEW)), rel=None) == ["fails"]
