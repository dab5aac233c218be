"""Counting days, months and years, one date at a time. `days` holds the same for whole columns."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from lacdsl.model import LeapDay

ShiftUnit = Literal["days", "weeks", "months", "years", "working days"]
ElapsedUnit = Literal["days", "weeks", "months", "years", "working days"]

_DAY_LENGTH = {"days": 1, "weeks": 7}


def shift(start: date, amount: int, unit: ShiftUnit, leap_day: LeapDay) -> date | None:
    """`start` moved by `amount` units, back when negative; None when that lies outside the years 1 to 9999.

    Months and years keep the day of the month, or take the last day of the month where there is no such day.
    Years from 29 February to a year without one lead to `leap_day`. Working days lead to the n-th working day after
    or before `start`; none of them to `start` itself, or the next working day when it is none.
    """
    if unit == "working days":
        return _shift_working_days(start, amount)
    if unit in _DAY_LENGTH:
        try:
            return start + timedelta(days=amount * _DAY_LENGTH[unit])
        except OverflowError:
            return None
    months = start.year * 12 + (start.month - 1) + amount * (12 if unit == "years" else 1)
    year, month = months // 12, months % 12 + 1
    if not 1 <= year <= 9999:
        return None
    longest = monthrange(year, month)[1]
    if start.day <= longest:
        return date(year, month, start.day)
    if unit == "years" and leap_day == "1 March":
        return date(year, 3, 1)
    return date(year, month, longest)


def _shift_working_days(start: date, amount: int) -> date | None:
    day = np.datetime64(start, "D")
    if amount > 0:
        moved = np.busday_offset(day, amount, roll="backward", holidays=bank_holidays())
    else:
        moved = np.busday_offset(day, amount, roll="forward", holidays=bank_holidays())
    found = moved.astype(object)
    return found if isinstance(found, date) else None


def elapsed(unit: ElapsedUnit, start: date, end: date, leap_day: LeapDay) -> int:
    """The whole units from `start` to `end`.

    Counts of days, weeks, months and years are at least n exactly when `end` is on or after
    `shift(start, n, unit)`. So one day back is -1 of any of them. Working days: see `working_days`.
    """
    if unit == "working days":
        return working_days(start, end)
    if unit in _DAY_LENGTH:
        return (end - start).days // _DAY_LENGTH[unit]
    years = end.year - start.year
    count = years if unit == "years" else years * 12 + end.month - start.month
    reached = shift(start, count, unit, leap_day)
    # Within the year (month) of `end` itself the day is always there to be reached.
    return count if reached is not None and reached <= end else count - 1


def working_days(start: date, end: date) -> int:
    """How many days after `start`, up to and including `end`, are working days in England.

    Not counted are Saturdays, Sundays and bank holidays (known for 1872 to 2100). When `end` comes first: the
    same count with the two exchanged, negative.
    """
    if end < start:
        return -working_days(end, start)
    # `busday_count` takes the first day in and leaves the last one out, so both are moved by one.
    day = np.timedelta64(1, "D")
    first, last = np.datetime64(start, "D") + day, np.datetime64(end, "D") + day
    return int(np.busday_count(first, last, holidays=bank_holidays()))


@cache
def bank_holidays() -> NDArray[np.datetime64]:
    """All bank holidays of England that are known, as sorted datetime64[D]."""
    # The package takes a third of a second to import, and few rules count working days.
    from holidays import country_holidays

    calendar = country_holidays("GB", subdiv="ENG", years=range(1872, 2101))
    return np.array(sorted(calendar), dtype="datetime64[D]")
