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
from lacdsl.report.lacking import lacking
from lacdsl.report.notes import Note, Subject, key_text, placed
from lacdsl.report.result import SEVERITIES, Report, natural, natural_key
from lacdsl.report.rowkeys import abouts
from lacdsl.report.words import nobody
from lacdsl.report.workers import Contact, contacts, folded
from lacdsl.values import MOST_SHOWN, cell_text, shortened

YEARS = {"this": "this year", "last": "last year"}
NOT_KNOWN = "(not known)"


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
        self.entity = report.entity
        self.nobody = nobody(report.entity)

    def counted(self, count: int) -> str:
        """So many of what the return counts: `1 child`, `2,500 children`."""
        return counted(count, self.entity.singular, self.entity.plural)

    @cached_property
    def starts(self) -> np.ndarray[Any, np.dtype[np.intp]]:
        """Where in `report.findings` each finding begins."""
        return np.flatnonzero(~self.report.findings["finding"].duplicated().to_numpy())

    @cached_property
    def findings(self) -> pd.DataFrame:
        """One row per finding: finding, rule, severity, child, worker, team, table, year, row, line, cells, message.

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
                **self._contacts_of(children),
                "table": held["table"],
                "year": held["year"],
                "row": held["row"],
                "line": held["line"],
                "cells": pd.Series(self._joined_cells(), dtype=object),
                "message": held["message"].fillna(""),
            }
        )

    @cached_property
    def contacts(self) -> Mapping[str, Contact]:
        """Who to ask about every child; empty when nobody is known."""
        return {} if self.report.privacy is not None else contacts(self.report)

    @cached_property
    def has_workers(self) -> bool:
        """Is anything known of who works with whom?"""
        return any(contact.worker for contact in self.contacts.values())

    @cached_property
    def has_teams(self) -> bool:
        """Is anything known of teams?"""
        return any(contact.team for contact in self.contacts.values())

    @cached_property
    def own_layers(self) -> frozenset[str]:
        """The rulesets that are not official ones: of their rules readers have to know whose they are."""
        layers = getattr(self.report.ruleset, "layers", ())
        return frozenset(layer.name for layer in layers if layer.scope != "official")

    @cached_property
    def asked_with(self) -> str:
        """The options with which `lacdsl explain` uses the rules and the data that this report was made with."""
        about = self.report.ruleset
        names = [
            about.name,
            *(
                layer.name
                for layer in getattr(about, "layers", ())
                if layer.name in self.own_layers and layer.name != about.name
            ),
        ]
        options = [f"--ruleset {name}" for name in names]
        if any(year == "last" for year, _ in self.report.files):
            options.append("--last-year LAST_FOLDER")
        authority = self.report.collection.authority
        if authority is not None and authority.isascii() and authority.isalnum():
            options.append(f"--authority {authority}")
        return " ".join(options)

    @cached_property
    def by_child(self) -> pd.DataFrame:
        """One row per child with findings, most first: child, worker, team, error, query, note, findings, rules."""
        made = _counted(self.findings, "child")
        children = made["child"].tolist()
        for place, (name, known) in enumerate(self._contacts_of(children).items(), 1):
            made.insert(place, name, known)
        rules = self._rules_of_children()
        made["rules"] = pd.Series([rules[child] for child in children], dtype=object)
        return made

    @cached_property
    def keys(self) -> list[str]:
        """The key of what every finding is about, as text."""
        return [key_text(each.key) for each in abouts(self.report)]

    @cached_property
    def notes(self) -> tuple[list[str], list[str], list[Note]]:
        """The notes of an earlier workbook: of every finding, of every row of `by_child`, and those left over."""
        frame = self.findings
        if not self.report.notes:
            return [""] * len(frame), [""] * len(self.by_child), []
        held = (frame["rule"], frame["child"].replace("", self.nobody), self.keys, frame["cells"])
        of_findings = [note for note in self.report.notes if note.about.rule]
        of_children = [note for note in self.report.notes if not note.about.rule]
        found, left = placed(of_findings, map(Subject, *held))
        children, more = placed(
            of_children, (Subject("", name or self.nobody) for name in self.by_child["child"])
        )
        return found, children, [*left, *more]

    @cached_property
    def by_worker(self) -> pd.DataFrame:
        """One row per worker with findings: worker ("" when not known), children, error, query, note, findings."""
        return self._by_contact("worker")

    @cached_property
    def by_team(self) -> pd.DataFrame:
        """One row per team with findings: team ("" when not known), children, error, query, note, findings."""
        return self._by_contact("team")

    @cached_property
    def children_by_rule(self) -> Mapping[str, int]:
        """How many children each rule has findings for."""
        if self.report.privacy is not None:
            return self.report.privacy.children_by_rule
        known = self.findings[self.findings["child"] != ""]
        return {str(rule): int(n) for rule, n in known.groupby("rule")["child"].nunique().items()}

    @cached_property
    def total(self) -> int:
        """How many findings there are."""
        return len(self.findings) if self.report.privacy is None else sum(self.by_severity.values())

    @cached_property
    def children(self) -> int:
        """How many children there are findings about."""
        if self.report.privacy is not None:
            return self.report.privacy.children
        return int((self.by_child["child"] != "").sum())

    @cached_property
    def by_severity(self) -> Mapping[str, int]:
        """How many findings there are of every severity, the gravest first."""
        counts = self.findings["severity"].value_counts().to_dict()
        if self.report.privacy is not None:
            counts = self.report.rules.groupby("severity")["fails"].sum().to_dict()
        return {severity: int(counts.get(severity, 0)) for severity in SEVERITIES}

    @cached_property
    def by_table(self) -> Mapping[str, int]:
        """How many findings begin in each table, most first."""
        if self.report.privacy is not None:
            return self.report.privacy.by_table
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

    @cached_property
    def reasons(self) -> list[tuple[str, list[str]]]:
        """Why rules were not run: see `lacking`."""
        return lacking(self.report)

    def rule_text(self, code: str) -> RuleText:
        """What the ruleset says of a rule."""
        info = getattr(self.report.ruleset, "rules", {}).get(code)
        if info is None:
            return RuleText()
        return RuleText(info.message, info.because, info.fix, info.explainable)

    def _contacts_of(self, children: Iterable[str]) -> dict[str, pd.Series[Any]]:
        nobody = Contact()
        known = [self.contacts.get(child, nobody) for child in children]
        return {
            "worker": pd.Series([contact.worker for contact in known], dtype=object),
            "team": pd.Series([contact.team for contact in known], dtype=object),
        }

    def _by_contact(self, name: str) -> pd.DataFrame:
        known = self.findings[self.findings["child"] != ""]
        made = _counted(known, name)
        children = known.groupby(name)["child"].nunique().to_dict()
        made.insert(1, "children", [children[each] for each in made[name]])
        return made

    def _rules_of_children(self) -> dict[str, str]:
        """The codes of each child's rules, in the order of their numbers."""
        codes = self.findings["rule"].unique().tolist()
        place = {code: number for number, code in enumerate(natural(codes))}
        ordered = natural(codes)
        pairs = self.findings[["child", "rule"]].drop_duplicates()
        held: dict[str, list[int]] = {}
        for child, code in zip(pairs["child"].tolist(), pairs["rule"].tolist(), strict=True):
            held.setdefault(child, []).append(place[code])
        return {
            child: ", ".join(ordered[number] for number in sorted(rules)) for child, rules in held.items()
        }

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
    """Cells as text, as they were supplied, very long ones shortened; "" for those without a value."""
    cells = (value if type(value) is str else cell_text(value) or "" for value in column.astype(object))
    return [text if len(text) <= MOST_SHOWN else shortened(text) for text in cells]


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
