"""Notes of an earlier workbook, read again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from lacdsl.diagnostics import Diagnostic, LacdslError
from lacdsl.ingest.issues import Issue, Kind, issue_frame
from lacdsl.ingest.lists import read_list
from lacdsl.ingest.sheet import Sheet
from lacdsl.ingest.source import Refused
from lacdsl.model import CHILD, Entity
from lacdsl.report.notes import Note, Subject
from lacdsl.values import cell_text

_TITLES = {"RULE": "Rule", "KEY": "Key", "CELLS": "Cells", "NOTE": "Note"}
_OF_FINDINGS = {"RULE", "CHILD", "KEY", "NOTE"}
_LOST = (Kind.FORMULA, Kind.CELL_ERROR)
_HELP = "Give a workbook that `lacdsl check ... --out report.xlsx` made, with its columns as they were."


def read_notes(path: str | Path, entity: Entity = CHILD) -> tuple[tuple[Note, ...], pd.DataFrame]:
    """The notes of a workbook that lacdsl made and somebody wrote in, and which of its cells could not be read.

    `entity` is what the return counts, as in its model.

    The second has the columns of `Tables.issues`. LacdslError A912 when it is no such workbook.
    """
    path = Path(path)
    unread: list[Issue] = []
    titles = {**_TITLES, "CHILD": entity.title}
    headings = {name: (title.lower(),) for name, title in titles.items()}
    try:
        sheets = [(each, _places(each, headings)) for each in read_list(path, headings, unread)]
    except Refused as refused:
        raise _unreadable(path, str(refused)) from refused
    except OSError as error:
        raise _unreadable(path, (error.strerror or str(error)).lower()) from error
    if not any(places.keys() >= _OF_FINDINGS for _, places in sheets):
        raise _unreadable(path, f"no sheet of it has the columns Rule, {entity.title}, Note and Key")
    noted = [(sheet, places) for sheet, places in sheets if {"CHILD", "NOTE"} <= places.keys()]
    lost = [issue for sheet, _ in noted for issue in (*unread, *sheet.issues) if issue.kind in _LOST]
    notes = tuple(note for sheet, places in noted for note in _notes(sheet, places))
    return notes, issue_frame(list(dict.fromkeys(lost)))


def _places(sheet: Sheet, headings: dict[str, tuple[str]]) -> dict[str, int]:
    words = [heading.strip().lower() for heading in sheet.headings]
    return {name: words.index(word) for name, (word,) in headings.items() if word in words}


def _notes(sheet: Sheet, places: dict[str, int]) -> Iterator[Note]:
    held = {name: [cell_text(cell) or "" for cell in sheet.columns[place]] for name, place in places.items()}
    blank = [""] * len(sheet.lines)
    names = ("RULE", "CHILD", "KEY", "CELLS") if "KEY" in places else ("", "CHILD", "", "")
    columns = [held.get(name, blank) for name in names]
    for text, *about in zip(held["NOTE"], *columns, strict=True):
        if text.strip():
            yield Note(Subject(*about), text)


def _unreadable(path: Path, why: str) -> LacdslError:
    return LacdslError([Diagnostic("A912", f"The notes of {path} cannot be read: {why}.", _HELP)])
