"""Dates as programs and people write them, as dd/mm/yyyy. What could be read in two ways is not read at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from lacdsl.ingest.sheet import Serials

_TIME = (
    r"(?:(?:[ T]|, )(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<part>\d{1,9}))?)?"
    r"(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?)?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?"
)
_BACK = re.compile(r"(?P<day>\d{1,2})([/.\-])(?P<month>\d{1,2})\2(?P<year>\d{4})" + _TIME, re.ASCII)
_ISO = re.compile(r"(?P<year>\d{4})([/.\-])(?P<month>\d{1,2})\2(?P<day>\d{1,2})" + _TIME, re.ASCII)
_CLOSE = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)" + _TIME, re.ASCII)
_WORD = re.compile(
    r"(?:[A-Za-z]{3,9},? )?(?P<day>\d{1,2})(?:st|nd|rd|th)?[ \-/]?(?P<word>[A-Za-z]{3,9})[.,]?[ \-/]?(?P<year>\d{4})"
    + _TIME,
    re.ASCII,
)
_WORD_FIRST = re.compile(
    r"(?:[A-Za-z]{3,9},? )?(?P<word>[A-Za-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})"
    + _TIME,
    re.ASCII,
)
_TWO_DIGITS = re.compile(
    r"\d{1,2}([/.\-])\d{1,2}\1\d{2}(?:[ T].*)?|\d{1,2}[ \-/]?[A-Za-z]{3,9}[ \-/]?\d{2}(?:[ T].*)?", re.ASCII
)
_NUMBER = re.compile(r"(?P<whole>\d{5})(?P<part>\.\d+)?", re.ASCII)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_FIRST_NUMBER, _LAST_NUMBER = 10_000, 73_050
_BASES = {1900: date(1899, 12, 30), 1904: date(1904, 1, 1)}

Form = Literal["date", "time", "number"]
"""How a date was written: as a date in another form, with a time of day that is not midnight, as Excel's number."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date that was read, and how it was written."""

    day: date
    form: Form

    @property
    def text(self) -> str:
        """The date as the return writes it."""
        return f"{self.day.day:02}/{self.day.month:02}/{self.day.year:04}"


def read_any_date(text: str, serials: Serials | None = None) -> Dated | None:
    """The date that a trimmed text writes in a form that can mean only one day; None for anything else.

    Day before month, or year first, or the month as a word; years have four digits. With `serials`, five digits are
    the number of a day in Excel's calendar from that year on.
    """
    for pattern in (_BACK, _ISO, _CLOSE, _WORD, _WORD_FIRST):
        found = pattern.fullmatch(text)
        if found is not None:
            day = _date(found)
            return None if day is None else Dated(day, "date" if _is_midnight(found) else "time")
    return None if serials is None else _numbered(text, serials)


def why_no_date(text: str) -> str:
    """In a sentence, why a trimmed text was not read as a date."""
    if _TWO_DIGITS.fullmatch(text):
        return "its year has two digits, and the century is not guessed"
    if is_month_first(text):
        return "there is no such month; it looks as if the month came first"
    if text.startswith("#"):
        return "it is an error that Excel shows; mend the formula there"
    if any(pattern.fullmatch(text) for pattern in (_BACK, _ISO, _CLOSE)):
        return "there is no such day"
    number = _numbered(text, 1900)
    if number is not None:
        return f"it may be Excel's number for {number.text}; give the column the format of a date there"
    return "it is no date"


def is_month_first(text: str) -> bool:
    """Whether a text would be a date if the month came before the day, and is none as it stands."""
    found = _BACK.fullmatch(text)
    return found is not None and int(found["month"]) > 12 >= int(found["day"]) > 0


def _date(found: re.Match[str]) -> date | None:
    parts = found.groupdict()
    month = parts.get("month")
    number = int(month) if month else _month(parts["word"])
    try:
        return date(int(parts["year"]), number, int(parts["day"]))
    except ValueError:
        return None


def _month(word: str) -> int:
    """The number of a month by its name or the beginning of it ("Sept"); 0 for no month."""
    return next((n for n, name in enumerate(_MONTHS, start=1) if name.startswith(word.lower())), 0)


def _is_midnight(found: re.Match[str]) -> bool:
    if found["hour"] is None:
        return True
    hour = int(found["hour"]) % 12 if found["half"] in ("A", "a") else int(found["hour"])
    return not any((hour, int(found["minute"]), int(found["second"] or 0), int(found["part"] or 0)))


def _numbered(text: str, serials: Serials) -> Dated | None:
    found = _NUMBER.fullmatch(text)
    if found is None or not _FIRST_NUMBER <= int(found["whole"]) <= _LAST_NUMBER:
        return None
    part = found["part"]
    day = _BASES[serials] + timedelta(days=int(found["whole"]))
    return Dated(day, "number" if part is None or not part.strip(".0") else "time")
