"""The findings of a report put together by finding, by rule, by child and by worker, for the forms that people read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from lacdsl.model import Model
from lacdsl.report.result import SEVERITIES, Report, natural, natural_key
from lacdsl.report.workers import folded, latest_workers
from lacdsl.values import cell_text

YEARS = {"this": "this year", "last": "last year"}
NO_CHILD = "(no child)"


@dataclass(frozen=True, slots=True)
class RuleText:
    """What the ruleset says of a rule besides its title; all of it "" when that is not known."""

    message: str = ""
    because: str = ""
    fix: str = ""
    explainable: bool = False


class Digest:
    """A report as people want to read it. Children are told apart as rules tell them apart: capitals or not."""

    def __init__(self, report: Report) -> None:
        self.report = report
        model = getattr(report.ruleset, "model", None)
        self.model: Model | None = model if isinstance(model, Model) else None

    @cached_property
    def starts(self) -> np.ndarray[Any, np.dtype[np.intp]]:
        """Where in `report.findings` each finding begins."""
        return np.flatnonzero(~self.report.findings["finding"].duplicated().to_numpy())

    @cached_property
    def findings(self) -> pd.DataFrame:
        """One row per finding: finding, rule, severity, child, worker, table, year, line, cells, message.

        `child` is "" when a finding is about no child; `cells` is text such as `REC = E5; Header.DOB = 01/06/2011`.
        """
        held = self.report.findings.iloc[self.starts].reset_index(drop=True)
        children = folded(held["entity"])
        return pd.DataFrame(
            {
                "finding": held["finding"],
                "rule": held["rule"],
                "severity": held["severity"],
                "child": pd.Series(children, dtype=object),
                "worker": pd.Series(self._workers_of(children), dtype=object),
                "table": held["table"],
                "year": held["year"].map(YEARS),
                "line": held["line"],
                "cells": pd.Series(self._joined_cells(), dtype=object),
                "message": held["message"].fillna(""),
            }
        )

    @cached_property
    def workers(self) -> Mapping[str, str]:
        """The worker of every child, by the latest row of this year; empty when no workers were supplied."""
        return latest_workers(self.report.tables)

    @cached_property
    def by_child(self) -> pd.DataFrame:
        """One row per child with findings, most first: child, worker, error, query, note, findings, rules."""
        made = _counted(self.findings, "child")
        made.insert(1, "worker", pd.Series(self._workers_of(made["child"]), dtype=object))
        pairs = self.findings[["child", "rule"]].drop_duplicates()
        rules = pairs.groupby("child")["rule"].agg(lambda codes: ", ".join(natural(list(codes)))).to_dict()
        made["rules"] = [rules[child] for child in made["child"]]
        return made

    @cached_property
    def by_worker(self) -> pd.DataFrame:
        """One row per worker with findings: worker ("" when not known), children, error, query, note, findings."""
        known = self.findings[self.findings["child"] != ""]
        made = _counted(known, "worker")
        children = known.groupby("worker")["child"].nunique().to_dict()
        made.insert(1, "children", [children[worker] for worker in made["worker"]])
        return made

    @cached_property
    def children_by_rule(self) -> Mapping[str, int]:
        """How many children each rule has findings for."""
        known = self.findings[self.findings["child"] != ""]
        return {str(rule): int(n) for rule, n in known.groupby("rule")["child"].nunique().items()}

    @cached_property
    def by_severity(self) -> Mapping[str, int]:
        """How many findings there are of every severity, the gravest first."""
        counts = self.findings["severity"].value_counts().to_dict()
        return {severity: int(counts.get(severity, 0)) for severity in SEVERITIES}

    @cached_property
    def by_table(self) -> Mapping[str, int]:
        """How many findings begin in each table, most first."""
        return {str(name): int(n) for name, n in self.findings["table"].value_counts().items()}

    @cached_property
    def rules(self) -> list[dict[str, Any]]:
        """The rules that were run as records, those that found something first, graver and more findings first."""
        ran = records(self.report.rules[self.report.rules["status"] == "ran"])
        return sorted(
            ran,
            key=lambda row: (
                row["fails"] == 0,
                SEVERITIES.index(row["severity"]),
                -row["fails"],
                natural_key(row["rule"]),
            ),
        )

    @cached_property
    def not_run(self) -> list[dict[str, Any]]:
        """The rules that were not run, as records."""
        rows = records(self.report.rules[self.report.rules["status"] != "ran"])
        return sorted(rows, key=lambda row: (row["reason"], natural_key(row["rule"])))

    def rule_text(self, code: str) -> RuleText:
        """What the ruleset says of a rule."""
        info = getattr(self.report.ruleset, "rules", {}).get(code)
        if info is None:
            return RuleText()
        return RuleText(info.message, info.because, info.fix, info.explainable)

    def _workers_of(self, children: Iterable[str]) -> list[str]:
        return [self.workers.get(child, "") for child in children]

    def _joined_cells(self) -> list[str]:
        findings = self.report.findings
        values = texts(findings["value"])
        tables, years = findings["table"].tolist(), findings["year"].tolist()
        columns = findings["column"].astype(object).where(findings["column"].notna(), "").tolist()
        bounds = [*self.starts.tolist(), len(findings)]
        joined = []
        for start, end in pairwise(bounds):
            parts = []
            for place in range(start, end):
                name = columns[place]
                if tables[place] != tables[start]:
                    name = f"{tables[place]}.{name}"
                if years[place] != years[start]:
                    name = f"{YEARS.get(years[place], years[place])}'s {name}"
                parts.append(f"{name} = {values[place] or '(blank)'}")
            joined.append("; ".join(parts))
        return joined


def texts(column: pd.Series[Any]) -> list[str]:
    """Cells as text, as they were supplied; "" for those without a value."""
    return [value if type(value) is str else cell_text(value) or "" for value in column.astype(object)]


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as dictionaries."""
    return table.to_dict("records")  # type: ignore[return-value]


def counted(count: int, word: str, plural: str = "") -> str:
    """A number of things: `1 child`, `2,500 children`."""
    return f"{count:,} {word if count == 1 else plural or word + 's'}"


def listed(names: Iterable[str]) -> str:
    """Codes as a list, in the order of their numbers."""
    return ", ".join(natural(list(names)))


def _counted(findings: pd.DataFrame, by: str) -> pd.DataFrame:
    """One row per distinct `by`: how many findings of each severity and in all, most first."""
    grouped = findings[by]
    made = pd.DataFrame({by: grouped.unique()})
    for severity in SEVERITIES:
        counts = grouped[findings["severity"] == severity].value_counts().to_dict()
        made[severity] = [int(counts.get(name, 0)) for name in made[by]]
    made["findings"] = made[list(SEVERITIES)].sum(axis="columns")
    return made.sort_values(["findings", by], ascending=[False, True], kind="stable").reset_index(drop=True)
