"""The slow and obvious meaning of a rule, one row at a time: what the engine is tested against, and what explains."""

from __future__ import annotations

from lacdsl.interpreter.cells import shown_cells
from lacdsl.interpreter.data import Context, Data, FlaggedCell
from lacdsl.interpreter.evaluate import Asked, Evaluator
from lacdsl.interpreter.explain import Explanation, explain, message
from lacdsl.interpreter.store import Store
from lacdsl.interpreter.used import CellUsed, RowUsed, row_used, supplied_rows
from lacdsl.interpreter.verdicts import (
    Finding,
    RuleOutcome,
    Verdict,
    population,
    run,
    verdicts_of,
)
from lacdsl.semantics.supply import missing_needs
from lacdsl.semantics.typed import Program, Rule

__all__ = [
    "Asked",
    "CellUsed",
    "Context",
    "Data",
    "Evaluator",
    "Explanation",
    "Finding",
    "FlaggedCell",
    "Interpreter",
    "RowUsed",
    "RuleOutcome",
    "Store",
    "Verdict",
    "verdicts_of",
]


class Interpreter:
    """Runs the rules of one program over one set of tables, which it only reads."""

    def __init__(self, program: Program, data: Data, context: Context, *, notes_asked: bool = False) -> None:
        """`notes_asked`: `asked` is to list what was asked about rows that are not linked to a row."""
        self._evaluator = Evaluator(program, Store(program, data, context), context)
        self._evaluator.notes_asked = notes_asked

    def run_rule(self, rule: Rule) -> RuleOutcome:
        """A verdict for every row of the rule's population, and the cells of the rows that fail."""
        return run(self._evaluator, rule)

    @property
    def asked(self) -> list[Asked]:
        """What was asked about rows that are not linked to a row, such as those of other children."""
        return self._evaluator.asked

    def why_not_run(self, rule: Rule) -> str | None:
        """Why the rule cannot be run; None when it can."""
        return missing_needs(rule, self._evaluator.store.supplied, self._evaluator.program.model)

    def where_from(self, rule: Rule) -> list[tuple[RowUsed, ...]]:
        """For every row of the rule's population the rows of the files that it stands for."""
        return [
            tuple(row_used(row) for row in supplied_rows(place.row))
            for place in population(self._evaluator, rule)
        ]

    def keys(self, rule: Rule) -> list[str | None]:
        """For every row of the rule's population the first part of the key of its child, folded."""
        model = self._evaluator.program.model
        column = model.tables[model.root].key[0]
        return [place.row.key_part(column) for place in population(self._evaluator, rule)]

    def flagged(self, rule: Rule, row: int) -> tuple[FlaggedCell, ...]:
        """The cells that the rule points at for the row at that position of its population."""
        return shown_cells(self._evaluator, rule, population(self._evaluator, rule)[row])

    def message(self, rule: Rule, row: int) -> str:
        """What the rule says of the row at that position of its population, when it fails."""
        return message(self._evaluator, rule, population(self._evaluator, rule)[row])

    def explain(self, rule: Rule, row: int) -> Explanation:
        """Why the row at that position of the rule's population has its verdict, as `run_rule` numbers them.

        Raises IndexError when the population has no such row.
        """
        places = population(self._evaluator, rule)
        return explain(self._evaluator, rule, places[row])
