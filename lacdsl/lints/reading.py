"""Which columns of which rows a rule reads, and flags that show others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from lacdsl.lints.core import Remark, Subject
from lacdsl.lints.walking import of_type
from lacdsl.semantics import typed as ty

# How many places a row is from the row that the rule is about; None for any other row.
Place = int | None
Read = dict[tuple[str, str], set[Place]]


def unread(subject: Subject) -> Iterator[Remark]:
    """A flag that the condition never reads."""
    help = "Leave it out of `flag`, unless it is where the mistake is put right."
    keys = set(subject.model.tables[subject.model.root].key)
    for rule, written in subject.rules():
        read = read_by(subject, rule)
        tables = {table for table, column in read if column not in keys}
        for flag, place in zip(rule.flags, written.body.flags, strict=False):
            table = table_of(subject, flag.rel)
            # Where a rule asks of a table only whether it has rows, any cell shows which.
            if flag.column in keys or table not in tables:
                continue
            rows = read.get((table, flag.column), set())
            at = _place(flag.target, 0, 0)
            if not rows:
                yield Remark(place.span, f"`{flag.column}` is shown, and the rule does not read it.", help)
            elif at is not None and not rows & {at, None}:
                row = {0: "the row itself", -1: "the row before", 1: "the next row"}.get(at, "that row")
                message = f"`{flag.column}` of {row} is shown, and the rule reads that of another row only."
                yield Remark(place.span, message, help)


def read_by(subject: Subject, rule: ty.Rule) -> Read:
    """The columns that decide on a row: by the table of the return, and which of its rows they are read of."""
    found: Read = {}
    for rel, column, at in _columns((rule.where, rule.must), 0, 0):
        found.setdefault((table_of(subject, rel), column), set()).add(at)
    for named in _of_made(subject, rule) | _of_order(subject, rule):
        found.setdefault(named, set()).add(None)
    for named, source in _worked_out_from(subject, set(found)):
        found.setdefault(source, set()).update(found.get(named, {None}))
    return found


def _columns(node: Any, here: Place, this: Place) -> Iterator[tuple[ty.Rel, str, Place]]:
    """Every column that is read, with the place of its row, where Here and This have the places `here` and `this`."""
    match node:
        case ty.Col():
            yield node.rel, node.name, _place(node.row, here, this)
            yield from _columns(node.row, here, this)
        case ty.At() | ty.Via():
            base = _place(node.base, here, this)
            yield from _columns(node.base, here, this)
            yield from _columns(node.value if isinstance(node, ty.At) else node.row, base, base)
        case ty.Rows():
            yield from _columns((node.base, tuple(outer for _, outer in node.equal)), here, this)
            yield from _columns((node.where, tuple(inner for inner, _ in node.equal)), None, this)
        case ty.Aggregate():
            yield from _columns(node.rows, here, this)
            yield from _columns(node.value, None, this)
        case ty.Unique():
            yield from _columns(node.values, None, this)
        case tuple():
            for part in node:
                yield from _columns(part, here, this)
        case ty.Expr() | ty.Row():
            for field in fields(node):
                yield from _columns(getattr(node, field.name), here, this)


def _place(row: ty.Row | ty.Rows, here: Place, this: Place) -> Place:
    match row:
        case ty.Here():
            return here
        case ty.This():
            return this
        case ty.Neighbour():
            base = _place(row.base, here, this)
            return None if base is None else base + row.offset
    return None


def _of_made(subject: Subject, rule: ty.Rule) -> set[tuple[str, str]]:
    """Columns read by way of derived tables and of spells, under the name of the table of the return."""
    found: set[tuple[str, str]] = set()
    rels = set(of_type((rule.where, rule.must, rule.population), ty.Rel))
    seen: set[ty.Rel] = set()
    while rels:
        rel = rels.pop()
        seen.add(rel)
        held: tuple[Any, ...] = ()
        if (derived := subject.program.derived.get(rel.name)) is not None:
            held = (derived.where, derived.preferring, derived.source)
            found |= {(table_of(subject, derived.source), name) for name in derived.one_per}
        elif (spells := subject.program.spells.get(rel.name)) is not None:
            held = (spells.where, spells.together, spells.source, *(each.value for each in spells.columns))
        found |= {(table_of(subject, each.rel), each.name) for each in of_type(held, ty.Col)}
        rels |= set(of_type(held, ty.Rel)) - seen
    return found


def _of_order(subject: Subject, rule: ty.Rule) -> set[tuple[str, str]]:
    """The columns of the orders that the rule goes by: neighbours, the first or latest row, spells, one row of several."""
    conditions = (rule.where, rule.must)
    rels = set(of_type((*conditions, rule.population), ty.Rel))
    if next(of_type(conditions, ty.Neighbour), None) is None:
        rels = {rel for rel in rels if rel.kind in ("derived", "spells")}
        rels |= {pick.rows.rel for pick in of_type(conditions, ty.Pick)}
        rels |= {each.rel for each in of_type(conditions, ty.Position)}
    tables = (subject.model.tables.get(table_of(subject, rel)) for rel in rels)
    return {(table.name, column) for table in tables if table is not None for column in table.order}


def _worked_out_from(
    subject: Subject, read: set[tuple[str, str]]
) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """The columns read that are worked out, each with a column of the files it is worked out from: PL_LA, PL_POST."""
    left, seen = list(read), set(read)
    while left:
        name, column = left.pop()
        table = subject.model.tables.get(name)
        held = table.derived.get(column) if table is not None else None
        if held is None or held.derive is None or held.derive.kind == "has_row":
            continue
        for value in held.derive.options.values():
            source = (name, value)
            yield (name, column), source
            if source not in seen:
                seen.add(source)
                left.append(source)


def table_of(subject: Subject, rel: ty.Rel) -> str:
    """The name of the table that rows of a relation come from."""
    for _ in range(20):
        derived, spells = subject.program.derived.get(rel.name), subject.program.spells.get(rel.name)
        if rel.kind == "derived" and derived is not None:
            rel = derived.source
        elif rel.kind == "spells" and spells is not None:
            rel = spells.source
        else:
            break
    return rel.name
