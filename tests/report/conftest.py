"""A report to write, made without running anything."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from lacdsl.ingest import Issue, Kind, issue_frame
from lacdsl.model import load_model
from lacdsl.report import FINDING_COLUMNS, RULE_COLUMNS, Collection, Report
from lacdsl.report.result import frame
from lacdsl.resources import rulesets_folder

NO_LAST_YEAR = "last year's table Episodes was not supplied"
ABOUT = SimpleNamespace(
    name="dfe/lac/2026-27", title="Looked after children", version="1.0.0", year="2026-27"
)


def make_report(findings: dict[str, Any], rules: dict[str, Any], issues: list[Issue]) -> Report:
    return Report(
        frame(FINDING_COLUMNS, findings),
        frame(RULE_COLUMNS, rules),
        issue_frame(issues),
        ABOUT,
        Collection("2026-27", "E08000003", "2026-04-01", "2027-03-31", "2026-05-01"),
        {("this", "Episodes"): "/returns/2026/episodes.csv"},
    )


def with_tables(report: Report) -> Report:
    """The same report with some of the tables that were checked: rows of child 12, and of 13, of whom nothing is said."""
    episodes = pd.DataFrame(
        {
            "CHILD": ["13", "13", "12", "13", " 12", "13", "13", "13", "13", "12"],
            "REC": ["X1", "X1", "X1", None, "E5", None, None, None, None, None],
            "DEC": ["01/01/2025"] * 4 + ["31/05/2025"] * 6,
        }
    )
    workers = pd.DataFrame(
        {
            "CHILD": ["12", "12", "12", "13"],
            "SW_ID": ["SW1", "sw2", "SW3", "SW4"],
            "SW_DECOM": ["01/02/2026", "01/12/2026", "31/11/2026", "01/01/2026"],
        }
    )
    model = load_model(rulesets_folder() / "dfe" / "lac" / "2026-27" / "model.yaml")
    return replace(
        report,
        ruleset=SimpleNamespace(**vars(ABOUT), model=model, rules={}),
        tables={("this", "Episodes"): episodes, ("this", "SWEpisodes"): workers},
        lines={("this", "Episodes"): np.arange(2, 12, dtype=np.int32)},
    )


@pytest.fixture
def report() -> Report:
    """Two findings of two rules, one of them of two cells; a rule with unknowns; one that was not run."""
    return make_report(
        {
            "finding": [0, 0, 1, 2],
            "rule": ["387", "387", "387", "1000"],
            "severity": ["error", "error", "error", "query"],
            "table": ["Episodes", "Episodes", "Episodes", "OC3"],
            "year": ["this", "this", "this", "last"],
            "row": [4, 4, 9, 0],
            "line": [6, 6, 11, None],
            "column": ["REC", "DEC", "REC", "IN_TOUCH"],
            "value": ["E5", "31/05/2025", None, pd.Timestamp("2025-05-31")],
            "entity": ["12", "12", "12", None],
            "message": [
                'Left on "31/05/2025"',
                'Left on "31/05/2025"',
                "Left on (blank)",
                "No \N{BULLET} one",
            ],
        },
        {
            "rule": ["387", "1000", "142", "501", "502"],
            "severity": ["error", "query", "error", "error", "error"],
            "title": ["Left too young", "Care leaver who died", "Open", "Two years", "Two years, too"],
            "status": ["ran", "ran", "ran", "not run", "not run"],
            "reason": ["", "", "", NO_LAST_YEAR, NO_LAST_YEAR],
            "fails": [2, 1, 0, 0, 0],
            "passes": [10, 3, 12, 0, 0],
            "unknown": [1, 0, 5, 0, 0],
            "not_applicable": [0, 0, 0, 0, 0],
            "layer": ["dfe/lac/2022-23"] * 4 + ["region/north"],
        },
        [
            Issue("episodes.csv", Kind.DATE_FORM, "In 1 cell a date is no date.", "Episodes", 7, "DEC", "x"),
            Issue("", Kind.REFERENCE, "No such authority."),
        ],
    )


@pytest.fixture
def empty() -> Report:
    """Nothing run, nothing found."""
    return make_report({}, {}, [])
