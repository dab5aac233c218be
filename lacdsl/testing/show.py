"""A failing example as the table that it was written as, with what happened beside what was expected."""

from __future__ import annotations

from lacdsl.testing.examples import ExampleResult


def show(result: ExampleResult) -> str:
    """The rows whose verdict is not the expected one, as text."""
    lines = [f'rule {result.code}, example "{result.title}" ({result.engine})']
    if result.problem:
        return "\n".join([*lines, f"  {result.problem}"])
    for row in result.rows:
        if row.expected != row.found:
            cells = " | ".join(row.cells[1:])
            lines.append(f"  line {row.line}: expected {row.expected}, got {row.found}:  | {cells} |")
    return "\n".join(lines)
