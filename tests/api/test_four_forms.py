"""One return in four forms (XML, CSV, a workbook, a zip): the same rows are read, and the same is found."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd

import lacdsl
from lacdsl.ingest import read
from lacdsl.sample import make_census, sample_tables
from lacdsl.sample.xml_out import write_xml

Frames = Mapping[str, pd.DataFrame]
Findings = set[tuple[Any, ...]]


def cells(frame: pd.DataFrame) -> list[list[str]]:
    """The headings and the rows, "" for blank cells."""
    rows = frame.astype(object).where(frame.notna(), "").values.tolist()
    return [list(frame.columns), *rows]


def csv_text(frame: pd.DataFrame) -> str:
    made = io.StringIO()
    csv.writer(made).writerows(cells(frame))
    return made.getvalue()


def typed(text: str) -> object:
    """A cell as people have it in Excel: a day as a date, nothing as nothing."""
    try:
        return datetime.strptime(text, "%d/%m/%Y") if len(text) == 10 else text or None
    except ValueError:
        return text


def in_all_forms(folder: Path, tables: Frames) -> dict[str, Path]:
    """The tables as CSV files, as one workbook and as a zip of semicolon files; where each lies."""
    places = {name: folder / name for name in ("csv", "workbook", "zip")}
    for place in places.values():
        place.mkdir(parents=True)
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    with zipfile.ZipFile(places["zip"] / "return.zip", "w") as packed:
        for name, frame in tables.items():
            text = csv_text(frame)
            (places["csv"] / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
            packed.writestr(f"return/{name}.csv", text.encode("utf-8-sig"))
            sheet = book.create_sheet(name)
            for row in cells(frame):
                sheet.append([typed(cell) for cell in row])
    book.save(places["workbook"] / "return.xlsx")
    return places


def outcome(report: lacdsl.Report) -> tuple[Findings, list[list[Any]]]:
    """Every flagged cell by rule, child and value, and what became of every rule."""
    found = report.findings[["rule", "severity", "entity", "table", "year", "column", "value", "message"]]
    rules = report.rules[["rule", "status", "fails", "passes", "unknown", "not_applicable"]]
    return set(found.fillna("").itertuples(index=False, name=None)), rules.values.tolist()


def test_looked_after_children(tmp_path: Path) -> None:
    rules = lacdsl.load_ruleset("dfe/lac/2026-27")
    years = sample_tables(children=120, errors=0.05, seed=7)[:2]
    days = {r"^\d{5}$": "soon"}  # the number of a day, which is a date in Excel and none in text
    forms: dict[str, list[Path]] = {}
    for name, tables in zip(("this", "last"), years, strict=True):
        place = tmp_path / name / "xml"
        place.mkdir(parents=True)
        known = tables["Header"]["CHILD"]
        tables = {name: frame.replace(days, regex=True) for name, frame in tables.items()}
        write_xml(
            place / "return.xml", {n: t[t["CHILD"].isin(known)] for n, t in tables.items()}, rules.model
        )
        # What XML can hold: nobody who is not in Header, no second row where there is one, one date of birth.
        held = read([place], rules.model)
        for form, made in {"xml": place, **in_all_forms(tmp_path / name, held)}.items():
            forms.setdefault(form, []).append(made)
    _same_in_all(forms, rules)


def test_census(tmp_path: Path) -> None:
    rules = lacdsl.load_ruleset("dfe/cin/2026-27")
    make_census(tmp_path / "xml", children=80, errors=0.05, seed=7, form="xml")
    held = read([tmp_path / "xml"], rules.model)
    forms = {"xml": tmp_path / "xml", **in_all_forms(tmp_path, held)}
    _same_in_all({form: [place] for form, place in forms.items()}, rules)


def _same_in_all(forms: Mapping[str, list[Path]], rules: lacdsl.Ruleset) -> None:
    first: tuple[Findings, list[list[Any]]] | None = None
    rows: dict[str, int] = {}
    for form, (place, *before) in forms.items():
        tables = read([place], rules.model)
        last = read(before, rules.model, year="last") if before else None
        counts = {name: len(tables[name]) for name in tables}
        seen = outcome(lacdsl.check(tables, rules, last))
        if first is None:
            first, rows = seen, counts
            assert len(seen[0]) > 20
        assert counts == rows, form
        assert seen[0] == first[0], form
        assert seen[1] == first[1], form
