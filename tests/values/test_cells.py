"""One cell of every sort, in a column of every type."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

from lacdsl.model import Column, ColumnType
from lacdsl.values import INVALID, MISSING, OK, Partial, cell_text, read_cell

DAY = date(2025, 3, 31)


class Unprintable:
    def __str__(self) -> str:
        raise RuntimeError


ODD: list[object] = [
    None, "", "  \t", float("nan"), np.float64("nan"), pd.NA, pd.NaT, np.datetime64("NaT", "s"), Decimal("NaN"),
    float("inf"), -0.0, 1e308, 10**5000, Decimal("1E+999999"), True, np.bool_(False), b"\xff1", [1, 2], {},
    object(), Unprintable(), pd.Timedelta("1D"), np.timedelta64("NaT", "s"), pd.Period("2025-01"), "31/02/2025",
    np.datetime64("20000-01-01"), "\u0663", pd.Timestamp(np.datetime64("20000-01-01", "s")), "\ud800", "9" * 400,
    np.longdouble("nan"), complex(1, 2),
]  # fmt: skip


def read(raw: object, kind: str) -> tuple[int, Any]:
    return read_cell(raw, Column("X", ColumnType(kind)))


@pytest.mark.parametrize(
    "raw", [None, "", "   ", float("nan"), pd.NA, pd.NaT, np.datetime64("NaT", "s"), Decimal("NaN")]
)
@pytest.mark.parametrize("kind", list(ColumnType))
def test_blank_cells_of_every_sort_are_missing(raw: object, kind: ColumnType) -> None:
    assert read(raw, kind) == (MISSING, None)


@pytest.mark.parametrize("kind", list(ColumnType))
def test_no_cell_is_too_odd_and_every_one_has_exactly_one_state(kind: ColumnType) -> None:
    for raw in ODD:
        state, value = read(raw, kind)
        assert (state == OK) == (value is not None), raw
        assert (state == MISSING) == (cell_text(raw) is None), raw
        hash(value)


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("text", " a  b ", "A  B"),
        ("text", 1.0, "1"),
        ("text", Decimal("1.50"), "1.5"),
        ("text", "1.0", "1.0"),
        ("text", b"abc", "ABC"),
        ("text", pd.Timestamp("2025-03-31 12:00"), "31/03/2025"),
        ("code", "e5", "E5"),
        ("code", "1.0", "1"),
        ("code", "01.00", "01"),
        ("code", "1.5", "1.5"),
        ("code", np.int64(2), "2"),
        ("code", np.float64(2), "2"),
        ("flag", True, "1"),
        ("flag", np.bool_(False), "0"),
        ("identifier", "1.0", "1.0"),
        ("identifier", 123456.0, "123456"),
        ("identifier", " a1 ", "A1"),
        ("postcode", " ab1  2cd", "AB12CD"),
    ],
)
def test_texts_are_folded_and_typed_numbers_read_as_they_would_be_typed(
    kind: str, raw: object, value: str
) -> None:
    assert read(raw, kind) == (OK, value)


@pytest.mark.parametrize(
    "raw",
    [
        "31/03/2025",
        " 31/03/2025 ",
        DAY,
        datetime(2025, 3, 31, 23, 59),
        datetime(2025, 3, 31, 23, 59, tzinfo=UTC),
        pd.Timestamp("2025-03-31 08:00"),
        np.datetime64("2025-03-31T08:00"),
    ],
)
def test_dates_are_read_from_text_and_from_typed_cells_without_their_time(raw: object) -> None:
    assert read(raw, "date") == (OK, DAY)


@pytest.mark.parametrize(
    "raw",
    [
        "1/3/2025",
        "31/02/2025",
        "2025-03-31",
        "31/03/25",
        "31/03/2025 00:00",
        "00/01/2025",
        "01/01/0000",
        45000,
        "n/a",
    ],
)
def test_anything_else_in_a_date_column_is_invalid(raw: object) -> None:
    assert read(raw, "date") == (INVALID, None)


@pytest.mark.parametrize(
    ("raw", "integer", "number"),
    [
        ("12", 12, 12),
        (" -12 ", -12, -12),
        ("12.0", 12, 12),
        ("0012", 12, 12),
        ("-0", 0, 0),
        ("12.5", None, 12.5),
        (12.5, None, 12.5),
        (12, 12, 12),
        (Decimal("12.50"), None, 12.5),
        (True, 1, 1),
        ("1e3", None, None),
        ("1,000", None, None),
        ("\u0663", None, None),
        ("12.", None, None),
        ("inf", None, None),
        (float("inf"), None, None),
        ("9" * 400, None, None),
        (DAY, None, None),
    ],
)
def test_numbers_are_plain_decimals_and_integers_have_no_fraction(
    raw: object, integer: float | None, number: float | None
) -> None:
    assert read(raw, "integer") == ((INVALID, None) if integer is None else (OK, float(integer)))
    assert read(raw, "number") == ((INVALID, None) if number is None else (OK, float(number)))


def test_equal_numbers_are_the_same_number() -> None:
    assert str(read("-0", "integer")[1]) == "0.0"


def test_partial_dates_may_be_typed() -> None:
    assert read(DAY, "partial_date") == (OK, Partial(31, 3, 2025))
    assert read("zz/03/2025", "partial_date") == (OK, Partial(None, 3, 2025))
    assert read("zz/03/zz", "partial_date") == (INVALID, None)
