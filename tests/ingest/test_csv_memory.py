"""Large columns: put together without copies of everything, and with the same cells."""

from __future__ import annotations

import pytest

from lacdsl.ingest import csv_quick
from lacdsl.ingest.csv_quick import read_quickly
from lacdsl.ingest.csv_start import Start


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_quick, "_BLOCK", 4096)
    monkeypatch.setattr(csv_quick, "_LONG_COLUMN", 4096)


def _cells(notes: list[str]) -> list[str | None]:
    data = "".join(f"{number},{note}\n" for number, note in enumerate(notes)).encode()
    read = read_quickly(data, Start(["ID", "NOTE"], ",", 1, 0, 1))
    assert read is not None
    (_, column), lines, empty = read
    assert len(lines) == len(notes) and not len(empty)
    words = column.dictionary.to_pylist()
    assert len(set(words)) == len(words)
    return [None if place is None else words[place] for place in column.indices.to_pylist()]


@pytest.mark.parametrize("again", [0, 1, 90])
def test_long_notes_keep_their_rows_whether_all_differ_or_some_come_again(again: int) -> None:
    notes = [
        f"seen at home and at school and by the worker who came on day {day} as well" for day in range(300)
    ]
    notes[150:] = notes[:again] + notes[150 + again :]
    notes[17] = notes[200] = ""
    assert _cells(notes) == [note or None for note in notes]


def test_notes_that_all_differ_are_not_looked_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    joined: list[int] = []
    together = csv_quick._one_behind_the_other
    monkeypatch.setattr(
        csv_quick, "_one_behind_the_other", lambda pieces: joined.append(len(pieces)) or together(pieces)
    )
    _cells([f"{day} " + "seen at home " * 10 for day in range(300)])
    assert len(joined) == 1 and joined[0] > 1
    _cells(["the same " * 10 for _ in range(300)])
    _cells([str(day) for day in range(3000)])
    assert len(joined) == 1
