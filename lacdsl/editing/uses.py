"""Where a thing is used: its name wherever it stands for that thing, and not for another of the same name."""

from __future__ import annotations

from collections.abc import Iterator

from lacdsl.editing.places import Target, stands_at, target_at
from lacdsl.editing.project import Analysis
from lacdsl.syntax import tree as t
from lacdsl.syntax.split import split

RENAMED = (t.Define, t.Codes, t.Parameter, t.DerivedTable, t.Spells)


def uses_in(analysis: Analysis, target: Target) -> Iterator[tuple[int, int]]:
    """Line and column, from 0, of every place in a file where the name of the target stands for it.

    In an item that cannot be read the name counts where nothing else is called so.
    """
    broken = _broken_lines(analysis)
    for line, column in stands_at(analysis.text, target.word):
        found = target_at(analysis, line, column)
        if (found is not None and _same(found, target)) or (found is None and line in broken):
            yield line, column


def lets_called(analysis: Analysis, name: str) -> bool:
    """Does a rule of the file, or a family, call something `name` for itself?"""
    for item in analysis.own:
        if isinstance(item, t.Rule | t.Family) and any(let.name == name for let in item.body.lets):
            return True
        if isinstance(item, t.Family) and item.members and name in item.members[0].cells:
            return True
    return False


def _same(found: Target, target: Target) -> bool:
    if target.let is not None or found.let is not None:
        return found.let == target.let
    if target.item is not None or found.item is not None:
        return found.item is not None and target.item is not None and _key(found) == _key(target)
    return (found.table, found.column, found.code) == (target.table, target.column, target.code)


def _key(target: Target) -> tuple[str, ...]:
    item = target.item
    if isinstance(item, t.Define):
        return ("define", item.table, item.name)
    if isinstance(item, t.Rule | t.Family):
        return ("rule", target.code)
    return (type(item).__name__, target.word)


def _broken_lines(analysis: Analysis) -> frozenset[int]:
    """The lines, from 0, of items that cannot be read."""
    read = {item.span.line for item in analysis.own}
    lines: set[int] = set()
    for chunk in split(analysis.text):
        if chunk.code_line not in read:
            lines.update(range(chunk.first_line - 1, chunk.first_line + chunk.text.count("\n")))
    return frozenset(lines)
