"""The commands, as somebody types them."""

from __future__ import annotations

import csv
import json
import shutil
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

import lacdsl
from lacdsl.cli.main import app
from lacdsl.report import FINDING_COLUMNS, schema

pytestmark = pytest.mark.usefixtures("rulesets")


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def check(data: Path, *words: object) -> Result:
    return run("check", data, "--year", "2025-26", *words)


def test_check_writes_a_summary(data: Path) -> None:
    found = check(data)
    assert found.exit_code == 0, found.stderr
    assert "Child is born after the collection" in found.stdout
    assert "header.csv:2" in found.stdout
    assert found.stderr == ""


def test_the_ruleset_is_the_years_or_the_latest_or_the_one_named(data: Path) -> None:
    assert "small/2025-26" in check(data).stdout
    assert "small/2026-27" in run("check", data).stdout
    assert "small/2026-27" in run("check", data, "--ruleset", "small/2026-27").stdout
    unknown = run("check", data, "--year", "2030-31")
    assert unknown.exit_code == 2 and "R460" in unknown.stderr


def test_check_writes_json(data: Path, tmp_path: Path) -> None:
    found = check(data, "--format", "json", "--authority", "Manchester")
    report = json.loads(found.stdout)
    assert not list(Draft202012Validator(schema()).iter_errors(report))
    assert report["lacdsl"] == lacdsl.__version__
    assert report["collection"]["authority"] == "E08000003"
    assert report["findings"][0]["cells"][0]["line"] == 2
    out = tmp_path / "report.json"
    found = check(data, "--format", "json", "--authority", "Manchester", "--out", out)
    assert found.stdout.endswith(f"Full report: {out}\n") and "Child is born after" in found.stdout
    assert json.loads(out.read_bytes()) == report
    assert not list(tmp_path.glob("*.part"))


def test_check_writes_csv(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.csv"
    assert check(data, "--format", "csv", "--out", out).exit_code == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    with out.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == [*FINDING_COLUMNS, "layer"]
    assert rows[0]["entity"] == "'=1+1"


@pytest.mark.parametrize(
    ("only", "fail_on", "status"),
    [
        ("101", "error", 1),
        ("101", "query", 1),
        ("102", "error", 0),
        ("102", "query", 1),
        ("B1", "query", 0),
        ("101,102", "never", 0),
    ],
)
def test_the_exit_status_says_whether_anything_grave_was_found(
    data: Path, only: str, fail_on: str, status: int
) -> None:
    assert check(data, "--only", only, "--fail-on", fail_on).exit_code == status


def test_several_rulesets_together(data: Path, tmp_path: Path) -> None:
    own = tmp_path / "council"
    own.mkdir()
    (own / "ruleset.yaml").write_text(
        "name: council\ntitle: Ours\nversion: 1.0.0\nowner: We\nscope: local\nreturn: small\nyear: 2025-26\n"
    )
    (own / "own.rules").write_text('rule OWN "Ours"\n  for each Header\n  must SEX = 1\n  flag SEX\n')
    found = check(data, "--ruleset", "small/2025-26", "--ruleset", own, "--format", "json")
    codes = [rule["rule"] for rule in json.loads(found.stdout)["rules"]]
    assert "OWN" in codes and "101" in codes


def test_last_years_files_and_single_files(data: Path, tmp_path: Path) -> None:
    last = tmp_path / "last"
    shutil.copytree(data, last)
    assert check(data, "--last-year", last).exit_code == 0
    assert "header.csv:2" in check(data / "header.csv").stdout


def test_files_folders_and_zips_in_any_mix(data: Path, tmp_path: Path) -> None:
    zipped = tmp_path / "eps.zip"
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr(
            "2025/episodes.csv", "CHILD,DECOM,DEC,PL_POST,HOME_POST\n2,2025-05-01,2025-04-01,,\n"
        )
    found = check(data, zipped, "--last-year", data / "header.csv", "--last-year", zipped, "--format", "json")
    assert found.exit_code == 0, found.stderr
    report = json.loads(found.stdout)
    (cell,) = [
        cell
        for finding in report["findings"]
        if finding["rule"] == "201"
        for cell in finding["cells"]
        if cell["column"] == "DEC"
    ]
    assert cell["value"] == "2025-04-01"
    assert {
        (issue["column"], issue["kind"]) for issue in report["load_issues"] if issue["table"] == "Episodes"
    } >= {
        ("DECOM", "date form"),
        ("DEC", "date form"),
    }


def wrong(found: Result, code: str) -> None:
    assert found.exit_code == 2
    assert code in found.stderr
    assert "Traceback" not in found.output


def test_a_list_of_workers_comes_with_the_report(data: Path, tmp_path: Path) -> None:
    workers, out = tmp_path / "workers.csv", tmp_path / "report.xlsx"
    workers.write_text("CHILD,WORKER,TEAM\n=1+1,Ann,North\n,Bea,South\n", encoding="utf-8")
    found = check(data, "--workers", workers, "--out", out)
    assert "workers.csv:3  1 row without a child" in found.stdout
    teams = [cell.value for cell in openpyxl.load_workbook(out)["By team"]["A"]]
    assert teams[0] == "Team" and set(teams[1:]) == {"North", "(not known)"}
    wrong(check(data, "--workers", workers, "--out", workers), "A905")


def test_mistakes_are_diagnostics_on_standard_error(data: Path, tmp_path: Path) -> None:
    wrong(check(tmp_path / "nowhere"), "F601")
    wrong(check(data, "--last-year", tmp_path / "nowhere"), "F601")
    wrong(check(data, "--only", "1O1"), "A901")
    wrong(run("check", data, "--ruleset", "small/2025-26", "--year", "20"), "A902")
    wrong(check(data, "--format", "xlsx"), "A904")
    wrong(check(data, "--format", "html"), "A904")
    wrong(check(data, "--format", "csv", "--out", tmp_path / "report.xlsx"), "A906")
    wrong(check(data, "--workers", tmp_path / "nowhere.csv"), "F622")
    wrong(check(data, "--out", tmp_path), "A905")
    wrong(check(data, "--out", tmp_path / "no such folder" / "x.txt"), "A905")
    wrong(check(data, "--provider-list", tmp_path / "nowhere.csv"), "F6")
    wrong(run("rules", "small/2025-26", "1O1"), "A901")
    wrong(run("test", "small/2025-26", "1O1"), "A901")
    wrong(run("fmt", tmp_path / "nowhere"), "A907")
    wrong(check(data, "--form", "json"), "form")


def test_what_is_checked_is_never_written_to(data: Path) -> None:
    file = data / "header.csv"
    before = file.read_bytes()
    wrong(check(data, "--out", file), "A905")
    wrong(check(file, "--out", data / ".." / data.name / "header.csv"), "A905")
    assert file.read_bytes() == before


def test_faults_of_rules_stop_the_check_with_all_of_them(data: Path, rulesets: Path) -> None:
    (rulesets / "small" / "2025-26" / "more.rules").write_text("rule X\n\nrule Y\n")
    found = check(data)
    assert found.exit_code == 2
    assert found.stderr.count("more.rules:") == 2


def test_a_fault_of_lacdsl_is_no_traceback_unless_asked_for(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("broken inside")

    monkeypatch.setattr("lacdsl.api.check", broken)
    found = check(data)
    wrong(found, "A909")
    assert "fault of lacdsl, not of the data" in found.stderr
    assert "broken inside" in run("--debug", "check", data).stderr
    assert "Traceback" in run("--debug", "check", data).stderr


def test_rules_are_listed_and_shown(rulesets: Path) -> None:
    assert run("rules").stdout.split() == ["small/2025-26", "small/2026-27"]
    listing = run("rules", "small/2026-27").stdout
    assert "5 rules" in listing and "201  removed  the reader of the form sees to it" in listing
    shown = run("rules", "small/2025-26", "b2").stdout
    assert 'family "A column is blank"' in shown and "small/2025-26" in shown
    shown = run("rules", "small/2025-26", "101").stdout
    assert "Nobody is looked after before being born." in shown and "Born on {DOB}" in shown


def test_examples_are_run(rulesets: Path) -> None:
    good = run("test", "small/2025-26")
    assert good.exit_code == 0, good.output
    assert "2 examples of 2 rules" in good.stdout
    file = rulesets / "small" / "2025-26" / "children.rules"
    file.write_text(file.read_text().replace("end + 1 day", "end"))
    bad = run("test", "small/2025-26", "101")
    assert bad.exit_code == 1
    assert "expected fails, found passes" in bad.stdout
    assert bad.stdout.count("expected fails") == 1, "what both engines say is said once"
    assert run("test", "small/2025-26", "102").exit_code == 0
    file.write_text(file.read_text().replace("| end ", "| end + 1 dy ", 1))
    assert "`end + 1 dy` is read as no date" in run("test", "small/2025-26", "--only", "101").stdout
    file.write_text(file.read_text().replace("| end + 1 dy ", "| 2026-03-31 ", 1))
    assert "`2026-03-31` is read as no date: write dd/mm/yyyy" in run("test", "small/2025-26", "101").stdout
    file.write_text(file.read_text().replace("| n/a    | 3     |             |", "| n/a | 3 | 2026-03-31 |"))
    twice = run("test", "small/2025-26", "101").stdout
    assert twice.count("`2026-03-31` is read as no date") == 1, "said once, however many rows have it"


def test_a_ruleset_that_only_changes_others_has_nothing_to_prove(rulesets: Path) -> None:
    """The examples of what it builds on are not run in place of its own."""
    folder = rulesets / "changes"
    folder.mkdir()
    (folder / "ruleset.yaml").write_text(
        "name: local/changes\ntitle: Changes\nversion: 1.0.0\nowner: Us\nscope: local\nlicence: MIT\n"
        "return: small\nyear: 2025-26\nextends: small/2025-26\nrules: [own.rules]\n"
    )
    (folder / "own.rules").write_text('remove rule 102 because "agreed"\n')
    alone = run("test", str(folder))
    assert alone.exit_code == 0 and "no rules of its own" in alone.stdout, alone.output
    assert "2 examples of 2 rules" in run("test", str(folder), "--all").stdout


def test_what_examples_leave_unproved_is_listed(rulesets: Path) -> None:
    covered = run("test", "small/2025-26", "--coverage")
    assert covered.exit_code == 0, covered.output
    assert "parts of conditions are made both true and false by an example" in covered.stdout
    changed = run("test", "small/2025-26", "--mutants")
    assert changed.exit_code == 0, changed.output
    assert "changes are caught by an example" in changed.stdout
    file = rulesets / "small" / "2025-26" / "children.rules"
    file.write_text(file.read_text().replace("    | passes | 1     | end         |\n", ""))
    bare = run("test", "small/2025-26", "--mutants", "--at-least", "90", "--only", "101")
    assert bare.exit_code == 1 and "could be `" in bare.stdout
    wrong(run("test", "small/2025-26", "--at-least", "90"), "A906")


def test_lines_keep_the_ends_that_windows_gives_them(tmp_path: Path) -> None:
    file = tmp_path / "a.rules"
    file.write_bytes(b'rule X "x"\r\n for each   Header\r\n must DOB is present\r\n flag DOB\r\n')
    assert run("fmt", file).exit_code == 0
    assert file.read_bytes().startswith(b'rule X "x"\r\n  for each Header\r\n')
    assert file.read_bytes().count(b"\r\n") == file.read_bytes().count(b"\n")
    assert run("fmt", file, "--check").exit_code == 0


def test_files_of_rules_are_put_into_form(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    file = folder / "a.rules"
    file.write_bytes(b'rule X "x"\r\n for each   Header\n must DOB is present\n flag DOB\n')
    assert run("fmt", folder, "--check").exit_code == 1
    assert b"\r\n" in file.read_bytes()
    assert run("fmt", folder).exit_code == 0
    assert file.read_bytes().startswith(b'rule X "x"\n  for each Header\n')
    assert run("fmt", folder, "--check").exit_code == 0
    (folder / "b.rules").write_text("rule\n")
    wrong(run("fmt", folder), "S1")
    wrong(run("fmt", folder, "--check"), "S1")
    assert run("fmt", folder, "--check").exit_code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="files have no such modes there")
def test_fmt_keeps_links_and_modes(tmp_path: Path) -> None:
    real, link = tmp_path / "real.rules", tmp_path / "link.rules"
    real.write_text("codes  x = {A}\n")
    real.chmod(0o640)
    link.symlink_to(real)
    assert run("fmt", link).exit_code == 0
    assert link.is_symlink() and real.read_text() == "codes x = {A}\n"
    assert real.stat().st_mode & 0o777 == 0o640


def test_version_and_help() -> None:
    for words in (("version",), ("--version",)):
        assert run(*words).stdout == f"lacdsl {lacdsl.__version__}\n"
    for words in ((), ("check",), ("rules",), ("test",), ("fmt",), ("sample", "lac")):
        assert run(*words, "--help").exit_code == 0


def test_the_profile_goes_to_standard_error(data: Path) -> None:
    found = check(data, "--profile", "--format", "json")
    assert " s  rules" in found.stderr
    json.loads(found.stdout)


def test_a_disk_that_refuses_is_no_fault_of_lacdsl(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("lacdsl.report.terminal.write_terminal", full)
    found = check(data)
    wrong(found, "A905")
    assert "no space left" in found.stderr


def test_ctrl_c_stops_without_a_traceback(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("lacdsl.api.check", stop)
    found = check(data)
    assert found.exit_code == 130 and "Traceback" not in found.output


def test_a_workbook_and_a_page_go_into_files(data: Path, tmp_path: Path) -> None:
    for form, start in (("xlsx", b"PK"), ("html", b"<!DOCTYPE html>")):
        out = tmp_path / f"report.{form}"
        found = check(data, "--out", out)
        assert (found.exit_code, found.stderr) == (0, "") and f"Full report: {out}" in found.stdout
        assert out.read_bytes().startswith(start)
        wrong(check(data, "--format", form), f"--format {form} --out report.{form}")
        wrong(check(data, "--format", form, "--out", tmp_path / "no such folder" / "x"), "A905")
    assert {path.name for path in tmp_path.iterdir() if path.name.startswith((".", "report"))} == {
        "report.xlsx",
        "report.html",
    }


def test_explain_by_line_by_child_and_by_finding(data: Path, tmp_path: Path) -> None:
    asked = ("--ruleset", "small/2025-26")
    by_line = run("explain", "101", data, *asked, "--line", "header.csv:2")
    assert by_line.exit_code == 0, by_line.output
    assert "Header (header.csv line 2), child =1+1: fails" in by_line.stdout
    by_child = run("explain", "101", data, *asked, "--child", "=1+1", "--format", "json")
    assert json.loads(by_child.stdout)["rows"][0]["at"][0]["line"] == 2
    saved = tmp_path / "report.json"
    check(data, "--format", "json", "--out", saved)
    by_finding = run("explain", "0", data, "--report", saved)
    assert "header.csv line 2" in by_finding.stdout and "fails" in by_finding.stdout
    as_csv = tmp_path / "report.csv"
    assert check(data, "--out", as_csv).exit_code == 0
    assert run("explain", "0", data, *asked, "--report", as_csv).output == by_finding.output
    wrong(run("explain", "0", data, "--report", tmp_path / "report.xlsx"), "only JSON and CSV are read again")
    wrong(
        run("explain", "101", data, *asked, "--row", "0", "--table", "Nonsense"), "There is no table Nonsense"
    )
    wrong(run("explain", "101", data, *asked, "--table", "Header"), "there is no --row")
    wrong(run("explain", "99", data, "--report", saved), "A911")
    wrong(run("explain", "0", data, "--report", data / "header.csv"), "A912")
    wrong(run("explain", "101", data, *asked, "--line", "header.csv"), "A911")
    wrong(run("explain", "101", data, *asked, "--line", "other.csv:2"), "A911")
    wrong(run("explain", "101", data, *asked, "--row", "7"), "A911")
    wrong(run("explain", "101", data, *asked, "--row", "0", "--child", "2"), "A906")


def test_a_report_to_pass_on(data: Path, tmp_path: Path) -> None:
    key = tmp_path / "reports.key"
    words = ("--pseudonymise", "--key-file", key, "--format", "json")
    first = check(data, *words)
    assert first.exit_code == 0, first.output
    report = json.loads(first.stdout)
    assert not list(Draft202012Validator(schema()).iter_errors(report))
    assert "=1+1" not in first.stdout and report["findings"][0]["entity"].startswith("P-")
    assert json.loads(check(data, *words).stdout)["findings"] == report["findings"]
    assert "rounded up to 5s" in check(data, "--pseudonymise").stdout
    short = check(data, "--pseudonymise", "--summary-only", "--format", "json", "--fail-on", "error")
    assert short.exit_code == 1 and json.loads(short.stdout)["findings"] == []
    check(data, "--pseudonymise", "--summary-only", "--out", key.with_name("summary.json"))
    wrong(run("explain", "0", data, "--report", key.with_name("summary.json")), "is a summary")
    wrong(check(data, "--key-file", key), "A906")
    wrong(check(data, "--summary-only"), "A906")
    wrong(check(data, "--pseudonymise", "--key-file", data / "header.csv"), "A913")


def test_two_reports_are_compared(data: Path, tmp_path: Path) -> None:
    old, new, out = tmp_path / "old.json", tmp_path / "new.json", tmp_path / "changes.xlsx"
    check(data, "--out", old)
    rows = (data / "header.csv").read_text(encoding="utf-8").splitlines()
    moved = [rows[0], rows[2], rows[1], "4,01/05/2026,1"]
    (data / "header.csv").write_text("\n".join(moved), encoding="utf-8")
    check(data, "--out", new)
    found = run("compare", old, new)
    assert found.exit_code == 0, found.output
    assert "1 new, 2 fixed, 2 still there" in found.stdout
    assert run("compare", old, new, "--fail-on", "error").exit_code == 1
    assert run("compare", new, old, "--fail-on", "error").exit_code == 0
    assert json.loads(run("compare", old, new, "--format", "json").stdout)["counts"]["new"] == 1
    assert run("compare", old, new, "--format", "csv").stdout.startswith("state,rule")
    assert run("compare", old, new, "--out", out).exit_code == 0 and out.read_bytes().startswith(b"PK")
    wrong(run("compare", old, data / "header.csv"), "A912")
    assert run("compare", old, new, "--out", tmp_path / "x.html").exit_code == 0
    assert "<h1>Comparison of two reports</h1>" in (tmp_path / "x.html").read_text(encoding="utf-8")
    wrong(run("compare", old, new, "--format", "html"), "A904")
    wrong(run("compare", old, new, "--out", old), "A905")
