"""What each function of the language gives for plain, missing and odd arguments."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lacdsl.values import FUNCTIONS, INVALID, MISSING, OK, Partial, call

NONE = (MISSING, None)


def run(name: str, *values: Any) -> tuple[int, Any]:
    return call(name, [(OK, value) for value in values])


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("length", ("ABC",), 3.0),
        ("length", (12.0,), 2.0),
        ("left", ("ABC", 2.0), "AB"),
        ("left", ("ABC", 9.0), "ABC"),
        ("left", ("ABC", 1.9), "A"),
        ("left", ("A BC", 2.0), "A"),
        ("right", ("ABC", 2.0), "BC"),
        ("right", ("ABC", 9.0), "ABC"),
        ("upper", ("ABC",), "ABC"),
        ("number", ("012",), 12.0),
        ("text", (3.0,), "3"),
        ("text", (0.5,), "0.5"),
        ("text", (date(2025, 3, 1),), "01/03/2025"),
        ("text", (Partial(None, 3, 2025),), "ZZ/03/2025"),
        ("abs", (-2.0,), 2.0),
        ("year", (date(2025, 3, 1),), 2025.0),
        ("month", (Partial(None, 3, 2025),), 3.0),
        ("day", (date(2025, 3, 1),), 1.0),
        ("first_possible", (Partial(None, 2, 2024),), date(2024, 2, 1)),
        ("last_possible", (Partial(None, 2, 2024),), date(2024, 2, 29)),
        ("last_possible", (date(2024, 2, 3),), date(2024, 2, 3)),
    ],
)
def test_plain_arguments(name: str, arguments: tuple[Any, ...], expected: object) -> None:
    assert run(name, *arguments) == (OK, expected)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("left", ("ABC", 0.0)),
        ("left", ("ABC", -1.0)),
        ("right", ("ABC", 0.0)),
        ("day", (Partial(None, 3, 2025),)),
        ("first_possible", (Partial(1, 3, None),)),
        ("upn_check_letter", ("12",)),
    ],
)
def test_where_there_is_no_answer_it_is_missing(name: str, arguments: tuple[Any, ...]) -> None:
    assert run(name, *arguments) == NONE


def test_a_text_that_is_no_number_is_an_invalid_number() -> None:
    assert run("number", "1O") == (INVALID, None)


@pytest.mark.parametrize("name", list(FUNCTIONS))
def test_without_an_argument_there_is_no_result(name: str) -> None:
    assert call(name, [(MISSING, None)]) == NONE
    assert call(name, [(INVALID, None)]) == (INVALID, None)
    assert call("left", [(MISSING, None), (INVALID, None)]) == (INVALID, None)


@pytest.mark.parametrize(
    ("number", "digits", "expected"),
    [(0.15, 1, 0.2), (-0.15, 1, -0.2), (2.675, 2, 2.68), (2.5, 0, 3), (-2.5, 0, -3), (1e300, 2, 1e300),
     (-0.4, 0, 0), (1234.0, -2, 1200), (1e-300, 300, 0), (123456789012345.1, 99, 123456789012345.1)],
)  # fmt: skip
def test_halves_are_rounded_away_from_zero_as_they_are_written(
    number: float, digits: int, expected: float
) -> None:
    assert run("round", number, float(digits)) == (OK, expected)


def test_rounding_without_digits_gives_a_whole_number() -> None:
    assert run("round", 1.5) == (OK, 2.0)


@pytest.mark.parametrize(
    ("upn", "letter"),
    [
        ("A123456789012", None),
        ("Z00000000000A", "A"),
        ("Z00000000000B", "P"),  # 13 times 1
        ("Z000000000001", "P"),
        ("Z100000000000", "C"),  # 2 times 1
        ("z100000000000", "C"),
        ("1100000000000", "C"),  # whatever stands in its place
    ],
)
def test_check_letter_of_a_pupil_number(upn: str, letter: str | None) -> None:
    weights = sum(weight * int(digit) for weight, digit in zip(range(2, 14), "123456789012", strict=True))
    expected = letter or "ABCDEFGHJKLMNPQRTUVWXYZ"[weights % 23]
    assert run("upn_check_letter", upn) == (OK, expected)


@pytest.mark.parametrize("upn", ["Z00000000000O", "Z0000000000", "Z0000000000000", "Z0000000000AA"])
def test_what_is_no_pupil_number_has_no_check_letter(upn: str) -> None:
    assert run("upn_check_letter", upn) == NONE
