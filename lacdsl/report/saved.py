"""Reports that were saved earlier, read again."""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from lacdsl.diagnostics import Diagnostic, LacdslError
from lacdsl.model import CHILD, Entity
from lacdsl.report.csvform import read_csv
from lacdsl.report.jsonform import as_json, plain_cells, schema
from lacdsl.report.pseudonyms import PSEUDONYM
from lacdsl.report.result import SEVERITIES, Report

_HELP = "Give a report that was made with `lacdsl check ... --out report.json`, or report.csv."
_OTHER_FORMS = {".xlsx": "a workbook", ".html": "a page", ".htm": "a page"}
_LARGEST = 1 << 62
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
"""Where half of a character may stand, which no text can be made of."""


@dataclass(frozen=True)
class Saved:
    """A report as it was saved. `rules` is None where the form does not say which rules were run (CSV).

    `findings` are as in the JSON form. `ruleset` and `collection` are empty where they are not known. `privacy` is None
    where children have their own numbers, and empty where they have pseudonyms of which no more is known (CSV).
    """

    name: str
    findings: list[dict[str, Any]]
    rules: Mapping[str, Mapping[str, Any]] | None = None
    ruleset: Mapping[str, Any] = field(default_factory=dict)
    collection: Mapping[str, Any] = field(default_factory=dict)
    privacy: Mapping[str, Any] | None = None

    @property
    def entity(self) -> Entity:
        """What the return counts, in words."""
        said = self.ruleset.get("entity")
        return CHILD if said is None else Entity(said["singular"], said["plural"])


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
        findings = _csv_findings(path)
        return Saved(path.name, findings, privacy={} if _has_pseudonyms(findings) else None)
    return _of_values(read_json_report(path), path.name)


def _of_values(data: Mapping[str, Any], name: str) -> Saved:
    rules = {str(rule["rule"]): rule for rule in data["rules"]}
    return Saved(name, data["findings"], rules, data["ruleset"], data["collection"], data.get("privacy"))


def read_json_report(path: Path) -> dict[str, Any]:
    """A report in the JSON form; LacdslError A912 when the file is none."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise _unreadable(path, (error.strerror or str(error)).lower()) from error
    except UnicodeDecodeError as error:
        raise _unreadable(path, _not_utf8(error)) from error
    try:
        data = json.loads(text, parse_constant=_no_number)
        if _HALF.search(text):
            data = json.loads(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"))
    except json.JSONDecodeError as error:
        cut_off = not text[error.pos :].strip() or error.msg.startswith("Unterminated")
        why = "it ends in the middle" if cut_off and text.strip() else "it is no JSON"
        raise _unreadable(path, f"{why} (line {error.lineno})") from error
    except (ValueError, RecursionError) as error:
        raise _unreadable(path, "it is no JSON") from error
    _check(data, path)
    found: dict[str, Any] = data
    return found


def _check(data: Any, path: Path) -> None:
    """The frame of the report is as described, and so is every finding. What a later version has added is let be."""
    from jsonschema import Draft202012Validator

    if not isinstance(data, dict):
        raise _unreadable(path, "it is no report of lacdsl")
    lists: dict[str, Any] = {
        name: [] if isinstance(data.get(name), list) else data.get(name)
        for name in ("findings", "load_issues")
    }
    wrong = next(Draft202012Validator(_tolerant()).iter_errors({**data, **lists}), None)
    if wrong is not None:
        where = "/".join(str(step) for step in wrong.absolute_path)
        raise _unreadable(path, f"it is no report of lacdsl{f', by what stands at {where}' if where else ''}")
    for place, each in enumerate(data["findings"]):
        if not _is_finding(each):
            raise _unreadable(path, f"it is no report of lacdsl, by what stands at findings/{place}")


@cache
def _tolerant() -> dict[str, Any]:
    """The schema, with room for parts that are not known yet; files and remarks about them are not looked at."""
    found: dict[str, Any] = json.loads(
        json.dumps(schema()).replace('"additionalProperties": false', '"x": 0')
    )
    del found["properties"]["files"]
    return found


def _is_finding(found: Any) -> bool:
    """A finding as the schema has it; written out, as there may be hundreds of thousands."""
    return (
        isinstance(found, dict)
        and _is_number(found.get("finding"))
        and isinstance(found.get("rule"), str)
        and found.get("severity") in SEVERITIES
        and isinstance(found.get("entity"), str | None)
        and isinstance(found.get("message"), str | None)
        and _is_key(found.get("key", {}))
        and ("about" not in found or _is_place(found["about"]))
        and isinstance(found.get("cells"), list)
        and bool(found["cells"])
        and all(map(_is_cell, found["cells"]))
    )


def _is_key(key: Any) -> bool:
    return isinstance(key, dict) and all(isinstance(value, str | None) for value in key.values())


def _is_place(place: Any) -> bool:
    return (
        isinstance(place, dict)
        and isinstance(place.get("table"), str)
        and place.get("year") in ("this", "last")
        and _is_number(place.get("row"))
    )


def _is_cell(cell: Any) -> bool:
    return (
        _is_place(cell)
        and (cell.get("line") is None or _is_number(cell["line"]))
        and isinstance(cell.get("column"), str)
        and isinstance(cell.get("value"), str | int | float | None)
    )


def _no_number(name: str) -> None:
    raise ValueError(name)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LARGEST


def _csv_findings(path: Path) -> list[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            frame = read_csv(stream)
    except OSError as error:
        raise _unreadable(path, (error.strerror or str(error)).lower()) from error
    except UnicodeDecodeError as error:
        raise _unreadable(path, _not_utf8(error)) from error
    except (ValueError, TypeError) as error:
        raise _unreadable(path, f"it holds no findings of lacdsl ({error})") from error
    return _grouped(frame)


def _has_pseudonyms(findings: list[dict[str, Any]]) -> bool:
    """Children have pseudonyms in it, as far as can be told from them alone."""
    names = {finding["entity"] for finding in findings} - {None}
    return bool(names) and all(PSEUDONYM.fullmatch(name) for name in names)


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


def _not_utf8(error: UnicodeDecodeError) -> str:
    if error.object.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "it is UTF-16, as Windows PowerShell writes with `>`, and values may have been lost on the way"
    return "it is not written in UTF-8"


def _unreadable(path: Path, why: str) -> LacdslError:
    return LacdslError([Diagnostic("A912", f"{path} cannot be read as a report: {why}.", _HELP)])
