"""Texts are numbered alike whether they are many, few, or supplied in another pandas type."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lacdsl.engine import texts
from lacdsl.engine.series import raw_of
from lacdsl.engine.texts import Texts
from lacdsl.model import Column, ColumnType

TEXTUAL = [
    Column(kind, kind, exact=exact)
    for exact in (False, True)
    for kind in (
        ColumnType.TEXT,
        ColumnType.CODE,
        ColumnType.FLAG,
        ColumnType.IDENTIFIER,
        ColumnType.POSTCODE,
    )
]
ODD = [
    "",
    " ",
    "\t",
    "1.0",
    "1.00 ",
    "1.5",
    "a",
    "A ",
    "\u00a0b",
    "\x1fb",
    "straße",
    "ab1 2cd",
    " AB12CD",
    "ﬁ",
    "é",
]
words = st.lists(st.sampled_from(ODD) | st.text(st.characters(exclude_categories=["Cs"]), max_size=6))


def names(columns: list[tuple[list[str], Column]], few: int) -> list[list[str | None]]:
    """The folded texts of columns, prepared together."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(texts, "FEW", few)
        known = Texts()
        known.number("A")
        raws = [
            (raw_of(pd.Series(cells, dtype="str").astype("category")), column) for cells, column in columns
        ]
        numbers = known.numbers_together(raws)
        return [[None if each < 0 else known.name(each) for each in column.tolist()] for column in numbers]


@given(st.lists(st.tuples(words, st.sampled_from(TEXTUAL)), max_size=4))
@example([(ODD, column) for column in TEXTUAL])
def test_many_are_read_as_few_are(columns: list[tuple[list[str], Column]]) -> None:
    assert names(columns, few=-1) == names(columns, few=10**9)


def test_texts_that_rules_take_for_the_same_have_one_number_in_all_columns() -> None:
    known = Texts()
    first = raw_of(pd.Series(["x1", "y", " "] * 100, dtype="category"))
    second = raw_of(pd.Series(["X1 ", "Z"], dtype="category"))
    code, identifier = Column("A", ColumnType.CODE), Column("B", ColumnType.IDENTIFIER)
    one, other = known.numbers_together([(first, code), (second, identifier)])
    held = dict(zip(first.distinct(), one.tolist(), strict=True))
    assert (
        held["x1"] == dict(zip(second.distinct(), other.tolist(), strict=True))["X1 "] == known.number("X1")
    )
    assert held[" "] == -1


def test_cells_that_are_no_texts_are_read_beside_those_that_are() -> None:
    mixed = raw_of(pd.Series([1, "1.0", 1.0, None, b"x"], dtype=object))
    plain = raw_of(pd.Series([f"N{number}" for number in range(500)], dtype="str"))
    known = Texts()
    numbers, _ = known.numbers_together([(mixed, Column("A", ColumnType.CODE)), (plain, TEXTUAL[0])])
    assert known.names(numbers) == ["1", "1", "1", "X"]


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=4), unique=True), st.text(max_size=4)
)
def test_a_text_has_its_number_and_a_number_its_text_whenever_it_became_known(
    first: list[str], later: str
) -> None:
    column = Column("A", ColumnType.IDENTIFIER, exact=True)
    known = Texts()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(texts, "FEW", -1)
        known.numbers_together([(raw_of(pd.Series(first, dtype="str")), column)])
    before = len(known)
    number = known.number(later)
    assert known.number(later) == number and known.name(number) == later
    assert len(known) == before + (number == before)
    everything = np.arange(len(known) + 1)
    listed = known.names(everything)
    assert [known.number(text) for text in listed[:-1]] == everything[:-1].tolist() and listed[-1] == ""
