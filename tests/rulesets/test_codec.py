"""What goes through the codec comes out equal; what was tampered with does not come out at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacdsl.rulesets.codec import FORMAT, CodecError, Registry, decode, encode


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Base:
    place: int = field(default=0, compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Leaf(Base):
    value: Any = None


@dataclass(frozen=True, slots=True)
class Pair(Base):
    left: Any
    right: Any


@dataclass(frozen=True)
class Stranger:
    value: int


REGISTRY = Registry({}, {"Leaf": Leaf, "Pair": Pair, "Colour": Colour})

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=("Cs",)))
    | st.dates()
    | st.just(Colour.RED)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=3), inner, max_size=3)
        | st.builds(Leaf, inner, place=st.integers(0, 3))
        | st.builds(Pair, inner, inner)
    ),
    max_leaves=12,
)


@given(VALUES)
def test_values_come_back_equal_and_of_the_same_type(value: object) -> None:
    assert repr(decode(encode(value, REGISTRY), REGISTRY)) == repr(value)


def test_what_is_left_out_of_comparisons_comes_back_too() -> None:
    back = decode(encode((Leaf(1, place=7), Leaf(1, place=8)), REGISTRY), REGISTRY)
    assert [leaf.place for leaf in back] == [7, 8]


def test_one_and_true_and_one_point_nought_stay_what_they_are() -> None:
    back = decode(encode((1, True, 1.0, 0.0, -0.0), REGISTRY), REGISTRY)
    assert repr(back) == "(1, True, 1.0, 0.0, -0.0)"


def test_equal_parts_are_kept_once() -> None:
    def tree(depth: int) -> object:
        return Leaf("x" * 50) if depth == 0 else Pair(tree(depth - 1), tree(depth - 1))

    data = encode(tree(12), REGISTRY)
    assert len(data) < 400
    back = decode(data, REGISTRY)
    assert back == tree(12)
    assert back.left is back.right


def test_a_class_that_is_not_registered_is_neither_written_nor_read() -> None:
    with pytest.raises(CodecError, match="Stranger"):
        encode(Stranger(1), REGISTRY)
    data = encode(Stranger(1), Registry({}, {"Stranger": Stranger}))
    with pytest.raises(CodecError, match="unknown class"):
        decode(data, REGISTRY)


def test_a_class_whose_fields_have_changed_is_refused() -> None:
    data = encode(Leaf(1), REGISTRY)
    with pytest.raises(CodecError, match="changed"):
        decode(data, Registry({}, {"Leaf": Pair}))


@pytest.mark.parametrize(
    "values",
    [
        [],
        [[0, 5]],
        [1, [0, -1]],
        [[99]],
        [["x"]],
        [[]],
        [1, [1, 0]],
        [[2, "x"]],
        [[2, 0]],
        7,
        [1, [3, 0, 0, 0]],
    ],
)
def test_damaged_values_are_refused(values: object) -> None:
    classes = [("Leaf", ("value", "place"))]
    with pytest.raises(CodecError):
        decode(msgpack.packb([FORMAT, classes, values]), REGISTRY)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        decode(data, REGISTRY)
    except CodecError:
        return


def test_dates_keep_their_day() -> None:
    assert decode(encode(date(2024, 2, 29), REGISTRY), REGISTRY) == date(2024, 2, 29)


def test_too_deep_a_tree_is_refused_rather_than_a_crash() -> None:
    deep: object = None
    for _ in range(20_000):
        deep = Leaf(deep)
    with pytest.raises(CodecError, match="deep"):
        encode(deep, REGISTRY)
