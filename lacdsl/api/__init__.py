"""The public face: load rules, read files, check."""

from __future__ import annotations

from lacdsl.api.checking import check
from lacdsl.api.explaining import explain
from lacdsl.diagnostics import LacdslError
from lacdsl.ingest import Tables, read_folder
from lacdsl.report import Collection, Report
from lacdsl.report.compare import compare_reports
from lacdsl.rulesets import Ruleset, load_ruleset

__all__ = [
    "Collection",
    "LacdslError",
    "Report",
    "Ruleset",
    "Tables",
    "check",
    "compare_reports",
    "explain",
    "load_ruleset",
    "read_folder",
]
