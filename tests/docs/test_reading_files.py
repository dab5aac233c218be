"""The page on reading files names every kind of remark."""

from __future__ import annotations

from pathlib import Path

import pytest

from lacdsl.ingest import Kind

PAGE = Path(__file__).parent.parent.parent / "docs" / "reading-files.md"


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_remark_is_explained(kind: Kind) -> None:
    table = PAGE.read_text(encoding="utf-8").partition("| kind | says |")[2]
    assert f"`{kind}`" in table
