"""Messages: text with values in braces."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from lacdsl.diagnostics import LacdslError, Span
from lacdsl.semantics import typed as ty
from lacdsl.semantics.parameters import Value, put_in
from lacdsl.semantics.scope import Scope
from lacdsl.syntax import parse_expression
from lacdsl.syntax import tree as t
from lacdsl.syntax.phrases import flat

if TYPE_CHECKING:
    from lacdsl.semantics.compiler import Compiler

_NAMES = re.compile(r"[A-Z][A-Za-z0-9_]*(\.[A-Z][A-Za-z0-9_]*)*")
_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


def expression_at(text: str, place: Span) -> t.Expr:
    """The expression `text` that stands where `place` begins; LacdslError when it cannot be read."""
    if _NAMES.fullmatch(text):
        end = place.column + len(text)
        return t.Ref(
            None, tuple(text.split(".")), span=Span(place.file, place.line, place.column, place.line, end)
        )
    return parse_expression(" " * (place.column - 1) + text, place.file, place.line)


def template(
    compiler: Compiler, text: t.Text, scope: Scope, values: Mapping[str, Value]
) -> tuple[str | ty.Expr, ...] | None:
    """Texts and values in turn. `values` are those of the family member that the message is for."""
    parts: list[str | ty.Expr] = []
    good = True
    done = 0
    for match in _PIECE.finditer(text.text):
        _add(parts, text.text[done : match.start()])
        done = match.end()
        sign = match.group(0)
        if sign in ("{{", "}}"):
            _add(parts, sign[0])
            continue
        column = text.span.column + 1 + match.start()
        place = Span(text.span.file, text.span.line, column, text.span.line, column + len(sign))
        if match.group(1) is None:
            compiler.problems.error(
                "R411",
                place,
                f"`{sign}` has no partner in the message.",
                f"Put a value in braces, `{{DEC}}`, or write `{sign * 2}` for the sign itself.",
            )
            good = False
            continue
        part = _value(compiler, match.group(1), place, scope, values)
        if part is None:
            good = False
        elif isinstance(part, str):
            _add(parts, part)
        else:
            parts.append(part)
    _add(parts, text.text[done:])
    return tuple(parts) if good else None


def _add(parts: list[str | ty.Expr], text: str) -> None:
    if not text:
        return
    last = parts[-1] if parts else None
    if isinstance(last, str):
        parts[-1] = last + text
    else:
        parts.append(text)


def _value(
    compiler: Compiler, inner: str, place: Span, scope: Scope, values: Mapping[str, Value]
) -> str | ty.Expr | None:
    name = inner.strip()
    if not name:
        compiler.problems.error(
            "R411", place, "The braces of the message are empty.", "Name a value: `{DEC}`."
        )
        return None
    chosen = values.get(name)
    if chosen is not None and not _is_value(compiler, chosen, scope):
        return chosen.text
    try:
        node = expression_at(
            inner, Span(place.file, place.line, place.column + 1, place.line, place.end_column)
        )
    except LacdslError as error:
        compiler.problems.foreign(error.diagnostics)
        return None
    if values:
        made = put_in(node, values, compiler.problems)
        assert isinstance(made, t.Expr)
        node = made
    length = compiler.dates.length(node, scope)
    return flat(length) if length is not None else compiler.value(node, scope)


def _is_value(compiler: Compiler, chosen: Value, scope: Scope) -> bool:
    """Whether what a member puts in the parameter's place is a column or another value of the row."""
    node = chosen.node
    if isinstance(node, t.Ref) and node.base is None and len(node.names) == 1:
        found, meaning = compiler.names.find(node.names[0], scope)
        return found and isinstance(meaning, ty.Expr)
    return not isinstance(node, t.SetLiteral | t.Number | t.Word | t.String)
