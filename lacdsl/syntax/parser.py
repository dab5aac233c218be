"""Text to syntax tree. LALR(1), all the errors of a file in one go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from lark import Lark, Token
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken, VisitError

from lacdsl.diagnostics import Diagnostic, LacdslError, Span
from lacdsl.resources import grammar_file
from lacdsl.syntax import tree as t
from lacdsl.syntax.build import build
from lacdsl.syntax.messages import MAX_DEPTH, too_deep, unexpected, unknown_item
from lacdsl.syntax.split import ITEM_WORDS, Chunk, comments_of, loose_comments, split


@dataclass(frozen=True, slots=True)
class Parsed:
    """What could be read of a file, and what could not."""

    file: t.File
    diagnostics: tuple[Diagnostic, ...]


@cache
def _parser() -> Lark:
    return Lark(
        grammar_file().read_text(encoding="utf-8"),
        parser="lalr",
        start=["start", "expr", "ref"],
        propagate_positions=True,
        maybe_placeholders=True,
    )


def parse(text: str, file: str = "<text>") -> Parsed:
    """Every item of `text` that can be read, and a diagnostic for everything that cannot."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    items: list[t.Item] = []
    problems: list[Diagnostic] = []
    lines = text.splitlines()
    chunks = split(text)
    for chunk in chunks:
        item, found = _parse_chunk(chunk, file)
        problems.extend(found)
        if item is not None:
            items.append(item)
    comments: tuple[t.Comment, ...] = ()
    if not chunks:
        problems.extend(_stray(lines, file))
        comments = tuple(
            t.Comment(line.strip(), True, span=Span(file, number, 1, number, len(line) + 1))
            for number, line in loose_comments(text)
        )
    located = tuple(with_source(problem, lines) for problem in problems)
    return Parsed(t.File(tuple(items), comments=comments), located)


def parse_strict(text: str, file: str = "<text>") -> t.File:
    """The tree of `text`; LacdslError with all diagnostics when anything in it cannot be read."""
    parsed = parse(text, file)
    if parsed.diagnostics:
        raise LacdslError(parsed.diagnostics)
    return parsed.file


def parse_expression(text: str, file: str = "<text>", line: int = 1, column: int = 1) -> t.Expr:
    """One condition or value. `line` and `column` say where it begins; LacdslError when it cannot be read."""
    made, problems = _run(text, "expr", file, line, column)
    if problems:
        raise LacdslError(problems)
    result: t.Expr = made
    return result


def with_source(problem: Diagnostic, lines: list[str]) -> Diagnostic:
    """The diagnostic with the text of its line."""
    if problem.span is None or problem.source_line is not None or not 0 < problem.span.line <= len(lines):
        return problem
    return replace(problem, source_line=lines[problem.span.line - 1])


def _parse_chunk(chunk: Chunk, file: str) -> tuple[t.Item | None, list[Diagnostic]]:
    first = chunk.text.split("\n")[chunk.code_line - chunk.first_line]
    word = first.split()[0]
    if word not in ITEM_WORDS:
        return None, [unknown_item(first, Span(file, chunk.code_line, 1, chunk.code_line, len(word) + 1))]
    made, problems = _run(chunk.text, "start", file, chunk.first_line, 1)
    if made is None:
        return None, problems
    comments = tuple(
        t.Comment(text, own, span=Span(file, line, column, line, column + len(text)))
        for line, column, text, own in comments_of(chunk)
    )
    return replace(made, comments=comments), problems


def _run(text: str, start: str, file: str, line: int, column: int) -> tuple[Any, list[Diagnostic]]:
    depth = _depth(text)
    if depth > MAX_DEPTH:
        return None, [too_deep(Span(file, line, column, line, column + 1))]
    try:
        parsed = _parser().parse(text, start=start)
    except UnexpectedInput as error:
        return None, [_shifted(_explain(error, text, file, line), line, column)]
    try:
        made, problems = build(parsed, file, line)
    except VisitError as error:
        if isinstance(error.orig_exc, RecursionError):
            return None, [too_deep(Span(file, line, column, line, column + 1))]
        raise
    except RecursionError:
        return None, [too_deep(Span(file, line, column, line, column + 1))]
    return made, problems


def _depth(text: str) -> int:
    deepest = depth = 0
    for sign in text:
        if sign in "({":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in ")}":
            depth -= 1
    return max(deepest, text.count(" not not ") * 2)


def _explain(error: UnexpectedInput, text: str, file: str, line: int) -> Diagnostic:
    if isinstance(error, UnexpectedToken):
        token: Token = error.token
        expected = set(error.accepts or error.expected)
        lines = text.split("\n")
        if token.type == "$END" or token.line is None or token.line < 1:
            rows = [n for n, row in enumerate(lines) if row.strip() and not row.lstrip().startswith("#")]
            last = rows[-1] if rows else 0
            place = Span(file, last + line, len(lines[last]) + 1, last + line, len(lines[last]) + 2)
            return unexpected(None, expected, place, lines[last])
        indent = len(token) - len(token.lstrip(" \t"))
        row = token.line or 1
        begin = (token.column or 1) + indent
        width = max(1, len(token.strip().split("\n")[0]))
        place = Span(file, row + line - 1, begin, row + line - 1, begin + width)
        return unexpected(token.strip(), expected, place, lines[row - 1])
    assert isinstance(error, UnexpectedCharacters)
    lines = text.split("\n")
    row = lines[error.line - 1] if 0 < error.line <= len(lines) else ""
    rest = row[error.column - 1 :]
    word = rest.split()[0] if rest.split() else rest
    place = Span(file, error.line + line - 1, error.column, error.line + line - 1, error.column + max(1, len(word)))
    return unexpected(word, set(error.allowed or ()), place, row)


def _shifted(problem: Diagnostic, line: int, column: int) -> Diagnostic:
    span = problem.span
    if span is None or column == 1 or span.line != line:
        return problem
    return replace(
        problem, span=Span(span.file, span.line, span.column + column - 1, span.end_line, span.end_column + column - 1)
    )


def _stray(lines: list[str], file: str) -> list[Diagnostic]:
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.lstrip().startswith("#"):
            return [unknown_item(line, Span(file, number, 1, number, len(line) + 1))]
    return []
