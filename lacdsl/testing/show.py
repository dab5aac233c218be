"""A failing example as the table that it was written as, with what happened beside what was expected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lacdsl.syntax import tree as t
from lacdsl.syntax.layout import tabulated
from lacdsl.syntax.marks import MARK
from lacdsl.testing.examples import CellResult, ExampleResult, RowResult


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
        lines += ["", *_table(first.example, _remarks(first)), ""]
    for row in wrong.values():
        lines.append(f"  line {row.line}: expected {row.expected}, found {row.found}{_because(row)}")
    lines += [f"  line {cell.line}: {_of_cell(cell)}" for cell in first.cells]
    return [*lines, *_about_blanks(list(wrong.values()))]


def remarks(result: ExampleResult) -> list[tuple[int, str]]:
    """What did not come out as an example says, by the lines of its file."""
    if result.problem:
        return [(result.line, result.problem)]
    rows = [
        (row.line, f"Expected {row.expected}, found {row.found}{_because(row)}")
        for row in result.rows
        if row.expected != row.found
    ]
    return rows + [(cell.line, _of_cell(cell)) for cell in result.cells]


def _about_blanks(wrong: Sequence[RowResult]) -> list[str]:
    """What to do where a blank made a row unknown that should have another verdict."""
    blank = {row.expected for row in wrong if row.found == "unknown" and " is missing" in row.why}
    said = []
    if "fails" in blank:
        said.append(
            "    A blank is neither right nor wrong: where it is a mistake, write `COLUMN is present and …`"
        )
    if blank & {"n/a", "passes"}:
        said.append(
            "    A blank is neither right nor wrong: where it is fine, put `COLUMN is present` into `where`"
        )
    return said


def _table(example: t.Example, remarks: Mapping[int, str]) -> list[str]:
    made = []
    for row, line in zip(example.rows, tabulated(example.rows, blocks=True), strict=True):
        remark = remarks.get(row.span.line)
        made.append(f"    {line}" if remark is None else f"  > {line} found {remark}")
    return made


def _remarks(result: ExampleResult) -> dict[int, str]:
    """By line: what was found of a row in place of what was expected."""
    found = {row.line: row.found for row in result.rows if row.expected != row.found}
    for line in dict.fromkeys(cell.line for cell in result.cells):
        own = [cell for cell in result.cells if cell.line == line]
        flagged = [f"{cell.column} flagged" for cell in own if not cell.marked]
        found[line] = ", ".join(flagged + [f"{cell.column} not flagged" for cell in own if cell.marked])
    return found


def _of_cell(cell: CellResult) -> str:
    if cell.marked:
        return f"{cell.column} is marked with `{MARK}`, and the rule does not flag it"
    if cell.shown:
        return f"{cell.column} is flagged, and not marked with `{MARK}`"
    return f"{cell.column} is flagged, and has no column here to be marked with `{MARK}`"


def _because(row: RowResult) -> str:
    return f": {row.why}" if row.why else ""
