"""Text as it is compared, and the text of a cell whatever its Python type."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

import numpy as np
import pandas as pd

_ENOUGH_DIGITS = 40


def fold(text: str) -> str:
    """The form in which texts are compared: without blanks around it, in upper case."""
    return text.strip().upper()


def is_missing(raw: object) -> bool:
    """True for a cell without a value: None, NaN, NaT, NA, or nothing but blanks."""
    return cell_text(raw) is None


def cell_text(raw: object) -> str | None:
    """The text of a cell, trimmed, in its own case; None when it is missing. Never raises.

    Whole numbers have no decimals (1.0 is `1`), True is `1`, dates are dd/mm/yyyy without a time; the values of a
    list have commas between them.
    """
    value = plain(raw)
    if value is None:
        return None
    return _text_of(value).strip() or None


def plain(raw: object) -> object:
    """The cell as a plain Python value: None when missing, `date` for all that has a day, else as it is."""
    if raw is None or isinstance(raw, str):
        return raw
    if isinstance(raw, np.generic):
        return _plain_numpy(raw)
    if raw is pd.NaT or raw is pd.NA or (isinstance(raw, float) and raw != raw):
        return None
    if isinstance(raw, Decimal):
        return None if raw.is_nan() else raw
    return _plain_date(raw) if isinstance(raw, date) else raw


def format_date(value: date, form: str = "dd/mm/yyyy") -> str:
    """The date in one of the forms of `DateForm`."""
    if form == "yyyy-mm-dd":
        return value.isoformat()
    return f"{value.day:02}/{value.month:02}/{value.year:04}"


def format_number(value: float) -> str:
    """The number as it would be typed: 3 for 3.0, 0.15 for 0.15."""
    return str(int(value)) if value.is_integer() else repr(value)


def writable(text: str) -> str:
    """The text with every half of a character, which no file can hold, as U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


MOST_SHOWN, MOST_WRITTEN = 1_000, 32_767
"""How many characters of a text a report shows to people, and how many are written for programs: what a cell of Excel
can hold."""


BLANK = "(blank)"
"""What a message shows where there is no value."""


def bracketed_once(message: str) -> str:
    """A message in which a value that is lacking stands in no brackets but its own."""
    return message.replace(f"({BLANK})", BLANK)


def shortened(text: str, most: int = MOST_SHOWN) -> str:
    """The text as a report shows it: of a very long one the beginning, and how long it is."""
    return text if len(text) <= most else f"{text[:most]}… ({len(text):,} characters in all)"


def matches(pattern: str, text: str, exact: bool = False) -> bool:
    """Whether the whole text matches; classes such as `\\d` are ASCII. Case does not matter, unless `exact`."""
    return _compiled(pattern, exact).fullmatch(text) is not None


@lru_cache(maxsize=1024)
def _compiled(pattern: str, exact: bool) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII if exact else re.IGNORECASE | re.ASCII)


def _plain_date(raw: date) -> object:
    try:
        return date(raw.year, raw.month, raw.day)
    except ValueError:  # pandas knows years after 9999
        return f"{raw.day:02}/{raw.month:02}/{raw.year}"


def _plain_numpy(raw: np.generic) -> object:
    if isinstance(raw, np.datetime64):
        if np.isnat(raw):
            return None
        day = raw.astype("datetime64[D]").item()
        return day if isinstance(day, date) else str(raw)
    if isinstance(raw, np.timedelta64):
        return None if np.isnat(raw) else str(raw)
    return plain(float(raw) if isinstance(raw, np.floating) else raw.item())


def _text_of(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, float):
        return format_number(value)
    if isinstance(value, Decimal):
        return _decimal_text(value)
    if isinstance(value, list | tuple | np.ndarray):
        return ",".join(filter(None, map(cell_text, value)))
    if isinstance(value, bytes | bytearray):
        return value.decode("utf-8", errors="replace")
    try:
        return str(value)
    except Exception:  # any object may stand in a cell, and its own code decides what str() does
        return f"<{type(value).__name__}>"


def _decimal_text(value: Decimal) -> str:
    if not value.is_finite() or abs(value.adjusted()) > _ENOUGH_DIGITS:
        return str(value)
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
