"""Finds the rows that are asked about, and has the interpreter explain them on no more of the return than they need."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lacdsl.engine import Context, EngineInput, run
from lacdsl.engine.relation import Relation
from lacdsl.explaining.cut import Cut, Place, Wanted, Whole
from lacdsl.interpreter import Context as SlowContext
from lacdsl.interpreter import Data, Explanation, Interpreter, RowUsed
from lacdsl.semantics.supply import missing_needs
from lacdsl.semantics.typed import Program, Rule
from lacdsl.values import fold

MOST_TRIED = 4
_COUNTS = ("fails", "passes", "unknown", "not_applicable")

Frames = Mapping[str, pd.DataFrame]
References = Callable[[Frames, Frames | None], Frames]
"""The reference tables that go with the tables of this year and the last."""


@dataclass(frozen=True, slots=True)
class Target:
    """Which rows are asked about: those of a child, single rows, or the one that a finding is about.

    `cells` are those of the finding, once for every row that may be the one meant. With nothing stated: the first rows
    that fail, else the first that could not be checked. `of_finding`: the rows or cells are where a finding was found
    again; `gone`: its row is not there any more.
    """

    child: str | None = None
    rows: frozenset[RowUsed] = frozenset()
    cells: tuple[frozenset[tuple[RowUsed, str]], ...] = ()
    gone: bool = False
    of_finding: bool = False

    @property
    def near(self) -> frozenset[RowUsed]:
        """All single rows that are stated."""
        return self.rows | {at for cells in self.cells for at, _ in cells}


@dataclass(frozen=True, slots=True)
class RowExplained:
    """Why one row of the rule's population has its verdict. `at`: the rows of the files that it stands for."""

    verdict: str
    child: str | None
    at: tuple[RowUsed, ...]
    message: str
    why: Explanation


@dataclass(frozen=True, slots=True)
class Explained:
    """What there is to say. `reason`: why the rule was not run, or why no row is explained.

    `left_out` rows match and are not explained. `counts` are the verdicts of all rows, where these were worked out.
    `is_finding`: the finding that was asked about is there.
    """

    rule: Rule
    reason: str = ""
    not_run: bool = False
    rows: tuple[RowExplained, ...] = ()
    left_out: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    is_finding: bool = True


def explain_rule(
    program: Program,
    code: str,
    data: EngineInput,
    context: Context,
    target: Target,
    references: References,
    most: int = 5,
) -> Explained:
    """Why the rows of `target` have their verdicts, by the rule with that code; of many the first `most`."""
    rule = program.rules[code]
    rows = None
    counts: dict[str, int] = {}
    if target == Target():
        # The engine knows the verdicts of all rows; it has to read what reference tables have on all of them.
        data = replace(data, reference=references(data.this, data.last))
        whole = Whole(program, code, data, context)
        reason = missing_needs(rule, whole.engine.world.supplied, program.model)
        if reason is None:
            rows, counts = _first(whole, program, rule, most)
    else:
        whole = Whole(program, code, data, context)
    asker = _Asker(program, rule, context, whole, references)
    return asker.answer(target, most, counts, rows)


@dataclass(slots=True)
class _Asker:
    program: Program
    rule: Rule
    context: Context
    whole: Whole
    references: References

    def answer(self, target: Target, most: int, counts: Mapping[str, int], first: Wanted | None) -> Explained:
        rule, wanted = self.rule, first or self._wanted(target)
        wanted.everything = wanted.everything or rule.population is None
        if first is not None:
            target = Target(rows=frozenset(_rows(wanted)))
        for _ in range(MOST_TRIED):
            size = wanted.size()
            cut = self.whole.cut(wanted)
            interpreter = self._interpreter(cut)
            outcome_reason = interpreter.why_not_run(rule)
            if outcome_reason is not None:
                return Explained(rule, outcome_reason, not_run=True)
            chosen, is_finding = self._chosen(interpreter, cut, target, first)
            whys = {row: interpreter.explain(rule, row) for row in chosen[:most]}
            self.whole.add_asked(wanted, interpreter.asked)
            if wanted.size() == size:
                break
        if not chosen:
            return Explained(rule, self._nothing(target, counts), counts=counts, is_finding=is_finding)
        keys = interpreter.keys(rule)
        explained = tuple(
            RowExplained(
                why.outcome,
                keys[row],
                tuple(_placed(at, cut) for at in why.rows),
                interpreter.message(rule, row) if why.outcome == "fails" else "",
                _put_back(why, cut),
            )
            for row, why in whys.items()
        )
        return Explained(rule, "", False, explained, len(chosen) - len(explained), counts, is_finding)

    def _wanted(self, target: Target) -> Wanted:
        wanted = Wanted()
        if target.child is not None:
            wanted.children |= self.whole.numbers_of(target.child)
        for at in target.near:
            place = (at.year, at.table)
            if at.row < self.whole.store.height(*place):
                self.whole.add_rows(wanted, place, [at.row])
        return wanted

    def _interpreter(self, cut: Cut) -> Interpreter:
        about = self.context
        context = SlowContext(about.start, about.end, about.today, about.authority, about.inside)
        reference = self.references(cut.this, cut.last)
        held = self.whole.data
        data = Data(cut.this, cut.last, reference, held.readings, held.last_readings)
        return Interpreter(self.program, data, context, notes_asked=True)

    def _chosen(
        self, interpreter: Interpreter, cut: Cut, target: Target, first: Wanted | None
    ) -> tuple[list[int], bool]:
        """The rows of the population that are asked about, those of a finding first of all by the cells it shows."""
        rule = self.rule
        if rule.population is None:
            return [0], True
        places = [{_placed(at, cut) for at in each} for each in interpreter.where_from(rule)]
        keys = interpreter.keys(rule)
        if target.of_finding:
            verdicts = interpreter.run_rule(rule).verdicts
            failing = [row for row, verdict in enumerate(verdicts) if verdict == "fails"]
            shown = {row: self._flagged(interpreter, cut, row) for row in failing if target.cells}
            alike = [row for row in failing if places[row] & target.rows]
            alike += [row for row in failing if any(cells <= shown[row] for cells in target.cells)]
            if not alike and rule.population.kind == "entity" and target.child is not None:
                alike = [row for row in failing if keys[row] in self._owners(target, frozenset())]
            if alike:
                return alike, True
        near = target.near
        found = [row for row, at in enumerate(places) if at & near]
        if not found and first is not None and first.children and not first.rows:
            named = self.whole.engine.world.entity_names(np.array(sorted(first.children)))
            names = {fold(str(name)) for name in named}
            found = [row for row, key in enumerate(keys) if key in names]
        if not found and (target.child is not None or near):
            owners = self._owners(target, near)
            found = [row for row, key in enumerate(keys) if key is not None and key in owners]
        return found, not target.of_finding

    def _flagged(self, interpreter: Interpreter, cut: Cut, row: int) -> set[tuple[RowUsed, str]]:
        cells = interpreter.flagged(self.rule, row)
        return {(_placed(RowUsed(cell.table, cell.year, cell.row), cut), cell.column) for cell in cells}

    def _owners(self, target: Target, near: set[RowUsed] | frozenset[RowUsed]) -> set[str]:
        owners = set() if target.child is None else {fold(target.child)}
        numbers = {
            int(self.whole.children_of((at.year, at.table))[at.row])
            for at in near
            if at.row < self.whole.store.height(at.year, at.table)
        }
        names = self.whole.engine.world.entity_names(np.array(sorted(numbers - {-1}), np.int64))
        return owners | {fold(str(name)) for name in names}

    def _nothing(self, target: Target, counts: Mapping[str, int]) -> str:
        rel = self.rule.population
        name = rel.name if rel is not None else "the return"
        entity = self.program.model.entity
        if target.child is not None:
            if not self.whole.numbers_of(target.child):
                return f"there is no {entity.singular} {target.child} in any table"
            return f"the rule is about rows of {name}, and {entity.singular} {target.child} has none"
        if target.rows or target.cells:
            return f"the rule is about rows of {name}, and the row that was asked about is none and has none"
        if not counts or not sum(counts.values()):
            return "there is no row that it could be about"
        why = "no row fails it, and there is none that could not be checked"
        return f"{why}. To see why a certain row passes, name it by --line or {entity.option}"


def _first(whole: Whole, program: Program, rule: Rule, most: int) -> tuple[Wanted, dict[str, int]]:
    """The first rows that fail (else that are unknown), by the engine, and the counts of all verdicts."""
    result = run(program, whole.data, whole.store.context, [rule.code], keep_verdicts=True)
    outcome = result.outcomes[0]
    counts = {name: int(getattr(outcome, name)) for name in _COUNTS}
    wanted = Wanted()
    verdicts = result.verdicts.get(rule.code)
    if verdicts is None or rule.population is None:
        return wanted, counts
    rows = np.flatnonzero(verdicts.fails if outcome.fails else verdicts.unknown)[:most]
    _want(whole, wanted, whole.engine.relation(rule.population), rows)
    return wanted, counts


def _want(whole: Whole, wanted: Wanted, relation: Relation, rows: NDArray[np.int64]) -> None:
    if relation.rel.kind == "entity":
        wanted.children.update(rows.tolist())
        return
    first = relation.first_rows
    if relation.base is not None and first is not None:
        relation, rows = relation.base, first[rows]
    for row in rows.tolist():
        place: Place = ("this" if relation.year[row] == 0 else "last", relation.source_table)
        wanted.add_row(place, int(relation.row[row]))
        whole.add_rows(wanted, place, [int(relation.row[row])])


def _rows(wanted: Wanted) -> Iterator[RowUsed]:
    for (year, table), rows in wanted.rows.items():
        for row in rows:
            yield RowUsed(table, "this" if year == "this" else "last", row)


def _placed(at: RowUsed, cut: Cut) -> RowUsed:
    """Where the row stood before the tables were cut."""
    positions = cut.positions.get((at.year, at.table))
    return at if positions is None else replace(at, row=int(positions[at.row]))


def _put_back(why: Explanation, cut: Cut) -> Explanation:
    """The same with rows numbered as in the tables before they were cut."""
    return replace(
        why,
        rows=tuple(_placed(at, cut) for at in why.rows),
        cells=tuple(replace(cell, at=_placed(cell.at, cut)) for cell in why.cells),
        parts=tuple(_put_back(part, cut) for part in why.parts),
    )
