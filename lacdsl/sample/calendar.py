"""Collection years and birthdays, in days since 1 January 1970."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from lacdsl.sample.arrays import Ints, ints

YEARS = ("2022-23", "2023-24", "2024-25", "2025-26", "2026-27")
_EPOCH = date(1970, 1, 1).toordinal()


def day(year: int, month: int, of_month: int) -> int:
    """A date as a day number."""
    return date(year, month, of_month).toordinal() - _EPOCH


@dataclass(frozen=True, slots=True)
class Window:
    """A collection year: its name, its first and its last day."""

    name: str
    start: int
    end: int

    @property
    def opens(self) -> int:
        """The calendar year that it starts in."""
        return int(self.name[:4])


def window(opens: int) -> Window:
    """The collection year that starts on 1 April of that calendar year."""
    return Window(f"{opens}-{(opens + 1) % 100:02}", day(opens, 4, 1), day(opens + 1, 3, 31))


def birthday(born: Ints, years: int) -> Ints:
    """The day that each turns `years`, which may be negative; 28 February for 29 February in other years."""
    births = born.astype("datetime64[D]")
    month = births.astype("datetime64[M]")
    target = month + np.timedelta64(12 * years, "M")
    reached = target.astype("datetime64[D]") + (births - month.astype("datetime64[D]"))
    overran = reached.astype("datetime64[M]") != target
    return ints(reached.astype(np.int64) - overran)


def days_text(first: int, last: int) -> list[str]:
    """Every day from `first` to `last` as dd/mm/yyyy."""
    iso = np.datetime_as_string(np.arange(first, last + 1).astype("datetime64[D]"), unit="D").tolist()
    return [f"{text[8:10]}/{text[5:7]}/{text[:4]}" for text in iso]
