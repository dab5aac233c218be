"""Can a rule be run on what was supplied? If not, the reason in plain words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lacdsl.model import Model
from lacdsl.semantics.typed import AUTHORITY, Need, Rel, Rule

IsSupplied = Callable[[Rel, str | None], bool]
"""Whether a table of one year (never `either`) was supplied, with the column unless that is None."""


def missing_needs(rule: Rule, supplied: IsSupplied, model: Model | None = None) -> str | None:
    """Why `rule` cannot be run: all that it needs and that is not there. None when it can be.

    An `optional` table may be absent; when it is there, its columns are needed, but for those that the model
    derives. With `model` a column that the model derives is told from one that is missing from the files.
    """
    reasons = [reason for need in rule.needs if (reason := _reason(need, supplied, model)) is not None]
    for alternatives in rule.needs_any:
        if all(_reason(need, supplied, model) is not None for need in alternatives):
            reasons.append(f"none of these was supplied: {', '.join(map(_name, alternatives))}")
    return "; ".join(dict.fromkeys(reasons)) or None


def _reason(need: Need, supplied: IsSupplied, model: Model | None) -> str | None:
    for rel in _years(need.rel):
        if not supplied(rel, None):
            if not rel.optional:
                return _no_table(rel)
        elif need.column is not None and not supplied(rel, need.column):
            if rel.optional and _derived(rel, need.column, model):
                continue
            return _no_column(rel, need.column, model)
    return None


def _years(rel: Rel) -> tuple[Rel, ...]:
    if rel.kind == "table" and rel.year == "either":
        return replace(rel, year="this"), replace(rel, year="last")
    return (rel,)


def _no_table(rel: Rel) -> str:
    if rel == AUTHORITY:
        return "the code of the authority was not given"
    if rel.kind in ("derived", "spells"):
        return f"the table that {rel.name} is made of was not supplied"
    if rel.year == "last":
        return f"last year's table {rel.name} was not supplied"
    return f"table {rel.name} was not supplied"


def _no_column(rel: Rel, column: str, model: Model | None) -> str:
    where = f"last year's {rel.name}" if rel.year == "last" else rel.name
    reason = f"column {column} of {where} is missing from the files"
    if _derived(rel, column, model):
        return f"{reason}, and cannot be worked out"
    return reason


def _name(need: Need) -> str:
    year = {"this": "", "last": "last year's ", "either": ""}[need.rel.year]
    return f"{year}{need.rel.name}" if need.column is None else f"{year}{need.rel.name}.{need.column}"


def _derived(rel: Rel, column: str, model: Model | None) -> bool:
    table = model.tables.get(rel.name) if model is not None and rel.kind == "table" else None
    return table is not None and column in table.derived
