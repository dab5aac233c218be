"""What a finding says: personal data in its message, or nothing to go by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from lacdsl.diagnostics import Span
from lacdsl.lints.core import Remark, Subject, clause_of, heading_of
from lacdsl.lints.reading import table_of
from lacdsl.semantics import typed as ty
from lacdsl.syntax import tree as t


def personal(subject: Subject) -> Iterator[Remark]:
    """A message that shows a personal column."""
    found: dict[Span, set[str]] = {}
    for rule, written in subject.rules():
        shown = {column.name for column in _shown(rule.message) if _is_personal(subject, column)}
        if shown:
            found.setdefault(clause_of(written, "message"), set()).update(shown)
    for place, shown in found.items():
        names = " and ".join(f"`{name}`" for name in sorted(shown))
        message = f"The message shows {names}, which {'is' if len(shown) == 1 else 'are'} personal."
        yield Remark(
            place, message, "Put the column into `flag`, and say in the message what is wrong with it."
        )


def _is_personal(subject: Subject, column: ty.Col) -> bool:
    table = subject.model.tables.get(table_of(subject, column.rel))
    held = table.column(column.name) if table is not None else None
    return held is not None and held.personal


def _shown(node: Any) -> Iterator[ty.Col]:
    """The columns whose values can be read from a value: not those that are counted, nor those that choose rows."""
    match node:
        case ty.Col():
            yield node
        case ty.Aggregate():
            if node.which not in ("count", "distinct"):
                yield from _shown(node.value)
        case ty.Call(name="length") | ty.Elapsed(unit="years"):
            return
        case tuple():
            for part in node:
                yield from _shown(part)
        case ty.Expr() if not isinstance(node, ty.Truth):
            for field in fields(node):
                yield from _shown(getattr(node, field.name))


def silent(subject: Subject) -> Iterator[Remark]:
    """A rule that does not say what is wrong, or not what to do about it."""
    for _, written in subject.rules():
        lacks = [word for word in ("message", "fix") if _is_blank(written, word)]
        if lacks:
            named = " and no ".join(f"`{word}`" for word in lacks)
            message = f"The rule has no {named}."
            help = "Say with the values of the row what is wrong (`message`), and what to look at (`fix`)."
            yield Remark(heading_of(written), message, help)


def _is_blank(rule: t.Rule, word: str) -> bool:
    text = rule.body.message if word == "message" else rule.body.fix
    return text is None or not text.text.strip()
