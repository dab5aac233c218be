"""What a member of a family puts in the place of the family's parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from lacdsl.diagnostics import Span
from lacdsl.semantics.problems import Problems
from lacdsl.semantics.wording import named
from lacdsl.syntax import tree as t


@dataclass(frozen=True, slots=True)
class Value:
    """What stands in a member's row for one parameter: as text, as it was parsed, and where."""

    name: str
    text: str
    node: t.Expr
    span: Span


def put_in(
    node: t.Node, values: Mapping[str, Value], problems: Problems, used: set[str] | None = None
) -> t.Node:
    """`node` with the values in the place of the parameters; `used` takes up the names that were met."""
    return _Putting(values, problems, used if used is not None else set()).node(node)


def put_in_text(text: str, values: Mapping[str, Value], used: set[str]) -> str:
    """A title or another text, with `{PARAMETER}` replaced."""
    for name, value in values.items():
        mark = f"{{{name}}}"
        if mark in text:
            used.add(name)
            text = text.replace(mark, value.text)
    return text


class _Putting:
    def __init__(self, values: Mapping[str, Value], problems: Problems, used: set[str]) -> None:
        self.values = values
        self.problems = problems
        self.used = used

    def node(self, node: t.Node) -> t.Node:
        if isinstance(node, t.Ref):
            return self.ref(node)
        if isinstance(node, t.TableRef):
            return self.table(node)
        if isinstance(node, t.In) and isinstance(node.options, str) and node.options in self.values:
            value = self._take(node.options)
            node = replace(node, options=self._options(value))
        if isinstance(node, t.SetLiteral):
            return self.options(node)
        return self._below(node)

    def _below(self, node: t.Node) -> t.Node:
        changed: dict[str, Any] = {}
        for part in fields(node):
            if not part.compare:
                continue
            old = getattr(node, part.name)
            new = self._any(old)
            if new is not old:
                changed[part.name] = new
        return replace(node, **changed) if changed else node

    def _any(self, value: Any) -> Any:
        if isinstance(value, t.Node):
            return self.node(value)
        if isinstance(value, tuple) and any(isinstance(part, t.Node) for part in value):
            made = tuple(self._any(part) for part in value)
            return value if all(a is b for a, b in zip(made, value, strict=True)) else made
        return value

    def ref(self, node: t.Ref) -> t.Node:
        """A reference: the parameter alone may be anything, a part of a longer one only names."""
        base = self.table(node.base) if isinstance(node.base, t.TableRef) else node.base
        if base is None and len(node.names) == 1 and node.names[0] in self.values:
            value = self._take(node.names[0])
            return replace(value.node, span=value.span)
        if base is node.base and not any(name in self.values for name in node.names):
            return node
        names: list[str] = []
        span = node.span
        for place, name in enumerate(node.names):
            if name not in self.values:
                names.append(name)
                continue
            value = self._take(name)
            span = value.span
            other = self._names(value)
            if other is None:
                return node
            if place == 0 and base is None:
                base = other.base
            names.extend(other.names)
        return t.Ref(base, tuple(names), span=span)

    def table(self, node: t.TableRef) -> t.TableRef:
        """A table: its name may be a parameter, whose value may have a year."""
        if node.name not in self.values:
            return node
        value = self._take(node.name)
        other = self._names(value)
        if other is None:
            return node
        if isinstance(other.base, t.TableRef) and not other.names and node.year == "this":
            return replace(
                node,
                name=other.base.name,
                year=other.base.year,
                optional=node.optional or other.base.optional,
                span=value.span,
            )
        if other.base is None and len(other.names) == 1:
            return replace(node, name=other.names[0], span=value.span)
        self._unfit(value, "the name of a table")
        return node

    def options(self, node: t.SetLiteral) -> t.SetLiteral:
        """A set: a parameter among its items may be one code, or a set of them."""
        if not any(isinstance(item, t.Word) and item.text in self.values for item in node.items):
            return node
        items: list[t.Expr] = []
        for item in node.items:
            if not (isinstance(item, t.Word) and item.text in self.values):
                items.append(item)
                continue
            value = self._take(item.text)
            chosen = value.node
            if isinstance(chosen, t.SetLiteral):
                items.extend(chosen.items)
            elif isinstance(chosen, t.Ref) and chosen.base is None and len(chosen.names) == 1:
                items.append(t.Word(chosen.names[0], span=value.span))
            elif isinstance(chosen, t.Number | t.Word | t.String | t.DateLiteral):
                items.append(replace(chosen, span=value.span))
            else:
                self._unfit(value, "a code or a set of codes")
        return replace(node, items=tuple(items))

    def _options(self, value: Value) -> t.SetLiteral | str:
        if isinstance(value.node, t.SetLiteral):
            return value.node
        if isinstance(value.node, t.Ref) and value.node.base is None and len(value.node.names) == 1:
            return value.node.names[0]
        self._unfit(value, "a set of codes or the name of a list")
        return t.SetLiteral((), span=t.NOWHERE)

    def _names(self, value: Value) -> t.Ref | None:
        if isinstance(value.node, t.Ref):
            return value.node
        self._unfit(value, "a name")
        return None

    def _unfit(self, value: Value, wanted: str) -> None:
        self.problems.error(
            "R419",
            value.span,
            f"{named(value.node, 'The value')} is put where {wanted} is wanted.",
            f"Give {value.name} {wanted} in this row, or use another parameter there.",
        )

    def _take(self, name: str) -> Value:
        self.used.add(name)
        return self.values[name]
