"""One server for all tests of a file, with a council's own ruleset open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .client import Client
from .ours import MANIFEST, OTHER, OWN


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("ours")
    (found / "ruleset.yaml").write_text(MANIFEST)
    (found / "own.rules").write_text(OWN, encoding="utf-8")
    (found / "other.rules").write_text(OTHER)
    data = found / "data"
    data.mkdir()
    (data / "episodes.csv").write_text("CHILD,DECOM,DEC,REC\n1,01/06/2026,,X1\n2,01/06/2026,,\n")
    (data / "header.csv").write_text("CHILD,DOB\n1,01/06/2015\n2,01/06/2015\n")
    return found


@pytest.fixture(scope="session")
def client(folder: Path) -> Iterator[Client]:
    with Client(folder, {"data": str(folder / "data")}) as found:
        yield found


@pytest.fixture
def own(client: Client, folder: Path) -> Iterator[str]:
    uri = client.open(folder / "own.rules")
    yield uri
    client.tell("textDocument/didClose", textDocument={"uri": uri})
