"""What Windows does otherwise: files that another program holds, PowerShell's text files, blocked libraries."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from lacdsl.cli import output
from lacdsl.cli.main import app

pytestmark = pytest.mark.usefixtures("rulesets")


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def check(data: Path, *words: object) -> Result:
    return run("check", data, "--year", "2025-26", *words)


def said(found: Result, code: str, *texts: str) -> None:
    assert found.exit_code == 2 and found.stderr.startswith(f"error[{code}]"), found.output
    assert not [text for text in texts if text not in found.stderr], found.stderr


class Held:
    """A file that another program has open: nothing may take its place for some tries."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, path: Path, tries: float) -> None:
        self.asked = 0
        replace = Path.replace

        def refused(source: Path, target: Path) -> Path:
            if target == path:
                self.asked += 1
                if self.asked <= tries:
                    raise PermissionError(13, "Access is denied")
            return replace(source, target)

        monkeypatch.setattr(Path, "replace", refused)
        monkeypatch.setattr(output, "WINDOWS", True)
        monkeypatch.setattr(output, "_PAUSE", 0)


@pytest.mark.parametrize("name", ["report.json", "report.xlsx", "report.html", "report.csv", "report.txt"])
def test_a_report_that_is_open_in_excel_is_kept_under_another_name(
    name: str, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / name
    path.write_bytes(b"last week's")
    path.with_name(f"{path.stem} (2){path.suffix}").write_bytes(b"yesterday's")
    Held(monkeypatch, path, tries=float("inf"))
    spare = path.with_name(f"{path.stem} (3){path.suffix}")
    said(check(data, "--out", path), "A905", f"What was made is in {spare}.", f"Close {name}")
    assert path.read_bytes() == b"last week's" and spare.stat().st_size > 100
    assert sorted(file.name for file in tmp_path.iterdir() if "part" in file.name) == []


def test_a_file_that_a_scanner_holds_for_a_moment_is_tried_again(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.json"
    held = Held(monkeypatch, path, tries=3)
    assert check(data, "--out", path).exit_code == 0
    assert held.asked == 4 and path.read_bytes().startswith(b"{")


def test_what_is_no_report_is_not_left_beside(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "rules.lock"
    Held(monkeypatch, path, tries=float("inf"))
    said(run("lock", "small/2025-26", "--out", path), "A905")
    assert not list(tmp_path.glob("rules*lock*"))


def test_a_report_that_is_open_is_said_before_the_work(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.xlsx"
    path.write_bytes(b"last week's")
    opened = Path.open

    def refused(file: Path, mode: str = "r", *rest: object, **others: object) -> object:
        if file == path and "+" in mode:
            raise PermissionError(13, "Permission denied")
        return opened(file, mode, *rest, **others)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refused)
    monkeypatch.setattr("lacdsl.api.check", lambda *_, **__: pytest.fail("the work was done"))
    monkeypatch.setattr(output, "WINDOWS", True)
    said(check(data, "--out", path), "A905", "is open in another program", "Close it there")


@pytest.mark.skipif(sys.platform != "win32", reason="files can be held open by one program only on Windows")
def test_a_file_that_is_really_open(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text("last week's", encoding="utf-8")
    with path.open("rb"):
        said(check(data, "--out", path), "A905", "What was made is in", "Close report.json")
    assert path.read_text(encoding="utf-8") == "last week's"
    assert check(data, "--out", path).exit_code == 0


def test_what_powershell_redirects_is_told_from_what_is_broken(data: Path, tmp_path: Path) -> None:
    for name in ("report.json", "report.csv"):
        new, old = tmp_path / name, tmp_path / f"old-{name}"
        check(data, "--out", new)
        old.write_text(new.read_text(encoding="utf-8-sig"), encoding="utf-16")
        said(run("compare", old, new), "A912", "UTF-16", "PowerShell", "--out report.json")
        old.write_bytes(b"\x80\x81")
        assert "UTF-16" not in run("compare", old, new).stderr


def test_rules_that_powershell_wrote(tmp_path: Path) -> None:
    assert run("new", "ruleset", "local/mine", "--folder", tmp_path / "mine").exit_code == 0
    rules = tmp_path / "mine" / "own.rules"
    rules.write_text(rules.read_text(encoding="utf-8"), encoding="utf-16")
    said(run("test", tmp_path / "mine"), "R461", "UTF-16", "Notepad")


def test_a_blocked_library_is_no_fault_of_lacdsl(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    why = "DLL load failed while importing rpds: This program is blocked by group policy."

    def blocked(*_: object, **__: object) -> None:
        raise ImportError(why, name="rpds.rpds")

    monkeypatch.setattr("lacdsl.api.check", blocked)
    said(check(data), "A908", "blocked by group policy", "ask for that folder to be allowed")

    def ours(*_: object, **__: object) -> None:
        raise ImportError("cannot import name 'x'", name="lacdsl.api")

    monkeypatch.setattr("lacdsl.api.check", ours)
    said(check(data), "A909", "fault of lacdsl")
