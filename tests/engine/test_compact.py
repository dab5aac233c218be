"""Numbers for distinct values, by a table or by sorting."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacdsl.engine import relation
from lacdsl.engine.relation import compact, dense
from lacdsl.engine.vectors import MISSING, OK, Vec
from lacdsl.semantics.typed import Kind

close = st.lists(st.integers(-5, 40))
far = st.lists(st.sampled_from([-(10**15), -1, 0, 7, 10**15]))


@given(close | far | st.lists(st.floats(-3, 3).map(lambda number: round(number, 1))), st.booleans())
def test_each_distinct_value_has_its_place_in_order(values: list[Any], by_sorting: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        if by_sorting:
            patch.setattr(relation, "ROOM", -1)
            patch.setattr(relation, "ROOM_PER_VALUE", 0)
        places, count = compact(
            np.array(values, float if any(type(v) is float for v in values) else np.int64)
        )
    distinct = sorted(set(values))
    assert places.tolist() == [distinct.index(value) for value in values]
    assert count == len(distinct)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2) | st.none())))
def test_equal_tuples_and_no_others_have_one_number(rows: list[tuple[int, int | None]]) -> None:
    first = Vec(Kind.TEXT, np.array([a for a, _ in rows], np.int32))
    states = np.array([OK if b is not None else MISSING for _, b in rows], np.uint8)
    second = Vec(Kind.NUMBER, np.array([b or 0 for _, b in rows], np.float64), states)
    numbers, ok = dense([first, second])
    assert ok.tolist() == [b is not None for _, b in rows]
    known = [(row, number) for row, number, there in zip(rows, numbers.tolist(), ok, strict=True) if there]
    assert all((a == b) == (m == n) for a, m in known for b, n in known)
