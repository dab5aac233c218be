"""Everything that may take long is done while a line on the terminal says what goes on; a pipe sees none of it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import lacdsl.cli
from lacdsl.cli.main import app

_LONG = {
    "lacdsl.api:load_ruleset": "Reading the rules",
    "lacdsl.ingest:read": "Reading the files",
    "lacdsl.api:check": "Checking",
    "lacdsl.report.excel:write_excel": "Writing the report",
    "lacdsl.report.html:write_html": "Writing the report",
    "lacdsl.report:write_json": "Writing the report",
    "lacdsl.report:write_csv": "Writing the report",
    "lacdsl.report.terminal:summary": "Writing the report",
    "lacdsl.api.verdicts:judged": "Trying",
    "lacdsl.lints:lint": "Looking at the rules",
    "lacdsl.report.compare:compare_reports": "Comparing",
    "lacdsl.report.compare_forms:write_excel": "Writing the comparison",
    "lacdsl.report.compare_page:write_html": "Writing the comparison",
    "lacdsl.testing:run_examples": "Running the examples",
    "lacdsl.testing.mutants:Judge.all": "Changing the rules",
    "lacdsl.testing.mutants:Judge.look_closer": "Looking for rows that would catch what is left",
    "lacdsl.differences:differences": "Reading the rules",
}
CHECK = ["lacdsl.api:load_ruleset", "lacdsl.ingest:read", "lacdsl.api:check"]
CASES: list[tuple[list[str], list[str]]] = [
    (["check", "DATA", "--out", "OUT.xlsx"], [*CHECK, "lacdsl.report.excel:write_excel"]),
    (["check", "DATA", "--out", "OUT.html"], [*CHECK, "lacdsl.report.html:write_html"]),
    (["check", "DATA", "--out", "OUT.json"], [*CHECK, "lacdsl.report:write_json"]),
    (["check", "DATA", "--format", "json"], [*CHECK, "lacdsl.report:write_json"]),
    (["check", "DATA", "--format", "csv"], [*CHECK, "lacdsl.report:write_csv"]),
    (["check", "DATA", "--out", "OUT.txt"], [*CHECK, "lacdsl.report.terminal:summary"]),
    (
        ["try", "DATA", "--condition", "SEX = 1", "--table", "Header", "--year", "2025-26"],
        ["lacdsl.ingest:read", "lacdsl.api.verdicts:judged"],
    ),
    (["lint", "small/2025-26"], ["lacdsl.lints:lint"]),
    (["test", "small/2025-26"], ["lacdsl.testing:run_examples"]),
    (
        ["test", "small/2025-26", "--mutants", "--only", "101"],
        ["lacdsl.testing.mutants:Judge.all", "lacdsl.testing.mutants:Judge.look_closer"],
    ),
    (
        ["compare", "OLD.json", "OLD.json", "--out", "OUT.xlsx"],
        ["lacdsl.report.compare:compare_reports", "lacdsl.report.compare_forms:write_excel"],
    ),
    (
        ["compare", "OLD.json", "OLD.json", "--out", "OUT.html"],
        ["lacdsl.report.compare_page:write_html"],
    ),
    (["diff", "small/2025-26", "small/2025-26"], ["lacdsl.differences:differences"]),
]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the line says at the moment."""
    line: list[str] = []

    @contextmanager
    def progress(text: str) -> Iterator[Callable[[str], None]]:
        line.append(text)
        try:
            yield lambda _: None
        finally:
            line.pop()

    for module in pkgutil.iter_modules(lacdsl.cli.__path__):
        held = importlib.import_module(f"lacdsl.cli.{module.name}")
        if hasattr(held, "progress") and module.name != "progress":
            monkeypatch.setattr(held, "progress", progress)
    return line


@pytest.mark.parametrize(("words", "steps"), CASES, ids=[" ".join(words) for words, _ in CASES])
def test_a_line_stands_there_while_something_long_is_done(
    words: list[str],
    steps: list[str],
    shown: list[str],
    rulesets: Path,
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old = tmp_path / "OLD.json"
    if "OLD.json" in words:
        assert CliRunner().invoke(app, ["check", str(data), "--out", str(old)]).exit_code == 0
    seen: dict[str, list[str]] = {}
    for step in steps:
        _watch(step, shown, seen, monkeypatch)
    places = {"DATA": data, "OLD.json": old} | {
        f"OUT.{end}": tmp_path / f"OUT.{end}" for end in ("xlsx", "html", "json", "txt")
    }
    done = CliRunner().invoke(app, [str(places.get(word, word)) for word in words])
    assert done.exit_code == 0, done.output
    assert seen == {step: [_LONG[step]] for step in steps}


def _watch(step: str, shown: list[str], seen: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    module, _, name = step.partition(":")
    holder: Any = importlib.import_module(module)
    *above, name = name.split(".")
    for each in above:
        holder = getattr(holder, each)
    real = getattr(holder, name)

    def watched(*given: Any, **named: Any) -> Any:
        said = shown[-1] if shown else ""
        if said not in seen.setdefault(step, []):
            seen[step].append(said)
        return real(*given, **named)

    monkeypatch.setattr(holder, name, watched)
