"""Typed trees in one short line, so that tests can say what they expect."""

from __future__ import annotations

from datetime import date
from functools import singledispatch
from typing import Any

from lacdsl.semantics import typed as ty


def rel(relation: ty.Rel) -> str:
    year = {"this": "", "last": "last ", "either": "either "}[relation.year]
    kind = "" if relation.kind == "table" else f"{relation.kind}:"
    return f"{'optional ' if relation.optional else ''}{year}{kind}{relation.name}"


def needs(rule: ty.Rule) -> set[str]:
    return {rel(need.rel) + (f".{need.column}" if need.column else "") for need in rule.needs}


@singledispatch
def shown(node: Any) -> str:
    raise TypeError(type(node).__name__)


@shown.register
def _(node: ty.Here) -> str:
    return "here"


@shown.register
def _(node: ty.This) -> str:
    return "this"


@shown.register
def _(node: ty.Neighbour) -> str:
    return f"{shown(node.base)}[{node.offset:+}]"


@shown.register
def _(node: ty.One) -> str:
    return f"{shown(node.base)}.one({rel(node.rel)})"


@shown.register
def _(node: ty.SpellOf) -> str:
    return f"{shown(node.base)}.spell({rel(node.rel)})"


@shown.register
def _(node: ty.Pick) -> str:
    return f"{node.which} {shown(node.rows)}"


@shown.register
def _(node: ty.Via) -> str:
    return f"via({shown(node.base)}: {shown(node.row)})"


@shown.register
def _(node: ty.Rows) -> str:
    text = f"{'other ' if node.other else ''}{rel(node.rel)}{' anywhere' if node.anywhere else ''} of {shown(node.base)}"
    for inner, outer in node.equal:
        text += f" with {shown(inner)} == {shown(outer)}"
    return f"[{text}{f' where {shown(node.where)}' if node.where is not None else ''}]"


@shown.register
def _(node: ty.Col) -> str:
    return f"{shown(node.row)}.{node.name}"


@shown.register
def _(node: ty.Lit) -> str:
    return node.value.isoformat() if isinstance(node.value, date) else repr(node.value)


@shown.register
def _(node: ty.Moment) -> str:
    return node.name


@shown.register
def _(node: ty.Shift) -> str:
    return f"({shown(node.value)} {node.amount:+} {node.unit})"


@shown.register
def _(node: ty.Elapsed) -> str:
    return f"{node.unit}({shown(node.start)}, {shown(node.end)})"


@shown.register(ty.Compare)
@shown.register(ty.Arith)
def _(node: ty.Compare | ty.Arith) -> str:
    return f"{shown(node.left)} {node.op} {shown(node.right)}"


@shown.register
def _(node: ty.OrElse) -> str:
    return f"({shown(node.value)} ?? {shown(node.default)})"


@shown.register
def _(node: ty.Extreme) -> str:
    return f"{node.which}({', '.join(map(shown, node.values))})"


@shown.register
def _(node: ty.Call) -> str:
    return f"{node.name}({', '.join(map(shown, node.args))})"


@shown.register
def _(node: ty.Aggregate) -> str:
    return f"{node.which}{shown(node.rows)}" + (f"({shown(node.value)})" if node.value is not None else "")


@shown.register
def _(node: ty.At) -> str:
    return f"at({shown(node.base)}: {shown(node.value)})"


@shown.register
def _(node: ty.Supplied) -> str:
    return f"supplied({rel(node.rel)}{f'.{node.column}' if node.column else ''})"


@shown.register
def _(node: ty.InSet) -> str:
    return f"{shown(node.value)} in {{{', '.join(map(str, node.options))}}}"


@shown.register
def _(node: ty.ListedIn) -> str:
    return f"{shown(node.value)} listed in {shown(node.text)}"


@shown.register
def _(node: ty.Test) -> str:
    return f"{shown(node.value)} is {node.state}"


@shown.register
def _(node: ty.Same) -> str:
    return f"{shown(node.left)} ~ {shown(node.right)}"


@shown.register
def _(node: ty.Matches) -> str:
    return f"{shown(node.value)} matches /{node.pattern}/"


@shown.register
def _(node: ty.Exists) -> str:
    return f"exists({shown(node.row)})"


@shown.register
def _(node: ty.Position) -> str:
    return f"{shown(node.row)} is {node.position}"


@shown.register
def _(node: ty.Unique) -> str:
    return f"unique in {rel(node.rel)}({', '.join(map(shown, node.values))})"


@shown.register
def _(node: ty.Any) -> str:
    return f"any{shown(node.rows)}"


@shown.register
def _(node: ty.ExactlyOne) -> str:
    return f"exactly one{shown(node.rows)}"


@shown.register
def _(node: ty.Not) -> str:
    return f"not {shown(node.value)}"


@shown.register
def _(node: ty.And) -> str:
    return f"({' and '.join(map(shown, node.items))})"


@shown.register
def _(node: ty.Or) -> str:
    return f"({' or '.join(map(shown, node.items))})"


@shown.register
def _(node: ty.Flag) -> str:
    return f"{shown(node.target)}.{node.column}"
