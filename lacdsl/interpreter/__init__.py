"""The slow and obvious meaning of a rule, one row at a time: what the engine is tested against, and what explains."""

from __future__ import annotations

from lacdsl.interpreter.data import Context, Data, FlaggedCell
from lacdsl.interpreter.evaluate import Evaluator
from lacdsl.interpreter.explain import Explanation, RowUsed, explain
from lacdsl.interpreter.store import Store
from lacdsl.interpreter.verdicts import Finding, RuleOutcome, Verdict, population, run, verdicts_of
from lacdsl.semantics.typed import Program, Rule

__all__ = [
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

    def __init__(self, program: Program, data: Data, context: Context) -> None:
        self._evaluator = Evaluator(program, Store(program, data, context), context)

    def run_rule(self, rule: Rule) -> RuleOutcome:
        """A verdict for every row of the rule's population, and the cells of the rows that fail."""
        return run(self._evaluator, rule)

    def explain(self, rule: Rule, row: int) -> Explanation:
        """Why the row at that position of the rule's population has its verdict, as `run_rule` numbers them.

        Raises IndexError when the population has no such row.
        """
        places = population(self._evaluator, rule)
        return explain(self._evaluator, rule, places[row])
