"""The Diagnostic and the error that carries it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a file. Lines and columns count from 1; the end is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def to(self, other: Span) -> Span:
        """The stretch from the start of this one to the end of `other`."""
        return Span(self.file, self.line, self.column, other.end_line, other.end_column)


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that matters: the declaration that this one clashes with."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing that is wrong.

    `message` says in one sentence what is wrong, `help` in one how to put it right. `source_line` is the text of the
    line that `span` starts on, when it is known.
    """

    code: str
    message: str
    help: str = ""
    span: Span | None = None
    severity: Severity = "error"
    related: tuple[Related, ...] = ()
    source_line: str | None = None


class LacdslError(Exception):
    """The base of every error that lacdsl raises on purpose; `diagnostics` says all that was wrong."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)
        super().__init__(self.diagnostics)

    def __str__(self) -> str:
        from lacdsl.diagnostics.render import render_all

        return render_all(self.diagnostics)
