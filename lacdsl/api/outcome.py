"""From the engine's columns to the three tables of a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lacdsl.engine import RuleOutcome
from lacdsl.ingest.issues import ISSUE_COLUMNS, Issue, issue_frame
from lacdsl.report.result import FINDING_COLUMNS, RULE_COLUMNS, frame
from lacdsl.rulesets import RuleInfo

Lines = Mapping[str, Mapping[str, NDArray[np.int32]]]
"""Lines of the files by year (this, last), then table."""


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
    return frame(RULE_COLUMNS, values)


def findings_frame(findings: Mapping[str, Any], rules: Mapping[str, RuleInfo], lines: Lines) -> pd.DataFrame:
    """One row per flagged cell. `findings` has all columns but severity and line."""
    codes = pd.Series(np.asarray(findings["rule"], dtype=object))
    severities = {code: info.severity for code, info in rules.items()}
    values: dict[str, Any] = {name: findings[name] for name in FINDING_COLUMNS if name not in ("severity", "line")}
    values["severity"] = codes.map(severities)
    values["line"] = _line_numbers(findings, lines)
    return frame(FINDING_COLUMNS, values)


def issues_frame(parts: Sequence[pd.DataFrame], issues: Sequence[Issue]) -> pd.DataFrame:
    """All that was wrong with files and tables, in one table."""
    filled = [part for part in (*parts, issue_frame(issues)) if len(part)]
    if not filled:
        return issue_frame(())
    return pd.concat(filled, ignore_index=True)[list(ISSUE_COLUMNS)]


def _line_numbers(findings: Mapping[str, Any], lines: Lines) -> pd.Series:
    """The line of every cell's row, missing where the table is not from a file."""
    rows = np.asarray(findings["row"], dtype=np.int64)
    number = np.zeros(len(rows), dtype=np.int64)
    known = np.zeros(len(rows), dtype=bool)
    tables, years = (np.asarray(findings[name], dtype=object) for name in ("table", "year"))
    for year, by_table in lines.items():
        for table, of_rows in by_table.items():
            mine = (tables == table) & (years == year) & (rows < len(of_rows))
            number[mine] = of_rows[rows[mine]]
            known |= mine
    return pd.Series(pd.arrays.IntegerArray(number, ~known))
