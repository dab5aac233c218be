"""Where the parser stopped, in words that messages can be made of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lark import Token
from lark.exceptions import UnexpectedCharacters, UnexpectedToken

from lacdsl.diagnostics import Span
from lacdsl.syntax.comments import without_comments
from lacdsl.syntax.split import CLAUSE_WORDS

# The terminals that begin a clause, as they are written.
CLAUSES = {
    "FOR_EACH": "for each",
    "FOR_THE_RETURN": "for the return",
    "NEEDS": "needs any of",
    "LET": "let",
    "WHERE": "where",
    "MUST": "must",
    "SEVERITY": "severity",
    "FLAG": "flag",
    "MESSAGE": "message",
    "BECAUSE": "because",
    "FIX": "fix",
    "STAGE": "stage",
    "EXPLAINABLE": "explainable",
    "SUGGEST": "suggest",
    "EXAMPLE": "example",
    "WITHOUT": "without",
    "WITH": "with",
    "ONE_PER": "one per",
    "TOGETHER_WHILE": "together while",
    "START": "start",
    "END": "end",
    "COLUMN": "column",
}
ITEMS = {
    "RULE": "rule",
    "FAMILY": "family",
    "DEFINE": "define",
    "CODES": "codes",
    "TABLE": "table",
    "SPELLS": "spells",
    "PARAMETER": "parameter",
    "REPLACE": "replace",
    "REMOVE_RULE": "remove rule",
    "TREAT_RULE": "treat rule",
}
VALUES = {"NUMBER", "WORD", "STRING", "NAME"}

_LONGEST_SHOWN = 40
_WORD = re.compile(r'"[^"\n]*"|\w+|[<>=!]+|&&|\|\||[^ \t\n]')


@dataclass(frozen=True, slots=True)
class Place:
    """What stands where the parser stopped, what could stand there, and what came before.

    `found` is None at the end of the item. `expected` holds names of terminals. `before` is what stands before `found` on
    its line, `previous` the word or sign before it on any line. `clause` is the clause or item being read, in its words.
    `bracket` is the last bracket that is still open. `unfinished` is a line that begins with a clause word but was read as
    part of the line above. `above` is the text up to `previous`, where that is on a line above;
    `remark` says whether a comment stands behind it.
    """

    found: str | None
    expected: frozenset[str]
    span: Span
    before: str
    previous: str
    previous_span: Span
    after: str
    clause: str
    bracket: tuple[str, Span] | None
    unfinished: tuple[str, Span] | None
    above: str | None = None
    remark: bool = False

    @property
    def wants_value(self) -> bool:
        """Whether a value or a condition could stand here."""
        return "NUMBER" in self.expected and "NAME" in self.expected

    @property
    def at_line_start(self) -> bool:
        """Whether nothing stands before it on its line."""
        return not self.before.strip()


def short(text: str) -> str:
    """A word as a message shows it."""
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"


def place_of(error: UnexpectedToken | UnexpectedCharacters, text: str, file: str, first_line: int) -> Place:
    """The place of a parser's error in `text`, whose first line is line `first_line` of the file."""
    code = without_comments(text)
    at = _offset(error, code)
    match = _WORD.match(code, at) if at < len(code.rstrip()) else None
    stack = [part for part in error.interactive_parser.parser_state.value_stack if isinstance(part, Token)]
    heads = [token for token in stack if token.type in CLAUSES or token.type in ITEMS]
    brackets = [token for token in stack if token.type in ("LPAR", "LBRACE")]
    reader = _Reader(code, file, first_line)
    before = code[code.rfind("\n", 0, at) + 1 : at]
    previous = _previous(code, at)
    unfinished = reader.unfinished(heads[-1], at) if heads else None
    return Place(
        match.group() if match else None,
        frozenset(_expected(error)),
        reader.span(at, match.end() if match else at + 1),
        before,
        code[previous.start() : previous.end()] if previous else "",
        reader.span(previous.start(), previous.end()) if previous else reader.span(at, at + 1),
        code[match.end() : reader.line_end(at)] if match else "",
        (CLAUSES | ITEMS)[heads[-1].type] if heads else "",
        (str(brackets[-1]), reader.token(brackets[-1])) if brackets else None,
        unfinished,
        code[code.rfind("\n", 0, previous.start()) + 1 : previous.end()] if previous else None,
        reader.has_remark(text, previous, unfinished),
    )


def _offset(error: UnexpectedToken | UnexpectedCharacters, code: str) -> int:
    if isinstance(error, UnexpectedCharacters):
        return error.pos_in_stream or 0
    token: Token = error.token
    if token.type == "$END" or token.start_pos is None:
        return len(code.rstrip())
    return token.start_pos + len(token) - len(token.lstrip())


def _expected(error: UnexpectedToken | UnexpectedCharacters) -> set[str]:
    accepted: set[str] = error.interactive_parser.accepts()  # type: ignore[no-untyped-call]
    return accepted


def _previous(code: str, at: int) -> re.Match[str] | None:
    """The last word or sign that ends before `at`."""
    line_start = code.rfind("\n", 0, len(code[:at].rstrip())) + 1
    words = list(_WORD.finditer(code, line_start, at))
    return words[-1] if words else None


@dataclass(frozen=True, slots=True)
class _Reader:
    """Finds lines and columns in the text of an item."""

    code: str
    file: str
    first_line: int

    def span(self, start: int, end: int) -> Span:
        line = self.first_line + self.code.count("\n", 0, start)
        column = start - self.code.rfind("\n", 0, start)
        return Span(self.file, line, column, line, column + end - start)

    def token(self, token: Token) -> Span:
        start = token.start_pos or 0
        return self.span(start, start + len(token))

    def line_end(self, at: int) -> int:
        end = self.code.find("\n", at)
        return len(self.code) if end < 0 else end

    def has_remark(
        self, text: str, previous: re.Match[str] | None, unfinished: tuple[str, Span] | None
    ) -> bool:
        """Whether a comment stands behind the last word that was read, or on the line that is not finished."""
        if unfinished is not None:
            return "#" in text.split("\n")[unfinished[1].line - self.first_line - 1]
        return previous is not None and "#" in text[previous.end() : self.line_end(previous.end())]

    def unfinished(self, head: Token, at: int) -> tuple[str, Span] | None:
        """The last line between the clause being read and `at` that looks like a clause of its own."""
        line_start = self.code.rfind("\n", 0, at) + 1
        while line_start > (head.end_pos or 0):
            words = self.code[line_start : self.line_end(line_start)].split(maxsplit=1)
            indent = len(self.code[line_start:]) - len(self.code[line_start:].lstrip())
            start = line_start + indent
            if words and words[0] in CLAUSE_WORDS and start < at:
                return words[0], self.span(start, start + len(words[0]))
            line_start = self.code.rfind("\n", 0, line_start - 1) + 1
        return None
