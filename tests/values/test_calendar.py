"""Shifts, anniversaries and working days; and that whole columns are counted as single dates are."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacdsl.values import (
    NO_DAY,
    day_date,
    day_number,
    elapsed,
    elapsed_days,
    shift,
    shift_days,
    working_day_table,
    working_days,
)

days = st.one_of(
    st.dates(date(1800, 1, 1), date(2200, 12, 31)),
    st.builds(lambda y: date(4 * y, 2, 29), st.integers(451, 549).filter(lambda y: y % 25 or not y % 100)),
    st.builds(lambda d: d.replace(day=1) - timedelta(days=1), st.dates(date(1800, 2, 1), date(2200, 12, 31))),
)
policies = st.sampled_from(["28 February", "1 March"])
units = st.sampled_from(["days", "weeks", "months", "years"])


@pytest.mark.parametrize(
    ("start", "amount", "unit", "policy", "expected"),
    [
        (date(2012, 2, 29), 14, "years", "28 February", date(2026, 2, 28)),
        (date(2012, 2, 29), 14, "years", "1 March", date(2026, 3, 1)),
        (date(2012, 2, 29), 16, "years", "1 March", date(2028, 2, 29)),
        (date(2012, 2, 29), -1, "years", "1 March", date(2011, 3, 1)),
        (date(2012, 2, 29), 12, "months", "1 March", date(2013, 2, 28)),
        (date(2025, 1, 31), 1, "months", "1 March", date(2025, 2, 28)),
        (date(2025, 3, 31), -1, "months", "28 February", date(2025, 2, 28)),
        (date(2025, 1, 1), -2, "weeks", "28 February", date(2024, 12, 18)),
        (date(2025, 1, 1), 90, "days", "28 February", date(2025, 4, 1)),
    ],
)
def test_shifted_dates(start: date, amount: int, unit: Any, policy: Any, expected: date) -> None:
    assert shift(start, amount, unit, policy) == expected


@pytest.mark.parametrize("unit", ["days", "weeks", "months", "years"])
def test_a_date_outside_the_years_that_there_are_is_none(unit: Any) -> None:
    assert shift(date(9999, 12, 31), 1, unit, "28 February") is None
    assert shift(date(1, 1, 1), -1, unit, "28 February") is None
    assert shift(date(2025, 1, 1), 10**30, unit, "28 February") is None
    edge = np.array([day_number(date.max), day_number(date.min), NO_DAY, 0], dtype=np.int64)
    assert shift_days(edge, 1, unit, "1 March")[0] == NO_DAY
    assert shift_days(edge, -1, unit, "1 March")[1] == NO_DAY
    assert shift_days(edge, 1, unit, "1 March")[2] == NO_DAY
    assert (shift_days(edge, -(10**30), unit, "1 March") == NO_DAY).all()


@given(days, days, policies, units)
def test_elapsed_is_the_largest_shift_that_does_not_pass_the_end(
    start: date, end: date, policy: Any, unit: Any
) -> None:
    count = elapsed(unit, start, end, policy)
    reached, beyond = shift(start, count, unit, policy), shift(start, count + 1, unit, policy)
    assert reached is not None and beyond is not None
    assert reached <= end < beyond


def test_an_age_changes_on_the_birthday() -> None:
    born = date(2012, 2, 29)
    assert elapsed("years", born, date(2026, 2, 28), "28 February") == 14
    assert elapsed("years", born, date(2026, 2, 28), "1 March") == 13
    assert elapsed("years", born, date(2026, 3, 1), "1 March") == 14
    assert elapsed("years", born, date(2012, 2, 28), "28 February") == -1
    assert elapsed("months", date(2025, 1, 31), date(2025, 2, 28), "28 February") == 1


@given(st.lists(days, min_size=1), st.integers(-3000, 3000), units, policies)
def test_columns_are_shifted_as_single_dates_are(
    starts: list[date], amount: int, unit: Any, policy: Any
) -> None:
    numbers = np.array([day_number(start) for start in starts], dtype=np.int64)
    shifted = shift_days(numbers, amount, unit, policy)
    found = [None if number == NO_DAY else day_date(number) for number in shifted.tolist()]
    assert found == [shift(start, amount, unit, policy) for start in starts]


@given(
    st.lists(st.tuples(days, days), min_size=1, max_size=5),
    st.sampled_from(["days", "weeks", "months", "years", "working days"]),
    policies,
)
def test_columns_are_counted_as_single_dates_are(
    pairs: list[tuple[date, date]], unit: Any, policy: Any
) -> None:
    start = np.array([*(day_number(a) for a, _ in pairs), NO_DAY, 0], dtype=np.int64)
    end = np.array([*(day_number(b) for _, b in pairs), 0, NO_DAY], dtype=np.int64)
    expected = [*(elapsed(unit, a, b, policy) for a, b in pairs), NO_DAY, NO_DAY]
    assert elapsed_days(unit, start, end, policy).tolist() == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2025, 4, 14), date(2025, 4, 14), 0),
        (date(2025, 4, 14), date(2025, 4, 15), 1),
        (date(2025, 4, 17), date(2025, 4, 22), 1),  # Good Friday to Easter Monday lie between
        (date(2025, 4, 22), date(2025, 4, 17), -1),
        (date(2025, 4, 18), date(2025, 4, 17), 0),
        (date(2025, 4, 12), date(2025, 4, 13), 0),
        (date(2022, 9, 16), date(2022, 9, 20), 1),  # the state funeral
        (date(2022, 12, 23), date(2023, 1, 3), 4),  # holidays that are kept on the next weekday
    ],
)
def test_working_days_leave_out_weekends_and_englands_bank_holidays(
    start: date, end: date, expected: int
) -> None:
    assert working_days(start, end) == expected


@given(st.dates(date(1990, 1, 1), date(2035, 1, 1)), st.integers(-60, 60))
def test_the_table_of_working_days_counts_one_day_at_a_time(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    one_by_one = sum(
        working_days(day - timedelta(days=1), day)
        for day in (min(start, end) + timedelta(days=n + 1) for n in range(abs(length)))
    )
    first = day_number(min(start, end))
    table = working_day_table(first, day_number(max(start, end)))
    counted = int(table[day_number(end) - first] - table[day_number(start) - first])
    assert counted == working_days(start, end) == (one_by_one if length >= 0 else -one_by_one)
