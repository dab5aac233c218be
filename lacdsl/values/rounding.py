"""`round_half_away` for whole arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lacdsl.values.functions import round_half_away

_MOST_DIGITS = 6
_NEARLY, _LARGE = 1e-6, 1e9


def round_numbers(numbers: NDArray[np.float64], digits: int) -> NDArray[np.float64]:
    """`round_half_away` of every number, which is asked only where binary numbers leave in doubt which way to go."""
    if not 0 <= digits <= _MOST_DIGITS:
        return np.array([round_half_away(number, digits) for number in numbers.tolist()], np.float64)
    unit = 10.0**digits
    with np.errstate(over="ignore", invalid="ignore"):  # what grows too large is asked for
        scaled = np.abs(numbers) * unit
        above = scaled - np.floor(scaled)
        rounded = np.copysign(np.floor(scaled + 0.5) / unit, numbers) + 0.0
    close = np.flatnonzero((np.abs(above - 0.5) < _NEARLY) | ~(scaled < _LARGE))
    rounded[close] = [round_half_away(number, digits) for number in numbers[close].tolist()]
    return rounded
