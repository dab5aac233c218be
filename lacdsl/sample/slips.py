"""Slips of the pen: what can go wrong in the cells of one row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

Row = dict[str, str | None]
# Changes a row in place, or not when it does not fit; the number in [0, 1) settles what is left open.
Slip = Callable[[Row, float], None]
_Change = Callable[[str, float], str | None]


def cell(change: _Change, *columns: str) -> Slip:
    """Does that to one of the columns that has something in it."""

    def slip(row: Row, chance: float) -> None:
        filled = [column for column in columns if row[column]]
        if filled:
            place = chance * len(filled)
            column = filled[int(place)]
            row[column] = change(row[column] or "", place % 1)

    return slip


def fill(column: str, *values: str | None, where: Callable[[Row], bool] = lambda row: True) -> Slip:
    """Puts one of the values there, on rows that fit."""

    def slip(row: Row, chance: float) -> None:
        if where(row):
            row[column] = values[int(chance * len(values))]

    return slip


def blank(*columns: str) -> Slip:
    """Leaves a cell empty."""
    return cell(lambda text, chance: None, *columns)


def wrong(*values: str) -> _Change:
    """Something that is no such code."""
    return lambda text, chance: values[int(chance * len(values))]


def untidy(text: str, chance: float) -> str:
    """Lower case, or a blank before or after; harmless, and everywhere."""
    return (text.lower(), f"{text} ", f" {text}")[int(chance * 3)]


def lost_zeros(text: str, chance: float) -> str:
    """MAN000123 becomes MAN123."""
    letters = text.rstrip("0123456789")
    return letters + text[len(letters) :].lstrip("0")


def typed_badly(text: str, chance: float) -> str:
    """Two neighbours change places, or the last character goes missing or comes twice."""
    place = int(chance * (len(text) - 1))
    swapped = text[:place] + text[place + 1 : place + 2] + text[place] + text[place + 2 :]
    return (swapped, text[:-1], text + text[-1:])[int(chance * 300) % 3]


def read(text: str | None) -> date | None:
    """A date in a clean cell."""
    return date(int(text[6:]), int(text[3:5]), int(text[:2])) if text and text[2:3] == "/" else None


def write(day: date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def misdated(text: str, chance: float) -> str:
    """A date that is not dd/mm/yyyy, or that no calendar has."""
    day = read(text)
    if day is None:
        return text
    return (
        f"{text[:6]}{text[8:]}",
        day.isoformat(),
        str(day.toordinal() - date(1899, 12, 30).toordinal()),
        f"31/06/{day.year}",
        f"{day.day}/{day.month}/{day.year}",
        f"{text} 00:00:00",
    )[int(chance * 6)]


def moved(days: int) -> _Change:
    """The date so many days later, or earlier."""

    def change(text: str, chance: float) -> str:
        day = read(text)
        return text if day is None else write(day + timedelta(days))

    return change


def other_birth(text: str, chance: float) -> str:
    """Day and month swapped where that is a date, or a day or a year wrong."""
    day = read(text)
    if day is None:
        return text
    if day.day <= 12 and day.day != day.month and chance < 0.5:
        return write(date(day.year, day.day, day.month))
    return write(day + timedelta(365 if chance < 0.7 else 1))


@dataclass(frozen=True, slots=True)
class Swap:
    """Two cells change places, when both are filled and differ."""

    first: str
    second: str

    def __call__(self, row: Row, chance: float) -> None:
        if row[self.first] and row[self.second]:
            row[self.first], row[self.second] = row[self.second], row[self.first]
