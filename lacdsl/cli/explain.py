"""`lacdsl explain`: why a row has its verdict."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lacdsl.cli.given import default_ruleset, provider_table, tables_of_both_years
from lacdsl.cli.options import Authority, CollectionYear, LastYear, ProviderList, Rulesets
from lacdsl.cli.output import say, unicode_output
from lacdsl.cli.progress import progress
from lacdsl.cli.rules import _found
from lacdsl.diagnostics import Diagnostic, LacdslError

if TYPE_CHECKING:
    from lacdsl.api import Tables
    from lacdsl.report.saved import Saved


class Form(StrEnum):
    """The forms of an explanation."""

    TERMINAL = "terminal"
    JSON = "json"


def explain(
    what: Annotated[
        str,
        typer.Argument(metavar="RULE|FINDING", help="A rule's code; with --report the number of a finding."),
    ],
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="FOLDER|FILE...", help="The folder of this year's files, or the files."),
    ],
    report: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A report saved as JSON or CSV, whose finding is asked about."),
    ] = None,
    child: Annotated[
        str | None,
        typer.Option("--child", "--key", metavar="KEY", help="All rows of this child."),
    ] = None,
    line: Annotated[
        str | None,
        typer.Option(metavar="FILE:LINE", help="The row on this line of a file, such as episodes.csv:17."),
    ] = None,
    row: Annotated[
        int | None,
        typer.Option(metavar="N", help="The row of the rule's table, counted from 0 as in reports."),
    ] = None,
    table: Annotated[str | None, typer.Option(metavar="TABLE", help="The table that --row is of.")] = None,
    of_last_year: Annotated[
        bool, typer.Option("--of-last-year", help="--line or --row is one of last year's files.")
    ] = False,
    ruleset: Rulesets = None,
    last_year: LastYear = None,
    year: CollectionYear = None,
    authority: Authority = None,
    provider_list: ProviderList = None,
    most: Annotated[int, typer.Option(metavar="N", help="Explain so many rows at most.", min=1)] = 5,
    full: Annotated[
        bool, typer.Option("--full", help="Open the parts that settled nothing as well.")
    ] = False,
    form: Annotated[Form, typer.Option("--format", help="What to write.")] = Form.TERMINAL,
) -> None:
    """Say why a row is a finding, or why it is not.

    Every part of the rule is shown with what it came to, and the cells that it looked at.

    Which rows: those of a child, the one on a line, the one of a finding; with none of these the first that fail.
    """
    saved = None if report is None else _saved(report)
    finding = None if saved is None else _finding(saved, what, report)
    if sum(each is not None for each in (child, line, row, finding)) > 1:
        message = "Only one of --child (or --key), --line, --row and --report can say which rows are meant."
        raise LacdslError([Diagnostic("A906", message, "Leave the others out.")])
    if table is not None and row is None:
        message = "--table says which table --row is of, and there is no --row."
        raise LacdslError([Diagnostic("A906", message, "Add --row, or leave --table out.")])
    if of_last_year and line is None and row is None:
        message = "--of-last-year says whose line or row is meant, and there is no --line and no --row."
        raise LacdslError([Diagnostic("A906", message, "Add one of them, or leave --of-last-year out.")])
    if of_last_year and last_year is None:
        message = "--of-last-year speaks of last year's files, and none are given."
        raise LacdslError([Diagnostic("A906", message, "Add --last-year with their folder.")])
    with progress("Starting"):
        from lacdsl import api
    stated = ("year", "authority", "start", "end", "today")
    collection = {name: saved.collection.get(name) for name in stated} if saved is not None else {}
    if year is not None and collection.get("year") != year:
        collection = {"year": year}
    with progress("Reading the rules"):
        names = ruleset or (
            [saved.ruleset["name"]]
            if saved is not None and saved.ruleset and year is None
            else [default_ruleset(year, paths)]
        )
        rules = api.load_ruleset(names[0], *names[1:])
    code = _found(rules, what if finding is None else str(finding["rule"])).code
    with progress("Reading the files") as tell:
        tables, before = tables_of_both_years(paths, last_year, rules.model, tell)
        reference, _ = provider_table(provider_list)
    if line is not None:
        own = rules.rules[code].table if code in rules.rules else None
        table, row, whose = _place(line, None if of_last_year else tables, before, own)
    else:
        whose = "last" if of_last_year else "this"
    collection["year"] = collection.get("year") or rules.model.year
    if authority is not None:
        collection["authority"] = authority
    with progress("Looking into it"):
        found = api.explain(
            tables,
            rules,
            code,
            row=row,
            table=table,
            year=whose,
            child=child,
            finding=finding,
            last_year=before,
            reference=reference,
            collection=api.Collection(**collection),
            most=most,
        )
    if form is Form.JSON:
        out = unicode_output()
        out.write(json.dumps(found.as_values(), ensure_ascii=False, indent=1) + "\n")
        out.flush()
        return
    for text in found.text(full=full).splitlines():
        say(text)


def _saved(path: Path) -> Saved:
    from lacdsl.report.saved import saved

    if path.suffix.lower() in (".xlsx", ".html", ".htm"):
        message = f"{path} shows its own commands: only JSON and CSV are read again."
        help = "Copy the command from the column behind the finding (workbook), or from the end of the child (page)."
        raise LacdslError([Diagnostic("A912", message, help)])
    return saved(path)


def _finding(saved: Saved, what: str, path: Path | None) -> dict[str, Any]:
    findings = saved.findings
    for finding in findings:
        if str(finding["finding"]) == what:
            return finding
    message = f"{path} has no finding {what}."
    numbers = f"0 to {len(findings) - 1}" if findings else "none"
    help = f"Its findings: {numbers}. To ask about a rule, leave --report out."
    if saved.privacy and saved.privacy.get("without_findings"):
        message = f"{path} is a summary: it lists no findings."
        help = "To ask about a rule, leave --report out."
    raise LacdslError([Diagnostic("A911", message, help)])


def _place(text: str, this: Tables | None, last: Tables | None, own: str | None) -> tuple[str, int, str]:
    """Table, row and year of a line of a file. Of tables with a cell on it (XML) that of the rule, `own`, comes first."""
    name, _, number = text.rpartition(":")
    if not name or not number.isascii() or not number.isdigit():
        message = f"`{text}` is no file and line."
        raise LacdslError(
            [Diagnostic("A911", message, "Write the file's name, a colon and the line: episodes.csv:17")]
        )
    wanted = Path(name).name.casefold()
    candidates = [
        (held, table)
        for held in (this, last)
        if held is not None
        for table, file in held.files.items()
        if Path(file).name.casefold() == wanted or table.casefold() == wanted
    ]
    exact = [(held, table) for held, table in candidates if Path(held.files[table]) == Path(name)]
    meant = exact or [each for each in candidates if each[0] is candidates[0][0]]
    found = [each for held, table in meant for each in _rows_on(held, table, int(number))]
    if found:
        _, _, held, table, row = max(found, key=lambda each: (each[0], each[0] and each[3] == own, each[1]))
        return table, row, held.year
    if meant:
        lines = sorted(line for held, table in meant for line in held.lines[table].tolist())
        message = f"{Path(name).name} has no row on line {number}."
        help = f"Its rows stand on lines {lines[0]} to {lines[-1]}." if lines else "It has no rows."
        raise LacdslError([Diagnostic("A911", message, help)])
    known = ", ".join(
        dict.fromkeys(Path(file).name for held in (this, last) if held for file in held.files.values())
    )
    raise LacdslError([Diagnostic("A911", f"No file {name} was read.", f"Files that were read: {known}.")])


def _rows_on(held: Tables, table: str, number: int) -> Iterator[tuple[bool, int, Tables, str, int]]:
    """The row on a line: whether a cell of it is known to stand there, and the line that the row begins on."""
    lines = held.lines[table]
    last = int(lines[-1]) if len(lines) else 0
    for cells in held.cell_lines.get(table, {}).values():
        for row in (cells == number).nonzero()[0].tolist():
            yield True, int(lines[row]), held, table, row
        last = max(last, int(cells.max(initial=0)))
    before = (lines <= number).nonzero()[0]
    if len(before) and number <= last:
        yield False, int(lines[before[-1]]), held, table, int(before[-1])
