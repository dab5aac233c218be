"""A return's model and a folder to put its files in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lacdsl.ingest import Tables, read_folder
from lacdsl.model import Model, load_model
from lacdsl.resources import rulesets_folder

Read = Callable[..., Tables]


@pytest.fixture(scope="session")
def model() -> Model:
    return load_model(rulesets_folder() / "dfe" / "lac" / "2026-27" / "model.yaml", validate=False)


@pytest.fixture
def read(tmp_path: Path, model: Model) -> Read:
    """Writes files (name without dots as in `missing_csv`, or by mapping) and reads the folder."""

    def write_and_read(files: dict[str, str | bytes], **options: str) -> Tables:
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            (tmp_path / name).write_bytes(data)
        return read_folder(tmp_path, model, **options)  # type: ignore[arg-type]

    return write_and_read
