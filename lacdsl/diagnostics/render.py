"""Diagnostics as text for a terminal and as JSON for tools."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lacdsl.diagnostics.core import Diagnostic, Span

_COLOURS = {"error": "31", "warning": "33", "note": "36"}


def render(diagnostic: Diagnostic, colour: bool = False) -> str:
    """The diagnostic as a terminal shows it: heading, place, the line underlined, help, related places."""
    severity = diagnostic.severity
    heading = f"{severity}[{diagnostic.code}]"
    if colour:
        heading = f"\x1b[1;{_COLOURS[severity]}m{heading}\x1b[0m"
    lines = [f"{heading}: {diagnostic.message}"]
    span = diagnostic.span
    if span is not None:
        lines.append(f"  --> {span.file}:{span.line}:{span.column}")
        if diagnostic.source_line is not None:
            lines.extend(_underlined(span, diagnostic.source_line))
    if diagnostic.help:
        lines.append(f"  help: {diagnostic.help}")
    lines.extend(
        f"  note: {related.text} ({related.span.file}:{related.span.line}:{related.span.column})"
        for related in diagnostic.related
    )
    return "\n".join(lines)


def render_all(diagnostics: Iterable[Diagnostic], colour: bool = False) -> str:
    """All diagnostics, a blank line between them."""
    return "\n\n".join(render(diagnostic, colour) for diagnostic in diagnostics)


def to_json(diagnostic: Diagnostic) -> dict[str, Any]:
    """The diagnostic as plain values: code, severity, message, help, file, range and related places."""
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "help": diagnostic.help,
        "place": _place(diagnostic.span),
        "related": [{"text": related.text, "place": _place(related.span)} for related in diagnostic.related],
    }


def _place(span: Span | None) -> dict[str, Any] | None:
    if span is None:
        return None
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def _underlined(span: Span, source_line: str) -> list[str]:
    text = source_line.expandtabs(1).rstrip("\r\n")
    gutter = len(str(span.line))
    end = span.end_column if span.end_line == span.line else len(text) + 1
    width = max(1, min(end, len(text) + 1) - span.column)
    return [
        f"{' ' * gutter} |",
        f"{span.line} | {text}",
        f"{' ' * gutter} | {' ' * (span.column - 1)}{'^' * width}",
    ]
