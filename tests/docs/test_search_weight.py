"""Pages that answer questions come before the many pages of rules when the manual is searched."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from docs.tools.search_weight import WEIGHTS, on_page_markdown

DOCS = Path(__file__).parent.parent.parent / "docs"


def weight(name: str) -> float:
    page = SimpleNamespace(file=SimpleNamespace(src_uri=name), meta=cast("dict[str, Any]", {}))
    assert on_page_markdown("# Title", cast("Any", page), cast("Any", None), cast("Any", None)) == "# Title"
    return float(page.meta.get("search", {}).get("boost", 1))


def test_questions_come_before_rules_and_reasons() -> None:
    assert weight("tutorial.md") == weight("first-check.md") == 1
    assert weight("decisions/no-pickle.md") < weight("rules/lac/2026-27.md") < weight("errors.md") < 1


@pytest.mark.parametrize("start", WEIGHTS)
def test_what_has_a_weight_is_there(start: str) -> None:
    assert start == "rules/" or (DOCS / start).exists()
