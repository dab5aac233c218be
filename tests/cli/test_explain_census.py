"""`lacdsl explain` on a census: an XML file of many tables."""

from __future__ import annotations

import json
from pathlib import Path

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
