"""The part of a return that a few children's rows need, so that only that part is interpreted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lacdsl.engine import Context, EngineInput
from lacdsl.engine.evaluator import Evaluator
from lacdsl.engine.keys import key_columns
from lacdsl.engine.store import EPOCH, Store
from lacdsl.engine.vectors import OK, Vec
from lacdsl.interpreter import Asked
from lacdsl.plan import build_graph
from lacdsl.semantics import typed as ty
from lacdsl.values import Partial, Value, fold

Place = tuple[str, str]
"""Year (this, last) and table."""


@dataclass(slots=True)
class Wanted:
    """Whose rows are needed: numbers of children, and single rows (of children without a number) by place.

    `everything`: no part of the return can be left out.
    """

    children: set[int] = field(default_factory=set)
    rows: dict[Place, set[int]] = field(default_factory=dict)
    everything: bool = False

    def add_row(self, place: Place, row: int) -> None:
        """Adds one row."""
        self.rows.setdefault(place, set()).add(row)

    def size(self) -> tuple[bool, int, int]:
        """Grows with every row that is added."""
        return self.everything, len(self.children), sum(map(len, self.rows.values()))


@dataclass(frozen=True, slots=True)
class Cut:
    """Tables that hold some of the rows, and where each of these stood."""

    this: dict[str, pd.DataFrame]
    last: dict[str, pd.DataFrame] | None
    positions: Mapping[Place, NDArray[np.int64]]


class Whole:
    """A whole return, in which rows are found by keys and values."""

    def __init__(self, program: ty.Program, code: str, data: EngineInput, context: Context) -> None:
        self.data = data
        self.model = program.model
        self.store = Store(program.model, data, context)
        self.engine = Evaluator(build_graph(program, [code]), self.store)

    def frames(self) -> Iterable[tuple[Place, pd.DataFrame]]:
        """All tables of both years."""
        for year, tables in (("this", self.data.this), ("last", self.data.last or {})):
            for name, frame in tables.items():
                if name in self.model.tables:
                    yield (year, name), frame

    def children_of(self, place: Place) -> NDArray[np.int64]:
        """The number of the child of every row of a table; -1 where there is none."""
        return self.engine.world.keys.numbers(*place, self.model.root)

    def numbers_of(self, child: str) -> set[int]:
        """The numbers of all children whose key begins with that text; none when nobody has it."""
        found: set[int] = set()
        for place, _ in self.frames():
            names = key_columns(self.model, place[1], self.model.root)
            if not names or not all(self.store.has(*place, name) for name in names):
                continue
            numbers = self.children_of(place)
            column = self.store.vec(*place, self.model.tables[place[1]].columns[names[0]]).flat()
            number = self.store.texts.known(fold(child))
            same = column.data == number
            found.update(np.unique(numbers[same & (numbers >= 0)]).tolist())
        return found

    def add_rows(self, wanted: Wanted, place: Place, rows: Iterable[int]) -> None:
        """Wants some rows of a table, with all that belongs to the same children."""
        numbers = self.children_of(place)
        for row in rows:
            if numbers[row] >= 0:
                wanted.children.add(int(numbers[row]))
            else:
                wanted.add_row(place, int(row))

    def add_asked(self, wanted: Wanted, asked: Iterable[Asked]) -> None:
        """Wants the rows that hold certain values, with all that belongs to the same children."""
        for each in dict.fromkeys(asked):
            if any(_looks_around(value) for value in each.values):
                wanted.everything = True
                return
            relation = self.engine.relation(each.rel)
            domain = self.engine.plain(relation)
            keep = np.ones(relation.n, np.bool_)
            for expr, value in zip(each.values, each.wanted, strict=True):
                keep &= self._equal(self.engine.value(expr, domain).flat(), value)
            rows = np.flatnonzero(keep)
            groups = relation.group(self.model.root)[rows]
            wanted.children.update(np.unique(groups[groups >= 0]).tolist())
            if relation.source_table:
                for row in rows[groups < 0].tolist():
                    year = "this" if relation.year[row] == 0 else "last"
                    wanted.add_row((year, relation.source_table), int(relation.row[row]))

    def _equal(self, column: Vec, value: Value | None) -> NDArray[np.bool_]:
        if isinstance(value, str):
            wanted: float = self.store.texts.known(value)
        elif column.kind is ty.Kind.PARTIAL:
            partial = Partial(value.day, value.month, value.year) if isinstance(value, date) else value
            wanted = self.store.partial_number(partial) if isinstance(partial, Partial) else -1
        elif isinstance(value, date):
            wanted = value.toordinal() - EPOCH
        elif isinstance(value, Partial):
            complete = value.complete
            wanted = complete.toordinal() - EPOCH if complete is not None else np.nan
        else:
            wanted = np.nan if value is None else float(value)
        same: NDArray[np.bool_] = column.data == wanted
        return same if column.state is None else same & (column.state == OK)

    def cut(self, wanted: Wanted) -> Cut:
        """The tables with those rows only, in the same order. Tables that belong to no child are kept whole."""
        kept: dict[str, dict[str, pd.DataFrame]] = {"this": {}, "last": {}}
        positions: dict[Place, NDArray[np.int64]] = {}
        numbers = np.array(sorted(wanted.children), np.int64)
        for place, frame in self.frames():
            if wanted.everything or key_columns(self.model, place[1], self.model.root) is None:
                positions[place] = np.arange(len(frame))
                kept[place[0]][place[1]] = frame
                continue
            keep = np.isin(self.children_of(place), numbers)
            keep[list(wanted.rows.get(place, ()))] = True
            positions[place] = np.flatnonzero(keep)
            kept[place[0]][place[1]] = frame.iloc[positions[place]]
        return Cut(kept["this"], None if self.data.last is None else kept["last"], positions)


def _looks_around(node: Any) -> bool:
    """The expression speaks of many rows, so that it cannot be worked out for all rows of a table beforehand."""
    if isinstance(node, ty.Rows):
        return True
    if isinstance(node, tuple):
        return any(_looks_around(each) for each in node)
    return is_dataclass(node) and any(_looks_around(getattr(node, part.name)) for part in fields(node))
