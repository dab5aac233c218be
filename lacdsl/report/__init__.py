"""The outcome of a check, and its forms: a screen of text, JSON, CSV, an Excel workbook, a page of HTML."""

from __future__ import annotations

from lacdsl.report.collection import Collection
from lacdsl.report.compare_forms import schema as comparison_schema
from lacdsl.report.csvform import read_csv, write_csv
from lacdsl.report.jsonform import as_json, schema, write_json
from lacdsl.report.result import FINDING_COLUMNS, RULE_COLUMNS, SEVERITIES, Report

__all__ = [
    "FINDING_COLUMNS",
    "RULE_COLUMNS",
    "SEVERITIES",
    "Collection",
    "Report",
    "as_json",
    "comparison_schema",
    "read_csv",
    "schema",
    "write_csv",
    "write_json",
]
