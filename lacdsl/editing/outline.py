"""What a file of rules is made of: its items by name, and what can be folded away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lacdsl.diagnostics import Span
from lacdsl.rulesets.families import members_of
from lacdsl.syntax import tree as t

Kind = Literal["rule", "define", "codes", "parameter", "table", "change"]
_KINDS: dict[type[t.Item], Kind] = {
    t.Codes: "codes",
    t.Parameter: "parameter",
    t.DerivedTable: "table",
    t.Spells: "table",
}


@dataclass(frozen=True, slots=True)
class Named:
    """An item of a file: what it is called, all of its place, and the place of its name. `parts`: members of a family."""

    name: str
    title: str
    kind: Kind
    span: Span
    at: Span
    parts: tuple[Named, ...] = ()


def outline(items: tuple[t.Item, ...]) -> Iterator[Named]:
    """The items of a file, in order."""
    for item in items:
        if isinstance(item, t.Rule):
            yield Named(item.code, item.title, "rule", item.span, item.body.span)
        elif isinstance(item, t.Family):
            parts = tuple(Named(code, "", "rule", span, span) for code, span in members_of(item))
            yield Named(
                ", ".join(each.name for each in parts), item.title, "rule", item.span, item.body.span, parts
            )
        elif isinstance(item, t.Define):
            yield Named(f"{item.table}.{item.name}", "", "define", item.span, item.span)
        elif isinstance(item, t.Removal | t.Treatment):
            word = "remove rule" if isinstance(item, t.Removal) else "treat rule"
            yield Named(f"{word} {item.code}", item.reason or "", "change", item.span, item.span)
        elif isinstance(item, t.Codes | t.Parameter | t.DerivedTable | t.Spells):
            yield Named(item.name, "", _KINDS[type(item)], item.span, item.span)


def folds(text: str, items: tuple[t.Item, ...]) -> Iterator[tuple[int, int]]:
    """First and last line, from 0, of what can be folded away: items, and the examples of rules."""
    lines = text.split("\n")
    for item in items:
        spans = [(item.span.line, item.span.end_line)]
        if isinstance(item, t.Rule | t.Family):
            spans += [
                (each.span.line, each.rows[-1].span.end_line)
                for each in item.body.examples
                if each.rows and each.rows[-1].span is not None and each.span is not None
            ]
        for first, last in spans:
            last = min(last, len(lines))
            while last > first and not lines[last - 1].strip():
                last -= 1
            if last > first:
                yield first - 1, last - 1
