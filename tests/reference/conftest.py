"""A cache folder of the test's own, so that no test reads or leaves anything in the user's."""

from __future__ import annotations

from pathlib import Path

import pytest

from lacdsl.reference import cache


@pytest.fixture(autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setattr(cache, "cache_folder", lambda: folder)
    return folder
