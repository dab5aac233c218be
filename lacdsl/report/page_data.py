"""What the page's script works with: the findings and the rows of the children concerned, column by column."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lacdsl.report.digest import NO_CHILD, YEARS, Digest, texts
from lacdsl.report.workers import numbered
from lacdsl.values import cell_text, fold

Place = tuple[str, str]
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def page_data(digest: Digest) -> str:
    """The data as JSON that can stand inside a script element: no character in it ends or begins markup."""
    text = json.dumps(_data(digest), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character, escape in _UNSAFE.items():
        text = text.replace(character, escape)
    return text


def rules_found(digest: Digest) -> list[dict[str, Any]]:
    """The rules that have findings, in the order in which `rule` of the data counts them."""
    found = set(digest.findings["rule"].unique())
    return [rule for rule in digest.rules if rule["rule"] in found]


def worker_names(digest: Digest) -> list[str]:
    """The workers of children with findings, "" among them when some are not known, in the data's order."""
    return sorted(digest.by_child["worker"].unique())


def _data(digest: Digest) -> dict[str, Any]:
    findings, cells = digest.findings, digest.report.findings
    children = digest.by_child["child"].tolist()
    by_child = {child: number for number, child in enumerate(children)}
    rules = rules_found(digest)
    workers = {name: number for number, name in enumerate(worker_names(digest))}
    messages, message_texts = _numbered(findings["message"])
    columns, column_names = _numbered(cells["column"].fillna(""))
    values, value_texts = _numbered(cells["value"])
    table_names, names_of_tables = _numbered(cells["table"])
    names = {name: number for number, name in enumerate(column_names)}
    tables, held_in, row_in = _tables(digest, by_child, names)
    return {
        "rules": [_rule(digest, rule) for rule in rules],
        "children": [child or NO_CHILD for child in children],
        "workers": [workers[name] for name in digest.by_child["worker"]],
        "workerNames": list(workers),
        "messages": message_texts,
        "names": list(names),
        "values": value_texts,
        "tableNames": names_of_tables,
        "tables": tables,
        "findings": {
            "rule": _coded(findings["rule"], {rule["rule"]: number for number, rule in enumerate(rules)}),
            "child": _coded(findings["child"], by_child),
            "message": messages,
            "start": [*digest.starts.tolist(), len(cells)],
        },
        "cells": {
            "table": held_in.tolist(),
            "row": row_in.tolist(),
            "column": columns,
            "value": values,
            "tableName": table_names,
        },
    }


def _rule(digest: Digest, rule: dict[str, Any]) -> dict[str, str]:
    fix = digest.rule_text(rule["rule"]).fix
    return {"code": rule["rule"], "severity": rule["severity"], "title": rule["title"], "fix": fix}


def _tables(
    digest: Digest, by_child: dict[str, int], names: dict[str, int]
) -> tuple[list[dict[str, Any]], NDArray[np.int64], NDArray[np.int64]]:
    """The tables; and for every flagged cell the number of its table and of its row there, -1 when neither is."""
    cells = digest.report.findings
    held_in = np.full(len(cells), -1, dtype=np.int64)
    row_in = held_in.copy()
    all_rows = cells["row"].to_numpy()
    known = _Owners(by_child)
    made: list[dict[str, Any]] = []
    for place in _places(digest):
        frame = digest.report.tables[place]
        here = np.flatnonzero((cells["year"] == place[0]) & (cells["table"] == place[1]))
        here = here[(all_rows[here] >= 0) & (all_rows[here] < len(frame))]
        owners = _owners(digest, frame, known)
        wanted = owners >= 0
        wanted[all_rows[here]] = True
        kept = np.flatnonzero(wanted)
        if not len(kept):
            continue
        held_in[here] = len(made)
        row_in[here] = np.searchsorted(kept, all_rows[here])
        made.append(_table(digest, place, kept, owners, names))
    return made, held_in, row_in


def _places(digest: Digest) -> list[Place]:
    """The supplied tables in the order of the model, this year's before last year's."""
    order = list(digest.model.tables) if digest.model is not None else []
    rank = {name: number for number, name in enumerate(order)}
    return sorted(
        digest.report.tables, key=lambda place: (rank.get(place[1], len(rank)), place[1], place[0] == "last")
    )


class _Owners(dict[str, int]):
    """The number of the child that a cell names; -1 for children without findings, and where none is named."""

    def __init__(self, by_child: dict[str, int]) -> None:
        super().__init__()
        self.known = {child: number for child, number in by_child.items() if child}

    def __missing__(self, text: str) -> int:
        self[text] = number = self.known.get(fold(text), -1)
        return number


def _owners(digest: Digest, frame: pd.DataFrame, known: _Owners) -> NDArray[np.int64]:
    """The number of the child that each row is about."""
    model = digest.model
    key = model.tables[model.root].key if model is not None and model.root in model.tables else ()
    if len(key) != 1 or key[0] not in frame.columns:
        return np.full(len(frame), -1, dtype=np.int64)
    codes, distinct = numbered(_column(frame, key[0]))
    numbers = [known[value if type(value) is str else cell_text(value) or ""] for value in distinct]
    return np.array([*numbers, -1], dtype=np.int64)[codes]


def _table(
    digest: Digest, place: Place, kept: NDArray[np.int64], owners: NDArray[np.int64], names: dict[str, int]
) -> dict[str, Any]:
    frame, (year, name) = digest.report.tables[place], place
    declared = digest.model.tables.get(name) if digest.model is not None else None
    lines = digest.report.lines.get(place)
    columns = []
    for column in dict.fromkeys(frame.columns):
        about = declared.column(str(column)) if declared is not None else None
        if declared is None or about is not None:
            codes, distinct = _numbered(_column(frame, column).iloc[kept])
            number = names.setdefault(str(column), len(names))
            title = about.title if about is not None else ""
            columns.append({"name": number, "title": title, "codes": codes, "values": distinct})
    return {
        "title": f"{declared.title} ({name})" if declared is not None and declared.title else name,
        "year": YEARS.get(year, year),
        "file": PurePath(digest.report.files.get(place, "")).name,
        "columns": columns,
        "child": owners[kept].tolist(),
        "line": lines[kept].tolist() if lines is not None else [],
    }


def _column(frame: pd.DataFrame, name: Any) -> pd.Series[Any]:
    held = frame[name]
    return held.iloc[:, 0] if isinstance(held, pd.DataFrame) else held


def _numbered(column: pd.Series[Any]) -> tuple[list[int], list[str]]:
    """Which distinct text each cell has (-1: none), and the distinct texts."""
    codes, distinct = numbered(column)
    return codes.tolist(), texts(pd.Series(distinct, dtype=object))


def _coded(column: Sequence[str] | pd.Series[Any], numbers: dict[str, int]) -> list[int]:
    return [numbers[name] for name in column]
