"""Which collection a check is about: its year, its dates, whose return it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from lacdsl.diagnostics import Diagnostic, LacdslError
from lacdsl.model import Model

_YEAR = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection year, such as 2026-27, and whose return is checked.

    `start` and `end`, both inside, override the dates of the year; `today` is what rules call today. Dates are
    `datetime.date` or ISO text (2026-04-01), and always `date` or None once made. `authority` is the code or the
    name of the council. LacdslError A902 for a year or date that does not exist.
    """

    year: str | None = None
    authority: str | None = None
    start: date | str | None = None
    end: date | str | None = None
    today: date | str | None = None

    def __post_init__(self) -> None:
        if self.year is not None and _first_year(self.year) is None:
            raise _wrong(f"{self.year!r} is not a collection year.", "Write the year as 2026-27.")
        for name in ("start", "end", "today"):
            object.__setattr__(self, name, _date(getattr(self, name), name))
        start, end = self.start, self.end
        if isinstance(start, date) and isinstance(end, date) and end < start:
            raise _wrong(
                f"The collection would end on {end}, before it starts on {start}.", "Check both dates."
            )

    def completed(self, model: Model, today: date) -> Collection:
        """The collection with nothing left open: what is not stated comes from the model's year.

        A collection of another year than the model's has the model's dates in that year.
        """
        year = self.year or model.year
        shift = (_first_year(year) or model.start.year) - (_first_year(model.year) or model.start.year)
        return replace(
            self,
            year=year,
            start=self.start or _moved(model.start, shift),
            end=self.end or _moved(model.end, shift),
            today=self.today or today,
        )


def _first_year(text: object) -> int | None:
    found = _YEAR.fullmatch(text) if isinstance(text, str) else None
    if found is None or (int(found[1]) + 1) % 100 != int(found[2]) or not 0 < int(found[1]) < date.max.year:
        return None
    return int(found[1])


def _moved(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _date(value: object, name: str) -> date | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise _wrong(
            f"{value!r} is not a date, for the {name} of the collection.", "Write 2026-04-01."
        ) from None


def _wrong(message: str, help: str) -> LacdslError:
    return LacdslError([Diagnostic("A902", message, help)])
