"""Why a row has its verdict: every part of the rule with what it came to and the cells and rows that it looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Literal

from lacdsl.interpreter.choose import belonging
from lacdsl.interpreter.conditions import alike
from lacdsl.interpreter.data import SuppliedRow
from lacdsl.interpreter.evaluate import Evaluator
from lacdsl.interpreter.relation import Place
from lacdsl.interpreter.relations import SpellRow
from lacdsl.interpreter.used import CellUsed, RowUsed, cell_used, cells_used, out_of_place, rows_used
from lacdsl.interpreter.verdicts import verdict
from lacdsl.interpreter.words import Words
from lacdsl.semantics import typed as ty
from lacdsl.semantics.supply import missing_needs
from lacdsl.values import BLANK, INVALID, MISSING, OK, Cell, bracketed_once, to_text

MOST_ROWS = 20
"""How many rows of a quantifier are explained one by one."""

Around = tuple[ty.Rel | None, ty.Rel | None, bool]
Sort = Literal["condition", "value", "row", "more"]
Form = Literal["all", "any", "not", "state", "exists", "position", ""]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A part of a rule in words, and its `outcome`: true, false, unknown, or a value as text, missing, invalid.

    `rows` are the rows that it reads from directly, `cells` the cells, `parts` what it is made of. `decides`: the
    outcome of the whole rests on this part. `no_row`: it speaks of a row that does not exist. `sort` tells the rows of
    a quantifier (their outcome is that of its condition) from conditions and values. `matched` are how many rows
    of a quantifier there were, for how many its condition is true, and for how many it is unknown. `name`: what to call
    a row without saying where it stands. `form`: it joins conditions (all, any), turns one round (not), is about the
    state of a cell, whether a row exists, or is the first or last (`rows` is then the one that is). `no_place`: the row
    that it starts from has no place in the order of its table, as its `cells` tell. `expr` is the part as it was
    compiled, `around` the relations of the rows that it was evaluated for: that at hand, that of the rule, and whether
    these are different rows.
    """

    text: str
    outcome: str
    rows: tuple[RowUsed, ...] = ()
    parts: tuple[Explanation, ...] = ()
    cells: tuple[CellUsed, ...] = ()
    decides: bool = True
    no_row: bool = False
    sort: Sort = "condition"
    matched: tuple[int, int, int] | None = None
    name: str = ""
    form: Form = ""
    no_place: bool = False
    expr: ty.Expr | None = field(default=None, repr=False, compare=False)
    around: Around = field(default=(None, None, False), repr=False, compare=False)


_FORMS: dict[type[ty.Expr], Form] = {
    ty.And: "all",
    ty.Or: "any",
    ty.Not: "not",
    ty.Test: "state",
    ty.Exists: "exists",
    ty.Position: "position",
}


def explain(evaluator: Evaluator, rule: ty.Rule, place: Place) -> Explanation:
    """The rule for one row of its population; the outcome of the whole is the verdict, or `not run`."""
    title = f"{rule.code} {rule.title}"
    reason = missing_needs(rule, evaluator.store.supplied, evaluator.program.model)
    if reason is not None:
        return Explanation(f"{title}: {reason}", "not run")
    found = verdict(evaluator, rule, place)
    explainer = _Explainer(evaluator)
    around = (rule.population, rule.population, False)
    conditions = [("where", rule.where, found == "n/a"), ("must", rule.must, found != "n/a")]
    parts = [
        explainer.part(condition, place, place, around, f"{word} ", decides)
        for word, condition, decides in conditions
        if condition is not None
    ]
    return Explanation(
        f"{title}: {place.row.name}", found, rows_used(place), tuple(parts), sort="row", name=_name(place)
    )


def message(evaluator: Evaluator, rule: ty.Rule, place: Place) -> str:
    """The rule's message about a row, with the values as supplied; its title when it has none."""
    parts = (part if isinstance(part, str) else _said(evaluator, part, place) for part in rule.message)
    return bracketed_once("".join(parts)) or rule.title


def _said(evaluator: Evaluator, part: ty.Expr, place: Place) -> str:
    if part.kind is ty.Kind.TRUTH:
        return "yes" if evaluator.truth_of(part, place) is True else "no"
    if isinstance(part, ty.Col):
        target = evaluator.row(part.row, place, place)
        if target is not None and isinstance(target.row, SuppliedRow):
            return cell_used(target.row, part.name).value or BLANK
    state, value = evaluator.value_of(part, place)
    return to_text(value) if state == OK and value is not None else BLANK


class _Explainer:
    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.words = Words(evaluator.program.model)

    def part(
        self,
        expr: ty.Expr,
        here: Place,
        this: Place,
        around: Around,
        before: str = "",
        decides: bool = True,
    ) -> Explanation:
        made = self._part(expr, here, this, around, before + self.words.expr(expr), decides)
        return replace(made, expr=expr, around=around)

    def _part(
        self, expr: ty.Expr, here: Place, this: Place, around: Around, text: str, decides: bool
    ) -> Explanation:
        outcome = self._outcome(expr, here, this)
        sort: Sort = "condition" if expr.kind is ty.Kind.TRUTH else "value"
        if isinstance(expr, ty.At):
            place = self.evaluator.row(expr.base, here, this)
            base = _relation(expr.base, around)
            own = (base, base, False)
            inside = () if place is None else (self.part(expr.value, place, place, own, "", decides),)
            used = () if place is not None and place.row is this.row else rows_used(place)
            return Explanation(text, outcome, used, inside, (), decides, place is None, sort)
        if isinstance(expr, ty.Any | ty.ExactlyOne | ty.Aggregate):
            return self._quantified(expr, here, this, around, text, outcome, decides)
        targets = [self.evaluator.row(row, here, this) for row in _rows_of(expr)]
        rows = tuple(used for target in targets for used in rows_used(target))
        parts = tuple(
            self.part(
                inner, here, this, around, "", decides and _rests_on(expr, outcome, inner, self, here, this)
            )
            for inner in _inner(expr)
            if not isinstance(inner, ty.Lit)
        )
        cells = tuple(
            cell
            for target in targets
            if isinstance(expr, ty.Col) and target is not None
            for cell in cells_used(target.row, expr.name)
        )
        form = _FORMS.get(type(expr), "")
        made = Explanation(text, outcome, rows, parts, cells, decides, None in targets, sort, form=form)
        if isinstance(expr, ty.Unique):
            return replace(made, parts=(*parts, *self._alike(expr, here, this, around, decides)))
        if isinstance(expr, ty.Position | ty.Exists) and outcome == "false":
            return self._out_of_order(made, expr, here, this)
        return made

    def _alike(
        self, expr: ty.Unique, here: Place, this: Place, around: Around, decides: bool
    ) -> Iterator[Explanation]:
        """The other rows that have the same values."""
        found = list(alike(self.evaluator, expr, here, this))
        for place in found[:MOST_ROWS]:
            values = tuple(self.part(value, place, this, around, "", decides) for value in expr.values)
            yield Explanation(
                place.row.name, "", rows_used(place), values, (), decides, sort="row", name=_name(place)
            )
        if len(found) > MOST_ROWS:
            yield Explanation(f"and {len(found) - MOST_ROWS} more rows", "", sort="more")

    def _out_of_order(
        self, made: Explanation, expr: ty.Position | ty.Exists, here: Place, this: Place
    ) -> Explanation:
        """Which row is the first or last instead; or that there is no order for the row, and why."""
        is_position = isinstance(expr, ty.Position)
        row = expr.row if is_position else expr.row.base if isinstance(expr.row, ty.Neighbour) else None
        place = None if row is None else self.evaluator.row(row, here, this)
        if place is None:
            return made
        family = place.relation.siblings(place.row)
        if not family:
            return replace(made, no_place=True, cells=out_of_place(place))
        if isinstance(expr, ty.Position):
            there = family[0 if expr.position == "first" else -1]
            return replace(made, rows=rows_used(Place(place.relation, there)))
        return made

    def _quantified(
        self,
        expr: ty.Any | ty.ExactlyOne | ty.Aggregate,
        here: Place,
        this: Place,
        around: Around,
        text: str,
        outcome: str,
        decides: bool,
    ) -> Explanation:
        """Something about many rows: those for which the condition holds come first, then the nearest to it."""
        rows = expr.rows
        found = belonging(self.evaluator, rows, here, this)
        ranked = sorted(
            found.rows, key=lambda pair: (pair[1] is not True, -self._nearness(rows.where, pair[0], this))
        )
        each: list[Explanation] = [
            self.part(outside, here, this, around, "", decides and found.unknown) for _, outside in rows.equal
        ]
        inner = (rows.rel, around[1], True)
        only_whether = rows.anywhere and not rows.equal and rows.where is None and isinstance(expr, ty.Any)
        most = 1 if only_whether else MOST_ROWS
        for place, holds in ranked[:most]:
            matters = decides and (outcome not in ("true", "unknown") or _truth(holds) == outcome)
            parts: tuple[Explanation, ...] = ()
            if rows.where is not None:
                parts = (self.part(rows.where, place, this, inner, "", matters),)
            if isinstance(expr, ty.Aggregate) and expr.value is not None and holds is True:
                parts = (*parts, self.part(expr.value, place, this, inner, "", matters))
            name = _name(place)
            each.append(
                Explanation(
                    place.row.name,
                    _truth(holds),
                    rows_used(place),
                    parts,
                    decides=matters,
                    sort="row",
                    name=name,
                )
            )
        if len(ranked) > most:
            each.append(Explanation(f"and {len(ranked) - most} more rows", "", sort="more"))
        truths = [holds for _, holds in found.rows]
        matched = (len(truths), truths.count(True), truths.count(None) + found.unknown)
        sort: Sort = "value" if isinstance(expr, ty.Aggregate) else "condition"
        return Explanation(text, outcome, (), tuple(each), (), decides, sort=sort, matched=matched)

    def _nearness(self, where: ty.Expr | None, place: Place, this: Place) -> float:
        """How much of a condition holds for a row, from 0 to 1; what is unknown counts half."""
        if where is None:
            return 1.0
        items = where.items if isinstance(where, ty.And) else (where,)
        truths = [self.evaluator.truth(item, place, this) for item in items]
        return sum(0.5 if holds is None else float(holds) for holds in truths) / len(truths)

    def _outcome(self, expr: ty.Expr, here: Place, this: Place) -> str:
        if expr.kind is ty.Kind.TRUTH:
            return _truth(self.evaluator.truth(expr, here, this))
        return _shown(self.evaluator.value(expr, here, this))


def _relation(row: ty.Row, around: Around) -> ty.Rel | None:
    """What a row is one of."""
    here, this, _ = around
    match row:
        case ty.This():
            return this
        case ty.Neighbour(base, _):
            return _relation(base, around)
        case ty.One(_, rel) | ty.SpellOf(_, rel):
            return rel
        case ty.Pick(_, rows):
            return rows.rel
        case ty.Via(base, inner):
            own = _relation(base, around)
            return _relation(inner, (own, own, False))
    return here


def _rests_on(
    expr: ty.Expr, outcome: str, inner: ty.Expr, explainer: _Explainer, here: Place, this: Place
) -> bool:
    """Of an `and` or `or` only the items that came to the same outcome have settled it."""
    if not isinstance(expr, ty.And | ty.Or):
        return True
    return _truth(explainer.evaluator.truth(inner, here, this)) == outcome


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


def _name(place: Place) -> str:
    row = place.row
    if isinstance(row, SpellRow):
        return row.item.name
    return row.home.table.singular if isinstance(row, SuppliedRow) else row.name


def _truth(holds: bool | None) -> str:
    return "unknown" if holds is None else "true" if holds else "false"


def _shown(cell: Cell) -> str:
    state, value = cell
    if state == MISSING or value is None:
        return "invalid" if state == INVALID else "missing"
    return to_text(value)
