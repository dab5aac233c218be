"""A report as JSON, in the form that report.schema.json describes."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, TextIO

import pandas as pd

from lacdsl.report.result import Report

SCHEMA_FILE = Path(__file__).with_name("report.schema.json")
_BATCH = 5_000
_CELL = ("table", "year", "row", "line", "column", "value")


@cache
def schema() -> dict[str, Any]:
    """The published JSON Schema of the form."""
    loaded: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return loaded


def write_json(report: Report, out: TextIO, *, version: str) -> None:
    """Write `report` to `out`, findings in batches. `version` is that of lacdsl."""
    head = {"lacdsl": version, "ruleset": _ruleset(report), "collection": _collection(report)}
    out.write("{\n")
    for name, value in head.items():
        out.write(f"{_dumps(name)}: {_dumps(value)},\n")
    for name, rows, last in (
        ("rules", _records(report.rules), False),
        ("findings", _findings(report.findings), False),
        ("load_issues", _records(report.load_issues), True),
    ):
        out.write(f"{_dumps(name)}: [")
        _write_rows(rows, out)
        out.write("]\n" if last else "],\n")
    out.write("}\n")


def as_json(report: Report, *, version: str) -> dict[str, Any]:
    """The same as plain values."""
    return {
        "lacdsl": version,
        "ruleset": _ruleset(report),
        "collection": _collection(report),
        "rules": list(_records(report.rules)),
        "findings": list(_findings(report.findings)),
        "load_issues": list(_records(report.load_issues)),
    }


def _write_rows(rows: Iterator[dict[str, Any]], out: TextIO) -> None:
    first = True
    for batch in _batches(rows):
        out.write("\n" if first else ",\n")
        out.write(",\n".join(map(_dumps, batch)))
        first = False


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _findings(findings: pd.DataFrame) -> Iterator[dict[str, Any]]:
    shared = [_plain(findings[name]) for name in ("finding", "rule", "severity", "entity", "message")]
    cells = [_plain(findings[name]) for name in _CELL]
    rows = zip(zip(*shared, strict=True), zip(*cells, strict=True), strict=True)
    for number, group in groupby(rows, key=lambda row: row[0][0]):
        held = list(group)
        _, rule, severity, entity, message = held[0][0]
        yield {
            "finding": number,
            "rule": rule,
            "severity": severity,
            "entity": entity,
            "message": message,
            "cells": [dict(zip(_CELL, cell, strict=True)) for _, cell in held],
        }


def _records(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    names = [str(name) for name in table.columns]
    columns = [_plain(table[name]) for name in table.columns]
    return (dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True))


def _plain(column: pd.Series) -> list[Any]:
    """The cells as what JSON knows: text, numbers, true, false, null."""
    if column.dtype == object:
        return [_cell(value) for value in column]
    if isinstance(column.dtype, pd.StringDtype | pd.Int64Dtype):
        held = column.astype(object)
        return held.where(held.notna(), None).tolist()
    values: list[Any] = column.tolist()
    return values


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, datetime):
        return value.date().isoformat() if value == datetime.combine(value.date(), datetime.min.time()) else str(value)
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "item"):
        return _cell(value.item())
    return str(value)


def _ruleset(report: Report) -> dict[str, Any]:
    about = report.ruleset
    return {"name": about.name, "title": about.title, "version": about.version, "year": about.year}


def _collection(report: Report) -> dict[str, Any]:
    about = report.collection
    dates = {name: getattr(about, name) for name in ("start", "end", "today")}
    return {
        "year": about.year,
        "authority": about.authority,
        **{name: None if day is None else str(day) for name, day in dates.items()},
    }


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
