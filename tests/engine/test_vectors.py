"""Columns as the engine holds them: what they hold, and that what is kept for a whole run is kept small."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from lacdsl.engine.relation import Order, Relation
from lacdsl.engine.series import raw_of
from lacdsl.engine.vectors import MISSING, OK, Vec, concatenated, missing
from lacdsl.semantics.typed import Kind, Rel


def _cells(vec: Vec) -> list[int | None]:
    flat = vec.flat()
    states = [OK] * len(flat) if flat.state is None else flat.state.tolist()
    return [cell if state == OK else None for cell, state in zip(flat.data.tolist(), states, strict=True)]


@st.composite
def _columns(draw: st.DrawFn) -> Vec:
    data = np.array(draw(st.lists(st.integers(0, 9), max_size=4)), np.int64)
    states = draw(st.lists(st.sampled_from([OK, MISSING]), min_size=len(data), max_size=len(data)))
    state = draw(st.sampled_from([None, np.array(states, np.uint8)]))
    if draw(st.booleans()):
        return Vec(Kind.DATE, data, state)
    codes = draw(st.lists(st.integers(-1, len(data) - 1), max_size=6))
    return Vec(Kind.DATE, data, state, np.array(codes, draw(st.sampled_from([np.int8, np.int32]))))


@given(st.lists(_columns(), min_size=1, max_size=4))
def test_columns_one_below_the_other_hold_all_their_cells(parts: list[Vec]) -> None:
    assert _cells(concatenated(parts)) == [cell for part in parts for cell in _cells(part)]


def test_distinct_values_stay_held_once_for_each_year() -> None:
    years = [Vec(Kind.DATE, np.arange(300), None, np.arange(600, dtype=np.int16) % 300) for _ in range(200)]
    both, many = concatenated(years[:2]), concatenated(years)
    assert both.codes is not None and len(both) == 1200 and len(both.data) == 600
    assert both.codes.dtype == np.int16
    assert many.codes is not None and many.codes.dtype == np.int32 and int(many.codes.max()) == 200 * 300 - 1


def test_the_numbers_of_cells_that_were_read_are_not_copied() -> None:
    column = pd.Categorical.from_codes([0, -1, 1, 0], ["a", "b"])
    raw = raw_of(pd.Series(column, copy=False))
    assert np.shares_memory(raw.codes, column.codes)
    assert raw.codes.dtype == np.int8


def test_what_a_relation_keeps_takes_four_bytes_a_row() -> None:
    rows = np.array([2, 0, 1])
    relation = Relation(
        Rel("table", "Episodes", "this"),
        3,
        None,
        "Episodes",
        np.zeros(3, np.int8),
        rows,
        lambda _: missing(Kind.TEXT, 3),
        lambda _, chosen: missing(Kind.TEXT, 3 if chosen is None else len(chosen)),
        lambda _: np.array([0, 1, 0]),
        lambda _: Order(rows, np.array([1, 2, 0]), np.array([0, 1, 0])),
        lambda _: rows,
    )
    order, (sorted_rows, offsets) = relation.order(), relation.by_group("Child", 2)
    kept = [order.rows, order.place, order.parent, relation.group("Child"), relation.rank()]
    kept += [relation.neighbour(1), sorted_rows, offsets]
    assert [each.dtype for each in kept] == [np.dtype(np.int32)] * len(kept)
    assert relation.neighbour(1).tolist() == [-1, -1, 0]
    assert sorted_rows.tolist() == [0, 2, 1] and offsets.tolist() == [0, 2, 3]
