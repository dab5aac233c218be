"""Scenarios laid out as tables, and the verdicts that a rule gives on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lacdsl.interpreter import Context, Data, Evaluator, FlaggedCell, Store
from lacdsl.interpreter.cells import shown_cells
from lacdsl.interpreter.data import AnyRow, EntityRow, SuppliedRow
from lacdsl.interpreter.relations import SpellRow
from lacdsl.interpreter.verdicts import population, verdict
from lacdsl.model import Model
from lacdsl.semantics import typed as ty
from lacdsl.semantics.supply import missing_needs
from lacdsl.testing.boundary.reads import Home, table_of
from lacdsl.testing.boundary.scenario import Scenario, merged
from lacdsl.testing.spelled import parent_key
from lacdsl.testing.tables import AUTHORITY, empty_frame

Spot = tuple[str, str, int]
"""A row that has a verdict: year, table and position; ("child", key, 0) and ("return", "", 0) where it is none."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one row of one scenario, and the cells that are flagged for it, where they were asked for."""

    owner: int
    spot: Spot
    verdict: str
    cells: frozenset[FlaggedCell] = frozenset()

    @property
    def said(self) -> tuple[str, frozenset[FlaggedCell]]:
        """What is said of the row."""
        return self.verdict, self.cells


class Field:
    """Several scenarios side by side, each with children of its own."""

    def __init__(self, scenarios: Sequence[Scenario], model: Model) -> None:
        self.model = model
        if len(scenarios) == 1:
            rows = scenarios[0]
            self.owners: dict[Home, list[int]] = {home: [0] * len(each) for home, each in rows.items()}
        else:
            rows, self.owners = merged(scenarios, model)
        frames: dict[str, dict[str, pd.DataFrame]] = {"this": {}, "last": {}, "reference": {}}
        for year, tables in (("this", model.tables), ("last", model.tables), ("reference", model.reference)):
            for name in tables:
                frames[year][name] = _frame(model, (year, name), rows)
        self._data = Data(frames["this"], frames["last"], frames["reference"])
        self._context = Context(model.start, model.end, model.end, AUTHORITY)
        self._evaluators: dict[int, tuple[ty.Program, Evaluator]] = {}

    def _evaluator(self, program: ty.Program) -> Evaluator:
        """Kept by the definitions that it goes by."""
        if id(program) not in self._evaluators:
            store = Store(program, self._data, self._context)
            self._evaluators[id(program)] = (program, Evaluator(program, store, self._context))
        return self._evaluators[id(program)][1]

    def verdicts(self, program: ty.Program, rule: ty.Rule, cells: bool = False) -> list[Judgement]:
        """The verdict of every row of the rule's population, with the flagged `cells`; none when it cannot be run."""
        evaluator = self._evaluator(program)
        if missing_needs(rule, evaluator.store.supplied, self.model) is not None:
            return []
        found = []
        for place in population(evaluator, rule):
            owner, spot = self._spot(place.row)
            said = verdict(evaluator, rule, place)
            flagged = shown_cells(evaluator, rule, place) if cells and said == "fails" else ()
            found.append(Judgement(owner, spot, said, frozenset(flagged)))
        return found

    def spells(self, program: ty.Program, about: ty.Rel) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        """What spells are known by, and that of each, in the order of their verdicts."""
        relation = self._evaluator(program).relation(about)
        names = parent_key(program, about)
        return names, [tuple(row.key_part(name) or "" for name in names) for row in relation.rows]

    def _spot(self, row: AnyRow) -> tuple[int, Spot]:
        if isinstance(row, SpellRow):
            row = row.rows[0]
        if isinstance(row, SuppliedRow):
            home: Home = (row.home.year, row.home.table.name)
            return self.owners[home][row.position], (*home, row.position)
        if isinstance(row, EntityRow):
            key = row.key[0]
            number = key.split("Q", 1)[0]
            return int(number) if "Q" in key and number.isdigit() else 0, ("child", key, 0)
        return 0, ("return", "", 0)


def _frame(model: Model, home: Home, rows: Scenario) -> pd.DataFrame:
    table = table_of(model, home)
    held = rows.get(home, [])
    extra = dict.fromkeys(name for row in held for name in row if name not in table.columns)
    names = (*table.columns, *extra)
    if not held:
        return empty_frame(names)
    cells = np.empty((len(held), len(names)), dtype=object)
    for place, row in enumerate(held):
        cells[place] = [row.get(name) for name in names]
    return pd.DataFrame(cells, columns=list(names))
