"""From what the engine gives to the three tables of a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import pandas as pd

from lacdsl.engine import RuleOutcome
from lacdsl.ingest import ISSUE_COLUMNS, Issue, issue_frame
from lacdsl.report.result import FINDING_COLUMNS, RULE_COLUMNS, frame
from lacdsl.rulesets import RuleInfo

T = TypeVar("T")


def rules_frame(outcomes: Sequence[RuleOutcome], rules: Mapping[str, RuleInfo]) -> pd.DataFrame:
    """One row per rule, in the order of `outcomes`."""
    infos = [rules[outcome.code] for outcome in outcomes]
    values: dict[str, list[Any]] = {
        "rule": [info.code for info in infos],
        "severity": [info.severity for info in infos],
        "title": [info.title for info in infos],
    }
    for name in ("status", "reason", "fails", "passes", "unknown", "not_applicable"):
        values[name] = [getattr(outcome, name) for outcome in outcomes]
    values["layer"] = [info.layer for info in infos]
    return frame(RULE_COLUMNS, values)


def findings_frame(findings: pd.DataFrame) -> pd.DataFrame:
    """One row per flagged cell, with the columns and types that are promised, whatever was found."""
    return frame(FINDING_COLUMNS, {name: findings[name] for name in FINDING_COLUMNS})


def issues_frame(parts: Sequence[pd.DataFrame], issues: Sequence[Issue]) -> pd.DataFrame:
    """All that was wrong with files and tables, in one table."""
    filled = [part for part in (*parts, issue_frame(issues)) if len(part)]
    if not filled:
        return issue_frame(())
    return pd.concat(filled, ignore_index=True)[list(ISSUE_COLUMNS)]


def by_year(this: Mapping[str, T], last: Mapping[str, T] | None) -> dict[tuple[str, str], T]:
    """What there is for the tables of both years, by (year, table)."""
    years = {"this": this, "last": last or {}}
    return {(year, name): held for year, tables in years.items() for name, held in tables.items()}
