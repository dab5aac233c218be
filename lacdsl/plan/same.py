"""Do two rules say the same, whatever the data?"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from lacdsl.plan.parts import NODES, fields_of, rebuilt
from lacdsl.plan.passes import simplify
from lacdsl.semantics.typed import And, DerivedTable, Or, Program, Rule, Spells


def same_meaning(one: Rule, other: Rule) -> bool:
    """Both are about the same rows and have, after all passes, the same conditions. False may be wrong, true is not."""
    if one.population != other.population or one.needs_any != other.needs_any:
        return False
    return bool(
        canonical(one.where) == canonical(other.where) and canonical(one.must) == canonical(other.must)
    )


def same_flags(one: Rule, other: Rule) -> bool:
    """Both point at the same cells. False may be wrong, true is not."""
    return [(canonical(flag.target), flag.column) for flag in one.flags] == [
        (canonical(flag.target), flag.column) for flag in other.flags
    ]


def same_tables(one: Program, other: Program) -> bool:
    """The derived tables and the spells of both say the same."""
    return all(
        getattr(one, kind).keys() == getattr(other, kind).keys()
        and all(same_item(item, getattr(other, kind)[name]) for name, item in getattr(one, kind).items())
        for kind in ("derived", "spells")
    )


def same_item(one: DerivedTable | Spells, other: DerivedTable | Spells) -> bool:
    """All that counts in a derived table or in spells, their place in the file left aside."""
    names = [part.name for part in fields(one) if part.name not in ("span", "columns")]
    if any(canonical(getattr(one, name)) != canonical(getattr(other, name)) for name in names):
        return False
    columns = [
        [replace(column, value=canonical(column.value)) for column in getattr(item, "columns", ())]
        for item in (one, other)
    ]
    return columns[0] == columns[1]


def canonical(value: Any) -> Any:
    """A node after all passes, with the parts of `and` and `or` in one order."""
    if isinstance(value, tuple):
        return tuple(canonical(part) for part in value)
    if not isinstance(value, NODES):
        return value
    made = simplify(rebuilt(value, [canonical(getattr(value, name)) for name in fields_of(value)]))
    if isinstance(made, And | Or):
        return type(made)(tuple(sorted(made.items, key=repr)))
    return made
