"""A small return and its rulesets, for commands as somebody types them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

FIXTURES = Path(__file__).parent.parent / "fixtures" / "rulesets"


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compiled rulesets, for all tests of these files."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture
def rulesets(tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the fixtures that lacdsl takes for the rulesets it comes with."""
    folder = tmp_path / "rulesets"
    shutil.copytree(FIXTURES, folder)
    monkeypatch.setattr("lacdsl.rulesets.files.rulesets_folder", lambda: folder)
    monkeypatch.setattr("lacdsl.cli.given.FAMILY", "small")
    monkeypatch.setattr("lacdsl.rulesets.cache.cache_folder", lambda: kept)
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The folder of a small return: one error, one query, one row that cannot be checked."""
    folder = tmp_path / "this year"
    folder.mkdir()
    (folder / "header.csv").write_text(
        "CHILD,DOB,SEX\n=1+1,01/04/2026,1\n2,01/01/2020,9\n3,,\n", encoding="utf-8"
    )
    return folder
