"""Dates of which a part is not known."""

from __future__ import annotations

from datetime import date

import pytest

from lacdsl.values import Partial, first_possible, last_possible, read_partial


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("15/03/2020", date(2020, 3, 15), date(2020, 3, 15)),
        ("zz/02/2020", date(2020, 2, 1), date(2020, 2, 29)),
        ("ZZ/02/2021", date(2021, 2, 1), date(2021, 2, 28)),
        ("zz/zz/2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("30/zZ/2020", date(2020, 1, 30), date(2020, 12, 30)),
        ("29/02/zzzz", None, None),
        ("zz/zz/ZZZZ", None, None),
    ],
)
def test_the_earliest_and_the_latest_date_that_fit(text: str, first: date | None, last: date | None) -> None:
    partial = read_partial(text)
    assert partial is not None
    assert (first_possible(partial), last_possible(partial)) == (first, last)
    assert str(partial) == text.upper()


@pytest.mark.parametrize(
    "text",
    [
        "zz/zz/zz",  # two letters for a year
        "z/03/2020",
        "1/3/2020",
        "32/zz/2020",
        "31/04/zzzz",
        "29/02/2021",
        "zz/13/2020",
        "00/zz/2020",
        "zz/00/2020",
        "zz/zz/0000",
        "2020",
        "",
    ],
)
def test_what_no_real_date_can_look_like_is_refused(text: str) -> None:
    assert read_partial(text) is None


def test_only_a_date_with_all_its_parts_is_complete() -> None:
    assert Partial(1, 2, 2020).complete == date(2020, 2, 1)
    assert Partial(None, 2, 2020).complete is None
