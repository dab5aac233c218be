"""The public face: load rules, read files, check."""

from __future__ import annotations

from importlib import import_module
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
    from lacdsl.api.notes import read_notes as read_notes

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
    "read_notes",
]


_LATER = {
    "explain": ("explaining", "explain"),
    "explanation_schema": ("explaining", "schema"),
    "read_notes": ("notes", "read_notes"),
}


def __getattr__(name: str) -> Any:
    """What most checks do not need, such as `explain` and the interpreter behind it, is imported when it is first used."""
    if name not in _LATER:
        raise AttributeError(f"module 'lacdsl.api' has no attribute {name!r}")
    module, of_that = _LATER[name]
    globals()[name] = found = getattr(import_module(f"lacdsl.api.{module}"), of_that)
    return found
