"""What is handed on as the source of lacdsl holds all that its tests, its manual and its `make` need."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OF_THE_REPOSITORY_ONLY = {".ci", ".gitattributes", ".gitignore", ".github"}


def test_the_source_package_holds_every_part_of_the_project() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packed = {name.lstrip("/") for name in settings["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]}
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files"], capture_output=True, encoding="utf-8", check=False
    )
    if listed.returncode:
        pytest.skip("no git here, as in the source package itself")
    kept = {name.partition("/")[0] for name in listed.stdout.splitlines()}
    assert kept - OF_THE_REPOSITORY_ONLY - {"pyproject.toml"} == packed
