"""Days of a census year, drawn by chance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from lacdsl.values import shift


@dataclass(frozen=True, slots=True)
class Year:
    """The census period: `start` and `end` both inside, and the first days on which what is open at its end may begin."""

    start: date
    end: date
    first_working_day: date
    assessments_open_from: date
    enquiries_open_from: date


def census_year(name: str) -> Year:
    """The period of a collection, such as 2026-27."""
    start, end = date(int(name[:4]), 4, 1), date(int(name[:4]) + 1, 3, 31)
    return Year(start, end, _moved(start, 0), _moved(end, -44), _moved(end, -14))


def _moved(day: date, working_days: int) -> date:
    moved = shift(day, working_days, "working days", "28 February")
    assert moved is not None
    return moved


def between(dice: Random, first: date, last: date) -> date:
    """A day from `first` to `last`, both inside; `first` when there is none."""
    return first + timedelta(days=dice.randint(0, max(0, (last - first).days)))


def weekday(day: date) -> date:
    """The day or, when it lies at a weekend, the Monday after it."""
    return day + timedelta(days=max(0, 7 - day.weekday()) % 7 if day.weekday() > 4 else 0)


def later(day: date, days: int) -> date:
    """So many days later."""
    return day + timedelta(days=days)
