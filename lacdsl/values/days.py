"""The arithmetic of `calendar` for whole arrays: dates are int64 counts of days since 1 January 1970.

`NO_DAY` stands for no date. It may be put in, and comes out wherever there is no result.
"""

from __future__ import annotations

from datetime import date
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lacdsl.model import LeapDay
from lacdsl.values.calendar import ElapsedUnit, ShiftUnit, bank_holidays

Days: TypeAlias = NDArray[np.int64]

EPOCH: Final = date(1970, 1, 1).toordinal()
FIRST_DAY: Final = date.min.toordinal() - EPOCH
LAST_DAY: Final = date.max.toordinal() - EPOCH
NO_DAY: Final = int(np.iinfo(np.int64).min)

_SPAN = LAST_DAY - FIRST_DAY
_LENGTH = {"days": 1, "weeks": 7, "months": 1, "years": 12}


def day_number(value: date) -> int:
    """Days from 1 January 1970 to `value`."""
    return value.toordinal() - EPOCH


def day_date(number: int) -> date:
    """The date of a day number between FIRST_DAY and LAST_DAY."""
    return date.fromordinal(number + EPOCH)


def shift_days(days: Days, amount: int, unit: ShiftUnit, leap_day: LeapDay) -> Days:
    """`calendar.shift` of every day; NO_DAY where it has no result."""
    known = days != NO_DAY
    if abs(amount) > _SPAN:
        return np.full(days.shape, NO_DAY, dtype=np.int64)
    if unit == "working days":
        moved = _shift_working_days(np.where(known, days, 0), amount)
        return np.where(known & (moved >= FIRST_DAY) & (moved <= LAST_DAY), moved, NO_DAY)
    step = amount * _LENGTH[unit]
    start = np.where(known, days, 0)
    moved = start + step if unit in ("days", "weeks") else _shift_months(start, step, unit, leap_day)
    return np.where(known & (moved >= FIRST_DAY) & (moved <= LAST_DAY), moved, NO_DAY)


def elapsed_days(unit: ElapsedUnit, start: Days, end: Days, leap_day: LeapDay) -> Days:
    """`calendar.elapsed` of every pair; NO_DAY where either is NO_DAY."""
    known = (start != NO_DAY) & (end != NO_DAY)
    first, last = np.where(known, start, 0), np.where(known, end, 0)
    if unit == "working days":
        count = _working_days(first, last)
    elif unit in ("days", "weeks"):
        count = (last - first) // _LENGTH[unit]
    else:
        count = _elapsed_months(unit, first, last, leap_day)
    return np.where(known, count, NO_DAY)


def working_day_table(first: int, last: int) -> Days:
    """For every day number from `first` to `last`: how many working days lie from `first` up to and with it.

    `working_days(a, b)` is `table[b - first] - table[a - first]`, whichever of the two comes first.
    """
    days = np.arange(first, last + 1, dtype=np.int64).astype("datetime64[D]")
    return np.cumsum(np.is_busday(days, holidays=bank_holidays()), dtype=np.int64)


def _working_days(first: Days, last: Days) -> Days:
    if not first.size:
        return np.zeros(first.shape, dtype=np.int64)
    begin = int(min(first.min(), last.min()))
    table = working_day_table(begin, int(max(first.max(), last.max())))
    return table[last - begin] - table[first - begin]


def _shift_working_days(days: Days, amount: int) -> Days:
    # After a day that is none the first working day is the next; before it, the one before.
    roll: Literal["backward", "forward"] = "backward" if amount > 0 else "forward"
    moved = np.busday_offset(days.astype("datetime64[D]"), amount, roll=roll, holidays=bank_holidays())
    return moved.astype(np.int64)


def _shift_months(days: Days, months: int | Days, unit: str, leap_day: LeapDay) -> Days:
    dates = days.astype("datetime64[D]")
    month = dates.astype("datetime64[M]")
    day_of_month = days - _day_of(month)
    target = month.astype(np.int64) + months
    begins = _day_of(target.astype("datetime64[M]"))
    length = _day_of((target + 1).astype("datetime64[M]")) - begins
    # Too late in the month is its last day or, after 29 February with that policy, the first of the next.
    latest = length if unit == "years" and leap_day == "1 March" else length - 1
    moved: Days = begins + np.minimum(day_of_month, latest)
    return moved


def _elapsed_months(unit: str, first: Days, last: Days, leap_day: LeapDay) -> Days:
    resolution = "datetime64[Y]" if unit == "years" else "datetime64[M]"
    start, end = (days.astype("datetime64[D]").astype(resolution).astype(np.int64) for days in (first, last))
    count = end - start
    reached = _shift_months(first, count * _LENGTH[unit], unit, leap_day)
    return count - (reached > last)


def _day_of(month: NDArray[np.datetime64]) -> Days:
    return month.astype("datetime64[D]").astype(np.int64)
