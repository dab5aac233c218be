"""From sheets to the tables of the return: columns under the model's names, and a word on all that is odd."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd

from lacdsl.diagnostics import suggest
from lacdsl.ingest.file_report import ASSUMED, LEFT_OUT, FileReport, remarks
from lacdsl.ingest.headings import folded, report_renamed
from lacdsl.ingest.issues import Issue, Kind, counted, issue_frame, listed
from lacdsl.ingest.known_headings import ENOUGH, KnownHeadings
from lacdsl.ingest.lost_zeros import report_lost_zeros
from lacdsl.ingest.odd_tables import report_duplicates, report_other_year
from lacdsl.ingest.oddities import read_column
from lacdsl.ingest.readings import ordinary
from lacdsl.ingest.recognise import Match, lacking, meanings, recognise
from lacdsl.ingest.sheet import Sheet
from lacdsl.ingest.source import Source
from lacdsl.ingest.tables import Tables, Year
from lacdsl.model import Model

_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\ufffd]")
_MOST_NAMED = 20
"""How many columns that nobody knows are named one by one."""
NOT_USED = frozenset({Kind.NOT_READ, Kind.NOT_RECOGNISED, Kind.SET_ASIDE})
"""Kinds of issue that say why a whole file or sheet is not used."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A sheet that says it is a table of the return."""

    table: str
    sheet: Sheet
    match: Match
    source: Source


def claims_of(
    sheets: Iterable[Sheet], source: Source, model: Model, known: KnownHeadings, issues: list[Issue]
) -> list[Claim]:
    """The sheets of one file that are tables of the return; those that are none are reported."""
    claims: list[Claim] = []
    for sheet in sheets:
        match = recognise(sheet.headings, sheet.name, model, sheet.table)
        table = match.table
        if table is None:
            issues.append(_not_recognised(sheet, match, model, known))
            continue
        filled = _without_blank_rivals(sheet, match, model)
        if filled is not sheet:
            match = recognise(filled.headings, filled.name, model, table)
        claims.append(Claim(table, filled, match, source))
    return claims


def _without_blank_rivals(sheet: Sheet, match: Match, model: Model) -> Sheet:
    """The sheet without columns that hold nothing where another heading means the same and has cells."""
    table = model.tables[match.table or ""]
    blank = {
        heading
        for heading, column in zip(sheet.headings, sheet.columns, strict=True)
        if heading in match.columns and len(column) and not (column.codes >= 0).any()
    }
    if not blank:
        return sheet
    others = {
        name: heading
        for heading, name in meanings(sheet.headings, table).items()
        if heading not in match.columns
    }
    dropped = {heading for heading in blank if match.columns[heading] in others}
    if not dropped:
        return sheet
    issues = list(sheet.issues)
    for heading in sheet.headings:
        if heading in dropped:
            name = match.columns[heading]
            message = f"The column '{heading}' holds nothing and was left out: '{others[name]}' means {name} and has cells."
            issues.append(Issue(sheet.file, Kind.HEADING, message, line=sheet.heading_line, column=name))
    kept = [place for place, heading in enumerate(sheet.headings) if heading not in dropped]
    headings, columns = [sheet.headings[place] for place in kept], [sheet.columns[place] for place in kept]
    return replace(sheet, headings=headings, columns=columns, issues=issues)


def tables_of(claims: list[Claim], model: Model, year: Year, unused: list[Issue]) -> Tables:
    """The tables of the claims (one each) with everything odd about them; `unused` tells of files that are none."""
    tables: dict[str, pd.DataFrame] = {}
    readings: dict[str, dict[str, dict[str, str | None]]] = {}
    found: dict[str, list[Issue]] = {}
    for claim in claims:
        name = claim.table
        held = found[name] = [replace(issue, table=issue.table or name) for issue in claim.sheet.issues]
        _report_columns(claim, model, held)
        tables[name] = _frame(claim)
        readings[name] = _read_cells(claim, tables[name], model, held)
        report_duplicates(tables[name], name, claim.sheet.file, claim.sheet.lines, held)
        report_other_year(
            tables[name], model.tables[name], claim.sheet.file, model, year, readings[name], held
        )
    lines = {claim.table: claim.sheet.lines for claim in claims}
    names = {claim.table: claim.sheet.file for claim in claims}
    together: list[Issue] = []
    report_lost_zeros(tables, names, lines, readings, model, together)
    for issue in together:
        found[issue.table or ""].append(issue)
    reports = [_report(claim, len(tables[claim.table]), found[claim.table], year) for claim in claims]
    issues = [*unused, *(issue for held in found.values() for issue in held)]
    return Tables(
        tables,
        issue_frame(issues),
        lines,
        {claim.table: _shown_path(claim) for claim in claims},
        year,
        {name: known for name, known in readings.items() if known},
        (*reports, *(_set_aside(issue, year) for issue in unused if issue.kind in NOT_USED)),
        tuple(dict.fromkeys(claim.source.path for claim in claims)),
        {claim.table: claim.sheet.cell_lines for claim in claims if claim.sheet.cell_lines},
    )


def _shown_path(claim: Claim) -> str:
    """The file of a table: its path, and behind that the place in a zip and the sheet of a workbook."""
    source, sheet = claim.source, claim.sheet
    path = f"{source.path}/{source.inside}" if source.inside else source.path
    return f"{path} [{sheet.sheet}]" if sheet.sheet else path


def _frame(claim: Claim) -> pd.DataFrame:
    names = claim.match.columns
    columns: dict[str, pd.Categorical] = {}
    for heading, column in zip(claim.sheet.headings, claim.sheet.columns, strict=True):
        name = names.get(heading, heading)
        columns[name] = column
    return pd.DataFrame(columns, index=pd.RangeIndex(len(claim.sheet.lines)), copy=False)


def _read_cells(
    claim: Claim, frame: pd.DataFrame, model: Model, issues: list[Issue]
) -> dict[str, dict[str, str | None]]:
    table, sheet = model.tables[claim.table], claim.sheet
    readings: dict[str, dict[str, str | None]] = {}
    for column in (*table.columns.values(), *table.derived.values()):
        if column.name not in frame.columns:
            continue
        cells = frame[column.name].array
        assert isinstance(cells, pd.Categorical)
        known = read_column(cells, column, claim.table, sheet.file, sheet.lines, model, sheet.serials, issues)
        if known:
            readings[column.name] = known
    return readings


def _report(claim: Claim, rows: int, issues: list[Issue], year: Year) -> FileReport:
    sheet = claim.sheet
    unreadable = sum(issue.count for issue in issues if issue.kind is Kind.UNREADABLE)
    return FileReport(
        name=sheet.file,
        table=claim.table,
        year=year,
        status="read",
        sheet=sheet.sheet,
        format=sheet.format,
        rows=rows,
        rows_left_out=sum(sheet.left_out.values()),
        encoding=sheet.encoding,
        separator=sheet.separator,
        heading_line=sheet.heading_line,
        left_out=remarks(issues, LEFT_OUT),
        assumed=remarks(issues, ASSUMED),
        unknown_columns=tuple(each for each in sheet.headings if each not in claim.match.columns),
        missing_columns=_columns(issues, Kind.MISSING_COLUMN),
        unreadable=unreadable,
        rows_in_file=sheet.in_file,
        rows_left_out_by=tuple((str(kind), count) for kind, count in sheet.left_out.items()),
    )


def _columns(issues: list[Issue], kind: Kind) -> tuple[str, ...]:
    return tuple(issue.column for issue in issues if issue.kind is kind and issue.column is not None)


def _set_aside(issue: Issue, year: Year) -> FileReport:
    """What became of a file or sheet that is not used; of one whose rows were counted all are left out."""
    return FileReport(
        issue.file,
        issue.table,
        year,
        "set aside",
        issue.message,
        rows_left_out=issue.rows,
        rows_in_file=issue.rows,
        rows_left_out_by=((str(issue.kind), issue.rows),) if issue.rows else (),
    )


def _not_recognised(sheet: Sheet, match: Match, model: Model, known: KnownHeadings) -> Issue:
    message = "Is no table of the return, by its headings or its name, and was left out."
    if _CONTROL.search(" ".join(sheet.headings)):
        message += " Its first line is no text: it is a file of another kind than its name says, or damaged."
        return Issue(sheet.file, Kind.NOT_RECOGNISED, message, line=sheet.heading_line, rows=sheet.in_file)
    if not known.count(sheet.headings):
        shown_line = listed([f"'{heading}'" for heading in sheet.headings if heading], 4)
        message += f" Its first line holds no heading of the return: {shown_line}."
        if any(known.count(heading.split()) >= ENOUGH for heading in sheet.headings):
            message += " Only blanks seem to stand between its cells: export it with commas."
    if match.nearest is not None:
        lacks = lacking(sheet.headings, model.tables[match.nearest])
        message += f" It is most like {match.nearest}, which needs the headings {listed(lacks)} as well."
    return Issue(sheet.file, Kind.NOT_RECOGNISED, message, line=sheet.heading_line, rows=sheet.in_file)


def _meant(name: str, strange: list[str]) -> str:
    """What to do about a column that is not there, by the headings that nobody knows."""
    alike = next(
        (each for each in strange if not each.isascii() and folded(ordinary(each)) == folded(name)), None
    )
    if alike is not None:
        return f"The one headed '{alike}' looks the same but has letters of another alphabet. Type that heading again."
    near = suggest(name, strange)
    return f"Is it the one headed '{near[0]}'? Then rename that." if near else "Add it to the file."


def _report_columns(claim: Claim, model: Model, issues: list[Issue]) -> None:
    sheet, match, table = claim.sheet, claim.match, claim.table
    file, line = sheet.file, sheet.heading_line
    if match.named not in (None, table) and sheet.table is None:
        message = (
            f"Is named like {match.named} but its headings are those of {table}; it was read as "
            f"{table}. Rename it."
        )
        issues.append(Issue(file, Kind.FILE_NAME, message, table=table))
    renamed = [(heading, name) for heading, name in match.columns.items() if heading != name]
    report_renamed(renamed, file, table, line, issues)
    strange = [heading for heading in sheet.headings if heading not in match.columns]
    for name in match.missing:
        meant = _meant(name, strange)
        message = f"The column {name} of {table} is not there, so rules that need it cannot run. {meant}"
        issues.append(Issue(file, Kind.MISSING_COLUMN, message, table=table, line=line, column=name))
    also = meanings(strange, model.tables[table]) if strange else {}
    for heading in strange[:_MOST_NAMED]:
        what = (
            f"means {also[heading]}, as another heading does"
            if heading in also
            else f"is no column of {table}"
        )
        message = f"'{heading}' {what}; it was kept under that name, and no rule of the return reads it."
        issues.append(Issue(file, Kind.UNKNOWN_COLUMN, message, table=table, line=line, column=heading))
    more = strange[_MOST_NAMED:]
    if more:
        message = f"The same with {counted(len(more), 'more column')}: {listed(more)}."
        issues.append(Issue(file, Kind.UNKNOWN_COLUMN, message, table=table, line=line, count=len(more)))
    if not len(sheet.lines) and sheet.table is None:
        message = f"Has headings but no rows: {table} counts as supplied and empty."
        issues.append(Issue(file, Kind.NO_ROWS, message, table=table, line=line))
