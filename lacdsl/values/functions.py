"""What each function of the language does with one row's values.

Every function takes cells (state, value) and gives a cell. Where an argument has no value the result has none
either: it is INVALID when any argument is, else MISSING.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from lacdsl.values import partial
from lacdsl.values.cells import INVALID, MISSING, OK, Cell, Value, read_number
from lacdsl.values.partial import Partial
from lacdsl.values.text import fold, format_date, format_number

UPN_LETTERS: Final = "ABCDEFGHJKLMNPQRTUVWXYZ"
"""The letters that a unique pupil number may use, in the order that stands for 0 to 22."""

_UPN = re.compile(rf".([0-9]{{11}}[0-9{UPN_LETTERS}])")
_MOST_DECIMALS = 12
_WHOLE_FROM = 1e15


def call(name: str, arguments: Sequence[Cell]) -> Cell:
    """The result of the function `name`, one of FUNCTIONS, for these arguments."""
    state = max((state for state, _ in arguments), default=OK)
    if state != OK:
        return state, None
    return FUNCTIONS[name](*(value for _, value in arguments))


def to_text(value: Value) -> str:
    """The value as text: 3 for 3.0, dates as dd/mm/yyyy, unknown parts as ZZ."""
    if isinstance(value, float):
        return format_number(value)
    return format_date(value) if isinstance(value, date) else str(value)


def round_half_away(number: float, digits: int = 0) -> float:
    """The number rounded to `digits` decimals; a half goes away from zero.

    It is the number as it is written that is rounded, not its binary neighbour: to one digit 0.15 becomes
    0.2, to two 2.675 becomes 2.68. At most twelve digits; numbers of 1e15 and more are whole already.
    """
    if abs(number) >= _WHOLE_FROM:
        return number
    digits = max(-_MOST_DECIMALS, min(digits, _MOST_DECIMALS))
    return float(Decimal(repr(number)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)) + 0.0


def upn_check_letter(text: str) -> str | None:
    """The first letter that a unique pupil number should have, from its other twelve characters.

    They are weighted 2 to 13, added up, and taken modulo 23. The letter that ends a temporary number counts
    as its place in UPN_LETTERS. None when these twelve are not eleven digits, and a digit or such a letter.
    """
    found = _UPN.fullmatch(fold(text))
    if found is None:
        return None
    worth = [int(c) if c.isdigit() else UPN_LETTERS.index(c) for c in found[1]]
    return UPN_LETTERS[sum(weight * each for weight, each in enumerate(worth, start=2)) % len(UPN_LETTERS)]


def _length(value: Value) -> Cell:
    return OK, float(len(to_text(value)))


def _left(value: Value, count: Value) -> Cell:
    return _text(to_text(value)[: _whole(count)])


def _right(value: Value, count: Value) -> Cell:
    text = to_text(value)
    return _text(text[max(0, len(text) - _whole(count)) :])


def _mid(value: Value, first: Value, count: Value) -> Cell:
    start = max(1, _whole(first)) - 1
    return _text(to_text(value)[start : start + _whole(count)])


def _upper(value: Value) -> Cell:
    return _text(to_text(value).upper())


def _plain(value: Value) -> Cell:
    return _text(to_text(value))


def _number(value: Value) -> Cell:
    number = read_number(to_text(value))
    return (INVALID, None) if number is None else (OK, number)


def _abs(value: Value) -> Cell:
    return OK, abs(_float(value))


def _round(value: Value, digits: Value = 0.0) -> Cell:
    return OK, round_half_away(_float(value), int(_float(digits)))


def _part(name: str) -> Callable[[Value], Cell]:
    def part(value: Value) -> Cell:
        found = getattr(value, name, None)
        return (MISSING, None) if found is None else (OK, float(found))

    return part


def _weekday(value: Value) -> Cell:
    return (OK, float(value.isoweekday())) if isinstance(value, date) else (MISSING, None)


def _date(year: Value, month: Value, day: Value) -> Cell:
    parts = [_float(part) for part in (year, month, day)]
    if not all(part.is_integer() for part in parts):
        return MISSING, None
    try:
        return OK, date(*map(int, parts))
    except (ValueError, OverflowError):
        return MISSING, None


def _first_possible(value: Value) -> Cell:
    return _maybe(partial.first_possible(value) if isinstance(value, Partial) else value)


def _last_possible(value: Value) -> Cell:
    return _maybe(partial.last_possible(value) if isinstance(value, Partial) else value)


def _upn_check_letter(value: Value) -> Cell:
    return _maybe(upn_check_letter(to_text(value)))


def _maybe(value: Value | None) -> Cell:
    return (MISSING, None) if value is None else (OK, value)


def _text(text: str) -> Cell:
    """Texts are trimmed like those of cells, and one without any character is missing like a blank cell."""
    return _maybe(text.strip() or None)


def _whole(count: Value) -> int:
    """A count of characters: fractions are dropped, and less than nothing is nothing."""
    return max(0, int(_float(count)))


def _float(value: Value) -> float:
    assert isinstance(value, float)
    return value


FUNCTIONS: Final[Mapping[str, Callable[..., Cell]]] = {
    "length": _length,
    "left": _left,
    "right": _right,
    "mid": _mid,
    "upper": _upper,
    "number": _number,
    "text": _plain,
    "abs": _abs,
    "round": _round,
    "year": _part("year"),
    "month": _part("month"),
    "day": _part("day"),
    "weekday": _weekday,
    "date": _date,
    "first_possible": _first_possible,
    "last_possible": _last_possible,
    "upn_check_letter": _upn_check_letter,
}
"""length(x), left(x, n), right(x, n), mid(x, first, n), upper(x), number(x), text(x), abs(x), round(x) or
round(x, digits), year(d), month(d), day(d), weekday(d), date(year, month, day), first_possible(p), last_possible(p),
upn_check_letter(x).

`mid` counts characters from 1. `weekday` is 1 on Mondays and 7 on Sundays. A `date` that no calendar has is MISSING.
`number` of a text that is no plain decimal is INVALID. The year, month or day that a partial date does not
know is MISSING, and so are the first and last possible date when its year is not known. A text without any
character is MISSING."""
