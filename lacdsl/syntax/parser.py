"""Text to syntax tree. LALR(1), all the errors of a file in one go."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeAlias

from lark import Lark, Token
from lark.exceptions import UnexpectedCharacters, UnexpectedToken
from lark.lexer import PatternStr

from lacdsl.diagnostics import Diagnostic, LacdslError, Span
from lacdsl.syntax import tree as t
from lacdsl.syntax.build import build
from lacdsl.syntax.comments import comments_of, dashes_at
from lacdsl.syntax.depth import (
    brackets_too_deep_at,
    too_deep,
    too_deep_at,
    too_many_parts,
    too_many_parts_at,
)
from lacdsl.syntax.messages import explain, not_indented, unknown_item
from lacdsl.syntax.moving import moved
from lacdsl.syntax.place import place_of
from lacdsl.syntax.reserved import reserved_lets
from lacdsl.syntax.split import ITEM_WORDS, Chunk, split
from lacdsl.syntax.tables import parser_of
from lacdsl.syntax.unseen import cleaned
from lacdsl.syntax.whole_files import no_rules, other_line_ends, two_versions

_LONGEST_LINE_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Parsed:
    """What could be read of a file, and what could not."""

    file: t.File
    diagnostics: tuple[Diagnostic, ...]


@cache
def _parser() -> Lark:
    return parser_of(("start", "expr", "ref"))


Known: TypeAlias = MutableMapping[Chunk, "tuple[int, t.Item | None, list[Diagnostic]]"]
"""Items by their text, as if they began on the first line: the line on which they did, what they are, what is wrong."""


def parse(text: str, file: str = "<text>", known: Known | None = None) -> Parsed:
    """Every item of `text` that can be read, and a diagnostic for everything that cannot.

    `known` keeps what became of the items of this file, for those that are the same the next time.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    conflict = two_versions(lines, file) or other_line_ends(text, file)
    if conflict is not None:
        return Parsed(t.File(()), (with_source(conflict, lines),))
    text, unseen = cleaned(text, file)
    written, lines = lines, text.split("\n")
    chunks = split(text)
    other = no_rules(lines, chunks, file)
    if other is not None:
        return Parsed(t.File(()), (with_source(other, written),))
    items: list[t.Item] = []
    problems = [*unseen, *_stray(lines[: chunks[0].code_line - 1] if chunks else lines, file)]
    for chunk in chunks:
        item, found = _parse_chunk(chunk, lines, file) if known is None else _known(chunk, lines, file, known)
        problems.extend(found)
        if item is not None:
            items.append(item)
    comments = () if chunks else comments_of(text, file, 1)
    located = tuple(with_source(problem, written) for problem in problems)
    return Parsed(t.File(tuple(items), comments=comments), located)


def _known(chunk: Chunk, lines: list[str], file: str, known: Known) -> tuple[t.Item | None, list[Diagnostic]]:
    """What became of an item: as it is known, moved where nothing but its line is another, or read now."""
    alike = chunk.from_line(1)
    if alike in known:
        line, item, found = known[alike]
        if line == chunk.first_line:
            return item, found
        if item is not None and not found:
            there = moved(item, chunk.first_line - line)
            known[alike] = (chunk.first_line, there, found)
            return there, found
    item, found = _parse_chunk(chunk, lines, file)
    known[alike] = (chunk.first_line, item, found)
    return item, found


def parse_strict(text: str, file: str = "<text>") -> t.File:
    """The tree of `text`; LacdslError with all diagnostics when anything in it cannot be read."""
    parsed = parse(text, file)
    if parsed.diagnostics:
        raise LacdslError(parsed.diagnostics)
    return parsed.file


def parse_expression(text: str, file: str = "<text>", line: int = 1, column: int = 1) -> t.Expr:
    """One condition or value. `line` and `column` say where it begins; LacdslError when it cannot be read."""
    made, problems = _run(" " * (column - 1) + text, "expr", file, line)
    if problems:
        raise LacdslError(problems)
    result: t.Expr = made
    return result


def with_source(problem: Diagnostic, lines: list[str]) -> Diagnostic:
    """The diagnostic with the text of its line, unless that is too long to be shown."""
    if problem.span is None or problem.source_line is not None or not 0 < problem.span.line <= len(lines):
        return problem
    line = lines[problem.span.line - 1]
    if len(line) > _LONGEST_LINE_SHOWN:
        return problem
    shown = "".join(
        sign if sign.isprintable() or sign == "\t" else "\N{REPLACEMENT CHARACTER}" for sign in line
    )
    return replace(problem, source_line=shown)


def next_words(text: str) -> tuple[frozenset[str], list[Token]]:
    """What can come after the beginning of an item: names of terminals, and the words that were read.

    Nothing when the beginning itself cannot be read.
    """
    state = _parser().parse_interactive(text, start="start")
    read: list[Token] = []
    try:
        for token in state.iter_parse():
            read.append(token)
        accepted: set[str] = state.accepts()  # type: ignore[no-untyped-call]
        return frozenset(accepted), read
    except (UnexpectedToken, UnexpectedCharacters):
        return frozenset(), read


def words() -> dict[str, str]:
    """The words of the language that are written in one way only, by the names of their terminals."""
    return {
        terminal.name: terminal.pattern.value
        for terminal in _parser().terminals
        if isinstance(terminal.pattern, PatternStr) and terminal.pattern.value.isalpha()
    }


# What makes all else that could be said of a rule guesswork.
_ENOUGH = frozenset({"S111", "S112", "S116", "S125", "S129"})


def _parse_chunk(chunk: Chunk, lines: list[str], file: str) -> tuple[t.Item | None, list[Diagnostic]]:
    first = lines[chunk.code_line - 1]
    word = first.split(maxsplit=1)[0]
    if word not in ITEM_WORDS:
        return None, [unknown_item(first, _at_margin(file, chunk.code_line, word))]
    if chunk.unindented is not None:
        word = lines[chunk.unindented - 1].split(maxsplit=1)[0]
        return None, [not_indented(word, _at_margin(file, chunk.unindented, word))]
    dashes = dashes_at(chunk.text, file, chunk.first_line)
    if dashes is not None:
        return None, [Diagnostic("S143", "The language has no `--`.", "Begin a comment with `#`.", dashes)]
    made, problems = _run(chunk.text, "start", file, chunk.first_line)
    if made is None or (
        isinstance(made, t.Rule | t.Family) and any(each.code in _ENOUGH for each in problems)
    ):
        return None, problems
    return replace(made, comments=comments_of(chunk.text, file, chunk.first_line)), problems


def _run(text: str, start: str, file: str, line: int) -> tuple[Any, list[Diagnostic]]:
    """What `text` says, None when it cannot be read, and what is wrong with it."""
    deep_at = brackets_too_deep_at(text)
    if deep_at is not None:
        row = line + text.count("\n", 0, deep_at)
        column = deep_at - text.rfind("\n", 0, deep_at)
        return None, [too_deep(Span(file, row, column, row, column + 1))]
    joined_at = too_many_parts_at(text)
    if joined_at is not None:
        row = line + text.count("\n", 0, joined_at)
        column = joined_at - text.rfind("\n", 0, joined_at)
        return None, [too_many_parts(Span(file, row, column, row, column + 2))]
    try:
        parsed = _parser().parse(text, start=start)
    except (UnexpectedToken, UnexpectedCharacters) as error:
        return None, reserved_lets(text, file, line) or [explain(place_of(error, text, file, line))]
    deep = too_deep_at(text, parsed)
    if deep is not None:
        at = line + deep.line - 1
        return None, [too_deep(Span(file, at, deep.column, at, deep.column + 1))]
    return build(parsed, file, line)


def _stray(lines: list[str], file: str) -> list[Diagnostic]:
    """The first line of code, where there should be none."""
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.lstrip().startswith("#"):
            indent = len(line) - len(line.lstrip())
            return [unknown_item(line, Span(file, number, indent + 1, number, len(line) + 1))]
    return []


def _at_margin(file: str, line: int, word: str) -> Span:
    return Span(file, line, 1, line, len(word) + 1)
