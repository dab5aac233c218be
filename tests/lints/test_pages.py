"""Every lint has a page: what it says to avoid is found, and by this lint alone; what it prefers is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lacdsl.lints import LINTS, Lint, lint
from lacdsl.lints.core import Subject
from lacdsl.semantics import compile_program
from lacdsl.syntax import parse
from tests.docs.manual import model, shared_with

PAGES = Path(__file__).parent.parent.parent / "docs" / "lints"
# Advice that short rules in a manual cannot heed all at once.
ASIDE = {"L807", "L811"}


def found(text: str) -> set[str]:
    """The codes of what is said of some rules on top of what the official ruleset defines."""
    parsed = parse(text, "page.rules")
    assert not parsed.diagnostics, parsed.diagnostics
    items = shared_with(parsed.file.items)
    made = compile_program(model(), items, lambda span: "")
    assert not [each for each in made.diagnostics if each.severity == "error"], made.diagnostics
    subject = Subject(made.program, made.trees, made.examples, items, frozenset({"manual"}), lambda span: "")
    return {said.code for said in lint(subject)}


def blocks(page: str) -> list[str]:
    return re.findall(r"```lacdsl\n(.*?)```", page, re.DOTALL)


@pytest.mark.parametrize("each", LINTS, ids=lambda each: each.code)
def test_the_page_of_a_lint(each: Lint) -> None:
    text = (PAGES / f"{each.code}.md").read_text(encoding="utf-8")
    assert text.startswith(f"# {each.code}: {each.title}\n")
    assert [line for line in text.splitlines() if line.startswith("## ")] == ["## Avoid", "## Prefer"]
    avoid, prefer = blocks(text)
    aside = ASIDE - {each.code}
    assert found(avoid) - aside == {each.code}
    assert each.code not in found(prefer)


def test_all_lints_are_listed() -> None:
    listed = re.findall(r"^\| \[(L\d{3})\]\(\1\.md\) \| (.*) \|$", (PAGES / "README.md").read_text(), re.M)
    assert listed == [(each.code, each.title) for each in LINTS]


def test_a_comment_with_a_reason_settles_it() -> None:
    text = blocks((PAGES / "README.md").read_text())[0]
    assert "L805" not in found(text)
    assert "L805" in found(text.replace(": the date of birth is what has to be put right", ""))
    inside = re.sub(r"^# allows.*\n", "", text).replace("  must", "  # allows L805, L807: known\n  must")
    assert not {"L805", "L807"} & found(inside)
