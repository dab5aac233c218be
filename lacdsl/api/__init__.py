"""The public face: load rules, read files, check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lacdsl.api.checking import check
from lacdsl.diagnostics import LacdslError
from lacdsl.ingest import Tables, read_folder
from lacdsl.report import Collection, Report
from lacdsl.report.compare import compare_reports
from lacdsl.rulesets import Ruleset, load_ruleset

if TYPE_CHECKING:
    from lacdsl.api.explaining import explain as explain

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


def __getattr__(name: str) -> Any:
    """`explain` is imported when it is first used: a check needs neither it nor the interpreter behind it."""
    if name != "explain":
        raise AttributeError(f"module 'lacdsl.api' has no attribute {name!r}")
    from lacdsl.api.explaining import explain

    globals()[name] = explain
    return explain
