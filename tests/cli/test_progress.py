"""What is said on a terminal while something goes on."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import pytest

from lacdsl.cli.given import tables_of_both_years
from lacdsl.cli.progress import progress
from lacdsl.model import load_model
from lacdsl.resources import rulesets_folder


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def screens(stream: io.StringIO) -> list[str]:
    """What stood on the line, one after the other."""
    return [text.rstrip() for text in stream.getvalue().split("\r")]


def test_a_terminal_shows_each_file_and_then_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    with progress("Reading") as tell:
        tell("header.csv")
        tell("a \x1b[31m very long name" * 20)
        tell("b.csv")
    seen = screens(stream)
    assert seen[:3] == ["", "Reading ...", "Reading: header.csv ..."]
    assert seen[3].startswith("Reading: a ?[31m very") and len(seen[3]) < 80
    assert seen[4:] == ["Reading: b.csv ...", "", ""]
    assert "\x1b" not in stream.getvalue()


def test_what_takes_long_says_for_how_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock is turned, not waited for: nothing in the first two seconds, then whole seconds."""
    stream, clock = Terminal(), [100.0]
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr("lacdsl.cli.progress.monotonic", lambda: clock[0])
    with progress("Checking") as tell:
        for now in (101.9, 102.0, 163.7):
            clock[0] = now
            tell("")
    assert screens(stream)[1:5] == ["Checking ...", "Checking ...", "Checking ... 2 s", "Checking ... 63 s"]


def test_the_line_ticks_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """While one thing goes on, the seconds go on as well."""
    ticked = threading.Event()

    class Ticking(Terminal):
        def write(self, text: str) -> int:
            if self.getvalue().count("Checking") >= 3:
                ticked.set()
            return super().write(text)

    monkeypatch.setattr("sys.stderr", Ticking())
    monkeypatch.setattr("lacdsl.cli.progress._EVERY", 0.001)
    with progress("Checking"):
        assert ticked.wait(10)


def test_the_line_goes_away_when_something_goes_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    with pytest.raises(ValueError), progress("Reading"):
        raise ValueError
    assert screens(stream)[-2:] == ["", ""]


def test_a_pipe_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    with progress("Reading") as tell:
        tell("header.csv")
    assert stream.getvalue() == ""


def test_the_files_of_both_years_are_named(tmp_path: Path) -> None:
    for name in ("this", "last"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.csv").write_text("CHILD,DOB,MISSING,MIS_START,MIS_END\n")
    told: list[str] = []
    model = load_model(rulesets_folder() / "dfe" / "lac" / "2026-27" / "model.yaml", validate=False)
    tables_of_both_years([tmp_path / "this"], [tmp_path / "last"], model, told.append)
    assert sorted(told) == ["last.csv", "this.csv"]
