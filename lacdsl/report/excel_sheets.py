"""What stands on each sheet of the workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import pandas as pd

from lacdsl.report.digest import NO_CHILD, YEARS, Digest, counted, records, texts
from lacdsl.report.words import day, plural

NO_WORKER = "(not known)"
_CONFIDENTIAL = (
    "This file repeats values of the return, children's numbers among them. Keep it where the return is kept."
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet; `width` in characters."""

    title: str
    width: int
    wrap: bool = False


@dataclass(frozen=True)
class Sheet:
    """One sheet: a title, remarks below it, a table. Cells are text or int; `frozen` columns stay in sight."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Any]]
    notes: tuple[str, ...] = ()
    frozen: int = 1


_COUNTS = (Column("Errors", 9), Column("Queries", 9), Column("Notes", 9), Column("Findings", 10))


def sheets(digest: Digest, version: str) -> Iterator[Sheet]:
    """The sheets of the workbook, in their order. That of social workers only where these are known."""
    yield _summary(digest, version)
    yield _by_rule(digest)
    yield _by_child(digest)
    if digest.workers:
        yield _by_worker(digest)
    yield _findings(digest)
    yield _not_run(digest)
    yield _files(digest)


def _summary(digest: Digest, version: str) -> Sheet:
    report = digest.report
    about, collection, rules = report.ruleset, report.collection, report.rules
    unknown = rules[rules["unknown"] > 0]
    children = int((digest.by_child["child"] != "").sum())
    rows: list[tuple[str, Any, str]] = [
        ("Rules", f"{about.title} ({about.name}, version {about.version})", ""),
        ("Collection", f"{collection.year}: {day(collection.start)} to {day(collection.end)}", ""),
        ("Authority", collection.authority or "(not stated)", ""),
        ("Rules that were run", len(digest.rules), ""),
        ("Rules that were not run", len(digest.not_run), "Sheet Not run says why"),
        ("Rules that found something", int((rules["fails"] > 0).sum()), "Sheet By rule"),
        ("Rows that could not be checked", int(unknown["unknown"].sum()), counted(len(unknown), "rule")),
        *((f"Findings: {plural(name)}", count, "") for name, count in digest.by_severity.items()),
        ("Findings in all", len(digest.findings), "Sheet Findings, one row each"),
        ("Children with findings", children, "Sheet By child"),
        ("Remarks about the files", len(report.load_issues), "Sheet File report"),
        ("Made by", f"lacdsl {version}", ""),
    ]
    columns = (Column("What", 34), Column("How many", 60, wrap=True), Column("Where to look", 34))
    return Sheet("Summary", "Validation report", columns, rows, (_CONFIDENTIAL,))


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
                text.message,
                text.because,
                text.fix,
                "yes" if text.explainable else "",
            )
        )
    columns = (
        Column("Rule", 10),
        Column("Severity", 10),
        Column("What is wrong", 50, wrap=True),
        Column("Rows failed", 10),
        Column("Children", 10),
        Column("Rows passed", 10),
        Column("Could not be checked", 12),
        Column("Not applicable", 12),
        Column("Message", 45, wrap=True),
        Column("Why it matters", 45, wrap=True),
        Column("What to do", 45, wrap=True),
        Column("May be explained", 12),
    )
    return Sheet("By rule", "Rules that were run", columns, rows)


def _by_child(digest: Digest) -> Sheet:
    frame = digest.by_child
    rows = [
        (child or NO_CHILD, worker, *counts, rules)
        for child, worker, *counts, rules in zip(
            *(frame[name].tolist() for name in frame.columns), strict=True
        )
    ]
    columns = (Column("Child", 16), Column("Social worker", 16), *_COUNTS, Column("Rules", 60, wrap=True))
    return Sheet("By child", "Children with findings", columns, rows)


def _by_worker(digest: Digest) -> Sheet:
    frame = digest.by_worker
    rows = [
        (worker or NO_WORKER, *counts)
        for worker, *counts in zip(*(frame[name].tolist() for name in frame.columns), strict=True)
    ]
    columns = (Column("Social worker", 18), Column("Children", 10), *_COUNTS)
    note = "A child counts for the social worker of the latest row in this year's list of social workers."
    return Sheet("By social worker", "Findings by social worker", columns, rows, (note,))


def _findings(digest: Digest) -> Sheet:
    explained = {
        code: "yes" if digest.rule_text(code).explainable else "" for code in digest.report.rules["rule"]
    }
    frame = digest.findings
    held = {name: frame[name].tolist() for name in frame.columns if name != "line"}
    tables = zip(held["table"], held["year"], strict=True)
    rows = list(
        zip(
            held["rule"],
            held["severity"],
            [child or NO_CHILD for child in held["child"]],
            held["worker"],
            [table if year == YEARS["this"] else f"{table} ({year})" for table, year in tables],
            [None if pd.isna(line) else int(line) for line in frame["line"]],
            held["cells"],
            held["message"],
            [explained.get(rule, "") for rule in held["rule"]],
            strict=True,
        )
    )
    columns = (
        Column("Rule", 9),
        Column("Severity", 10),
        Column("Child", 16),
        Column("Social worker", 14),
        Column("Table", 22),
        Column("Line", 9),
        Column("Cells", 50, wrap=True),
        Column("Message", 60, wrap=True),
        Column("May be explained", 12),
        Column("Note", 40, wrap=True),
    )
    notes = ("Column Note is for your explanations. Sheet By rule says more of each rule.",)
    return Sheet("Findings", "All findings", columns, rows, notes, frozen=3)


def _not_run(digest: Digest) -> Sheet:
    rows = [(row["rule"], row["severity"], row["title"], row["reason"]) for row in digest.not_run]
    columns = (
        Column("Rule", 10),
        Column("Severity", 10),
        Column("Title", 60, wrap=True),
        Column("Why it was not run", 70, wrap=True),
    )
    return Sheet("Not run", "Rules that were not run", columns, rows)


def _files(digest: Digest) -> Sheet:
    issues = digest.report.load_issues
    rows = []
    for row, value in zip(records(issues), texts(issues["value"]), strict=True):
        named = {
            name: "" if pd.isna(row[name]) else str(row[name]) for name in ("file", "table", "column", "kind")
        }
        line = None if pd.isna(row["line"]) else int(row["line"])
        name = PurePath(named["file"]).name
        rows.append((name, named["table"], line, named["column"], value, row["message"], int(row["count"])))
    columns = (
        Column("File", 28),
        Column("Table", 16),
        Column("Line", 9),
        Column("Column", 20),
        Column("Value", 20, wrap=True),
        Column("Remark", 80, wrap=True),
        Column("How often", 10),
    )
    return Sheet("File report", "What was noticed about the files", columns, rows)
