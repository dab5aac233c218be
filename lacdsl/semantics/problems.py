"""Collects what is wrong with the rules, every fault once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from lacdsl.diagnostics import Diagnostic, Related, Span
from lacdsl.semantics.codes import SEMANTIC_CODES
from lacdsl.syntax.tree import NOWHERE

_LONG_WORD = re.compile(r"(\w{60})\w{40,}")
_LONGEST_LINE = 1_000
_WHOLE_LINE = 1 << 16


class Problems:
    """Diagnostics in the order they were found.

    `told` counts all that was to be said, and `errors` all errors: also those that were left out because the same fault had
    been reported at the same place (a family has one text for many rules). While `member` is set, errors say which member
    of a family they are found in.
    """

    def __init__(self, source_of: Callable[[Span], str]) -> None:
        self.found: list[Diagnostic] = []
        self.errors = 0
        self.told = 0
        self.member: Related | None = None
        self._seen: set[tuple[str, Span]] = set()
        self._source_of = source_of

    def error(
        self, code: str, span: Span, message: str, help: str, related: tuple[Related, ...] = ()
    ) -> None:
        """Report an error. `code` is one of SEMANTIC_CODES."""
        self.errors += 1
        if self.member is not None and (self.member.span.file, self.member.span.line) != (
            span.file,
            span.line,
        ):
            related = (*related, self.member)
        self._add(Diagnostic(code, message, help, span, related=related))

    def warn(self, code: str, span: Span, message: str, help: str, related: tuple[Related, ...] = ()) -> None:
        """Report something that works but is probably not meant."""
        self._add(Diagnostic(code, message, help, span, severity="warning", related=related))

    def foreign(self, problems: Iterable[Diagnostic]) -> None:
        """Take over diagnostics of the parser, for expressions that stand inside a text."""
        for problem in problems:
            self.errors += 1
            self._add(problem, known=False)

    def set_back(self, found: Iterable[Diagnostic], errors: int) -> None:
        """Know of these only, as at an earlier time."""
        self.found = list(found)
        self.errors = errors
        self.member = None
        self._seen = {(each.code, each.span) for each in self.found if each.span is not None}

    def read(self, source_of: Callable[[Span], str]) -> None:
        """Take the text at places from here."""
        self._source_of = source_of

    def line(self, file: str, number: int) -> str:
        """The text of one line of a file."""
        text = self._source_of(Span(file, number, 1, number, _WHOLE_LINE))
        return text.split("\n", 1)[0].rstrip("\r")

    def text(self, span: Span) -> str:
        """The lines that `span` touches."""
        if span == NOWHERE:
            return ""
        lines = self._source_of(Span(span.file, span.line, 1, span.end_line, _WHOLE_LINE)).split("\n")
        return "\n".join(line.rstrip("\r") for line in lines).rstrip()

    def _add(self, problem: Diagnostic, known: bool = True) -> None:
        if known and problem.code not in SEMANTIC_CODES:
            raise KeyError(problem.code)
        self.told += 1
        span = problem.span or NOWHERE
        if span == NOWHERE:
            # What the parser put in the place of something that it has refused itself.
            return
        if (problem.code, span) in self._seen:
            return
        self._seen.add((problem.code, span))
        line = self.line(span.file, span.line)
        message = _LONG_WORD.sub(r"\1…", problem.message)
        self.found.append(
            replace(problem, message=message, source_line=line if len(line) <= _LONGEST_LINE else None)
        )
