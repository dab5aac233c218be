"""What stands on each sheet of the workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import pandas as pd

from lacdsl.report.digest import NOT_KNOWN, YEARS, Digest, records, texts
from lacdsl.report.result import SEVERITIES, natural
from lacdsl.report.words import asked_by, reasons, sheet_of


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet; `width` in characters. Cells that are `wrap` go on in a further line; `own` is the reader's."""

    title: str
    width: int
    wrap: bool = False
    own: bool = False


@dataclass(frozen=True)
class Sheet:
    """One sheet: a table under a head. Cells are text or int; `frozen` columns stay in sight; `notes` stand above.

    `parts` are the rows that head others: they are set off, and the sheet cannot be filtered. On paper stand the first
    `printed` columns, or all when that is 0: the fewer, the larger the print.
    """

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Any]]
    notes: tuple[str, ...] = ()
    frozen: int = 1
    parts: frozenset[int] = frozenset()
    printed: int = 0


_COUNTS = (Column("Errors", 9), Column("Queries", 9), Column("Notes", 9), Column("Findings", 10))
_WORKER, _TEAM = Column("Social worker", 18, wrap=True), Column("Team", 15, wrap=True)
_NOTE = Column("Note", 34, wrap=True, own=True)


def tables(digest: Digest) -> Iterator[Sheet]:
    """The sheets behind the summary. Those of social workers and teams only where these are known."""
    yield _by_rule(digest)
    yield _by_child(digest)
    if digest.has_workers:
        yield _by_contact("By social worker", _WORKER, digest.by_worker, digest)
    if digest.has_teams:
        yield _by_contact("By team", _TEAM, digest.by_team, digest)
    yield _findings(digest)
    yield from _earlier_notes(digest)
    yield _not_run(digest)
    if digest.report.file_reports:
        yield _files(digest)
    yield _remarks(digest)


def _by_rule(digest: Digest) -> Sheet:
    rows = []
    for rule in digest.rules:
        text = digest.rule_text(rule["rule"])
        rows.append(
            (
                rule["rule"],
                rule["severity"],
                rule["title"],
                int(rule["fails"]),
                digest.children_by_rule.get(rule["rule"], 0),
                int(rule["passes"]),
                int(rule["unknown"]),
                int(rule["not_applicable"]),
                text.fix,
                text.because,
                text.message,
                "yes" if text.explainable else "",
                rule["layer"],
            )
        )
    columns = (
        Column("Rule", 11),
        Column("Severity", 10),
        Column("What is wrong", 42, wrap=True),
        Column("Rows failed", 9),
        Column(digest.entity.titles, 9),
        Column("Rows passed", 9),
        Column("Could not be checked", 11),
        Column("Not applicable", 11),
        Column("What to do", 42, wrap=True),
        Column("Why it matters", 42, wrap=True),
        Column("Message", 42, wrap=True),
        Column("May be explained", 11),
        Column("Ruleset", 22),
    )
    printed = next(place for place, column in enumerate(columns) if column.title == "Message")
    return Sheet("By rule", columns, rows, frozen=3, printed=printed)


def _by_child(digest: Digest) -> Sheet:
    frame = digest.by_child
    names = _kept(digest, [str(name) for name in frame.columns])
    held = [frame[name].tolist() for name in names]
    rows = [(child or digest.nobody, *rest) for child, *rest in zip(*held, digest.notes[1], strict=True)]
    contact = [column for name, column in (("worker", _WORKER), ("team", _TEAM)) if name in names]
    columns = (Column(digest.entity.title, 16), *contact, *_COUNTS, Column("Rules", 54, wrap=True), _NOTE)
    return Sheet(sheet_of(digest.entity), columns, rows)


def _by_contact(name: str, column: Column, frame: pd.DataFrame, digest: Digest) -> Sheet:
    held = [frame[title].tolist() for title in frame.columns]
    rows = [(contact or NOT_KNOWN, *counts) for contact, *counts in zip(*held, strict=True)]
    return Sheet(name, (column, Column(digest.entity.titles, 10), *_COUNTS), rows)


def _findings(digest: Digest) -> Sheet:
    order = _worst_first(digest.findings)
    frame = digest.findings.iloc[order]
    held = {name: frame[name].tolist() for name in frame.columns if name != "line"}
    explained = {
        code: "yes" if digest.rule_text(code).explainable else "" for code in digest.report.rules["rule"]
    }
    layers = dict(zip(digest.report.rules["rule"], digest.report.rules["layer"], strict=True))
    places = zip(held["table"], held["year"], strict=True)
    lines = frame["line"].astype(object).where(frame["line"].notna(), None).tolist()
    cells = {
        "rule": held["rule"],
        "severity": held["severity"],
        "child": [child or digest.nobody for child in held["child"]],
        "worker": held["worker"],
        "team": held["team"],
        "table": [f"{table} ({YEARS[year]})" if year == "last" else table for table, year in places],
        "line": lines,
        "cells": held["cells"],
        "message": held["message"],
        "explained": [explained.get(rule, "") for rule in held["rule"]],
        "ask": _asking(digest, held, lines),
        "layer": [layers.get(rule, "") for rule in held["rule"]],
        "key": [digest.keys[place] for place in order],
    }
    who = "" if digest.report.privacy is None else ", for who has the return"
    columns = {
        "rule": Column("Rule", 11),
        "severity": Column("Severity", 10),
        "child": Column(digest.entity.title, 16),
        "worker": _WORKER,
        "team": _TEAM,
        "table": Column("Table", 16, wrap=True),
        "line": Column("Line", 8),
        "cells": Column("Cells", 36, wrap=True),
        "message": Column("Message", 46, wrap=True),
        "explained": Column("May be explained", 11),
        "ask": Column(f"To ask why{who} (put your folders for FOLDER and LAST_FOLDER)", 54),
        "layer": Column("Ruleset", 22),
        "key": Column("Key", 36),
    }
    names = _kept(digest, list(columns))
    rows = list(zip(*(cells[name] for name in names), strict=True))
    last = names.index("ask")
    heads = [*(columns[name] for name in names[:last]), _NOTE, *(columns[name] for name in names[last:])]
    notes = [digest.notes[0][place] for place in order]
    rows = [(*row[:last], note, *row[last:]) for row, note in zip(rows, notes, strict=True)]
    return Sheet("Findings", tuple(heads), rows, frozen=3, printed=last + 1)


def _earlier_notes(digest: Digest) -> Iterator[Sheet]:
    """Notes whose finding is not there any more: it may come back, and nothing that somebody wrote is lost."""
    rows = [(*each.about[:2], each.about.cells, each.text, each.about.key) for each in digest.notes[2]]
    if rows:
        columns = (
            Column("Rule", 11),
            Column(digest.entity.title, 16),
            Column("Cells", 50, wrap=True),
            _NOTE,
            Column("Key", 36),
        )
        yield Sheet(
            "Earlier notes",
            columns,
            rows,
            ("Notes of the earlier workbook whose finding is not there any more",),
        )


def _worst_first(findings: pd.DataFrame) -> list[int]:
    """The order of the sheet: by severity, rule and child, each in the order of its numbers."""
    rules = {code: place for place, code in enumerate(natural(findings["rule"].unique().tolist()))}
    children = {name: place for place, name in enumerate(natural(findings["child"].unique().tolist()))}
    severity = {name: place for place, name in enumerate(SEVERITIES)}
    keys = zip(
        findings["severity"].map(severity),
        findings["rule"].map(rules),
        findings["child"].map(children),
        strict=True,
    )
    return [place for _, place in sorted((key, place) for place, key in enumerate(keys))]


def _asking(digest: Digest, held: Mapping[str, Sequence[Any]], lines: Sequence[int | None]) -> list[str]:
    """The command that says why, for every finding. It holds no value of the return."""
    places = zip(held["table"], held["year"], held["row"], lines, strict=True)
    return [
        " ".join(filter(None, ("lacdsl explain", rule, "FOLDER", asked_by(*place), digest.asked_with)))
        for rule, place in zip(held["rule"], places, strict=True)
    ]


def _kept(digest: Digest, names: list[str]) -> list[str]:
    """The columns that have something to say."""
    unknown = {
        "worker": not digest.has_workers,
        "team": not digest.has_teams,
        "layer": not digest.own_layers,
        "key": digest.report.privacy is not None,
    }
    return [name for name in names if not unknown.get(name)]


def _not_run(digest: Digest) -> Sheet:
    rows = [(row["rule"], row["severity"], row["title"], row["reason"]) for row in digest.not_run]
    columns = (
        Column("Rule", 11),
        Column("Severity", 10),
        Column("Title", 60, wrap=True),
        Column("Why it was not run", 70, wrap=True),
    )
    return Sheet("Not run", columns, rows)


def _files(digest: Digest) -> Sheet:
    rows = [
        (
            file.name,
            file.sheet or "",
            file.table or "",
            YEARS.get(file.year, file.year),
            file.status,
            file.rows,
            file.rows_left_out,
            reasons(file),
            file.unreadable,
            sum(remark.count for remark in file.assumed),
            ", ".join(file.missing_columns),
            ", ".join(file.unknown_columns),
            file.reason or "",
        )
        for file in digest.report.file_reports
    ]
    columns = (
        Column("File", 28, wrap=True),
        Column("Sheet", 12, wrap=True),
        Column("Table", 15, wrap=True),
        Column("Year", 10),
        Column("Status", 10),
        Column("Rows read", 9),
        Column("Rows left out", 9),
        Column("Why", 18, wrap=True),
        Column("Cells that cannot be read", 11),
        Column("Cells read otherwise", 11),
        Column("Columns that are missing", 28, wrap=True),
        Column("Columns that nothing is known of", 28, wrap=True),
        Column("Why it was set aside", 36, wrap=True),
    )
    return Sheet("Files", columns, rows)


def _remarks(digest: Digest) -> Sheet:
    issues = digest.report.load_issues
    rows = []
    for row, value in zip(records(issues), texts(issues["value"]), strict=True):
        named = {
            name: "" if pd.isna(row[name]) else str(row[name]) for name in ("file", "table", "column", "kind")
        }
        line = None if pd.isna(row["line"]) else int(row["line"])
        name = PurePath(named["file"]).name
        rows.append(
            (
                name,
                named["table"],
                line,
                named["column"],
                value,
                named["kind"],
                row["message"],
                int(row["count"]),
            )
        )
    columns = (
        Column("File", 26, wrap=True),
        Column("Table", 15, wrap=True),
        Column("Line", 8),
        Column("Column", 18, wrap=True),
        Column("Value", 20, wrap=True),
        Column("Kind", 16, wrap=True),
        Column("Remark", 64, wrap=True),
        Column("How often", 9),
    )
    return Sheet("File report", columns, rows)
