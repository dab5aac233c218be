"""Families: which rules their tables make, and families with one member fewer."""

from __future__ import annotations

from dataclasses import replace

from lacdsl.diagnostics import Span
from lacdsl.syntax import tree


def members_of(family: tree.Family) -> list[tuple[str, Span]]:
    """Code and place of every member, in order; a row without a code is none."""
    return [(row.cells[0], row.span) for row in family.members[1:] if row.cells and row.cells[0]]


def member_codes(family: tree.Family) -> tuple[str, ...]:
    """The codes of the rules that a family makes, in order."""
    return tuple(code for code, _ in members_of(family))


def without_member(family: tree.Family, code: str) -> tree.Family:
    """The family without the member `code` and the examples that are for it alone."""
    heading, *rows = family.members
    members = (heading, *(row for row in rows if row.cells[:1] != (code,)))
    examples = tuple(example for example in family.body.examples if example.member != code)
    return replace(family, members=members, body=replace(family.body, examples=examples))


def without_row(family: tree.Family, span: Span) -> tree.Family:
    """The family without the row that stands at `span`."""
    return replace(family, members=tuple(row for row in family.members if row.span != span))
