"""How deep a parsed item is, found without recursion: everything after the parser walks trees by recursion."""

from __future__ import annotations

import re
from itertools import islice

from lark import Token, Tree
from lark.tree import Meta

from lacdsl.diagnostics import Diagnostic, Span

MAX_DEPTH = 60
MAX_PARTS = 2_000

# Every level needs one of these signs or words, and a bracket at most holds eight levels more.
_LEVELS = ("(", "+", "-", "*", "/", "not", "where", "has", "else", "over")
_LEVELS_OF_A_BRACKET = 8


_BRACKET = re.compile(r'"[^"\n]*"|#[^\n]*|^[ \t]*\|[^\n]*|([({])|[)}]', re.MULTILINE)


def brackets_too_deep_at(text: str) -> int | None:
    """Where brackets are nested more than MAX_DEPTH deep; the parser is slow on thousands of them."""
    if text.count("(") + text.count("{") <= MAX_DEPTH:
        return None
    depth = 0
    for match in _BRACKET.finditer(text):
        if match.group(1):
            depth += 1
            if depth > MAX_DEPTH:
                return match.start()
        elif match.group() in ")}":
            depth -= 1
    return None


_JOINED = re.compile(r'"[^"\n]*"|#[^\n]*|^[ \t]*\|[^\n]*|\b(and|or)\b', re.MULTILINE)


def too_many_parts_at(text: str) -> int | None:
    """Where `and` or `or` stands in an item for more than MAX_PARTS times: nobody writes that, and it takes minutes."""
    if text.count("and") + text.count("or") <= MAX_PARTS:
        return None
    joined = (match.start() for match in _JOINED.finditer(text) if match.group(1))
    return next(islice(joined, MAX_PARTS, None), None)


def too_deep_at(text: str, parsed: Tree[Token]) -> Meta | None:
    """Where `parsed` is nested more than MAX_DEPTH deep; None when it is not. `text` is what was parsed."""
    if sum(map(text.count, _LEVELS)) + _LEVELS_OF_A_BRACKET * text.count("(") <= MAX_DEPTH:
        return None
    waiting = [(parsed, 0)]
    while waiting:
        tree, depth = waiting.pop()
        if tree.data == "orelse":
            depth += len(tree.children) // 2
        if depth > MAX_DEPTH:
            return tree.meta
        waiting.extend((child, depth + 1) for child in tree.children if isinstance(child, Tree))
    return None


def too_deep(span: Span) -> Diagnostic:
    """Brackets within brackets, or a chain, without end."""
    return Diagnostic(
        "S103",
        f"This is nested more than {MAX_DEPTH} deep.",
        "Give parts of it a name with `let` or `define`.",
        span,
    )


def too_many_parts(span: Span) -> Diagnostic:
    """A condition that goes on and on."""
    return Diagnostic(
        "S103",
        f"`and` and `or` join more than {MAX_PARTS:,} parts here.",
        "Write values of one column as a list: `COLUMN in {A, B}`; give other parts a name with `define`.",
        span,
    )
