"""Rounding many numbers at once comes out as rounding each."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from lacdsl.values import round_half_away, round_numbers

numbers = st.lists(
    st.floats(allow_nan=False, allow_infinity=False) | st.decimals(-1000, 1000, places=3).map(float)
)


@given(numbers, st.integers(-3, 14))
@example([0.15, 2.675, -0.5, 0.5, 1.5, -0.0, 1e300, 999999999.95, 0.04999999999999999], 1)
@example([2.675, -2.675, 1.005, 0.285, 1e15 + 0.3], 2)
@example([0.5, -1.5, 2.5, -0.2], 0)
def test_round_numbers(cells: list[float], digits: int) -> None:
    found = round_numbers(np.array(cells, np.float64), digits).tolist()
    assert [repr(number) for number in found] == [repr(round_half_away(number, digits)) for number in cells]
