"""The order of rows within their parent."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lacdsl.engine.ordering import make_order
from lacdsl.engine.vectors import MISSING, Index, Vec
from lacdsl.semantics.typed import Kind

TEXTS = ["C", "A", "B"]


def texts(*cells: str | None) -> Vec:
    data = np.array([0 if cell is None else TEXTS.index(cell) for cell in cells], np.int32)
    return Vec(Kind.TEXT, data, np.array([MISSING if cell is None else 0 for cell in cells], np.uint8))


def dates(*days: int) -> Vec:
    return Vec(Kind.DATE, np.array(days, np.int64))


def ordered(by: Sequence[Vec], ties: Sequence[Vec], parents: Sequence[int]) -> list[int]:
    def of(rows: Index) -> list[Vec]:
        return [column.take(rows) for column in ties]

    n = len(parents)
    return make_order(
        np.array(parents), by, of, lambda numbers: [TEXTS[number] for number in numbers], np.arange(n)
    ).rows.tolist()


def test_rows_are_sorted_by_text_and_ties_of_neighbours_only_are_settled() -> None:
    # Of each pair of neighbours both texts are the first and second of their side: they are different all the same.
    by = [texts("C", "B", "A")]
    assert ordered(by, [texts("A", "B", "C")], [0, 0, 0]) == [2, 1, 0]


def test_rows_that_are_alike_in_the_order_are_sorted_by_their_content() -> None:
    by = [dates(5, 5, 4, 5)]
    assert ordered(by, [texts("B", None, "C", "A")], [0, 0, 0, 0]) == [2, 3, 0, 1]


def test_rows_without_a_parent_or_a_first_value_have_no_place() -> None:
    by = [texts("A", None, "B", "C")]
    assert ordered(by, [], [0, 0, -1, 0]) == [0, 3]


def test_rows_without_a_later_value_come_last() -> None:
    by = [dates(1, 1, 1), texts(None, "B", "A")]
    assert ordered(by, [], [0, 0, 0]) == [2, 1, 0]
