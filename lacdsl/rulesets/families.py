"""Families: which rules their tables make, and families with one member fewer."""

from __future__ import annotations

from dataclasses import replace

from lacdsl.diagnostics import Span
from lacdsl.syntax import tree


def members_of(family: tree.Family) -> list[tuple[str, Span]]:
    """Code and place of every member, in order; a row without a code is none."""
    column = code_column(family)
    rows = family.members[1:]
    return [(row.cells[column], row.span) for row in rows if column < len(row.cells) and row.cells[column]]


def member_codes(family: tree.Family) -> tuple[str, ...]:
    """The codes of the rules that a family makes, in order."""
    return tuple(code for code, _ in members_of(family))


def code_column(family: tree.Family) -> int:
    """Which column of the table of members holds their codes: the one headed `code`, else the first."""
    headings = [cell.casefold() for cell in family.members[0].cells] if family.members else []
    return headings.index("code") if "code" in headings else 0


def without_member(family: tree.Family, code: str, *, last: bool = False) -> tree.Family:
    """The family without the member `code` and the examples that are for it alone.

    `last` leaves out only the last of several rows with that code, and keeps the examples.
    """
    column = code_column(family)
    rows = [
        place
        for place, row in enumerate(family.members)
        if place and column < len(row.cells) and row.cells[column] == code
    ]
    gone = set(rows[-1:] if last else rows)
    members = tuple(row for place, row in enumerate(family.members) if place not in gone)
    if last:
        return replace(family, members=members)
    examples = tuple(example for example in family.body.examples if example.member != code)
    return replace(family, members=members, body=replace(family.body, examples=examples))
