"""Dates that are read many at once are those that are read one by one."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
from hypothesis import example, given
from hypothesis import strategies as st

from lacdsl.engine.dates import plain_dates
from lacdsl.model.types import DateForm
from lacdsl.values import day_date, read_date

FORMS: list[tuple[DateForm, ...]] = [("dd/mm/yyyy",), ("yyyy-mm-dd",), ("dd/mm/yyyy", "yyyy-mm-dd")]
ODD = ["29/02/2024", "29/02/2023", "31/04/2020", "00/01/2020", "01/00/2020", "01/13/2020", "01/01/0000", None]
ODDER = ["31/12/9999", "01/01/0001", " 1/01/2020", "01/01/20200", "01-01-2020", "0é/01/202", "2024-02-29"]
written = st.from_regex(r"[0-3][0-9]/[01][0-9]/[0-9]{4}|[0-9]{4}-[01][0-9]-[0-3][0-9]", fullmatch=True)


@given(st.lists(st.none() | written | st.text(st.characters(exclude_categories=["C", "Z"]), max_size=11)))
@example([*ODD, *ODDER])
def test_plain_dates(words: list[str | None]) -> None:
    for forms in FORMS:
        days, found = plain_dates(pa.array(words, pa.large_string()), forms)
        dates = [day_date(int(day)) if there else None for day, there in zip(days, found, strict=True)]
        assert dates == [
            read_date(word, forms) if word is not None and word == word.strip() else None for word in words
        ]


def test_part_of_an_array_is_read_like_the_whole() -> None:
    words = pa.array(["x", "01/02/2020", "02/02/2020", "y"], pa.large_string()).slice(1, 2)
    days, found = plain_dates(words, FORMS[0])
    assert [day_date(int(day)) for day in days] == [date(2020, 2, 1), date(2020, 2, 2)]
    assert found.all()
