"""The part of the page about the files: what became of each, and what was noticed."""

from __future__ import annotations

from pathlib import PurePath

import pandas as pd

from lacdsl.report.digest import YEARS, Digest, counted, records, texts
from lacdsl.report.page_markup import table, text
from lacdsl.report.result import AboutFile
from lacdsl.report.words import GRAVE_KINDS, reasons

_MOST_ISSUES = 2_000


def files(digest: Digest) -> str:
    """The files, and the remarks about them: those for which rows or rules may be lacking first."""
    return _files(digest) + _remarks(digest)


def _files(digest: Digest) -> str:
    held = digest.report.file_reports
    if not held:
        return ""
    rows = [
        (
            text(f"{file.name}, sheet {file.sheet}" if file.sheet else file.name),
            text(YEARS.get(file.year, file.year)).replace(" ", "&nbsp;"),
            text(file.table or ""),
            f'<div class="text">{text(_fate(file))}</div>',
            f"{file.rows:,}",
            f"{file.rows_left_out:,}",
            f"{file.unreadable:,}",
            f"{sum(remark.count for remark in file.assumed):,}",
        )
        for file in sorted(held, key=lambda file: (file.status == "read", file.year != "this"))
    ]
    heads = (
        "File",
        "Year",
        "Table",
        "What became of it",
        "Rows read",
        "Rows left out",
        "Cells that cannot be read",
        "Cells read otherwise",
    )
    return table("Files", heads, rows, (4, 5, 6, 7))


def _fate(file: AboutFile) -> str:
    parts = [f"{file.status}: {file.reason}" if file.reason else file.status]
    if file.status == "read" and file.rows_left_out_by:
        parts.append(f"rows left out: {reasons(file)}")
    if file.missing_columns:
        parts.append(f"columns that are missing: {', '.join(file.missing_columns)}")
    if file.unknown_columns:
        parts.append(f"columns that nothing is known of: {', '.join(file.unknown_columns)}")
    return "; ".join(parts)


def _remarks(digest: Digest) -> str:
    issues = digest.report.load_issues
    if not len(issues):
        return "<p>Nothing odd was noticed about the files.</p>"
    rank = {kind: place for place, kind in enumerate(GRAVE_KINDS)}
    places = [rank.get(str(kind), len(rank)) for kind in issues["kind"].tolist()]
    shown = issues.iloc[sorted(range(len(issues)), key=places.__getitem__)[:_MOST_ISSUES]]
    rows = []
    for row, value in zip(records(shown), texts(shown["value"]), strict=True):
        known = {name: "" if pd.isna(row[name]) else str(row[name]) for name in ("file", "line", "column")}
        rows.append(
            (
                text(PurePath(known["file"]).name or "(the check)"),
                text(known["line"]),
                text(known["column"]),
                text(value),
                f'<div class="text">{text(row["message"])}</div>',
                f"{row['count']:,}",
            )
        )
    left = len(issues) - len(rows)
    more = f"<p>{counted(left, 'more remark')} left out here.</p>" if left else ""
    heads = ("File", "Line", "Column", "Value", "Remark", "How often")
    return table("Remarks about the files", heads, rows, (1, 5)) + more
