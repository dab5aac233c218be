"""A comparison of two reports as text for a screen, JSON, CSV and an Excel workbook."""

from __future__ import annotations

import csv
import json
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, TextIO

import pandas as pd

from lacdsl.model.diagnostics import shown
from lacdsl.report.compare import COLUMNS, FIXED, NEW, STATES, STILL, Comparison
from lacdsl.report.csvform import safe
from lacdsl.report.excel_sheets import Column, Sheet
from lacdsl.report.jsonform import plain_cells
from lacdsl.report.result import SEVERITIES, natural, natural_key
from lacdsl.report.saved import Saved
from lacdsl.report.screen_text import counted, wrapped
from lacdsl.report.words import sheet_of

SCHEMA_FILE = Path(__file__).with_name("comparison.schema.json")
_LEAST_RULES, _MOST_RULES, _MOST_REASONS = 5, 20, 5
_WIDTHS = (14, 9, 10, 16, 20, 8, 9, 50, 60, 40)


def as_text(found: Comparison, width: int = 80, height: int = 40) -> str:
    """A summary that fits a screen of so many lines, at most `width` characters long; five rules at least are in it."""
    without_rules = sum(1 for _ in _lines(found, width, 0))
    most = min(_MOST_RULES, max(_LEAST_RULES, height - without_rules - 4))
    lines = [line if len(line) <= width else f"{line[: width - 3]}..." for line in _lines(found, width, most)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _lines(found: Comparison, width: int, most: int) -> Iterator[str]:
    yield f"Earlier   {_about(found.old)}"
    yield f"Later     {_about(found.new)}"
    for remark in found.remarks:
        yield from textwrap.wrap(remark, width, initial_indent="Mind      ", subsequent_indent=" " * 10)
    yield ""
    counts = found.counts
    yield f"Findings  {', '.join(f'{counts[state]:,} {state}' for state in STATES)}"
    rows = [row for row in _records(found.rules) if row[NEW] or row[FIXED] or row[STILL]]
    if rows and most:
        rows.sort(
            key=lambda row: (
                not (row[NEW] or row[FIXED]),
                SEVERITIES.index(row["severity"]),
                -row[NEW],
                -row[FIXED],
                -row[STILL],
                natural_key(row["rule"]),
            )
        )
        codes = max(4, *(len(row["rule"]) for row in rows))
        yield ""
        yield f"{'Rule':<{codes}}  {'Severity':<8}  {'New':>6} {'Fixed':>6} {'Still':>6}  What is wrong"
        for row in rows[:most]:
            numbers = " ".join(f"{row[state]:>6,}" for state in (NEW, FIXED, STILL))
            star = " *" if row["remark"] else ""
            yield f"{row['rule']:<{codes}}  {row['severity']:<8}  {numbers}  {shown(row['title'], 200)}{star}"
        if len(rows) > most:
            left = [row for row in rows[most:] if row[NEW] or row[FIXED]]
            changed = (
                f", {len(left):,} of them with new or fixed findings" if left else ", all without a change"
            )
            yield f"and {counted(len(rows) - most, 'more rule')}{changed}"
    yield from _not_comparable(found)
    children = [row for row in _records(found.by_child) if row[NEW]]
    if children:
        listed = [f"{shown(row['entity'], 20)} ({row[NEW]:,})" for row in children]
        yield ""
        yield from wrapped(f"{found.entity.titles} with new findings: ", listed, width, 10, 2)


def _not_comparable(found: Comparison) -> Iterator[str]:
    reasons: dict[str, list[str]] = {}
    for row in _records(found.rules):
        if row["remark"]:
            reasons.setdefault(row["remark"], []).append(row["rule"])
    if not reasons:
        return
    yield ""
    yield "Rules whose findings cannot be compared, or not in full (* above)"
    ordered = sorted(reasons.items(), key=lambda pair: -len(pair[1]))
    for reason, codes in ordered[:_MOST_REASONS]:
        yield f"  {', '.join(natural(codes)[:8])}{_more(len(codes) - 8)}: {shown(reason, 300)}"
    if len(ordered) > _MOST_REASONS:
        yield f"  and {len(ordered) - _MOST_REASONS:,} more reasons"


def _about(saved: Saved) -> str:
    of = f", {saved.ruleset['name']} {saved.ruleset['version']}" if saved.ruleset else ""
    return f"{shown(saved.name, 200)}{of}, {len(saved.findings):,} findings"


def _more(count: int) -> str:
    return f" and {count:,} more" if count > 0 else ""


@cache
def schema() -> dict[str, Any]:
    """The published JSON Schema of a comparison."""
    loaded: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return loaded


def as_values(found: Comparison, *, version: str) -> dict[str, Any]:
    """The comparison as plain values, for JSON."""
    return {
        "lacdsl": version,
        "old": _values_of(found.old),
        "new": _values_of(found.new),
        "remarks": list(found.remarks),
        "counts": found.counts,
        "rules": _plain(found.rules),
        "children": _plain(found.by_child),
        "findings": _plain(found.findings),
    }


def _values_of(saved: Saved) -> dict[str, Any]:
    return {
        "name": saved.name,
        "ruleset": dict(saved.ruleset) or None,
        "collection": dict(saved.collection) or None,
        "findings": len(saved.findings),
    }


def write_json(found: Comparison, out: TextIO, *, version: str) -> None:
    """The comparison as JSON."""
    json.dump(as_values(found, version=version), out, ensure_ascii=False, indent=1)
    out.write("\n")


def write_csv(found: Comparison, out: TextIO) -> None:
    """One row per finding, safe to open in a spreadsheet."""
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in _plain(found.findings):
        writer.writerow(["" if value is None else safe(str(value)) for value in row.values()])


def write_excel(found: Comparison, path: Path, *, version: str) -> None:
    """A workbook: a summary, findings by rule, by child, and one by one."""
    from lacdsl.report.excel import write_sheets

    write_sheets("Comparison of reports", _sheets(found), path, version=version)


def _sheets(found: Comparison) -> Iterator[Sheet]:
    summary: list[tuple[Any, ...]] = [
        ("Earlier report", None, _about(found.old)),
        ("Later report", None, _about(found.new)),
        *((state.capitalize(), count, "") for state, count in found.counts.items()),
        *(("Mind", None, remark) for remark in found.remarks),
    ]
    columns = (Column("What", 24), Column("How many", 12), Column("More", 90, wrap=True))
    notes = ("Comparison of two reports", "Keep this file where the return is kept.")
    yield Sheet("Summary", columns, summary, notes)
    counts = tuple(Column(state.capitalize(), 11) for state in STATES)
    unknown = (Column("Unknown before", 11), Column("Unknown now", 11))
    head = (Column("Rule", 10), Column("Severity", 10), Column("What is wrong", 50, wrap=True))
    yield Sheet("By rule", (*head, *counts, *unknown, Column("Remark", 60, wrap=True)), _cells(found.rules))
    yield Sheet(sheet_of(found.entity), (Column(found.entity.title, 18), *counts), _cells(found.by_child))
    titles = tuple(
        Column(found.entity.title if name == "entity" else name.capitalize(), width, wrap=width >= 40)
        for name, width in zip(COLUMNS, _WIDTHS, strict=True)
    )
    yield Sheet("Findings", titles, _cells(found.findings), frozen=4)


def _cells(table: pd.DataFrame) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in _plain(table)]


def _plain(table: pd.DataFrame) -> list[dict[str, Any]]:
    columns = [plain_cells(table[name]) for name in table.columns]
    return [dict(zip(table.columns, row, strict=True)) for row in zip(*columns, strict=True)]


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return table.to_dict("records")  # type: ignore[return-value]
