"""Quotation marks that are not closed: they swallow no rows, whatever the rows look like, and cost little."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lacdsl.ingest import Kind, Tables, csv_careful
from tests.ingest.making import HEADER, REVIEWS

Read = Callable[..., Tables]


def test_a_mark_open_to_the_end_swallows_no_rows_that_lack_cells(read: Read) -> None:
    short = "".join(f"{n},01/02/2010,01/06/2026\n" for n in range(2, 500))
    tables = read({"reviews.csv": f'{REVIEWS}\n1,"01/02/2010,01/06/2026\n{short}'})
    assert len(tables["Reviews"]) == 499
    quotes = tables.issues[tables.issues["kind"] == Kind.QUOTES]
    assert quotes["line"].tolist() == [2]


def test_a_note_that_was_cut_off_is_one_cell(read: Read) -> None:
    text = f'{HEADER},NOTE\n1,M,01/02/2010,WBRI,UN1,,,"first, second\nthird\nfourth, and so'
    tables = read({"header.csv": text})
    assert tables["Header"]["NOTE"].tolist() == ["first, second\nthird\nfourth, and so"]
    assert Kind.QUOTES in set(tables.issues["kind"])


ROWS_THAT_ALL_OPEN = "".join(f'{n},x"y,"z,WBRI,UN1,,\n' for n in range(400))
"""Whether a mark is open before such a line or not, one is open behind it."""


def test_rows_that_each_open_a_mark_are_all_read(read: Read) -> None:
    tables = read({"header.csv": f"{HEADER}\n{ROWS_THAT_ALL_OPEN}"})
    assert tables["Header"]["CHILD"].tolist() == [str(n) for n in range(400)]
    quotes = tables.issues[tables.issues["kind"] == Kind.QUOTES]
    assert quotes["count"].sum() == 400
    assert len(quotes) <= 101


def test_lines_are_not_looked_at_again_and_again(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = 0
    take = csv_careful._Rewindable.__next__

    def counting(lines: csv_careful._Rewindable) -> str:
        nonlocal looked_at
        looked_at += 1
        return take(lines)

    monkeypatch.setattr(csv_careful._Rewindable, "__next__", counting)
    monkeypatch.setattr(csv_careful, "_MOST_IN_VAIN", 1_000)
    tables = read({"header.csv": f"{HEADER}\n{ROWS_THAT_ALL_OPEN}"})
    assert len(tables["Header"]) == 400
    assert looked_at < 1_000 + 400 + 400 * 22


@pytest.mark.parametrize("count", [2, 3, 400])
def test_rows_that_each_end_with_a_mark_too_many_are_all_read(read: Read, count: int) -> None:
    rows = "".join(f'{n},M,01/02/2010,WBRI,UN{n},,"\n' for n in range(count))
    tables = read({"header.csv": f"{HEADER}\n{rows}"})
    assert tables["Header"]["UPN"].tolist() == [f"UN{n}" for n in range(count)]
    assert tables.issues[tables.issues["kind"] == Kind.QUOTES]["count"].sum() == count


def test_a_note_that_begins_with_a_line_end_is_one_cell(read: Read) -> None:
    note = "\nfirst, second\n2,F,03/04/2012,WBRI,UN2,,,x\n"
    tables = read({"header.csv": f'{HEADER},NOTE\n1,M,01/02/2010,WBRI,UN1,,,"{note}"\n'})
    assert tables["Header"]["NOTE"].tolist() == [note]
