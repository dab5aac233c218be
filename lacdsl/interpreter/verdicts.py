"""Running a rule: a verdict for every row of its population, and the cells to show where it fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lacdsl.interpreter.cells import shown_cells
from lacdsl.interpreter.data import FlaggedCell
from lacdsl.interpreter.evaluate import Evaluator
from lacdsl.interpreter.relation import WHOLE_RETURN, Place
from lacdsl.semantics.supply import missing_needs
from lacdsl.semantics.typed import Rule

Verdict = Literal["passes", "fails", "unknown", "n/a"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A row that fails: its position in the population, and its cells in the order in which the rule flags them."""

    row: int
    cells: tuple[FlaggedCell, ...]


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """What a rule came to.

    `verdicts` has one entry a row of the population: the rows of a table as supplied (this year's, then last year's),
    the rows that a derived table keeps in the same sequence, spells by parent and in their order, the entity's keys
    sorted, or the one return. `rows` names them in that sequence. Not run: `reason` says why, all else is empty.
    """

    status: Literal["ran", "not run"]
    reason: str
    verdicts: tuple[Verdict, ...] = ()
    findings: tuple[Finding, ...] = ()
    rows: tuple[str, ...] = ()


def run(evaluator: Evaluator, rule: Rule) -> RuleOutcome:
    """The verdict of every row, and the cells of those that fail."""
    reason = missing_needs(rule, evaluator.store.supplied, evaluator.program.model)
    if reason is not None:
        return RuleOutcome("not run", reason)
    places = population(evaluator, rule)
    verdicts = tuple(verdict(evaluator, rule, place) for place in places)
    findings = tuple(
        Finding(number, shown_cells(evaluator, rule, place))
        for number, (place, found) in enumerate(zip(places, verdicts, strict=True))
        if found == "fails"
    )
    return RuleOutcome("ran", "", verdicts, findings, tuple(place.row.name for place in places))


def verdicts_of(evaluator: Evaluator, rule: Rule) -> tuple[list[Verdict] | None, list[Place]]:
    """The verdict of every row and the rows; (None, []) when the rule cannot be run. No cells are looked up."""
    if missing_needs(rule, evaluator.store.supplied, evaluator.program.model) is not None:
        return None, []
    places = population(evaluator, rule)
    return [verdict(evaluator, rule, place) for place in places], places


def population(evaluator: Evaluator, rule: Rule) -> list[Place]:
    """The rows that a rule is about."""
    relation = WHOLE_RETURN.relation if rule.population is None else evaluator.relation(rule.population)
    return [Place(relation, row) for row in relation.rows]


def verdict(evaluator: Evaluator, rule: Rule, place: Place) -> Verdict:
    """What the rule says of one row."""
    if rule.where is not None and evaluator.truth_of(rule.where, place) is not True:
        return "n/a"
    holds = evaluator.truth_of(rule.must, place)
    if holds is None:
        return "unknown"
    return "passes" if holds else "fails"
