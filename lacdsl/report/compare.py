"""Two reports of one return, an earlier and a later one: what is new, fixed, still there, or cannot be told."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from lacdsl.diagnostics import Diagnostic, LacdslError
from lacdsl.model import Entity
from lacdsl.report.result import SEVERITIES, Report, natural_key
from lacdsl.report.saved import Saved, saved
from lacdsl.report.words import possessive
from lacdsl.values import cell_text, fold

NEW, FIXED, STILL, UNCLEAR = "new", "fixed", "still there", "not comparable"
STATES = (NEW, FIXED, STILL, UNCLEAR)
COLUMNS = ("state", "rule", "severity", "entity", "table", "year", "line", "cells", "message", "reason")
RULE_COLUMNS = ("rule", "severity", "title", *STATES, "unknown before", "unknown now", "remark")

Finding = Mapping[str, Any]


@dataclass(frozen=True)
class Comparison:
    """What has become of every finding of two reports.

    `findings` has one row per finding, with the columns `COLUMNS`: its state; `line` is that of the later report unless
    only the earlier one has it; `reason` says why a finding cannot be compared. `rules` has one row per rule with
    findings or a change, with the columns `RULE_COLUMNS`. `remarks` are about the two reports as a whole.
    """

    old: Saved
    new: Saved
    findings: pd.DataFrame
    rules: pd.DataFrame
    remarks: tuple[str, ...] = field(default=())

    @property
    def entity(self) -> Entity:
        """What the return counts, in words."""
        return (self.new if self.new.ruleset else self.old).entity

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many findings there are of every state."""
        counts = self.findings["state"].value_counts().to_dict()
        return {state: int(counts.get(state, 0)) for state in STATES}

    @cached_property
    def by_child(self) -> pd.DataFrame:
        """One row per child with findings, most new ones first: entity and the states."""
        held = self.findings[self.findings["entity"] != ""]
        made = pd.DataFrame({"entity": held["entity"].unique()})
        for state in STATES:
            counts = held.loc[held["state"] == state, "entity"].value_counts().to_dict()
            made[state] = [int(counts.get(name, 0)) for name in made["entity"]]
        ordered = made.sort_values([NEW, STILL, "entity"], ascending=[False, False, True], kind="stable")
        return ordered.reset_index(drop=True)

    def new_at_least(self, severity: str) -> bool:
        """Is there a new finding of that severity or a graver one?"""
        grave = SEVERITIES[: SEVERITIES.index(severity) + 1]
        held = self.findings
        return bool(((held["state"] == NEW) & held["severity"].isin(grave)).any())


def compare_reports(
    old: Report | Mapping[str, Any] | str | Path, new: Report | Mapping[str, Any] | str | Path
) -> Comparison:
    """What has become of the findings of `old` in `new`: files in the JSON or CSV form, their values, or reports.

    A finding is the same when its rule, its child and the key of the row that it is about are, wherever the row stands
    and whichever cells are shown; where several are alike they are counted. Without keys (CSV) the flagged cells stand
    in for them. A finding that is gone counts as fixed only where the later report ran the same rule.

    LacdslError A912 for what is no report, A914 for two reports that cannot be compared.
    """
    before, after = saved(old, "the earlier report"), saved(new, "the later report")
    _check_pseudonyms(before, after)
    keyed = all(
        not each.findings or any("key" in found for found in each.findings) for each in (before, after)
    )
    rows: list[dict[str, Any]] = []
    doubts = _doubts(before, after)
    matched = _matched(before.findings, after.findings, keyed)
    for state, finding in matched:
        doubt = doubts.get(finding["rule"], "") if state != STILL else ""
        rows.append(_row(UNCLEAR if doubt else state, finding, doubt))
    rows.sort(key=lambda row: (STATES.index(row["state"]), natural_key(row["rule"]), row["entity"]))
    findings = pd.DataFrame(rows, columns=list(COLUMNS))
    findings["line"] = findings["line"].astype("Int64")
    return Comparison(
        before, after, findings, _rules(before, after, findings, doubts), _remarks(before, after, keyed)
    )


def _check_pseudonyms(old: Saved, new: Saved) -> None:
    entity = (new if new.ruleset else old).entity
    private = [each for each in (old, new) if each.privacy is not None]
    if not private:
        return
    about = [each.privacy or {} for each in private]
    message = ""
    if any(each.get("without_findings") for each in about):
        message = "A report without findings cannot be compared."
    elif len(private) == 1:
        message = (
            f"{private[0].name} has pseudonyms, the other report has the {possessive(entity.plural)} numbers."
        )
    elif not all(each.get("key_kept", True) for each in about):
        good = "The pseudonyms of these reports are good for one report each"
        message = f"{good}, so no {entity.singular} can be known again."
    elif len({each["key_name"] for each in about if each.get("key_name")}) > 1 or (
        not all(about) and not _children(old) & _children(new)
    ):
        message = f"The pseudonyms of these reports are of two different keys, so no {entity.singular} can be known again."
    if message:
        help = "Make both reports with --pseudonymise and the same --key-file, or both without."
        raise LacdslError([Diagnostic("A914", message, help)])


def _children(report: Saved) -> set[str]:
    return {finding["entity"] for finding in report.findings if finding["entity"] is not None}


def _matched(old: Iterable[Finding], new: Iterable[Finding], keyed: bool) -> Iterator[tuple[str, Finding]]:
    """Every finding with its state, those of both reports once.

    Of alike ones those that show the same cells are paired first, then the others in the order they stand in.
    """
    before, after = _by_identity(old, keyed), _by_identity(new, keyed)
    for identity, held in after.items():
        waiting = before.pop(identity, [])
        if len(waiting) > 1 or (waiting and len(held) > 1):
            waiting, held = _same_first(waiting, held)
        yield from ((STILL, finding) for finding in held[: len(waiting)])
        yield from ((NEW, finding) for finding in held[len(waiting) :])
        yield from ((FIXED, finding) for finding in waiting[len(held) :])
    for held in before.values():
        yield from ((FIXED, finding) for finding in held)


def _by_identity(findings: Iterable[Finding], keyed: bool) -> dict[Any, list[Finding]]:
    held: dict[Any, list[Finding]] = defaultdict(list)
    for finding in findings:
        held[_identity(finding, keyed)].append(finding)
    return held


def _same_first(old: list[Finding], new: list[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Both lists with the findings in front that show the same cells, in the same order."""
    waiting: dict[Any, list[Finding]] = defaultdict(list)
    for finding in reversed(old):
        waiting[_cells_of(finding)].append(finding)
    pairs = [(held.pop(), finding) for finding in new if (held := waiting[_cells_of(finding)])]
    paired = {id(finding) for pair in pairs for finding in pair}
    left = [[finding for finding in each if id(finding) not in paired] for each in (old, new)]
    return [one for one, _ in pairs] + left[0], [other for _, other in pairs] + left[1]


def _identity(finding: Finding, keyed: bool) -> tuple[Any, ...]:
    """What makes a finding the same one in both reports; no number of a row or line is in it.

    Nor is anything of the cells that it shows where the key is known: other cells may be there to be shown next time.
    """
    about = (finding["rule"], fold(finding["entity"] or ""))
    if keyed and "key" in finding:
        return (*about, *sorted((name, value or "") for name, value in finding["key"].items()))
    return (*about, *_cells_of(finding))


def _cells_of(finding: Finding) -> tuple[Any, ...]:
    return tuple(
        sorted(
            (cell["table"], cell["year"], cell["column"], _text(cell.get("value")))
            for cell in finding["cells"]
        )
    )


def _text(value: object) -> str:
    return fold(cell_text(value) or "")


def _doubts(old: Saved, new: Saved) -> dict[str, str]:
    """The rules whose findings cannot be compared, and why."""
    found = {}
    for code in {finding["rule"] for each in (old, new) for finding in each.findings}:
        doubt = _doubt(code, old, new)
        if doubt:
            found[code] = doubt
    return found


def _doubt(code: str, old: Saved, new: Saved) -> str:
    for each, which in ((old, "the earlier"), (new, "the later")):
        if each.rules is None:
            if not any(finding["rule"] == code for finding in each.findings):
                return f"{which} report is CSV without a finding of the rule, which does not say whether it was run"
        elif code not in each.rules:
            return f"{which} report does not have the rule"
        elif each.rules[code]["status"] != "ran":
            return f"not run for {which} report: {each.rules[code]['reason']}"
    if old.rules is None or new.rules is None:
        return ""
    one, other = old.rules[code].get("definition"), new.rules[code].get("definition")
    if one is not None and other is not None:
        return "" if one == other else "the rule itself has changed"
    same = all(old.ruleset.get(name) == new.ruleset.get(name) for name in ("name", "version"))
    return "" if same else "it is not known whether the rule has changed"


def _row(state: str, finding: Finding, reason: str) -> dict[str, Any]:
    first = finding["cells"][0]
    return {
        "state": state,
        "rule": finding["rule"],
        "severity": finding["severity"],
        "entity": finding["entity"] or "",
        "table": first["table"],
        "year": first["year"],
        "line": first.get("line"),
        "cells": "; ".join(_cell(cell, first) for cell in finding["cells"]),
        "message": finding["message"] or "",
        "reason": reason,
    }


def _cell(cell: Mapping[str, Any], first: Mapping[str, Any]) -> str:
    name = cell["column"] if cell["table"] == first["table"] else f"{cell['table']}.{cell['column']}"
    return f"{name} = {cell_text(cell.get('value')) or '(blank)'}"


def _rules(old: Saved, new: Saved, findings: pd.DataFrame, doubts: Mapping[str, str]) -> pd.DataFrame:
    counts = Counter(zip(findings["rule"].tolist(), findings["state"].tolist(), strict=True))
    severities = dict(zip(findings["rule"].tolist(), findings["severity"].tolist(), strict=True))
    known = {**(old.rules or {}), **(new.rules or {})}
    rows = []
    for code in sorted({*severities, *_changed_coverage(old, new)}, key=natural_key):
        about = known.get(code, {})
        unknown = [
            int(each.rules[code]["unknown"]) if each.rules and code in each.rules else None
            for each in (old, new)
        ]
        rows.append(
            {
                "rule": code,
                "severity": severities.get(code, about.get("severity", "")),
                "title": about.get("title", ""),
                **{state: counts[code, state] for state in STATES},
                "unknown before": unknown[0],
                "unknown now": unknown[1],
                "remark": doubts.get(code) or _coverage(code, old, new) or _more_unknown(unknown),
            }
        )
    made = pd.DataFrame(rows, columns=list(RULE_COLUMNS))
    return made.astype({name: "Int64" for name in RULE_COLUMNS if name.startswith("unknown")})


def _changed_coverage(old: Saved, new: Saved) -> set[str]:
    """Rules that one of the reports ran and the other did not."""
    if old.rules is None or new.rules is None:
        return set()
    ran = [
        {code for code, rule in each.rules.items() if rule["status"] == "ran"}
        for each in (old, new)
        if each.rules
    ]
    return ran[0] ^ ran[1] if len(ran) == 2 else set()


def _coverage(code: str, old: Saved, new: Saved) -> str:
    return _doubt(code, old, new) if code in _changed_coverage(old, new) else ""


def _more_unknown(unknown: list[int | None]) -> str:
    before, now = unknown
    if before is None or now is None or now <= before:
        return ""
    more = now - before
    return f"{more:,} more {'row' if more == 1 else 'rows'} could not be checked: what is fixed may only be blank now"


def _remarks(old: Saved, new: Saved, keyed: bool) -> tuple[str, ...]:
    remarks = []
    for name, what in (("year", "collections"), ("authority", "authorities")):
        one, other = old.collection.get(name), new.collection.get(name)
        if one != other and old.collection and new.collection:
            remarks.append(
                f"The reports are of different {what}: {one or 'none stated'} and {other or 'none stated'}."
            )
    if old.ruleset and new.ruleset:
        one, other = (f"{each.ruleset['name']} {each.ruleset['version']}" for each in (old, new))
        if one != other:
            remarks.append(f"The rules are not the same: {one} and {other}.")
    if not keyed and (old.findings or new.findings):
        remarks.append(
            "Findings are matched by the cells they show, as one of the reports has no keys of rows: a cell that was "
            "changed and is still wrong counts as fixed and new."
        )
    return tuple(remarks)
