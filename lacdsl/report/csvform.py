"""Findings as CSV: one row per flagged cell, safe to open in a spreadsheet, and read back as they were."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import Any, TextIO

import pandas as pd

from lacdsl.report.jsonform import plain_cells
from lacdsl.report.pieces import pieces
from lacdsl.report.result import FINDING_COLUMNS, Report, frame

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_QUOTE = "'"
_LAYER = "layer"
_MOST_CHARACTERS = 1 << 30


def write_csv(report: Report, out: TextIO) -> None:
    """Write the findings to `out`, which must not translate line ends.

    A spreadsheet takes text that begins with = + - or @ for a formula. Such cells, and those that begin with a tab
    or a carriage return, get an apostrophe in front; so a value of -5 reads '-5. Cells that begin with an apostrophe
    of their own get one more, so that `read_csv` can tell them apart. Missing values are empty. A last column says
    which ruleset the rule comes from.
    """
    writer = csv.writer(out)
    writer.writerow((*FINDING_COLUMNS, _LAYER))
    layers = dict(zip(report.rules["rule"], report.rules[_LAYER], strict=True))
    for piece in pieces(report.findings):
        columns = [_texts(piece[name]) for name in FINDING_COLUMNS]
        columns.append([safe(str(layers.get(rule, ""))) for rule in piece["rule"]])
        writer.writerows(zip(*columns, strict=True))


def read_csv(source: TextIO) -> pd.DataFrame:
    """Findings that `write_csv` has written, with the columns and types of `Report.findings`.

    Every text is as it was before it was made safe for spreadsheets; what is empty is missing. ValueError when
    `source`, which must not translate line ends, holds no such findings.
    """
    csv.field_size_limit(max(csv.field_size_limit(), _MOST_CHARACTERS))
    rows = csv.reader(source)
    head = [name.lstrip("\ufeff") for name in next(rows, [])]
    if head not in (list(FINDING_COLUMNS), [*FINDING_COLUMNS, _LAYER]):
        raise ValueError(f"The first line is not {','.join(FINDING_COLUMNS)}")
    held = [row for row in rows if row]
    for number, row in enumerate(held, 2):
        if len(row) != len(head):
            raise ValueError(f"Row {number} has {len(row)} cells, not {len(head)}")
    columns: Iterable[tuple[str, ...]] = zip(*held, strict=True) if held else [() for _ in head]
    values = {name: _read(cells, name) for name, cells in zip(FINDING_COLUMNS, columns, strict=False)}
    return frame(FINDING_COLUMNS, values)


def safe(text: str) -> str:
    """`text` as a cell that no spreadsheet takes for a formula."""
    return f"{_QUOTE}{text}" if text.startswith((*_STARTS_FORMULA, _QUOTE)) else text


def unsafe(text: str) -> str:
    """The text that `safe` has made this of."""
    return text.removeprefix(_QUOTE)


def _read(cells: Iterable[str], name: str) -> list[Any]:
    if FINDING_COLUMNS[name].lower() == "int64":
        return [int(text) if text else None for text in cells]
    return [unsafe(text) if text else None for text in cells]


def _texts(column: pd.Series) -> list[str]:
    if column.dtype == "int64":
        return [str(value) for value in column.tolist()]
    known = _Texts()
    return [known[value] if type(value) is str else _text(value) for value in plain_cells(column)]


class _Texts(dict[str, str]):
    """Texts as safe ones: most of them come many times."""

    def __missing__(self, text: str) -> str:
        self[text] = safe(text)
        return self[text]


def _text(value: Any) -> str:
    return "" if value is None else safe(str(value))
