"""A handful of rows of a made-up child, put together at random from what a rule speaks of, or from rows that there are."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lacdsl.model import Model
from lacdsl.semantics import typed as ty
from lacdsl.testing.boundary.palette import Palette, day_of
from lacdsl.testing.boundary.reads import Home, Reads, table_of
from lacdsl.testing.tables import ExampleTables

Row = dict[str, str | None]
Scenario = dict[Home, list[Row]]


def copied(scenario: Scenario) -> Scenario:
    """The same rows, to be changed."""
    return {home: [dict(row) for row in rows] for home, rows in scenario.items()}


def from_example(tables: ExampleTables, model: Model) -> Scenario:
    """The rows of an example."""
    made: Scenario = {}
    for year, frames in (("this", tables.this), ("last", tables.last), ("reference", tables.reference)):
        for name, frame in frames.items():
            if len(frame):
                rows = frame.to_dict("records")
                made[year, name] = [
                    {str(key): text for key, text in row.items() if isinstance(text, str)} for row in rows
                ]
    return made


def by_child(scenario: Scenario, model: Model) -> list[Scenario]:
    """The rows of every child by themselves; reference rows go with each."""
    key = model.tables[model.root].key[0]
    children = dict.fromkeys(
        (row.get(key) or "") for home, rows in scenario.items() if home[0] != "reference" for row in rows
    )
    return [
        {
            home: kept
            for home, rows in scenario.items()
            if (
                kept := [dict(row) for row in rows if home[0] == "reference" or (row.get(key) or "") == child]
            )
        }
        for child in children
    ]


@dataclass(slots=True)
class Maker:
    """Makes rows for a rule."""

    model: Model
    reads: Reads
    palette: Palette
    population: ty.Rel | None
    dice: random.Random

    def fresh(self) -> Scenario:
        """Rows made from nothing."""
        known = self.palette.anchors(self.dice)
        made: Scenario = {}
        children = ["1", "2"] if self.reads.crosses and self.dice.random() < 0.7 else ["1"]
        for home in self.reads.columns:
            table = table_of(self.model, home)
            for child in children:
                single = table.one or table.name == self.model.root
                usual = (0, 1, 1, 1, 2) if self.reads.crosses else (0, 1, 1, 1, 1)
                count = self.dice.choice(usual if single else (0, 1, 1, 2, 2, 3))
                made.setdefault(home, []).extend(self._row(home, child, known) for _ in range(count))
        return made

    def _row(self, home: Home, child: str, known: list[date]) -> Row:
        table = table_of(self.model, home)
        row: Row = {}
        key = self.model.tables[self.model.root].key
        for name in (*table.columns, *table.derived):
            column = table.column(name)
            if name in key and home[0] != "reference":
                row[name] = child
            elif column is not None and name in self.reads.columns[home]:
                row[name] = self.palette.text((home[1], name), column, known, self.dice)
        return row

    def changed(self, scenario: Scenario) -> Scenario:
        """The same with a cell or two changed, or a row more or less."""
        made = copied(scenario)
        known = self._days(made) or self.palette.anchors(self.dice)
        for _ in range(self.dice.choice((1, 1, 1, 2, 2, 3))):
            homes = [home for home in self.reads.columns if made.get(home)]
            luck = self.dice.random()
            if not homes or luck < 0.08:
                home = self.dice.choice(list(self.reads.columns))
                made.setdefault(home, []).append(self._row(home, "1", known))
                continue
            home = self.dice.choice(homes)
            rows = made[home]
            row = self.dice.choice(rows)
            if luck < 0.14:
                rows.remove(row)
            elif luck < 0.2:
                rows.append(dict(row))
            else:
                self._touch(home, row, known)
        return made

    def _touch(self, home: Home, row: Row, known: list[date]) -> None:
        table = table_of(self.model, home)
        root = self.model.tables[self.model.root].key
        names = [
            name
            for name in self.reads.columns[home]
            if table.column(name) is not None and (home[0] == "reference" or name not in root)
        ]
        if not names:
            return
        name = self.dice.choice(sorted(names))
        column = table.column(name)
        assert column is not None
        row[name] = self.palette.text((home[1], name), column, known, self.dice)

    def _days(self, scenario: Scenario) -> list[date]:
        texts = [text for rows in scenario.values() for row in rows for text in row.values()]
        days = sorted({day for text in texts if (day := day_of(text)) is not None})
        return days + (self.palette.anchors(self.dice) if self.dice.random() < 0.3 else [])


def size(scenario: Scenario) -> int:
    """How many cells are filled in."""
    return sum(text is not None for rows in scenario.values() for row in rows for text in row.values())


def merged(scenarios: Sequence[Scenario], model: Model) -> tuple[Scenario, dict[Home, list[int]]]:
    """Many scenarios as one, every child of each of them another; and for every row the scenario that it is from."""
    root = model.tables[model.root].key
    made: Scenario = {}
    owners: dict[Home, list[int]] = {}
    for number, scenario in enumerate(scenarios):
        for home, rows in scenario.items():
            for row in rows:
                own = dict(row)
                if home[0] != "reference":
                    for name in root:
                        if own.get(name):
                            own[name] = f"{number}Q{own[name]}"
                made.setdefault(home, []).append(own)
                owners.setdefault(home, []).append(number)
    return made, owners
