"""Where a part of a typed condition was written, and what it was written as, as far as its names show that."""

from __future__ import annotations

from lacdsl.diagnostics import Span
from lacdsl.lints.walking import of_type
from lacdsl.semantics import typed as ty
from lacdsl.syntax import tree as t

_FORMS: dict[type[ty.Expr], tuple[type[t.Expr], ...]] = {
    ty.Compare: (t.Compare, t.Between, t.During, t.Overlaps),
    ty.InSet: (t.In, t.Compare),
    ty.Matches: (t.Matches,),
    ty.ListedIn: (t.ListedIn,),
    ty.Test: (t.Is,),
    ty.Same: (t.Same,),
    ty.Exists: (t.Exists,),
    ty.Position: (t.IsPosition,),
    ty.Any: (t.Quantifier,),
    ty.ExactlyOne: (t.Quantifier,),
    ty.And: (t.And,),
}


def written(value: ty.Expr) -> str:
    """What to call a value: the column, or what is worked out from one."""
    if isinstance(value, ty.Col):
        return f"`{_row(value.row)}{value.name}`"
    if isinstance(value, ty.At) and value.name:
        return f"`{value.name}`"
    column = next(of_type(value, ty.Col), None)
    return f"what is worked out from {written(column)}" if column is not None else "a value"


def _row(row: ty.Row) -> str:
    match row:
        case ty.Neighbour(base=ty.Here(), offset=-1):
            return "previous."
        case ty.Neighbour(base=ty.Here(), offset=1):
            return "next."
        case ty.This():
            return "this."
    return ""


def place_of(part: ty.Expr, condition: t.Expr | None) -> Span | None:
    """Where the part stands in the condition as it was written; None when several places, or none, could be it."""
    forms = _FORMS.get(type(part))
    if condition is None or forms is None:
        return None
    names = {column.name for column in of_type(part, ty.Col)}
    found = [node for node in of_type(condition, t.Expr) if isinstance(node, forms) and names <= _names(node)]
    inner = [node for node in found if not any(other is not node and _within(other, node) for other in found)]
    return inner[0].span if len(inner) == 1 else None


def _names(node: t.Expr) -> set[str]:
    return {name for ref in of_type(node, t.Ref) for name in ref.names}


def _within(inner: t.Expr, outer: t.Expr) -> bool:
    return any(each is inner for each in of_type(outer, t.Expr))
