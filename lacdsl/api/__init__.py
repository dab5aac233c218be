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
    from lacdsl.api.explaining import schema as explanation_schema

__all__ = [
    "Collection",
    "LacdslError",
    "Report",
    "Ruleset",
    "Tables",
    "check",
    "compare_reports",
    "explain",
    "explanation_schema",
    "load_ruleset",
    "read_folder",
]


_LATER = {"explain": "explain", "explanation_schema": "schema"}


def __getattr__(name: str) -> Any:
    """`explain` is imported when it is first used: a check needs neither it nor the interpreter behind it."""
    if name not in _LATER:
        raise AttributeError(f"module 'lacdsl.api' has no attribute {name!r}")
    from lacdsl.api import explaining

    globals()[name] = found = getattr(explaining, _LATER[name])
    return found
