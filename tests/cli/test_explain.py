"""`lacdsl explain` on whole returns: a census, which is one file of many tables, and what reports say to type."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
from typer.testing import CliRunner, Result

from lacdsl.cli.main import app


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_explain_by_the_line_of_a_cell_of_a_census(tmp_path: Path) -> None:
    """An XML file holds many tables, and a report names the line of the cell, which is not where the row begins."""
    census, saved = tmp_path / "cin", tmp_path / "report.json"
    asked = ("--ruleset", "dfe/cin/2026-27", "--year", "2026-27")
    run("sample", "cin", census, "--children", "60", "--errors", "0.2", "--seed", "2", "--year", "2026-27")
    assert run("check", census / "census.xml", *asked, "--out", saved).exit_code == 0
    findings = json.loads(saved.read_text(encoding="utf-8"))["findings"]
    lines = {found["rule"]: found for found in findings if found["cells"][0]["line"]}
    assert len(lines) > 3
    for code, found in [*lines.items()][:3]:
        for name in ("census.xml", found["cells"][0]["table"]):
            place = f"{name}:{found['cells'][0]['line']}"
            told = run("explain", code, census / "census.xml", *asked, "--line", place, "--format", "json")
            rows = json.loads(told.stdout)["rows"]
            assert [row["verdict"] for row in rows] == ["fails"], place
            assert rows[0]["at"][0]["row"] == found["cells"][0]["row"]


def test_the_commands_of_the_workbook_find_the_findings_again(tmp_path: Path) -> None:
    """Whatever rulesets, years and authority the report was made with, a command out of it says: fails."""
    run("sample", "lac", tmp_path, "--children", "40", "--errors", "0.3", "--seed", "2", "--year", "2026-27")
    asked = ("--ruleset", "dfe/lac/2026-27", "--ruleset", "local/first-council", "--authority", "E08000003")
    folders = {"FOLDER": tmp_path / "this_year", "LAST_FOLDER": tmp_path / "last_year"}
    saved = tmp_path / "report.xlsx"
    last = ("--last-year", folders["LAST_FOLDER"])
    assert run("check", folders["FOLDER"], *last, *asked, "--out", saved).exit_code == 0
    rows = list(openpyxl.load_workbook(saved)["Findings"].iter_rows(values_only=True))
    rule, command = (
        rows[0].index("Rule"),
        next(place for place, head in enumerate(rows[0]) if "FOLDER" in str(head)),
    )
    first = {str(row[rule]): str(row[command]) for row in reversed(rows[1:]) if row[command]}
    assert len(first) > 20 and any(code.startswith("NG") for code in first)
    for code in [*sorted(first)[:: len(first) // 4], max(first)]:
        words = [str(folders.get(word, word)) for word in first[code].split()]
        told = run(*words[1:], "--format", "json")
        assert told.exit_code == 0, told.output
        assert "fails" in [row["verdict"] for row in json.loads(told.stdout)["rows"]], first[code]
