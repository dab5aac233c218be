"""From sheets to the tables of the return: columns under the model's names, and a word on all that is odd."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from lacdsl.ingest.headings import report_renamed
from lacdsl.ingest.issues import Issue, Kind, issue_frame, listed
from lacdsl.ingest.oddities import report_oddities
from lacdsl.ingest.recognise import Match, lacking, recognise
from lacdsl.ingest.sheet import Sheet
from lacdsl.ingest.tables import Tables, Year
from lacdsl.model import Model


@dataclass(frozen=True, slots=True)
class Claim:
    """A sheet that says it is a table of the return."""

    table: str
    sheet: Sheet
    match: Match
    path: Path


def claims_of(sheets: list[Sheet], path: Path, model: Model, issues: list[Issue]) -> list[Claim]:
    """The sheets of one file that are tables of the return; those that are none are reported."""
    claims: list[Claim] = []
    for sheet in sheets:
        match = recognise(sheet.headings, sheet.name, model)
        if match.table is None:
            issues.append(_not_recognised(sheet, match, model))
        else:
            claims.append(Claim(match.table, sheet, match, path))
    return claims


def tables_of(claims: list[Claim], model: Model, year: Year, issues: list[Issue]) -> Tables:
    """The tables of the claims (one each), with everything odd about them added to `issues`."""
    tables: dict[str, pd.DataFrame] = {}
    for claim in claims:
        _report_columns(claim, model, issues)
        tables[claim.table] = _frame(claim)
    lines = {claim.table: claim.sheet.lines for claim in claims}
    names = {claim.table: claim.sheet.file for claim in claims}
    report_oddities(tables, lines, names, model, year, issues)
    files = {claim.table: str(claim.path) for claim in claims}
    return Tables(tables, issue_frame(issues), lines, files, year)


def _frame(claim: Claim) -> pd.DataFrame:
    names = claim.match.columns
    columns: dict[str, pd.Categorical] = {}
    for heading, column in zip(claim.sheet.headings, claim.sheet.columns, strict=True):
        name = names.get(heading, heading)
        columns[name] = column
    return pd.DataFrame(columns, index=pd.RangeIndex(len(claim.sheet.lines)), copy=False)


def _not_recognised(sheet: Sheet, match: Match, model: Model) -> Issue:
    message = "Is no table of the return, by its headings or its name, and was left out."
    if match.nearest is not None:
        lacks = lacking(sheet.headings, model.tables[match.nearest])
        message += f" It is most like {match.nearest}, which needs the headings {listed(lacks)} as well."
    return Issue(sheet.file, Kind.NOT_RECOGNISED, message, line=sheet.heading_line)


def _report_columns(claim: Claim, model: Model, issues: list[Issue]) -> None:
    sheet, match, table = claim.sheet, claim.match, claim.table
    file, line = sheet.file, sheet.heading_line
    if match.named not in (None, table):
        message = (
            f"Is named like {match.named} but its headings are those of {table}; it was read as "
            f"{table}. Rename it."
        )
        issues.append(Issue(file, Kind.FILE_NAME, message, table=table))
    renamed = [(heading, name) for heading, name in match.columns.items() if heading != name]
    report_renamed(renamed, file, table, line, issues)
    for name in match.missing:
        message = (
            f"The column {name} of {table} is not there, so rules that need it cannot run. Add it "
            "to the file."
        )
        issues.append(Issue(file, Kind.MISSING_COLUMN, message, table=table, line=line, column=name))
    for heading in sheet.headings:
        if heading not in match.columns:
            message = (
                f"'{heading}' is no column of {table}; it was kept under that name, and no rule of the "
                "return reads it."
            )
            issues.append(Issue(file, Kind.UNKNOWN_COLUMN, message, table=table, line=line, column=heading))
    if not len(sheet.lines):
        message = f"Has headings but no rows: {table} counts as supplied and empty."
        issues.append(Issue(file, Kind.NO_ROWS, message, table=table, line=line))
