"""A folder of rulesets to try things on, and a cache folder that is nobody else's."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

FIXTURES = Path(__file__).parent.parent / "fixtures" / "rulesets"


@pytest.fixture(autouse=True)
def no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LACDSL_NO_CACHE", "1")


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is installed and nobody trusted, whatever computer the tests run on."""
    monkeypatch.setenv("LACDSL_HOME", str(tmp_path / "lacdsl-home"))
    monkeypatch.setattr("lacdsl.rulesets.packs.places.shared_folder", lambda: tmp_path / "site")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the fixtures that lacdsl takes for the rulesets it comes with."""
    folder = tmp_path / "rulesets"
    shutil.copytree(FIXTURES, folder)
    monkeypatch.setattr("lacdsl.rulesets.files.rulesets_folder", lambda: folder)
    return folder


def local(home: Path, text: str, **manifest: str) -> Path:
    """A ruleset of a council beside the others: its folder."""
    folder = home.parent / "council"
    folder.mkdir(exist_ok=True)
    said = {
        "name": "council",
        "title": "Our own",
        "version": "1.0.0",
        "owner": "Council",
        "scope": "local",
        "return": "small",
        "year": "2026-27",
        "extends": "small/2026-27",
        **{name.rstrip("_"): value for name, value in manifest.items()},
    }
    lines = [f"{name}: {value}\n" for name, value in said.items() if value]
    (folder / "ruleset.yaml").write_text("".join(lines), encoding="utf-8")
    (folder / "own.rules").write_text(text, encoding="utf-8")
    return folder
