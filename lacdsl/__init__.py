"""Validation rules for councils' data returns, written so that analysts can read them.

rules = lacdsl.load_ruleset("dfe/lac/2026-27")
report = lacdsl.check(lacdsl.read_folder("this_year", rules.model), rules)
report.findings
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lacdsl.api import Collection as Collection
    from lacdsl.api import LacdslError as LacdslError
    from lacdsl.api import Report as Report
    from lacdsl.api import Ruleset as Ruleset
    from lacdsl.api import Tables as Tables
    from lacdsl.api import check as check
    from lacdsl.api import compare_reports as compare_reports
    from lacdsl.api import explain as explain
    from lacdsl.api import explanation_schema as explanation_schema
    from lacdsl.api import load_ruleset as load_ruleset
    from lacdsl.api import read_folder as read_folder

__version__ = "0.1.0"

_HOMES = {
    "Collection": "lacdsl.report.collection",
    "LacdslError": "lacdsl.diagnostics",
    "Report": "lacdsl.report.result",
    "Ruleset": "lacdsl.rulesets",
    "Tables": "lacdsl.ingest",
    "check": "lacdsl.api",
    "compare_reports": "lacdsl.report.compare",
    "explain": "lacdsl.api",
    "explanation_schema": "lacdsl.api",
    "load_ruleset": "lacdsl.rulesets",
    "read_folder": "lacdsl.ingest",
}

__all__ = ["__version__", *sorted(_HOMES)]


def __getattr__(name: str) -> Any:
    """Public names are imported when they are first used: pandas alone takes half a second."""
    if name not in _HOMES:
        raise AttributeError(f"module 'lacdsl' has no attribute {name!r}")
    found = getattr(import_module(_HOMES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return __all__
