"""From a cell as it was supplied to a value of its column's type."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, TypeAlias

from lacdsl.model import Column, ColumnType
from lacdsl.values.partial import Partial, read_partial
from lacdsl.values.text import cell_text, fold, plain

OK: Final = 0
MISSING: Final = 1
INVALID: Final = 2

Value: TypeAlias = date | str | float | Partial
Cell: TypeAlias = tuple[int, Value | None]
"""A state and, where that is OK, a value. Otherwise the value is None."""

NOTHING: Final[Cell] = (MISSING, None)
WRONG: Final[Cell] = (INVALID, None)

_DATES: Final[Mapping[str, re.Pattern[str]]] = {
    "dd/mm/yyyy": re.compile(r"(?P<day>[0-9]{2})/(?P<month>[0-9]{2})/(?P<year>[0-9]{4})"),
    "yyyy-mm-dd": re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"),
}
_INTEGER = re.compile(r"-?[0-9]+(\.0+)?")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_WHOLE_CODE = re.compile(r"([0-9]+)\.0+")
_YES_NO: Final[Mapping[str, str]] = {"true": "yes", "1": "yes", "false": "no", "0": "no"}


def read_cell(raw: object, column: Column) -> Cell:
    """The state of one cell and its value, by the type of its column. Never raises, whatever `raw` is.

    - text, code, flag, identifier, postcode: `str`, trimmed and, unless the column is exact, in upper case;
      postcodes without any blanks; codes and flags written as 1.0 are 1. Never INVALID: whether a code is in its
      list is for a rule to say. A list of values is its values with commas between them.
    - yes_no: `yes` from true and 1, `no` from false and 0.
    - date: `datetime.date`, from text in one of the forms of the column or from a typed date (a time of day is
      dropped).
    - partial_date: `Partial`, as `read_partial` describes; a typed date has all its parts.
    - integer: `float` without a fraction, from 12, -12 or 12.0. number: `float`, from a plain decimal.

    MISSING: None, NaN, NaT, NA, blanks. INVALID: there is something, but it is not of the type.
    """
    value = plain(raw)
    text = cell_text(value)
    if value is None or text is None:
        return NOTHING
    if column.type is ColumnType.DATE:
        return (OK, value) if isinstance(value, date) else _found(read_date(text, column.dates))
    if column.type is ColumnType.PARTIAL_DATE:
        return _found(read_partial(text))
    if column.type in (ColumnType.INTEGER, ColumnType.NUMBER):
        return _found(_read_number(value, text, whole=column.type is ColumnType.INTEGER))
    if column.type is ColumnType.YES_NO:
        return _found(_read_yes_no(text, column.exact))
    return OK, _read_text(text, column.type, column.exact)


def read_text(text: str, kind: ColumnType, exact: bool = False) -> str | None:
    """What `read_cell` gives for a text in a column of a textual type; None when it is blank."""
    return _read_text(text, kind, exact) or None


def read_date(text: str, forms: Sequence[str] = ("dd/mm/yyyy",)) -> date | None:
    """The date that `text` writes in one of these forms, blanks around it allowed; None for anything else."""
    for form in forms:
        found = _DATES[form].fullmatch(text.strip())
        if found is None:
            continue
        try:
            return date(int(found["year"]), int(found["month"]), int(found["day"]))
        except ValueError:
            return None
    return None


def read_number(text: str) -> float | None:
    """The number that `text` writes as a plain decimal, blanks around it allowed; None for anything else."""
    return _finite(text) if _NUMBER.fullmatch(text := text.strip()) else None


def _found(value: Value | None) -> Cell:
    return WRONG if value is None else (OK, value)


def _read_text(text: str, kind: ColumnType, exact: bool) -> str:
    folded = text.strip() if exact else fold(text)
    if kind is ColumnType.POSTCODE:
        return "".join(folded.split())
    if kind in (ColumnType.CODE, ColumnType.FLAG):
        return _WHOLE_CODE.sub(r"\1", folded) if _WHOLE_CODE.fullmatch(folded) else folded
    return folded


def _read_yes_no(text: str, exact: bool) -> str | None:
    plain_text = _WHOLE_CODE.sub(r"\1", text)
    return _YES_NO.get(plain_text if exact else plain_text.lower())


def _read_number(value: object, text: str, *, whole: bool) -> float | None:
    if isinstance(value, int | float | Decimal):
        number = _finite(value)
        return None if number is None or (whole and not number.is_integer()) else number
    return _finite(text) if (_INTEGER if whole else _NUMBER).fullmatch(text) else None


def _finite(value: str | int | float | Decimal) -> float | None:
    try:
        number = float(value)
    except OverflowError:
        return None
    # Adding zero turns -0.0 into 0.0, so that equal numbers are also the same number.
    return number + 0.0 if math.isfinite(number) else None
