"""Pages that answer questions come before the many pages of rules when the manual is searched."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import yaml

from docs.tools.search_weight import WEIGHTS, WORDS, on_page_markdown

DOCS = Path(__file__).parent.parent.parent / "docs"


def weight(name: str) -> float:
    page = SimpleNamespace(file=SimpleNamespace(src_uri=name), meta=cast("dict[str, Any]", {}))
    assert on_page_markdown("# Title", cast("Any", page), cast("Any", None), cast("Any", None)) == "# Title"
    return float(page.meta.get("search", {}).get("boost", 1))


def test_questions_come_before_rules_and_reasons() -> None:
    assert weight("tutorial.md") == weight("first-check.md") == 1
    assert weight("rules/lac/2025-26.md") < weight("rules/lac/2026-27.md")
    assert weight("decisions/no-pickle.md") < weight("lints/L801.md") < weight("rules/lac/2026-27.md") < 1


@pytest.mark.parametrize("start", [*WEIGHTS, *WORDS])
def test_what_has_a_weight_or_words_is_there(start: str) -> None:
    made = {
        "files.md",
        *(
            f"rules/{name}/{page}"
            for name in ("lac", "cin")
            for page in ("tables.md", "changes.md", "2026-27.md")
        ),
    }
    assert start == "rules/" or start in made or (DOCS / start).exists()


def test_a_page_is_found_by_what_people_may_call_its_subject() -> None:
    page = SimpleNamespace(file=SimpleNamespace(src_uri="privacy.md"), meta=cast("dict[str, Any]", {}))
    on_page_markdown("# Privacy", cast("Any", page), cast("Any", None), cast("Any", None))
    assert "data protection" in page.meta["tags"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("How do I write a rule?", "write rule"),
        ("two files for one table", "two files one table"),
        ("ruleset.yaml, 1.5 and H6-9", "ruleset yaml 1.5 H6 9"),
        ("A report (to pass on)", "report pass"),
    ],
)
def test_small_words_and_punctuation_are_not_looked_for(text: str, words: str) -> None:
    settings = (DOCS.parent / "mkdocs.yml").read_text(encoding="utf-8")
    [separator] = re.findall(r"separator: >-\n +(\S+)\n", settings)
    assert yaml.safe_load(f"- >-\n  {separator}\n") == [separator]
    assert [each for each in re.split(separator, text) if each] == words.split()
