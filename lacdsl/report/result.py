"""What a check has found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lacdsl.model import CHILD, Entity, Model
from lacdsl.report.collection import Collection
from lacdsl.report.notes import Note
from lacdsl.report.privacy import SMALLEST, Privacy

SEVERITIES = ("error", "query", "note")
"""From the gravest on."""

FINDING_COLUMNS = {
    "finding": "int64",
    "rule": "str",
    "severity": "str",
    "table": "str",
    "year": "str",
    "row": "int64",
    "line": "Int64",
    "column": "str",
    "value": "object",
    "entity": "str",
    "message": "str",
}
RULE_COLUMNS = {
    "rule": "str",
    "severity": "str",
    "title": "str",
    "status": "str",
    "reason": "str",
    "fails": "int64",
    "passes": "int64",
    "unknown": "int64",
    "not_applicable": "int64",
    "layer": "str",
}


class AboutRuleset(Protocol):
    """What a report says of the ruleset."""

    name: str
    title: str
    version: str
    year: str


class AboutRemark(Protocol):
    """What a report says of one thing that was left out or assumed in reading: how often, where first."""

    @property
    def what(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def count(self) -> int: ...
    @property
    def line(self) -> int | None: ...
    @property
    def column(self) -> str | None: ...
    @property
    def value(self) -> str | None: ...


class AboutFile(Protocol):
    """What a report says of a file, or of one sheet or table in it; `lacdsl.ingest.FileReport` describes it."""

    @property
    def name(self) -> str: ...
    @property
    def table(self) -> str | None: ...
    @property
    def year(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def reason(self) -> str | None: ...
    @property
    def sheet(self) -> str | None: ...
    @property
    def format(self) -> str | None: ...
    @property
    def rows(self) -> int: ...
    @property
    def rows_left_out(self) -> int: ...
    @property
    def rows_in_file(self) -> int: ...
    @property
    def rows_left_out_by(self) -> Sequence[tuple[str, int]]: ...
    @property
    def encoding(self) -> str | None: ...
    @property
    def separator(self) -> str | None: ...
    @property
    def heading_line(self) -> int | None: ...
    @property
    def left_out(self) -> Sequence[AboutRemark]: ...
    @property
    def assumed(self) -> Sequence[AboutRemark]: ...
    @property
    def unknown_columns(self) -> Sequence[str]: ...
    @property
    def missing_columns(self) -> Sequence[str]: ...
    @property
    def unreadable(self) -> int: ...


@dataclass(frozen=True, eq=False)
class Report:
    """The outcome of one check.

    `findings`: one row per flagged cell, with the columns `FINDING_COLUMNS`; the cells of one finding share its
    number and stand together. `rules`: one row per rule, with the columns `RULE_COLUMNS`. `load_issues`: what was
    wrong with the files and tables. `files` names the file of a table by (year, table). `profile`: seconds by step;
    `slowest`: seconds by rule (what several rules share counts for the first of them). `tables` are the tables that
    were checked, by (year, table), as they were handed over and not copied; `lines` the line of the file of each row.
    `file_reports` say what became of each file; they are empty for tables that are not from files. `readings`: by
    (year, table), column -> a cell as supplied -> how rules read it, where that differs (None: as no value).
    `workers` is the list of who works with whom, as `read_workers` gives it. `about`: by the number of a finding where
    the row stands that it is about, `table`, `year` and `row`; "", "" and -1 for a child or the return as a whole.
    `notes` are those of an earlier workbook, to be kept in a later one.
    `privacy` says how the report was made safer to pass on, if it was.
    """

    findings: pd.DataFrame
    rules: pd.DataFrame
    load_issues: pd.DataFrame
    ruleset: AboutRuleset
    collection: Collection
    files: Mapping[tuple[str, str], str] = field(default_factory=dict)
    profile: Mapping[str, float] = field(default_factory=dict)
    slowest: Mapping[str, float] = field(default_factory=dict)
    tables: Mapping[tuple[str, str], pd.DataFrame] = field(default_factory=dict)
    lines: Mapping[tuple[str, str], NDArray[np.int32]] = field(default_factory=dict)
    file_reports: Sequence[AboutFile] = ()
    readings: Mapping[tuple[str, str], Mapping[str, Mapping[str, str | None]]] = field(default_factory=dict)
    workers: pd.DataFrame | None = None
    privacy: Privacy | None = None
    about: pd.DataFrame | None = None
    notes: Sequence[Note] = ()

    @property
    def entity(self) -> Entity:
        """What the return counts, in words."""
        model = getattr(self.ruleset, "model", None)
        return model.entity if isinstance(model, Model) else CHILD

    def with_issues(self, issues: pd.DataFrame | None) -> Report:
        """The same report with more load issues, of the same columns."""
        if issues is None or not len(issues):
            return self
        held = [part for part in (self.load_issues, issues) if len(part)]
        return replace(self, load_issues=pd.concat(held, ignore_index=True))

    def pseudonymised(
        self, key_file: str | Path | None = None, *, smallest: int = SMALLEST, without_findings: bool = False
    ) -> Report:
        """The report made safer to pass on: see the page on privacy for what that covers, and what not.

        The pseudonyms of children are stable for as long as the key in `key_file` is used, which is made when it does
        not exist; without one they are good for this report only. Counts in summaries are rounded up to multiples of
        `smallest`. `without_findings`: the summaries only.
        """
        from lacdsl.report.private import pseudonymised
        from lacdsl.report.pseudonyms import pseudonyms_of

        return pseudonymised(
            self,
            pseudonyms_of(None if key_file is None else Path(key_file)),
            smallest=smallest,
            kept_key=key_file is not None,
            without_findings=without_findings,
        )

    def found_at_least(self, severity: str) -> bool:
        """Is there a finding of that severity or a graver one?"""
        grave = SEVERITIES[: SEVERITIES.index(severity) + 1]
        return bool(self.rules.loc[self.rules["severity"].isin(grave), "fails"].any())

    def unlisted(self) -> dict[str, int]:
        """By rule the findings that are counted and in no list, as there is no cell to point at.

        They are about the return as a whole, flag rows that are not there, and the return has no header that could stand
        for it. All other findings point at a row at least.
        """
        if self.privacy is not None:
            return {}
        failing = self.rules[self.rules["fails"] > 0]
        listed = self.findings.groupby("rule")["finding"].nunique().to_dict()
        counts = zip(failing["rule"], failing["fails"], strict=True)
        left = {str(rule): int(fails) - listed.get(rule, 0) for rule, fails in counts}
        return {rule: count for rule, count in left.items() if count > 0}


def frame(columns: Mapping[str, str], values: Mapping[str, Iterable[object]]) -> pd.DataFrame:
    """A DataFrame with exactly these columns and types, also when it has no rows."""
    made = {name: _series(values.get(name, ()), kind) for name, kind in columns.items()}
    return pd.DataFrame(made, copy=False)


def _series(values: Iterable[Any], kind: Any) -> pd.Series[Any]:
    held = values if isinstance(values, pd.Series) else pd.Series(list(values), dtype="object")
    return held.astype(kind).reset_index(drop=True)


def natural(codes: Sequence[str]) -> list[str]:
    """Rule codes in the order of their numbers: 102, 1000, 503A, 503B, INT01."""
    return sorted(codes, key=natural_key)


def natural_key(code: str) -> tuple[int, int, str]:
    """Sorts codes that begin with a number by it, before those that begin with a letter."""
    digits = len(code) - len(code.lstrip("0123456789"))
    return (0, int(code[:digits]), code[digits:]) if 0 < digits < 18 else (1, 0, code)
