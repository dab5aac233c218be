"""Dates read from many texts at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lacdsl.engine.texts import Words, bytes_of
from lacdsl.model.types import DateForm

_WIDTH = 10
_ZERO, _NINE = 0x30, 0x39
_DAY, _MONTH, _YEAR, _SIGN = "d", "m", "y", "/-"


def plain_dates(words: Words, forms: Sequence[DateForm]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The day number of every word that is a date written in one of the forms, and which words those are.

    Of any other word nothing is said: it may be a date with blanks around it, or none.
    """
    days = np.zeros(len(words), np.int64)
    found = np.zeros(len(words), np.bool_)
    offsets, text = bytes_of(words)
    places = np.flatnonzero(np.diff(offsets) == _WIDTH)
    cells = text[offsets[places][:, None] + np.arange(_WIDTH)]
    for form in forms:
        numbers, real = _read(cells, form)
        days[places[real]], found[places[real]] = numbers[real], True
    return days, found


def _read(cells: NDArray[np.uint8], form: DateForm) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The day number of every row of characters, and which rows are a date in that form."""
    signs = [place for place, letter in enumerate(form) if letter in _SIGN]
    digits = [place for place in range(_WIDTH) if place not in signs]
    real = (cells[:, signs] == np.array([ord(form[place]) for place in signs])).all(axis=1)
    real &= ((cells[:, digits] >= _ZERO) & (cells[:, digits] <= _NINE)).all(axis=1)
    figures = np.where(real[:, None], cells, _ZERO).astype(np.int64) - _ZERO

    def number(letter: str) -> NDArray[np.int64]:
        places = [place for place in range(_WIDTH) if form[place] == letter]
        found: NDArray[np.int64] = figures[:, places] @ 10 ** np.arange(len(places))[::-1]
        return found

    year, month, day = number(_YEAR), number(_MONTH), number(_DAY)
    real &= (year > 0) & (month >= 1) & (month <= 12) & (day >= 1)
    # Counted as plain numbers: numpy is to refuse dates and numbers in one sum.
    begins = (year - 1970) * 12 + month - 1
    first, next_first = (
        each.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) for each in (begins, begins + 1)
    )
    return first + day - 1, real & (first + day <= next_first)
