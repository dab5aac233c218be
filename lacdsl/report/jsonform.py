"""A report as JSON, in the form that report.schema.json describes."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from itertools import groupby, islice
from pathlib import Path
from typing import Any, TextIO

import pandas as pd

from lacdsl.report.pieces import pieces
from lacdsl.report.result import AboutRemark, Report
from lacdsl.report.rowkeys import About, abouts
from lacdsl.values import MOST_WRITTEN, cell_text, shortened

SCHEMA_FILE = Path(__file__).with_name("report.schema.json")
_BATCH = 5_000
_SHARED = ("finding", "rule", "severity", "entity", "message")
_LAYER = ("name", "version", "owner", "scope")
_CELL = ("table", "year", "row", "line", "column", "value")
_FILE = (
    "name", "sheet", "table", "year", "status", "reason", "format", "encoding", "separator", "heading_line", "rows",
    "rows_left_out", "unreadable", "rows_in_file",
)  # fmt: skip
_REMARK = ("what", "message", "count", "line", "column", "value")


@cache
def schema() -> dict[str, Any]:
    """The published JSON Schema of the form."""
    loaded: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return loaded


def write_json(report: Report, out: TextIO, *, version: str) -> None:
    """Write `report` to `out`, one finding a line. `version` is that of lacdsl."""
    head = _head(report, version)
    out.write("{\n")
    for name, value in head.items():
        out.write(f"{_dumps(name)}: {_dumps(value)},\n")
    _write_rows("rules", map(_dumps, _rules(report)), out)
    out.write(",\n")
    _write_rows("findings", _all_finding_lines(report), out)
    out.write(",\n")
    _write_rows("load_issues", map(_dumps, _records(report.load_issues)), out)
    if report.file_reports:
        out.write(",\n")
        _write_rows("files", map(_dumps, _files(report)), out)
    out.write("\n}\n")


def as_json(report: Report, *, version: str) -> dict[str, Any]:
    """The same as plain values."""
    return {
        **_head(report, version),
        "rules": list(_rules(report)),
        "findings": list(_findings(report.findings, abouts(report))),
        "load_issues": list(_records(report.load_issues)),
        **({"files": list(_files(report))} if report.file_reports else {}),
    }


def _write_rows(name: str, rows: Iterator[str], out: TextIO) -> None:
    out.write(f"{_dumps(name)}: [")
    between = "\n"
    while batch := list(islice(rows, _BATCH)):
        out.write(between + ",\n".join(batch))
        between = ",\n"
    out.write("]")


def _rules(report: Report) -> Iterator[dict[str, Any]]:
    define: Callable[[str], str] | None = getattr(report.ruleset, "definition", None)
    for record in _records(report.rules):
        yield record if define is None else {**record, "definition": define(record["rule"])}


def _files(report: Report) -> Iterator[dict[str, Any]]:
    """What became of every file, or of every sheet or table in it. Each remark is among the load issues, too."""
    for file in report.file_reports:
        yield {
            **{name: getattr(file, name) for name in _FILE},
            "rows_left_out_by": dict(file.rows_left_out_by),
            **{name: [_remark(each) for each in getattr(file, name)] for name in ("left_out", "assumed")},
            **{name: list(getattr(file, name)) for name in ("unknown_columns", "missing_columns")},
        }


def _remark(remark: AboutRemark) -> dict[str, Any]:
    return {name: _cell(getattr(remark, name)) for name in _REMARK}


def _all_finding_lines(report: Report) -> Iterator[str]:
    for piece in pieces(report.findings):
        yield from _finding_lines(piece, abouts(replace(report, findings=piece)))


def _finding_lines(findings: pd.DataFrame, about: Iterable[About]) -> Iterator[str]:
    """The findings, each as JSON. Every text is put into JSON once, however many findings have it."""
    columns = {name: _written(plain_cells(findings[name])) for name in (*_SHARED, *_CELL)}
    cells = (
        f'{{"table": {table}, "year": {year}, "row": {row}, "line": {line}, "column": {column}, "value": {value}}}'
        for table, year, row, line, column, value in zip(*(columns[name] for name in _CELL), strict=True)
    )
    rows = zip(zip(*(columns[name] for name in _SHARED), strict=True), cells, strict=True)
    for (number, group), whose in zip(groupby(rows, key=lambda row: row[0][0]), about, strict=True):
        held = list(group)
        _, rule, severity, entity, message = held[0][0]
        more = "".join(f', "{name}": {_dumps(value)}' for name, value in _known(whose))
        yield (
            f'{{"finding": {number}, "rule": {rule}, "severity": {severity}, "entity": {entity}, '
            f'"message": {message}, "cells": [{", ".join(cell for _, cell in held)}]{more}}}'
        )


def _known(about: About) -> Iterator[tuple[str, Any]]:
    """What is known of what a finding is about."""
    return ((name, value) for name, value in (("key", about.key), ("about", about.row)) if value is not None)


class _Written(dict[str, str]):
    """Texts as JSON."""

    def __missing__(self, text: str) -> str:
        self[text] = _dumps(text)
        return self[text]


def _written(values: list[Any]) -> list[str]:
    known = _Written()
    return [known[value] if type(value) is str else _dumps(value) for value in values]


def _findings(findings: pd.DataFrame, about: Iterable[About]) -> Iterator[dict[str, Any]]:
    shared = [plain_cells(findings[name]) for name in _SHARED]
    cells = [plain_cells(findings[name]) for name in _CELL]
    rows = zip(zip(*shared, strict=True), zip(*cells, strict=True), strict=True)
    for (number, group), whose in zip(groupby(rows, key=lambda row: row[0][0]), about, strict=True):
        held = list(group)
        _, rule, severity, entity, message = held[0][0]
        yield {
            "finding": number,
            "rule": rule,
            "severity": severity,
            "entity": entity,
            "message": message,
            "cells": [dict(zip(_CELL, cell, strict=True)) for _, cell in held],
            **dict(_known(whose)),
        }


def _records(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    names = [str(name) for name in table.columns]
    columns = [plain_cells(table[name]) for name in table.columns]
    return (dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True))


def plain_cells(column: pd.Series) -> list[Any]:
    """The cells as what JSON knows: text (of a very long one the beginning), numbers, true, false, null."""
    if column.dtype == object:
        return [_cell(value) for value in column]
    if isinstance(column.dtype, pd.StringDtype | pd.Int64Dtype):
        held = column.astype(object)
        return held.where(held.notna(), None).tolist()
    values: list[Any] = column.tolist()
    return values


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return value if len(value) <= MOST_WRITTEN else shortened(value, MOST_WRITTEN)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, datetime):
        return (
            value.date().isoformat()
            if value == datetime.combine(value.date(), datetime.min.time())
            else str(value)
        )
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "item") and not getattr(value, "shape", ()):
        return _cell(value.item())
    return cell_text(value)


def _head(report: Report, version: str) -> dict[str, Any]:
    head = {"lacdsl": version, "ruleset": _ruleset(report), "collection": _collection(report)}
    if report.privacy is not None:
        head["privacy"] = {
            "counts_rounded_up_to": report.privacy.smallest,
            "key_kept": report.privacy.kept_key,
            "without_findings": report.privacy.without_findings,
            "key_name": report.privacy.key_name or None,
        }
    return head


def _ruleset(report: Report) -> dict[str, Any]:
    about = report.ruleset
    said: dict[str, Any] = {
        "name": about.name,
        "title": about.title,
        "version": about.version,
        "year": about.year,
        "entity": {"singular": report.entity.singular, "plural": report.entity.plural},
    }
    layers = getattr(about, "layers", None)
    if layers is not None:
        said["layers"] = [{name: getattr(layer, name) for name in _LAYER} for layer in layers]
    return said


def _collection(report: Report) -> dict[str, Any]:
    about = report.collection
    dates = {name: getattr(about, name) for name in ("start", "end", "today")}
    return {
        "year": about.year,
        "authority": about.authority,
        **{name: None if day is None else str(day) for name, day in dates.items()},
    }


def _dumps(value: Any) -> str:
    return repr(value) if type(value) is int else _ENCODER.encode(value)


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
