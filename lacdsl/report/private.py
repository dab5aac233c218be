"""A report made safer to pass on. One transformation before any form is written, so that no form can leak.

The new report is put together of what is known to be safe. What a report comes to hold later is not in it until it is
added here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any, cast

import pandas as pd

from lacdsl.model import Model
from lacdsl.report.covering import Cover
from lacdsl.report.privacy import LEFT_OUT, Privacy, rounded_up
from lacdsl.report.pseudonyms import Pseudonyms
from lacdsl.report.result import FINDING_COLUMNS, RULE_COLUMNS, AboutFile, Report, frame

_VALUE = re.compile(r"\{\{|\}\}|\{[^{}]*\}")
_BRACES = {"{{": "{", "}}": "}"}
_COUNTS = ("fails", "passes", "unknown", "not_applicable")
_AUTHORITY = re.compile(r"[A-Z][0-9]{8}")
_HARMLESS_REASONS = re.compile(
    r"(last year's )?table [A-Za-z0-9_]+ was not supplied|column [A-Za-z0-9_]+ of .{1,40} is missing from the files.*"
    r"|none of these was supplied: .*|the table that [A-Za-z0-9_]+ is made of was not supplied"
    r"|the code of the authority was not given|the computer has too little memory for it"
    r"|for each finding only the first [0-9,]+ rows of another table are shown.*"
)


def pseudonymised(
    report: Report,
    pseudonyms: Pseudonyms,
    *,
    smallest: int,
    kept_key: bool = False,
    without_findings: bool = False,
) -> Report:
    """The report with pseudonyms for keys, without personal values, and with counts rounded up to `smallest`s."""
    model = getattr(report.ruleset, "model", None)
    cover = Cover(model if isinstance(model, Model) else None, pseudonyms, report.tables)
    rules = _rules(report, smallest)
    tables = {} if without_findings else _tables(report, cover)
    findings = frame(FINDING_COLUMNS, {}) if without_findings else _findings(report, cover)
    authority = report.collection.authority
    known = authority if authority is None or _AUTHORITY.fullmatch(authority) else None
    return Report(
        findings,
        rules,
        _issues(report, cover, smallest, without_findings),
        report.ruleset,
        replace(report.collection, authority=known),
        files={place: place[1] for place in report.files},
        profile=report.profile,
        slowest=report.slowest,
        tables=tables,
        lines={place: report.lines[place] for place in tables if place in report.lines},
        file_reports=tuple(_file(each, cover, smallest, without_findings) for each in report.file_reports),
        privacy=replace(
            _privacy(report, rules, smallest, kept_key, without_findings),
            key_name=pseudonyms.key_name if kept_key else "",
            entities=report.entity.plural,
        ),
        about=None if without_findings else report.about,
    )


def _findings(report: Report, cover: Cover) -> pd.DataFrame:
    held = report.findings
    values = pd.Series([None] * len(held), dtype=object)
    columns = held["column"].astype(object).to_numpy()
    groups = held.reset_index(drop=True).groupby(["year", "table", "column"], sort=False).indices
    for (year, table, column), rows in cast(Any, groups).items():
        readings = report.readings.get((year, table), {})
        values.iloc[rows] = cover.cells(table, column, held["value"].iloc[rows], readings)
    undeclared = {
        (table, column)
        for table, column in zip(held["table"], columns, strict=True)
        if not cover.is_declared(table, column)
    }
    entities = {name: cover.pseudonyms.child(name) for name in held["entity"].dropna().unique()}
    messages = {code: _message(report, code, title) for code, title in _titles(report).items()}
    made = {name: held[name] for name in FINDING_COLUMNS}
    made["value"] = values
    made["entity"] = held["entity"].map(entities)
    made["message"] = held["rule"].map(messages)
    if undeclared:
        made["column"] = pd.Series(
            [
                LEFT_OUT if (table, column) in undeclared else column
                for table, column in zip(held["table"], columns, strict=True)
            ]
        )
    return frame(FINDING_COLUMNS, made)


def _titles(report: Report) -> dict[str, str]:
    return dict(zip(report.rules["rule"], report.rules["title"], strict=True))


def _message(report: Report, code: str, title: str) -> str:
    """The message as the rule has it, without any value: what was worked out from a personal value is personal too."""
    info = getattr(report.ruleset, "rules", {}).get(code)
    text = getattr(info, "message", "") or title
    return _VALUE.sub(lambda found: _BRACES.get(found[0], "\N{HORIZONTAL ELLIPSIS}"), text)


def _rules(report: Report, smallest: int) -> pd.DataFrame:
    held = report.rules
    made: dict[str, Any] = {name: held[name] for name in RULE_COLUMNS}
    for name in _COUNTS:
        made[name] = [rounded_up(int(count), smallest) for count in held[name]]
    made["reason"] = [_reason(str(reason)) for reason in held["reason"]]
    return frame(RULE_COLUMNS, made)


def _reason(reason: str) -> str:
    """Why a rule was not run. What came out of an engine that stumbled over data may repeat the data."""
    if not reason or all(_HARMLESS_REASONS.fullmatch(part) for part in reason.split("; ")):
        return reason
    return "the particulars are left out here"


def _tables(report: Report, cover: Cover) -> dict[tuple[str, str], pd.DataFrame]:
    made = {}
    for (year, name), table in report.tables.items():
        readings = report.readings.get((year, name), {})
        columns = {
            str(column): cover.cells(name, str(column), _first(table[column]), readings)
            for column in dict.fromkeys(table.columns)
            if cover.is_declared(name, str(column))
        }
        made[year, name] = pd.DataFrame(columns, index=pd.RangeIndex(len(table)), dtype=object)
    return made


def _first(held: pd.Series[Any] | pd.DataFrame) -> pd.Series[Any]:
    return held.iloc[:, 0] if isinstance(held, pd.DataFrame) else held


def _issues(report: Report, cover: Cover, smallest: int, without: bool) -> pd.DataFrame:
    """Remarks without particulars; in a summary those that say the same are one, or their number would be a count."""
    held = report.load_issues
    rows = []
    for row in cast("list[dict[str, Any]]", held.to_dict("records")):
        table, column, value = (
            None if pd.isna(row[name]) else str(row[name]) for name in ("table", "column", "value")
        )
        known = cover.table(table or "") is not None
        declared = known and column is not None and cover.is_declared(table or "", column)
        rows.append(
            {
                **row,
                "file": None
                if pd.isna(row["file"]) or not row["file"]
                else _file_name(table if known else None),
                "table": table if known else None,
                "column": column if declared or column is None else LEFT_OUT,
                "value": None if value is None else cover.cell(table or "", column or "", value),
                "message": f"A remark of the kind: {row['kind']}.",
                **({"line": None, "value": None} if without else {}),
            }
        )
    told = _merged(rows) if without else rows
    for row in told:
        row["count"] = rounded_up(int(row["count"]), smallest)
    return pd.DataFrame(told, columns=held.columns).astype(held.dtypes.to_dict())


def _merged(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows that are the same but for their count, as one each."""
    made: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        same = made.setdefault(
            tuple(value for name, value in row.items() if name != "count"), {**row, "count": 0}
        )
        same["count"] += int(row["count"])
    return list(made.values())


def _file_name(table: str | None) -> str:
    return table or "(a file)"


def _file(about: AboutFile, cover: Cover, smallest: int, without: bool) -> AboutFile:
    """What is said of a file, without its name, headings or cells. Nothing is kept of what is not known here."""
    if not is_dataclass(about) or isinstance(about, type):
        raise TypeError(f"{type(about).__name__} says nothing that is known to be safe")
    known = about.table if about.table is not None and cover.table(about.table) is not None else None
    safe: dict[str, Any] = {
        "name": _file_name(known),
        "table": known,
        "year": about.year,
        "status": about.status,
        "reason": None if about.reason is None else "its particulars are left out",
        "sheet": None,
        "format": about.format,
        "rows": rounded_up(about.rows, smallest),
        "rows_left_out": rounded_up(about.rows_left_out, smallest),
        "rows_in_file": rounded_up(about.rows_in_file, smallest),
        "rows_left_out_by": tuple(
            (kind, rounded_up(rows, smallest)) for kind, rows in about.rows_left_out_by
        ),
        "encoding": about.encoding,
        "separator": about.separator,
        "heading_line": about.heading_line,
        "left_out": _remarks(about.left_out, known, cover, smallest, without),
        "assumed": _remarks(about.assumed, known, cover, smallest, without),
        "unknown_columns": tuple(LEFT_OUT for _ in about.unknown_columns),
        "missing_columns": tuple(
            name for name in about.missing_columns if cover.is_declared(known or "", name)
        ),
        "unreadable": rounded_up(about.unreadable, smallest),
    }
    made: AboutFile = type(about)(
        **{each.name: safe[each.name] for each in fields(about) if each.name in safe}
    )
    return made


def _remarks(
    remarks: Iterable[Any], table: str | None, cover: Cover, smallest: int, without: bool
) -> tuple[Any, ...]:
    counts: dict[Any, int] = {}
    for remark in remarks:
        safe = replace(
            remark,
            message=f"A remark of the kind: {remark.what}.",
            count=0,
            line=None if without else remark.line,
            column=remark.column if remark.column and cover.is_declared(table or "", remark.column) else None,
            value=None if remark.value is None or without else LEFT_OUT,
        )
        counts[safe] = counts.get(safe, 0) + remark.count
    return tuple(replace(safe, count=rounded_up(count, smallest)) for safe, count in counts.items())


def _privacy(report: Report, rules: pd.DataFrame, smallest: int, kept: bool, without: bool) -> Privacy:
    """The counts of the summaries. By table they are sums of those by rule: each rule counts where most of it is found."""
    held = report.findings.drop_duplicates("finding")
    known = held[held["entity"].notna()]
    by_rule = known.groupby("rule")["entity"].nunique().to_dict()
    homes = held.groupby("rule")["table"].agg(lambda tables: tables.mode().iloc[0]).to_dict()
    by_table: dict[str, int] = {}
    for rule, fails in zip(rules["rule"], rules["fails"], strict=True):
        if rule in homes:
            by_table[homes[rule]] = by_table.get(homes[rule], 0) + int(fails)
    return Privacy(
        smallest,
        kept,
        without,
        rounded_up(int(known["entity"].nunique()), smallest),
        {str(rule): rounded_up(int(count), smallest) for rule, count in by_rule.items()},
        dict(sorted(by_table.items(), key=lambda pair: -pair[1])),
    )
