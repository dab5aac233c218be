"""A child whom a rule is about is in every form of the report, also where the rule flags rows that the child has not."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import lacdsl
from lacdsl.report import as_json, read_csv, write_csv
from lacdsl.report.digest import Digest
from lacdsl.report.excel import write_excel
from lacdsl.report.html import write_html

RULES = """
rule NONE "Never reviewed"
  for each Child
  must     any Review
  flag     Review.REVIEW
  message  "No review"

rule EACH "Not in Header"
  for each Episode
  must     any Header
  flag     Header.DOB

rule ALL "No social workers"
  for the return
  must     any SWEpisode
  flag     SWEpisode.SW_ID
"""
MANIFEST = "name: council\ntitle: Ours\nversion: 1.0.0\nowner: We\nscope: local\nreturn: lac\nyear: 2026-27\n"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> lacdsl.Report:
    folder = tmp_path_factory.mktemp("rules")
    (folder / "ruleset.yaml").write_text(MANIFEST + "extends: dfe/lac/2026-27\n")
    (folder / "own.rules").write_text(RULES)
    rules = lacdsl.load_ruleset(folder)
    tables = {
        "Header": {"CHILD": ["K1", "K2"], "DOB": ["01/01/2015", "02/01/2015"]},
        "Episodes": {"CHILD": ["K3", "K3", "K1"], "DECOM": ["01/06/2026", "01/05/2026", "01/05/2026"]},
        "Reviews": {"CHILD": ["K1"], "REVIEW": ["01/05/2026"]},
        "SWEpisodes": {"CHILD": [], "SW_ID": []},
    }
    frames = {name: pd.DataFrame(held, dtype=object) for name, held in tables.items()}
    found = lacdsl.check(frames, rules, only=["NONE", "EACH", "ALL"])
    for finding in as_json(found, version="1")["findings"]:
        why = lacdsl.explain(frames, rules, finding=finding)
        cell = finding["cells"][0]
        assert why.verdicts == ["fails"] and why.told.rows[0].child == finding["entity"].upper()
        assert finding["rule"] == "NONE" or why.told.rows[0].at[0].row == cell["row"]
    return found


def text_of(report: lacdsl.Report) -> str:
    out = StringIO()
    write_html(report, out, version="1")
    return out.getvalue()


def places(found: pd.DataFrame) -> list[tuple[object, ...]]:
    return list(
        found[["rule", "table", "row", "column", "value", "entity"]].itertuples(index=False, name=None)
    )


def test_every_finding_but_that_of_the_whole_return_is_listed(report: lacdsl.Report) -> None:
    assert sorted(places(report.findings), key=str) == [
        ("EACH", "Episodes", 0, "CHILD", "K3", "K3"),
        ("EACH", "Episodes", 1, "CHILD", "K3", "K3"),
        ("NONE", "Episodes", 1, "CHILD", "K3", "K3"),
        ("NONE", "Header", 1, "CHILD", "K2", "K2"),
    ]
    assert report.unlisted() == {"ALL": 1}


def test_every_form_has_them(report: lacdsl.Report, tmp_path: Path) -> None:
    assert Digest(report).by_child.set_index("child")["findings"].to_dict() == {"K3": 3, "K2": 1}
    keys = [(found["rule"], found["key"]) for found in as_json(report, version="1")["findings"]]
    assert ("EACH", {"CHILD": "K3", "DECOM": "01/05/2026"}) in keys and ("NONE", {"CHILD": "K2"}) in keys
    out = StringIO()
    write_csv(report, out)
    assert places(read_csv(StringIO(out.getvalue()))) == places(report.findings)
    assert "K2" in text_of(report) and "1 finding is about the return as a whole" in text_of(report)
    write_excel(report, tmp_path / "found.xlsx", version="1")
    rows = [*openpyxl.load_workbook(tmp_path / "found.xlsx")["Findings"].iter_rows(values_only=True)]
    assert any("NONE" in row and "K2" in row for row in rows)


def test_a_pseudonymised_report_has_them_without_the_number(report: lacdsl.Report) -> None:
    safe = report.pseudonymised()
    assert len(safe.findings) == len(report.findings)
    for form in (safe.findings.to_csv(), text_of(safe)):
        text = re.sub(r"\bP-[A-Z2-7]+", "", form)
        assert "K2" not in text and "K3" not in text
