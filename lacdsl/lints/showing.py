"""What a finding shows: cells that have nothing to do with it, personal data in its message, nothing to go by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from lacdsl.diagnostics import Span
from lacdsl.lints.core import Remark, Subject, clause_of, heading_of
from lacdsl.lints.walking import of_type
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
    table = subject.model.tables.get(_table(subject, column.rel))
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
        case ty.Call(name="length"):
            return
        case tuple():
            for part in node:
                yield from _shown(part)
        case ty.Expr() if not isinstance(node, ty.Truth):
            for field in fields(node):
                yield from _shown(getattr(node, field.name))


def unread(subject: Subject) -> Iterator[Remark]:
    """A flag that the condition never reads."""
    for rule, written in subject.rules():
        read = {(column.rel.name, column.name) for column in of_type((rule.where, rule.must), ty.Col)}
        read |= {(unique.rel.name, name) for unique, name in _unique(rule)}
        read |= _named(subject, rule)
        read |= _worked_out_from(subject, read)
        keys = set(subject.model.tables[subject.model.root].key)
        for flag, place in zip(rule.flags, written.body.flags, strict=False):
            if flag.column in keys or (_table(subject, flag.rel), flag.column) in read:
                continue
            message = f"`{flag.column}` is shown, and the rule does not read it."
            help = "Leave it out of `flag`, unless it is where the mistake is put right."
            yield Remark(place.span, message, help)


def _unique(rule: ty.Rule) -> Iterator[tuple[ty.Unique, str]]:
    for unique in of_type((rule.where, rule.must), ty.Unique):
        for column in of_type(unique.values, ty.Col):
            yield unique, column.name


def _named(subject: Subject, rule: ty.Rule) -> set[tuple[str, str]]:
    """Columns read by way of derived tables, of spells and of the order of a table, under the name of its table."""
    found: set[tuple[str, str]] = set()
    for rel in set(of_type((rule.where, rule.must, rule.population), ty.Rel)):
        derived, spells = subject.program.derived.get(rel.name), subject.program.spells.get(rel.name)
        if derived is not None:
            held = (derived.where, derived.preferring)
            found |= {(derived.source.name, name) for name in derived.one_per}
        elif spells is not None:
            held = (spells.where, spells.together)
            found |= {(each.rel.name, each.name) for each in of_type(spells.columns, ty.Col)}
        else:
            held = (None, None)
        found |= {(each.rel.name, each.name) for each in of_type(held, ty.Col)}
        table = subject.model.tables.get(_table(subject, rel))
        found |= {(table.name, name) for name in table.order} if table is not None else set()
    found |= {(_table(subject, each.rel), each.name) for each in of_type((rule.where, rule.must), ty.Col)}
    return found


def _worked_out_from(subject: Subject, read: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """The columns of the files that the columns read are worked out from: PL_POST for PL_LA."""
    found: set[tuple[str, str]] = set()
    left = list(read)
    while left:
        name, column = left.pop()
        table = subject.model.tables.get(name)
        held = table.derived.get(column) if table is not None else None
        if held is not None and held.derive is not None and held.derive.kind != "has_row":
            sources = {(name, value) for value in held.derive.options.values()} - found
            found |= sources
            left.extend(sources)
    return found


def _table(subject: Subject, rel: ty.Rel) -> str:
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
