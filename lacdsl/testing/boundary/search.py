"""Looks for rows on which two readings of a rule differ, and makes them as small as they can be."""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lacdsl.interpreter import FlaggedCell
from lacdsl.semantics import typed as ty
from lacdsl.syntax import tree as t
from lacdsl.testing.boundary.field import Field, Judgement, Spot
from lacdsl.testing.boundary.palette import Palette
from lacdsl.testing.boundary.reads import reads_of, table_of
from lacdsl.testing.boundary.scenario import Maker, Scenario, by_child, copied, from_example, size
from lacdsl.testing.tables import tables_of

ROUNDS = 5
BATCH = 250
ALONE = 50
"""How many scenarios are tried in a round where children decide together, so that each has to be tried by itself."""

Reading = tuple[ty.Program, ty.Rule]


@dataclass(frozen=True, slots=True)
class Target:
    """Another reading of the rule: with which definitions, and the rule."""

    program: ty.Program
    rule: ty.Rule


@dataclass(frozen=True, slots=True)
class Witness:
    """Rows on which the rule says `verdict` of the row at `spot`, and the other reading something else."""

    scenario: Scenario
    spot: Spot
    verdict: str


_NOTHING: tuple[str, frozenset[FlaggedCell]] = ("n/a", frozenset())
_LIKED = {"fails": 0, "passes": 1, "n/a": 2, "unknown": 3}


class Search:
    """Looks for rows that tell a rule from others; `examples` of the rule are where it starts from.

    `cells`: two that flag other cells are told apart, even where their verdicts are the same.
    """

    def __init__(
        self, program: ty.Program, rule: ty.Rule, examples: Sequence[t.Example], cells: bool = False
    ) -> None:
        self.cells = cells
        self.program = program
        self.rule = rule
        self.model = program.model
        self.reads = reads_of(program, [rule])
        self.dice = random.Random(zlib.crc32(rule.code.encode()))
        palette = Palette(self.model, self.reads)
        self.maker = Maker(self.model, self.reads, palette, rule.population, self.dice)
        seeds = [from_example(tables_of(example, self.model), self.model) for example in examples]
        if not self.reads.crosses:
            seeds = [child for seed in seeds for child in by_child(seed, self.model)]
        self.seeds = [seed for seed in seeds if seed]
        self._pool: list[Scenario] = list(self.seeds)
        self._fields: list[list[tuple[Field, list[Scenario]]]] = []

    def witnesses(self, targets: Sequence[Target], rounds: int = ROUNDS) -> list[Witness | None]:
        """For each target the smallest rows that tell it from the rule; None where none were found."""
        found: list[Witness | None] = [None] * len(targets)
        for number in range(rounds):
            open_ = [place for place, each in enumerate(found) if each is None]
            if not open_:
                break
            for field, scenarios in self._round(number):
                own = self.own(field)
                for place in open_:
                    if found[place] is None:
                        found[place] = self._differing(field, scenarios, own, targets[place])
        return [
            None if each is None else self._shrunk(each, target)
            for each, target in zip(found, targets, strict=True)
        ]

    def own(self, field: Field) -> list[Judgement]:
        """What the rule says of the rows."""
        return field.verdicts(self.program, self.rule, self.cells)

    def theirs(self, field: Field, target: Target) -> list[Judgement]:
        """What another reading of the rule says of them."""
        return field.verdicts(target.program, target.rule, self.cells)

    def _round(self, number: int) -> list[tuple[Field, list[Scenario]]]:
        """The scenarios of a round: the same whoever asks."""
        while len(self._fields) <= number:
            made = self._made(len(self._fields))
            groups = [[each] for each in made] if self.reads.crosses else [made]
            self._fields.append([(Field(group, self.model), group) for group in groups])
            self._keep(self._fields[-1])
        return self._fields[number]

    def _made(self, number: int) -> list[Scenario]:
        count = ALONE if self.reads.crosses else BATCH
        pool = self._pool[-400:]
        made: list[Scenario] = list(self.seeds[:count]) if number == 0 else []
        while len(made) < count:
            if pool and self.dice.random() < (0.5 if number == 0 else 0.85):
                made.append(self.maker.changed(self.dice.choice(pool)))
            else:
                made.append(self.maker.fresh())
        return made

    def _keep(self, fields: list[tuple[Field, list[Scenario]]]) -> None:
        """What the rule applies to is worth changing further."""
        for field, scenarios in fields:
            said = field.verdicts(self.program, self.rule)
            good = {each.owner for each in said if each.verdict in ("fails", "passes", "unknown")}
            self._pool += [scenarios[owner] for owner in sorted(good)]

    def _differing(
        self, field: Field, scenarios: list[Scenario], own: list[Judgement], target: Target
    ) -> Witness | None:
        other = self.theirs(field, target)
        if len(other) != len(own):
            theirs = {(each.owner, each.spot): each.said for each in other}
            pairs = [(each, theirs.get((each.owner, each.spot), _NOTHING)) for each in own]
        else:
            pairs = [(each, that.said) for each, that in zip(own, other, strict=True)]
        moved = [each for each, said in pairs if each.said != said]
        moved.sort(key=lambda each: (_LIKED[each.verdict], size(scenarios[each.owner])))
        for each in moved[:4]:
            found = self._alone(scenarios[each.owner], target)
            if found is not None:
                return found
        return None

    def _alone(self, scenario: Scenario, target: Target) -> Witness | None:
        """The difference on these rows only, with nobody else about."""
        field = Field([scenario], self.model)
        theirs = {each.spot: each.said for each in self.theirs(field, target)}
        moved = [each for each in self.own(field) if theirs.get(each.spot, _NOTHING) != each.said]
        if not moved:
            return None
        best = min(moved, key=lambda each: _LIKED[each.verdict])
        return Witness(scenario, best.spot, best.verdict)

    def _shrunk(self, witness: Witness, target: Target) -> Witness:
        """The same difference with as few rows and cells as it takes."""
        tries = 120
        again = True
        while again and tries > 0:
            again = False
            for smaller in self._smaller(witness.scenario):
                tries -= 1
                found = self._alone(smaller, target)
                if found is not None and found.verdict == witness.verdict:
                    witness, again = found, True
                    break
                if tries <= 0:
                    break
        return witness

    def having(self, verdict: str) -> Scenario | None:
        """Rows of which one has the verdict: the fewest of the first round that has any."""
        for number in range(ROUNDS):
            best: Scenario | None = None
            for field, scenarios in self._round(number):
                for each in field.verdicts(self.program, self.rule):
                    rows = scenarios[each.owner]
                    if each.verdict == verdict and (best is None or size(rows) < size(best)):
                        best = rows
            if best is not None:
                return best
        return None

    def _smaller(self, scenario: Scenario) -> Iterator[Scenario]:
        """The same without a row, or without a cell; keys and what orders rows are kept."""
        for home, rows in scenario.items():
            for place in range(len(rows)):
                made = copied(scenario)
                del made[home][place]
                yield made
        for home, rows in scenario.items():
            table = table_of(self.model, home)
            kept = {*table.key[:1], *table.parent_key, *table.order[:1]}
            for place, row in enumerate(rows):
                for name, text in row.items():
                    if text is not None and name not in kept:
                        made = copied(scenario)
                        made[home][place][name] = None
                        yield made
