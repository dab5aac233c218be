"""Where a cell of a table of examples or members stands in its line."""

from __future__ import annotations

from lacdsl.diagnostics import Span
from lacdsl.syntax import tree as t


def cell_span(row: t.Cells, place: int, line: str) -> Span:
    """The place of a cell (counted from 0); the whole row when its line does not show the cell."""
    parts = line.split("|")
    if len(parts) < place + 2:
        return row.span
    before = sum(len(part) + 1 for part in parts[: place + 1])
    text = parts[place + 1]
    column = before + len(text) - len(text.lstrip()) + 1
    width = max(1, len(text.strip()))
    return Span(row.span.file, row.span.line, column, row.span.line, column + width)
