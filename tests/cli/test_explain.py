"""`lacdsl explain` on whole returns: a census, which is one file of many tables, and what reports say to type."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
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


def commands_of_the_workbook(path: Path) -> list[tuple[str, str]]:
    """The rule of every finding, and the command behind it."""
    rows = list(openpyxl.load_workbook(path)["Findings"].iter_rows(values_only=True))
    rule, command = (
        next(place for place, head in enumerate(rows[0]) if word in str(head)) for word in ("Rule", "FOLDER")
    )
    return [(str(row[rule]), str(row[command])) for row in rows[1:]]


def commands_of_the_page(path: Path) -> list[tuple[str, str]]:
    """The same as the script of the page puts them together."""
    found = re.search(r"<script[^>]*application/json[^>]*>(.*?)</script>", path.read_text("utf-8"), re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    made = []
    for number, rule in enumerate(data["findings"]["rule"]):
        cell = data["findings"]["start"][number]
        table = data["tables"][data["cells"]["table"][cell]]
        held = table.get("row", table["line"])
        place = table["askedBy"].replace("?", str(held[data["cells"]["row"][cell]]))
        code = data["rules"][rule]["code"]
        made.append((code, f"lacdsl explain {code} FOLDER {place} {data['askedWith']}"))
    return made


LAST_YEARS = {
    "this/missing.csv": "CHILD,DOB,MISSING,MIS_START,MIS_END\n2,01/06/2011,M,05/05/2026,06/05/2026\n",
    "last/missing.csv": "CHILD,DOB,MISSING,MIS_START,MIS_END\n"
    "1,01/06/2011,M,01/03/2026,\n1,01/06/2011,M,02/03/2026,\n3,01/06/2011,M,03/03/2026,\n",
}
"""Children 1 and 3 were missing at the end of last year; this year's files of the same name say nothing of them."""


@pytest.mark.parametrize("pseudonyms", [False, True])
def test_findings_on_last_years_rows_have_a_command_as_well(tmp_path: Path, pseudonyms: bool) -> None:
    for name, text in LAST_YEARS.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    folders = {"FOLDER": tmp_path / "this", "LAST_FOLDER": tmp_path / "last"}
    last = ("--last-year", folders["LAST_FOLDER"], "--ruleset", "dfe/lac/2026-27", "--only", "576")
    more = ("--pseudonymise",) if pseudonyms else ()
    for ending in ("xlsx", "html"):
        done = run("check", folders["FOLDER"], *last, *more, "--out", tmp_path / f"report.{ending}")
        assert done.exit_code == 0, done.output
    shown = commands_of_the_workbook(tmp_path / "report.xlsx")
    assert [code for code, _ in shown] == ["576"] * 3
    assert sorted(shown) == sorted(commands_of_the_page(tmp_path / "report.html"))
    seen = []
    for _, command in shown:
        words = [str(folders.get(word, word)) for word in command.split()]
        told = run(*words[1:], "--format", "json")
        assert told.exit_code == 0, told.output
        seen += [
            (row["verdict"], row["at"][0]["year"], row["at"][0]["line"])
            for row in json.loads(told.stdout)["rows"]
        ]
    assert sorted(seen) == [("fails", "last", line) for line in (2, 3, 4)]


def test_a_row_of_last_year_by_its_number(tmp_path: Path) -> None:
    for name, text in LAST_YEARS.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    asked = ("explain", "576", tmp_path / "this", "--ruleset", "dfe/lac/2026-27", "--of-last-year")
    last = ("--last-year", tmp_path / "last")
    told = run(*asked, *last, "--table", "Missing", "--row", "2")
    assert "last year's missing.csv line 4), child 3: fails" in told.output
    for wrong, says in (
        ((*last, "--child", "1"), "there is no --line and no --row"),
        (("--row", "2"), "none are given"),
        ((*last, "--line", "header.csv:2"), "No file header.csv was read"),
    ):
        told = run(*asked, *wrong)
        assert told.exit_code == 2 and says in told.output, told.output
