"""Reports that were saved earlier, read again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from lacdsl.diagnostics import Diagnostic, LacdslError
from lacdsl.report.csvform import read_csv
from lacdsl.report.jsonform import as_json, plain_cells, schema
from lacdsl.report.result import Report

_HELP = "Give a report that was made with `lacdsl check ... --out report.json`, or report.csv."
_OTHER_FORMS = {".xlsx": "a workbook", ".html": "a page", ".htm": "a page"}
_CHECKED = 50


@dataclass(frozen=True)
class Saved:
    """A report as it was saved. `rules` is None where the form does not say which rules were run (CSV).

    `findings` are as in the JSON form. `ruleset`, `collection` and `privacy` are empty where they are not known.
    """

    name: str
    findings: list[dict[str, Any]]
    rules: Mapping[str, Mapping[str, Any]] | None = None
    ruleset: Mapping[str, Any] = field(default_factory=dict)
    collection: Mapping[str, Any] = field(default_factory=dict)
    privacy: Mapping[str, Any] | None = None


def saved(source: Report | Mapping[str, Any] | str | Path, name: str = "") -> Saved:
    """A report as it was saved: a file in the JSON or CSV form, the plain values of the JSON form, or a report itself.

    LacdslError A912 when it is none.
    """
    if isinstance(source, Report):
        return _of_values(as_json(source, version=""), name or "the report")
    if isinstance(source, Mapping):
        _check(dict(source), Path(name or "the report"))
        return _of_values(source, name or "the report")
    path = Path(source)
    other = _OTHER_FORMS.get(path.suffix.lower())
    if other is not None:
        raise _unreadable(path, f"{other} is for people; only JSON and CSV are read again")
    if path.suffix.lower() == ".csv":
        return Saved(path.name, _csv_findings(path))
    return _of_values(read_json_report(path), path.name)


def _of_values(data: Mapping[str, Any], name: str) -> Saved:
    rules = {str(rule["rule"]): rule for rule in data["rules"]}
    return Saved(name, data["findings"], rules, data["ruleset"], data["collection"], data.get("privacy"))


def read_json_report(path: Path) -> dict[str, Any]:
    """A report in the JSON form; LacdslError A912 when the file is none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise _unreadable(path, (error.strerror or str(error)).lower()) from error
    except (ValueError, RecursionError) as error:
        raise _unreadable(path, "it is no JSON") from error
    _check(data, path)
    found: dict[str, Any] = data
    return found


def _check(data: Any, path: Path) -> None:
    """The frame of the report and a few of its findings are as described; the rest need only have the same parts."""
    from jsonschema import Draft202012Validator

    if not isinstance(data, dict):
        raise _unreadable(path, "it is no report of lacdsl")
    parts = {name: data.get(name) for name in ("rules", "findings", "load_issues")}
    few = {
        name: part[:_CHECKED] if isinstance(part, list) and name != "rules" else part
        for name, part in parts.items()
    }
    wrong = next(Draft202012Validator(schema()).iter_errors({**data, **few}), None)
    if wrong is not None:
        where = "/".join(str(step) for step in wrong.absolute_path)
        raise _unreadable(path, f"it is no report of lacdsl{f', by what stands at {where}' if where else ''}")
    if not all(_is_finding(each) for each in data["findings"]):
        raise _unreadable(path, "there is something among its findings that is none")


def _is_finding(found: Any) -> bool:
    return (
        isinstance(found, dict)
        and isinstance(found.get("rule"), str)
        and isinstance(found.get("severity"), str)
        and isinstance(found.get("entity"), str | None)
        and isinstance(found.get("key"), dict | None)
        and isinstance(found.get("cells"), list)
        and bool(found["cells"])
        and all(
            isinstance(cell, dict) and {"table", "year", "row", "column"} <= cell.keys()
            for cell in found["cells"]
        )
    )


def _csv_findings(path: Path) -> list[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            frame = read_csv(stream)
    except OSError as error:
        raise _unreadable(path, (error.strerror or str(error)).lower()) from error
    except (ValueError, TypeError) as error:
        raise _unreadable(path, f"it holds no findings of lacdsl ({error})") from error
    return _grouped(frame)


def _grouped(frame: pd.DataFrame) -> list[dict[str, Any]]:
    columns = {name: plain_cells(frame[name]) for name in frame.columns}
    found: dict[int, dict[str, Any]] = {}
    for place, number in enumerate(columns["finding"]):
        if number not in found:
            shared = ("finding", "rule", "severity", "entity", "message")
            found[number] = {**{name: columns[name][place] for name in shared}, "cells": []}
        cell = {name: columns[name][place] for name in ("table", "year", "row", "line", "column", "value")}
        found[number]["cells"].append(cell)
    return list(found.values())


def _unreadable(path: Path, why: str) -> LacdslError:
    return LacdslError([Diagnostic("A912", f"{path} cannot be read as a report: {why}.", _HELP)])
