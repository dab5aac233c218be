"""Dates of which only a part is known: zz/03/2015, zz/zz/2015, zz/zz/zzzz."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_FORM = re.compile(r"([0-9]{2}|ZZ)/([0-9]{2}|ZZ)/([0-9]{4}|ZZZZ)", re.IGNORECASE | re.ASCII)
_LEAP_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Partial:
    """A date whose unknown parts are None. The known parts can form a real date."""

    day: int | None
    month: int | None
    year: int | None

    def __str__(self) -> str:
        day = "ZZ" if self.day is None else f"{self.day:02}"
        month = "ZZ" if self.month is None else f"{self.month:02}"
        year = "ZZZZ" if self.year is None else f"{self.year:04}"
        return f"{day}/{month}/{year}"

    @property
    def complete(self) -> date | None:
        """The date itself when every part is known, else None."""
        if self.day is None or self.month is None or self.year is None:
            return None
        return date(self.year, self.month, self.day)


def read_partial(text: str) -> Partial | None:
    """The partial date that `text` (trimmed) writes: dd/mm/yyyy with zz, zz, zzzz for what is unknown.

    None when it is written otherwise, or when no real date has the known parts (31/04/zzzz, 29/02/2023).
    """
    found = _FORM.fullmatch(text)
    if found is None:
        return None
    day, month, year = (int(part) if part.isdigit() else None for part in found.groups())
    if year == 0 or (month is not None and not 1 <= month <= 12):
        return None
    longest = 31 if month is None else monthrange(_LEAP_YEAR if year is None else year, month)[1]
    if day is not None and not 1 <= day <= longest:
        return None
    return Partial(day, month, year)


def first_possible(partial: Partial) -> date | None:
    """The earliest date that fits; None when the year is unknown."""
    if partial.year is None:
        return None
    return date(partial.year, partial.month or 1, partial.day or 1)


def last_possible(partial: Partial) -> date | None:
    """The latest date that fits; None when the year is unknown. December has all days that there are."""
    if partial.year is None:
        return None
    month = partial.month or 12
    return date(partial.year, month, partial.day or monthrange(partial.year, month)[1])
