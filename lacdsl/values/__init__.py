"""Cells read as typed values, and what can be done with those: for the engine and the interpreter alike."""

from __future__ import annotations

from lacdsl.values.calendar import bank_holidays, elapsed, shift, working_days
from lacdsl.values.cells import (
    INVALID,
    MISSING,
    OK,
    Cell,
    Value,
    read_cell,
    read_date,
    read_number,
    read_text,
)
from lacdsl.values.days import (
    FIRST_DAY,
    LAST_DAY,
    NO_DAY,
    day_date,
    day_number,
    elapsed_days,
    shift_days,
    working_day_table,
)
from lacdsl.values.functions import FUNCTIONS, call, round_half_away, to_text, upn_check_letter
from lacdsl.values.partial import Partial, first_possible, last_possible, read_partial
from lacdsl.values.rounding import round_numbers
from lacdsl.values.text import (
    BLANK,
    MOST_SHOWN,
    MOST_WRITTEN,
    bracketed_once,
    cell_text,
    fold,
    format_date,
    format_number,
    is_missing,
    matches,
    shortened,
    writable,
)

__all__ = [
    "BLANK",
    "FIRST_DAY",
    "FUNCTIONS",
    "INVALID",
    "LAST_DAY",
    "MISSING",
    "MOST_SHOWN",
    "MOST_WRITTEN",
    "NO_DAY",
    "OK",
    "Cell",
    "Partial",
    "Value",
    "bank_holidays",
    "bracketed_once",
    "call",
    "cell_text",
    "day_date",
    "day_number",
    "elapsed",
    "elapsed_days",
    "first_possible",
    "fold",
    "format_date",
    "format_number",
    "is_missing",
    "last_possible",
    "matches",
    "read_cell",
    "read_date",
    "read_number",
    "read_partial",
    "read_text",
    "round_half_away",
    "round_numbers",
    "shift",
    "shift_days",
    "shortened",
    "to_text",
    "upn_check_letter",
    "working_day_table",
    "working_days",
    "writable",
]
