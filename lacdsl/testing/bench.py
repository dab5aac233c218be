"""The examples of a rule laid out, to try the rule and its likes on them again and again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lacdsl.interpreter import Context, Data, Evaluator, FlaggedCell, Store, verdicts_of
from lacdsl.interpreter.data import SuppliedRow
from lacdsl.interpreter.used import supplied_rows
from lacdsl.interpreter.verdicts import run
from lacdsl.semantics import typed as ty
from lacdsl.semantics.variants import Variants
from lacdsl.syntax import tree as t
from lacdsl.testing.examples import in_a_table
from lacdsl.testing.spelled import words_of_spells
from lacdsl.testing.tables import AUTHORITY, ExampleTables, Spot, period, tables_of

Found = tuple[list[str], frozenset[FlaggedCell]]


@dataclass(frozen=True, slots=True)
class Stand:
    """One example, ready for rules of one program; `variants` where it wants other values of parameters."""

    example: t.Example
    tables: ExampleTables
    evaluator: Evaluator
    variants: Variants | None = None

    def found(self, rule: ty.Rule) -> Found:
        """The verdicts, and the cells that are flagged where the example has marks for them."""
        return self.verdicts(rule), self._flagged(rule) if self.tables.marks else frozenset()

    def _flagged(self, rule: ty.Rule) -> frozenset[FlaggedCell]:
        return frozenset(cell for finding in run(self.evaluator, rule).findings for cell in finding.cells)

    def verdicts(self, rule: ty.Rule) -> list[str]:
        """The verdict of every row that says one, in words; `not run` where the rule cannot be run."""
        words, places = verdicts_of(self.evaluator, rule)
        if words is None:
            return ["not run"] * len(self.tables.expected)
        if rule.population is not None and rule.population.kind == "entity":
            names = (place.row.name for place in places)
            by_key = {name.split(" ", 1)[-1].upper(): word for name, word in zip(names, words, strict=True)}
            entities = [self.tables.entities[each.row].upper() for each in self.tables.expected]
            return [
                by_key.get(key, f"no such {self.evaluator.program.model.entity.singular}") for key in entities
            ]
        if in_a_table(rule):
            spots = (spot_of(row) for place in places for row in supplied_rows(place.row))
            by_spot: dict[Spot, str] = dict(zip(spots, words, strict=True))
            return [by_spot.get(each.spot, "n/a") for each in self.tables.expected]
        if rule.population is not None and rule.population.kind == "spells":
            firsts = [spot_of(supplied_rows(place.row)[0]) for place in places]
            return words_of_spells(self.evaluator.program, rule.population, self.tables, firsts, words)
        rows = [each.row for each in self.tables.expected]
        return [words[row] if row < len(words) else "no such row" for row in rows]


def spot_of(row: SuppliedRow) -> Spot:
    """Where a row of a table stands."""
    return row.home.year, row.home.table.name, row.position


def stands(program: ty.Program, examples: Sequence[t.Example]) -> list[Stand]:
    """The examples, each on a stand of its own."""
    return [stand(program, example, tables_of(example, program.model)) for example in examples]


def stand(
    program: ty.Program, example: t.Example, tables: ExampleTables, variants: Variants | None = None
) -> Stand:
    """One example whose tables have been made."""
    model = program.model
    context = Context(*period(model, tables), model.end, AUTHORITY)
    data = Data(tables.this, tables.last, tables.reference)
    return Stand(example, tables, Evaluator(program, Store(program, data, context), context), variants)
