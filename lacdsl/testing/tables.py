"""An example of a rule as tables to run it on, and the verdicts it expects."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Literal

import numpy as np
import pandas as pd

from lacdsl.engine import says
from lacdsl.interpreter import FlaggedCell
from lacdsl.model import Model, Table
from lacdsl.semantics.typed import entity_name
from lacdsl.syntax import tree as t
from lacdsl.syntax.marks import marked, unmarked
from lacdsl.values import format_date, shift
from lacdsl.values.calendar import ShiftUnit

VERDICTS = ("passes", "fails", "n/a", "unknown", "not run")
AUTHORITY = "E08000003"

_YEARS: tuple[Literal["this", "last"], ...] = ("this", "last")
_RELATIVE = re.compile(r"(start|end)((?:\s*[+-]\s*\d+\s+(?:working\s+day|day|week|month|year)s?)*)")
_UNITS: dict[str, ShiftUnit] = {
    "day": "days",
    "week": "weeks",
    "month": "months",
    "year": "years",
    "working day": "working days",
}
_STEP = re.compile(r"([+-])\s*(\d+)\s+(working\s+day|day|week|month|year)s?")


Spot = tuple[str, str, int]
"""A row: its year (or `reference`), its table, and its position there."""


@dataclass(slots=True)
class Expected:
    """A row that says what its verdict must be: where it stands (year, table, position), and its line in the rules."""

    home: tuple[str, str]
    row: int
    verdict: str
    line: t.Cells
    cells: Mapping[str, str | None]

    @property
    def spot(self) -> Spot:
        """Where the row stands, in one."""
        return (*self.home, self.row)


@dataclass(slots=True)
class ExampleTables:
    """The tables of an example by model name, and what is expected of the rule's own table.

    `marks` are the cells that it says the rule flags; without any it says nothing of that.
    """

    this: dict[str, pd.DataFrame]
    last: dict[str, pd.DataFrame]
    reference: dict[str, pd.DataFrame]
    expected: list[Expected]
    entities: list[str] = field(default_factory=list)
    marks: frozenset[FlaggedCell] = frozenset()
    lines: dict[Spot, t.Cells] = field(default_factory=dict)
    headings: dict[Spot, tuple[str, ...]] = field(default_factory=dict)
    """The line that a row is written in, and the columns that it has there."""


def tables_of(example: t.Example, model: Model) -> ExampleTables:
    """The tables of an example. What it does not name is supplied and empty, but for `without`."""
    rows: dict[tuple[str, str], list[dict[str, str | None]]] = {}
    extra: dict[tuple[str, str], list[str]] = {}
    made = ExampleTables({}, {}, {}, [])
    headings: tuple[str, ...] = ()
    here: tuple[str, str] = ("", "")
    marks: set[FlaggedCell] = set()
    for line in example.rows:
        first = line.cells[0]
        if first and first not in VERDICTS:
            here, headings = _place(first, model), line.cells[1:]
            rows.setdefault(here, [])
            extra.setdefault(here, []).extend(headings)
            continue
        held = dict(zip(headings, line.cells[1:], strict=False))
        cells = {name: _cell(unmarked(text), model) for name, text in held.items()}
        if here[0] == "child":
            made.entities.append(cells.get(headings[0]) or "" if headings else "")
            position = len(made.entities) - 1
        else:
            rows[here].append(cells)
            position = len(rows[here]) - 1
            made.lines[(*here, position)] = line
            made.headings[(*here, position)] = headings
            marks |= _marks(here, position, held)
        if first:
            made.expected.append(Expected(here, position, first, line, cells))
    made.marks = frozenset(marks)
    left_out = {_place(_spelled(ref), model) for ref in example.without}
    for year, target, tables in (
        ("this", made.this, model.tables),
        ("last", made.last, model.tables),
        ("reference", made.reference, model.reference),
    ):
        for name, table in tables.items():
            if (year, name) not in left_out:
                target[name] = _frame(table, rows.get((year, name), []), extra.get((year, name), []))
    return made


def _marks(here: tuple[str, str], position: int, cells: Mapping[str, str]) -> set[FlaggedCell]:
    return {
        FlaggedCell(here[1], year, position, name)
        for year in _YEARS
        for name, text in cells.items()
        if year == here[0] and marked(text)
    }


def period(model: Model, tables: ExampleTables) -> tuple[date, date]:
    """The collection's first and last day: as the example's own tables say, else those of the model."""
    found = says(model, tables.this)
    return found.start or model.start, found.end or model.end


def _spelled(ref: t.TableRef) -> str:
    return f"last year {ref.name}" if ref.year == "last" else ref.name


def _place(heading: str, model: Model) -> tuple[str, str]:
    words = heading.split()
    last = words[:2] == ["last", "year"]
    name = words[-1]
    if name == entity_name(model):
        return "child", name
    table = model.by_singular(name)
    known = table.name if table is not None else name
    if known in model.reference:
        return "reference", known
    return ("last" if last else "this"), known


def _frame(table: Table, rows: list[dict[str, str | None]], headings: list[str]) -> pd.DataFrame:
    names = tuple(dict.fromkeys([*table.columns, *headings]))
    if not rows:
        return empty_frame(names)
    cells = np.empty((len(rows), len(names)), dtype=object)
    for place, row in enumerate(rows):
        cells[place] = [row.get(name) for name in names]
    return pd.DataFrame(cells, columns=list(names))


@cache
def empty_frame(names: tuple[str, ...]) -> pd.DataFrame:
    """A table without rows, made once: nobody changes the tables of an example."""
    return pd.DataFrame(np.empty((0, len(names)), dtype=object), columns=list(names))


def _cell(text: str, model: Model) -> str | None:
    if not text:
        return None
    if text == "authority":
        return AUTHORITY
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1]
    found = _RELATIVE.fullmatch(text)
    if found is None:
        return text
    day = model.start if found.group(1) == "start" else model.end
    for sign, amount, unit in _STEP.findall(found.group(2)):
        moved = shift(day, int(sign + amount), _UNITS[" ".join(unit.split())], model.leap_day)
        if moved is None:
            return text
        day = moved
    return format_date(day, model.dates[0])


def verdict_words(masks: Mapping[str, list[bool]], n: int) -> list[str]:
    """A word for every row from masks by word; the rest are n/a."""
    words = ["n/a"] * n
    for word, mask in masks.items():
        for row, chosen in enumerate(mask):
            if chosen:
                words[row] = word
    return words
