"""Why a row has its verdict: every part of the rule with what it came to and the rows that it looked at."""

from __future__ import annotations

from dataclasses import dataclass, fields

from lacdsl.interpreter.choose import belonging
from lacdsl.interpreter.data import DataYear, SuppliedRow
from lacdsl.interpreter.evaluate import Evaluator
from lacdsl.interpreter.relation import Place
from lacdsl.interpreter.verdicts import verdict
from lacdsl.interpreter.words import Words
from lacdsl.semantics import typed as ty
from lacdsl.semantics.supply import missing_needs
from lacdsl.values import INVALID, MISSING, Cell, to_text

MOST_ROWS = 20
"""How many rows of a quantifier are explained one by one."""


@dataclass(frozen=True, slots=True)
class RowUsed:
    """A row that was looked at: table, year, 0-based row in that table as supplied."""

    table: str
    year: DataYear
    row: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """A part of a rule in words, and its `outcome`: true, false, unknown, or a value as text, missing, invalid.

    `rows` are the rows that it reads from directly, `parts` what it is made of.
    """

    text: str
    outcome: str
    rows: tuple[RowUsed, ...] = ()
    parts: tuple[Explanation, ...] = ()


def explain(evaluator: Evaluator, rule: ty.Rule, place: Place) -> Explanation:
    """The rule for one row of its population; the outcome of the whole is the verdict, or `not run`."""
    title = f"{rule.code} {rule.title}"
    reason = missing_needs(rule, evaluator.store.supplied, evaluator.program.model)
    if reason is not None:
        return Explanation(f"{title}: {reason}", "not run")
    explainer = _Explainer(evaluator)
    conditions = [("where", rule.where), ("must", rule.must)]
    parts = [
        explainer.part(condition, place, place, f"{word} ")
        for word, condition in conditions
        if condition is not None
    ]
    return Explanation(
        f"{title}: {place.row.name}", verdict(evaluator, rule, place), _used(place), tuple(parts)
    )


class _Explainer:
    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.words = Words(evaluator.program.model)

    def part(self, expr: ty.Expr, here: Place, this: Place, before: str = "") -> Explanation:
        text = before + self.words.expr(expr)
        if isinstance(expr, ty.At):
            place = self.evaluator.row(expr.base, here, this)
            inside = () if place is None else (self.part(expr.value, place, place),)
            return Explanation(text, self._outcome(expr, here, this), _used(place), inside)
        if isinstance(expr, ty.Any | ty.ExactlyOne | ty.Aggregate):
            return Explanation(text, self._outcome(expr, here, this), (), self._each(expr.rows, here, this))
        rows = tuple(used for row in _rows_of(expr) for used in _used(self.evaluator.row(row, here, this)))
        parts = tuple(self.part(inner, here, this) for inner in _inner(expr) if not isinstance(inner, ty.Lit))
        return Explanation(text, self._outcome(expr, here, this), rows, parts)

    def _each(self, rows: ty.Rows, here: Place, this: Place) -> tuple[Explanation, ...]:
        """The rows that belong, each with its condition; the ones for which it holds come first."""
        found = belonging(self.evaluator, rows, here, this).rows
        found.sort(key=lambda pair: (pair[1] is not True, pair[1] is False))
        each = []
        for place, holds in found[:MOST_ROWS]:
            parts = () if rows.where is None else (self.part(rows.where, place, this),)
            each.append(Explanation(place.row.name, _truth(holds), _used(place), parts))
        if len(found) > MOST_ROWS:
            each.append(Explanation(f"and {len(found) - MOST_ROWS} more rows", ""))
        return tuple(each)

    def _outcome(self, expr: ty.Expr, here: Place, this: Place) -> str:
        if expr.kind is ty.Kind.TRUTH:
            return _truth(self.evaluator.truth(expr, here, this))
        return _shown(self.evaluator.value(expr, here, this))


def _inner(expr: ty.Expr) -> list[ty.Expr]:
    """The expressions directly inside, in the order in which they are written."""
    found: list[ty.Expr] = []
    for part in fields(expr):
        value = getattr(expr, part.name)
        candidates = value if isinstance(value, tuple) else (value,)
        found.extend(each for each in candidates if isinstance(each, ty.Expr))
    return found


def _rows_of(expr: ty.Expr) -> list[ty.Row]:
    return [value for part in fields(expr) if isinstance(value := getattr(expr, part.name), ty.Row)]


def _used(place: Place | None) -> tuple[RowUsed, ...]:
    row = None if place is None else place.row
    if not isinstance(row, SuppliedRow):
        return ()
    return (RowUsed(row.home.table.name, row.home.year, row.position),)


def _truth(holds: bool | None) -> str:
    return "unknown" if holds is None else "true" if holds else "false"


def _shown(cell: Cell) -> str:
    state, value = cell
    if state == MISSING or value is None:
        return "invalid" if state == INVALID else "missing"
    return to_text(value)
