"""Names and codes: what nothing uses, what the year's list does not have, ages that are counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from lacdsl.lints.core import Remark, Subject, clause_of, first_line
from lacdsl.lints.walking import of_type, walk
from lacdsl.semantics import typed as ty
from lacdsl.syntax import tree as t

_WORDS = re.compile(r"\w+")


def unused(subject: Subject) -> Iterator[Remark]:
    """A define, list, parameter, table or spells that nothing uses."""
    judged = [(n, held.item) for n, held in enumerate(subject.items) if held.layer in subject.judged]
    named = [
        (n, item)
        for n, item in judged
        if isinstance(item, t.Define | t.Codes | t.Parameter | t.DerivedTable | t.Spells)
    ]
    if not named:
        return
    used: dict[str, set[int]] = {}
    for number, held in enumerate(subject.items):
        for name in _names(held.item):
            used.setdefault(name, set()).add(number)
    for number, item in named:
        if not used.get(item.name, set()) - {number}:
            message = f"Nothing uses `{item.name}`."
            yield Remark(
                first_line(item), message, "Leave it out, or use it where its meaning is written out."
            )


def _names(item: t.Item) -> Iterator[str]:
    """Every word of an item that could be the name of something."""
    for node in walk(item):
        if isinstance(node, t.Ref):
            yield from node.names
        elif isinstance(node, t.TableRef):
            yield node.name
        elif isinstance(node, t.In) and isinstance(node.options, str):
            yield node.options
        elif isinstance(node, t.Word):
            yield node.text
        elif isinstance(node, t.Text):
            yield from _WORDS.findall(node.text)
        elif isinstance(node, t.Cells):
            for cell in node.cells:
                yield from _WORDS.findall(cell)


def not_on_the_list(subject: Subject) -> Iterator[Remark]:
    """A code that the list of the year does not have."""
    for rule, written in subject.rules():
        seen: set[tuple[str, str]] = set()
        for word, condition in (("where", rule.where), ("must", rule.must)):
            for column, code in _codes(condition):
                known = subject.model.code_lists.get(column.codes or "")
                if known is None or code in known.codes or (column.name, code) in seen:
                    continue
                seen.add((column.name, code))
                message = f"The list of {subject.model.year} for `{column.name}` does not have `{code}`."
                help = f"Write a code of `{known.name}`; a row with any other is found by the rule about that list."
                yield Remark(clause_of(written, word), message, help)


def _codes(condition: ty.Expr | None) -> Iterator[tuple[ty.Col, str]]:
    for node in _of_this_year(condition):
        if isinstance(node, ty.InSet) and isinstance(node.value, ty.Col) and node.value.rel.year != "last":
            yield from ((node.value, code) for code in node.options if isinstance(code, str))
        if isinstance(node, ty.Compare | ty.Same):
            for column, other in ((node.left, node.right), (node.right, node.left)):
                if isinstance(column, ty.Col) and isinstance(other, ty.Lit) and column.rel.year != "last":
                    yield from [(column, other.value)] if isinstance(other.value, str) else []


def _of_this_year(node: Any) -> Iterator[Any]:
    """Every node but those that are asked of rows of last year, which has lists of its own."""
    if isinstance(node, tuple):
        for part in node:
            yield from _of_this_year(part)
    elif isinstance(node, ty.Expr | ty.Row | ty.Rows) and not _is_last_year(node):
        yield node
        for field in fields(node):
            yield from _of_this_year(getattr(node, field.name))


def _is_last_year(node: Any) -> bool:
    if isinstance(node, ty.At):
        return any(rel.year == "last" for rel in of_type(node.base, ty.Rel))
    return isinstance(node, ty.Rows) and node.rel.year == "last"


def counted_age(subject: Subject) -> Iterator[Remark]:
    """An age that is counted in years and then compared, in place of a birthday that is moved."""
    for rule, written in subject.rules():
        for word, condition in (("where", rule.where), ("must", rule.must)):
            if any(map(_is_counted, of_type(condition, ty.Compare))):
                message = "Completed years are counted, and then compared."
                help = "Move the earlier date: `DEC >= Header.DOB + 14 years` is read at once, on the day itself too."
                yield Remark(clause_of(written, word), message, help)


def _is_counted(compared: ty.Compare) -> bool:
    sides = (compared.left, compared.right)
    return any(
        isinstance(one, ty.Elapsed) and one.unit == "years" and isinstance(other, ty.Lit)
        for one, other in (sides, sides[::-1])
    )
