"""A failing example as the table that it was written as, with what happened beside what was expected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lacdsl.syntax import tree as t
from lacdsl.syntax.layout import tabulated
from lacdsl.testing.examples import ExampleResult, RowResult


def show(result: ExampleResult) -> str:
    """One failing example as text."""
    return "\n".join(shown([result]))


def shown(results: Sequence[ExampleResult], file: str = "") -> list[str]:
    """The lines for one example; `results` are those of the engines that agree on what came out.

    Rows that came out otherwise than expected are marked, and say why below the table.
    """
    first = results[0]
    engines = "" if len(results) > 1 else f" ({first.engine})"
    place = f"{file}:{first.line}" if file else f"line {first.line}"
    lines = [f'rule {first.code}, example "{first.title}"{engines}', f"  {place}"]
    if first.problem:
        return [*lines, f"  {first.problem}"]
    wrong = {row.line: row for row in first.rows if row.expected != row.found}
    if first.example is not None:
        lines += ["", *_table(first.example, wrong), ""]
    for row in wrong.values():
        lines.append(f"  line {row.line}: expected {row.expected}, found {row.found}{_because(row)}")
    return lines


def _table(example: t.Example, wrong: Mapping[int, RowResult]) -> list[str]:
    made = []
    for row, line in zip(example.rows, tabulated(example.rows, blocks=True), strict=True):
        found = wrong.get(row.span.line)
        made.append(f"    {line}" if found is None else f"  > {line} found {found.found}")
    return made


def _because(row: RowResult) -> str:
    return f": {row.why}" if row.why else ""
