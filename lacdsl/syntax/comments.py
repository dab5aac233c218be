"""Finds the comments of a text: a `#` within a text, a pattern or a row of a table begins none."""

from __future__ import annotations

import re

from lacdsl.diagnostics import Span
from lacdsl.syntax import tree as t

_NEXT = re.compile(r'"[^"\n]*"|^[ \t]*\|[^\n]*|#[^\n]*|\bmatches\b', re.MULTILINE)
_AFTER_MATCHES = re.compile(r"\s*(#[^\n]*|/(?:\\.|[^/\\\n])+/)")


_DASHES = re.compile(r'"[^"\n]*(?:"|$)|^[ \t]*\|[^\n]*|#[^\n]*|/(?:\\.|[^/\\\n])+/|--(?=\s)', re.MULTILINE)


def dashes_at(text: str, file: str, first_line: int) -> Span | None:
    """Where `--` begins a comment, as in SQL: two signs that never stand together in a rule."""
    if "--" not in text:
        return None
    for match in _DASHES.finditer(text):
        if match.group() == "--":
            line = first_line + text.count("\n", 0, match.start())
            column = match.start() - text.rfind("\n", 0, match.start())
            return Span(file, line, column, line, column + 2)
    return None


def comments_of(text: str, file: str, first_line: int) -> tuple[t.Comment, ...]:
    """The comments of `text`, whose first line is line `first_line` of the file."""
    return tuple(_comment(text, start, end, file, first_line) for start, end in _places(text))


def without_comments(text: str) -> str:
    """The text with spaces in place of its comments."""
    for start, end in _places(text):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _places(text: str) -> list[tuple[int, int]]:
    if "#" not in text:
        return []
    found = []
    at = 0
    pattern_next = False
    while match := (_AFTER_MATCHES.match(text, at) if pattern_next else None) or _NEXT.search(text, at):
        at = match.end()
        start = match.start(1) if match.re is _AFTER_MATCHES else match.start()
        if text[start] == "#":
            found.append((start, at))
        else:
            pattern_next = match.group() == "matches"
    return found


def _comment(text: str, start: int, end: int, file: str, first_line: int) -> t.Comment:
    line_start = text.rfind("\n", 0, start) + 1
    line = first_line + text.count("\n", 0, start)
    column = start - line_start + 1
    own_line = not text[line_start:start].strip()
    remark = text[start:end].rstrip()
    return t.Comment(remark, own_line, span=Span(file, line, column, line, column + len(remark)))
