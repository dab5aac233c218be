"""The page of messages is what its script writes."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lacdsl.api.diagnostics import CALL_CODES
from lacdsl.cli.main import app
from lacdsl.ingest.diagnostics import FILE_CODES
from lacdsl.model.diagnostics import EXPLANATIONS
from lacdsl.reference.diagnostics import LIST_CODES
from lacdsl.rulesets.diagnostics import RULESET_CODES
from lacdsl.semantics import SEMANTIC_CODES
from lacdsl.syntax.codes import SYNTAX_CODES

_PATH = Path(__file__).parent.parent.parent / "docs" / "tools" / "gallery.py"
_SPEC = importlib.util.spec_from_file_location("gallery_script", _PATH)
assert _SPEC is not None and _SPEC.loader is not None
gallery = importlib.util.module_from_spec(_SPEC)
sys.modules[_SPEC.name] = gallery
sys.path.insert(0, str(_PATH.parent))
_SPEC.loader.exec_module(gallery)


def test_the_page_is_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Also where somebody has installed rulesets.
    monkeypatch.setenv("LACDSL_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("platformdirs.site_config_path", lambda *_, **__: tmp_path / "site")
    for command in (
        ["new", "ruleset", "local/ours", "--folder", str(tmp_path / "ours")],
        ["install", str(tmp_path / "ours")],
    ):
        assert CliRunner().invoke(app, command).exit_code == 0
    written = gallery.PAGE.read_text(encoding="utf-8")
    assert written == gallery.page(), "run python docs/tools/gallery.py"


def test_every_code_has_a_section() -> None:
    sections = {line.split()[1] for line in gallery.page().splitlines() if line.startswith("### ")}
    assert sections == {
        *SYNTAX_CODES,
        *SEMANTIC_CODES,
        *EXPLANATIONS,
        *RULESET_CODES,
        *FILE_CODES,
        *LIST_CODES,
        *CALL_CODES,
    }


def test_every_mistake_in_a_rule_is_shown() -> None:
    shown = {**gallery.syntax(), **gallery.semantic(), **gallery.models()}
    missing = {*SYNTAX_CODES, *SEMANTIC_CODES, *EXPLANATIONS} - set(shown)
    assert not missing
