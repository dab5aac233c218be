"""`lacdsl check`: a return, its rules, a report."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lacdsl.cli.given import (
    default_ruleset,
    provider_table,
    tables_of_both_years,
    worker_table,
)
from lacdsl.cli.memory import give_memory_back
from lacdsl.cli.options import Authority, CollectionYear, LastYear, ProviderList, Rulesets
from lacdsl.cli.output import show
from lacdsl.cli.progress import progress
from lacdsl.cli.reporting import Form, check_out, form_of, write_report
from lacdsl.diagnostics import Diagnostic, LacdslError

if TYPE_CHECKING:
    from lacdsl.api import Report, Ruleset
    from lacdsl.rulesets.lock import Lock


class FailOn(StrEnum):
    """From which severity on findings make the exit status 1."""

    ERROR = "error"
    QUERY = "query"
    NEVER = "never"


def check(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE|FOLDER|ZIP...", help="This year's files (CSV, Excel, XML), folders or zips of them."
        ),
    ],
    ruleset: Rulesets = None,
    last_year: LastYear = None,
    year: CollectionYear = None,
    authority: Authority = None,
    only: Annotated[list[str] | None, typer.Option(metavar="CODE,...", help="Run these rules only.")] = None,
    form: Annotated[
        Form | None,
        typer.Option(
            "--format",
            help="What to write: that of --out, or terminal. xlsx and html need --out. In CSV, an apostrophe goes "
            "before what Excel would run.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the full report to a file, and a summary to the screen."),
    ] = None,
    fail_on: Annotated[
        FailOn,
        typer.Option(help="Exit with status 1 when there are findings of this severity or a graver one."),
    ] = FailOn.NEVER,
    provider_list: ProviderList = None,
    lock: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Use exactly the rulesets that `lacdsl lock` wrote down."),
    ] = None,
    workers: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Who works with whom: a CSV or Excel file with CHILD or SW_ID, and WORKER, TEAM or both.",
        ),
    ] = None,
    notes_from: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="An earlier workbook, whose notes are taken over into the one that is written.",
        ),
    ] = None,
    pseudonymise: Annotated[
        bool,
        typer.Option("--pseudonymise", help="Pseudonyms for children, no personal values, rounded counts."),
    ] = False,
    key_file: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="The key for pseudonyms that stay the same; made when it is not there."
        ),
    ] = None,
    smallest: Annotated[
        int, typer.Option(metavar="N", help="With --pseudonymise: round counts up to multiples of N.", min=1)
    ] = 5,
    summary_only: Annotated[
        bool, typer.Option("--summary-only", help="With --pseudonymise: list no findings at all.")
    ] = False,
    profile: Annotated[bool, typer.Option("--profile", help="Say what took how long.")] = False,
) -> None:
    """Check a return and report what was found.

    Exit status: 0 nothing at or above --fail-on, 1 findings at or above it, 2 the command, the rules or the files
    could not be used.
    """
    form = form_of(form, out)
    if (key_file is not None or summary_only) and not pseudonymise:
        option = "--key-file" if key_file is not None else "--summary-only"
        message = f"{option} goes with --pseudonymise, which was not given."
        raise LacdslError([Diagnostic("A906", message, "Add --pseudonymise, or leave it out.")])
    if notes_from is not None and (form is not Form.XLSX or pseudonymise):
        message = (
            "Notes may name anybody, so a report with --pseudonymise takes none over."
            if pseudonymise
            else "Notes are taken over into a workbook, and the report is to be something else."
        )
        help = (
            "Leave --notes-from out." if pseudonymise else "Add --out report.xlsx, or leave --notes-from out."
        )
        raise LacdslError([Diagnostic("A906", message, help)])
    given = [path for path in (provider_list, workers, key_file, notes_from) if path is not None]
    check_out(out, [*paths, *given])
    with progress("Starting"):
        from lacdsl import api
    with progress("Reading the rules"):
        held = _lock(lock)
        names = ruleset or (list(held.wanted) if held is not None else [default_ruleset(year, paths)])
        rules = api.load_ruleset(names[0], *names[1:], lock=held)
    if rules.own_warnings:
        show(rules.own_warnings)
    codes = None if only is None else _codes(only, rules)
    with progress("Reading the files") as tell:
        tables, before = tables_of_both_years(paths, last_year, rules.model, tell)
        reference, issues = provider_table(provider_list)
        listed, more_issues = worker_table(workers)
        notes, noted_issues = (
            ((), None) if notes_from is None else api.read_notes(notes_from, rules.model.entity)
        )
    check_out(out, [Path(file) for held in (tables, before) if held is not None for file in held.sources])
    with progress("Checking"):
        collection = api.Collection(year=year or rules.model.year, authority=authority)
        report = api.check(tables, rules, before, reference, collection, codes)
        give_memory_back()
    report = replace(
        report.with_issues(issues).with_issues(more_issues).with_issues(noted_issues),
        workers=listed,
        notes=notes,
    )
    if pseudonymise:
        with progress("Making it safer to pass on"):
            report = report.pseudonymised(key_file, smallest=smallest, without_findings=summary_only)
    write_report(report, form, out)
    if profile:
        _show_profile(report)
    if fail_on is not FailOn.NEVER and report.found_at_least(fail_on):
        raise typer.Exit(1)


def _lock(path: Path | None) -> Lock | None:
    if path is None:
        return None
    from lacdsl.cli.locking import held_lock

    return held_lock(path)


def _codes(only: Sequence[str], rules: Ruleset) -> list[str]:
    from lacdsl.api.inputs import unknown_codes

    codes = [code.strip() for listing in only for code in listing.split(",") if code.strip()]
    problems = unknown_codes(rules, codes)
    if problems:
        raise LacdslError(list(problems.values()))
    return codes


def _show_profile(report: Report) -> None:
    for step, seconds in report.profile.items():
        sys.stderr.write(f"{seconds:9.3f} s  {step}\n")
    for code, seconds in sorted(report.slowest.items(), key=lambda pair: -pair[1])[:10]:
        sys.stderr.write(f"{seconds:9.4f} s  rule {code}\n")
