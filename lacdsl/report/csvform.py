"""Findings as CSV: one row per flagged cell, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from typing import Any, TextIO

import pandas as pd

from lacdsl.report.result import FINDING_COLUMNS, Report

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(report: Report, out: TextIO) -> None:
    """Write the findings to `out`, which must not translate line ends.

    A spreadsheet takes text that begins with = + - or @ for a formula. Such cells, and those that begin with a tab
    or a carriage return, get an apostrophe in front; so a value of -5 reads '-5. Missing values are empty.
    """
    findings = report.findings
    writer = csv.writer(out)
    writer.writerow(FINDING_COLUMNS)
    columns = [_texts(findings[name]) for name in FINDING_COLUMNS]
    writer.writerows(zip(*columns, strict=True))


def safe(text: str) -> str:
    """`text` as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_STARTS_FORMULA) else text


def _texts(column: pd.Series) -> list[str]:
    if column.dtype == "int64":
        return [str(value) for value in column.tolist()]
    known = _Texts()
    return [known[value] if type(value) is str else _text(value) for value in column.astype(object).tolist()]


class _Texts(dict[str, str]):
    """Texts as safe ones: most of them come many times."""

    def __missing__(self, text: str) -> str:
        self[text] = safe(text)
        return self[text]


def _text(value: Any) -> str:
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return ""
    return safe(str(value))
