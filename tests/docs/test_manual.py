"""What the manual shows as rules are rules: they read, they mean something, and their examples come out as they say.

LACDSL_UPDATE_GOLDEN=1 puts the blocks into the form that `lacdsl fmt` gives them.
"""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path

import pytest

from lacdsl.diagnostics import render_all
from lacdsl.semantics.functions import FUNCTIONS
from lacdsl.syntax import parse, parse_expression, print_expr, print_file, print_item, tree
from lacdsl.syntax.reserved import RESERVED
from lacdsl.testing import Settings, run_examples, show

_SPEC = importlib.util.spec_from_file_location("manual_blocks", Path(__file__).with_name("manual.py"))
assert _SPEC is not None and _SPEC.loader is not None
manual = importlib.util.module_from_spec(_SPEC)
sys.modules[_SPEC.name] = manual
_SPEC.loader.exec_module(manual)

BLOCKS = manual.blocks()
RULES = [block for block in BLOCKS if block.fragment is None]
FRAGMENTS = [block for block in BLOCKS if block.fragment is not None]
WITH_RULES = sorted({(block.page, block.ruleset) for block in RULES})
"""Pages, each of which is compiled as one file for every return that it speaks of."""


@pytest.mark.parametrize("block", RULES, ids=lambda block: block.name)
def test_rules_are_in_their_one_form(block) -> None:
    parsed = parse(block.text, block.name)
    assert not parsed.diagnostics, render_all(parsed.diagnostics)
    printed = print_file(parsed.file)
    assert manual.update(block, printed) or printed == block.text


@pytest.mark.parametrize(
    ("page", "ruleset"), WITH_RULES, ids=[f"{page.name}-{ruleset}" for page, ruleset in WITH_RULES]
)
def test_rules_mean_something_and_their_examples_come_out(page: Path, ruleset: str) -> None:
    items = tuple(
        item
        for block in manual.blocks_of(page)
        if block.fragment is None and block.ruleset == ruleset
        for item in parse(block.text, block.name).file.items
    )
    compiled = manual.compiled(items, ruleset)
    assert not compiled.diagnostics, render_all(compiled.diagnostics)
    codes = [item.code for item in items if isinstance(item, tree.Rule)]
    assert len(set(codes)) == len(codes)
    assert set(codes) <= set(compiled.program.rules)
    settings = Settings(compiled.program.model, lambda: manual.shared_with(items, ruleset), changed=False)
    results = run_examples(compiled.program, compiled.examples, settings=settings)
    wrong = [show(result) for result in results if not result.ok]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("block", FRAGMENTS, ids=lambda block: block.name)
def test_fragments_are_expressions(block) -> None:
    lines = [line.partition("  #")[0].strip() for line in block.text.splitlines()[1:]]
    expressions = [line for line in lines if line]
    assert expressions
    for line in expressions:
        assert print_expr(parse_expression(line)) == line
    if block.fragment:
        lets = "".join(f"  let value{number} = {line}\n" for number, line in enumerate(expressions))
        table = block.fragment
        text = f'rule F1 "Fragments"\n  for each {table}\n{lets}  must CHILD is present\n  flag CHILD\n'
        if table == "Child":
            text = text.replace("flag CHILD", "flag Header.CHILD").replace("must CHILD", "must Header.CHILD")
        found = manual.compiled(parse(text, block.name).file.items).diagnostics
        errors = [problem for problem in found if problem.code != "N219"]
        assert not errors, render_all(errors)


def test_the_manual_shows_rules() -> None:
    assert len(RULES) > 30 and len(FRAGMENTS) > 5


def test_the_cookbook_has_a_rule_with_examples_for_each_of_its_questions() -> None:
    page = manual.ROOT / "docs" / "cookbook.md"
    rules = [
        item
        for block in manual.blocks_of(page)
        for item in parse(block.text, block.name).file.items
        if isinstance(item, tree.Rule)
    ]
    questions = [line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("### ")]
    assert len(rules) == len(questions) >= 30
    assert all(rule.body.examples for rule in rules)


def test_every_function_and_every_reserved_word_is_in_the_reference() -> None:
    text = (manual.ROOT / "docs" / "language.md").read_text(encoding="utf-8")
    functions = text.partition("## Functions")[2].partition("\n## ")[0]
    assert {name for name in FUNCTIONS if f"`{name}(" in functions} == set(FUNCTIONS)
    words = text.partition("## Reserved words")[2].partition("\n## ")[0].replace("`", " ").split()
    assert set(RESERVED) <= set(words)


def test_what_the_page_on_local_rules_shows_is_what_stands_in_the_folders() -> None:
    page = manual.ROOT / "docs" / "local-rules.md"
    folder = manual.ROOT / "rulesets" / "local"
    stands = {
        _plain(item)
        for path in sorted(folder.rglob("*.rules"))
        for item in parse(path.read_text(encoding="utf-8"), path.name).file.items
    }
    for block in manual.blocks_of(page):
        for item in parse(block.text, block.name).file.items:
            assert _plain(item) in stands
    text = page.read_text(encoding="utf-8")
    assert (folder / "first-council" / "ruleset.yaml").read_text(encoding="utf-8") in text


def _plain(item: tree.Item) -> str:
    lines = print_item(item).splitlines()
    return "\n".join(line for line in lines if line and not line.startswith("#"))


def test_every_page_for_analysts_is_among_what_they_may_want() -> None:
    listed = set(
        re.findall(r"\]\(([a-z/-]+\.md)", (manual.ROOT / "docs" / "i-want-to.md").read_text(encoding="utf-8"))
    )
    pages = {path.name for path in (manual.ROOT / "docs").glob("*.md")} - {"i-want-to.md", "index.md"}
    assert pages <= listed


def test_every_decision_is_in_their_list() -> None:
    folder = manual.ROOT / "docs" / "decisions"
    listed = set(re.findall(r"\]\(([a-z-]+\.md)\)", (folder / "README.md").read_text(encoding="utf-8")))
    assert listed == {path.name for path in folder.glob("*.md")} - {"README.md"}


def test_every_part_of_the_package_is_in_the_table_for_contributors() -> None:
    page = (manual.ROOT / "docs" / "contributing.md").read_text(encoding="utf-8")
    parts = {path.parent.name for path in (manual.ROOT / "lacdsl").glob("*/__init__.py")}
    assert parts <= set(re.findall(r"`([a-z]+)`", page))
