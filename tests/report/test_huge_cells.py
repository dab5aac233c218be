"""A cell of a novel's length: people are shown its beginning and its length, programs get (nearly) all of it."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import lacdsl
from lacdsl.cli.reporting import Form, write_report
from lacdsl.report import Report

LONG = 50_000


@pytest.fixture(scope="module")
def report() -> Report:
    cells = {
        "CHILD": ["7", "x" * LONG],
        "SEX": ["Q", "M"],
        "ETHNIC": ["Z" * LONG, "WBRI"],
        "UPN": ["UN1", "UN1"],
    }
    blank = {"DOB": ["01/02/2010", "01/02/2010"], "MOTHER": [None, None], "MC_DOB": [None, None]}
    rules = lacdsl.load_ruleset("dfe/lac/2026-27")
    return lacdsl.check({"Header": pd.DataFrame(cells | blank)}, rules, only=["101", "103", "209"])


def test_findings_hold_the_whole_value(report: Report) -> None:
    values = report.findings["value"].dropna().tolist()
    assert "Z" * LONG in values
    assert report.findings[["entity", "message"]].map(len, na_action="ignore").max().max() < 1_100


@pytest.mark.parametrize("form", [Form.JSON, Form.CSV])
def test_a_form_for_programs_holds_what_a_cell_of_excel_can(
    report: Report, form: Form, tmp_path: Path
) -> None:
    out = tmp_path / "report"
    write_report(report, form, out)
    text = out.read_text(encoding="utf-8")
    assert f"{'Z' * 32_767}… (50,000 characters in all)" in text.replace("\\u2026", "…")
    assert "Z" * 32_768 not in text


def test_the_page_shows_the_beginning_and_the_length(report: Report, tmp_path: Path) -> None:
    out = tmp_path / "report"
    write_report(report, Form.HTML, out)
    text = out.read_text(encoding="utf-8")
    assert "50,000 characters in all" in text
    assert "Z" * 1_001 not in text and "x" * 1_001 not in text


def test_so_does_a_workbook(report: Report, tmp_path: Path) -> None:
    out = tmp_path / "report.xlsx"
    write_report(report, Form.XLSX, out)
    book = openpyxl.load_workbook(io.BytesIO(out.read_bytes()), read_only=True)
    texts = [cell for sheet in book for row in sheet.values for cell in row if isinstance(cell, str)]
    assert any("50,000 characters in all" in text for text in texts)
    assert max(map(len, texts)) < 2_200
