"""The blocks of rules in the manual, and what they are compiled with."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lacdsl.model import Model, load_model
from lacdsl.resources import rulesets_folder
from lacdsl.rulesets.chain import read_chain
from lacdsl.rulesets.diagnostics import Problems
from lacdsl.rulesets.resolve import Read, resolve
from lacdsl.semantics import Compiled, LayeredItem, compile_program
from lacdsl.syntax import parse, tree

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
RULESET = "dfe/lac/2026-27"
CENSUS = "dfe/cin/2026-27"
OF_THE_CENSUS = "# For the children in need census.\n"
"""Begins a block of rules about the other return."""
OF_ANOTHER_RETURN = "# Of the adoption survey.\n"
"""Begins a block of rules about a return that the page itself describes: test_consoles.py follows that page."""
WITH_OWN_TABLES = "# With tables of our own.\n"
"""Begins a block of rules about a data model that the page itself adds to: test_own_tables.py follows that page."""
FRAGMENT = re.compile(r"# fragment(?: of (?P<table>[A-Za-z][A-Za-z0-9]*))?\n")
_FENCE = re.compile(r"^```lacdsl\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """Rules, or expressions, as they stand on a page."""

    page: Path
    line: int
    text: str

    @property
    def name(self) -> str:
        """Where it stands, for a message."""
        return f"{self.page.relative_to(ROOT).as_posix()}:{self.line}"

    @property
    def ruleset(self) -> str:
        """What the block is compiled on top of."""
        return CENSUS if self.text.startswith(OF_THE_CENSUS) else RULESET

    @property
    def fragment(self) -> str | None:
        """The table whose rows the expressions are about; empty when any will do, None for a block of rules."""
        found = FRAGMENT.match(self.text)
        return None if found is None else found["table"] or ""


def blocks() -> list[Block]:
    """All blocks marked `lacdsl` on all pages."""
    return [block for page in PAGES for block in blocks_of(page)]


def blocks_of(page: Path) -> Iterator[Block]:
    """The blocks of one page. LACDSL_UPDATE_GOLDEN=1 makes the tests put them into their one form."""
    text = page.read_text(encoding="utf-8")
    for found in _FENCE.finditer(text):
        if found["text"].startswith((OF_ANOTHER_RETURN, WITH_OWN_TABLES)):
            continue
        yield Block(page, text.count("\n", 0, found.start("text")) + 1, found["text"])


def update(block: Block, text: str) -> bool:
    """Put `text` in the place of the block, when that is wanted."""
    if not os.environ.get("LACDSL_UPDATE_GOLDEN"):
        return False
    page = block.page.read_text(encoding="utf-8")
    block.page.write_text(
        page.replace(f"```lacdsl\n{block.text}```", f"```lacdsl\n{text}```"), encoding="utf-8"
    )
    return True


@cache
def model(ruleset: str = RULESET) -> Model:
    """The model of the collection that the manual speaks of."""
    return load_model(rulesets_folder() / ruleset / "model.yaml", validate=False)


@cache
def official(ruleset: str = RULESET) -> tuple[Read, ...]:
    """What the official ruleset and those before it say, each by itself."""
    reads = []
    for layer in read_chain([ruleset]).layers:
        items: list[tree.Item] = []
        for file in layer.files:
            items.extend(parse(file.data.decode("utf-8"), file.shown).file.items)
        reads.append(Read(layer.manifest.name, tuple(items)))
    return tuple(reads)


def compiled(items: tuple[tree.Item, ...], ruleset: str = RULESET) -> Compiled:
    """The items over the definitions that the official ruleset shares; of its rules only those they replace."""
    return compile_program(model(ruleset), _only_manual(shared_with(items, ruleset)), lambda span: "")


def shared_with(items: tuple[tree.Item, ...], ruleset: str = RULESET) -> tuple[LayeredItem, ...]:
    """The items, and those of the official ruleset that they can use or that they replace."""
    wanted = {
        item.code
        for item in items
        if isinstance(item, tree.Removal | tree.Treatment) or (isinstance(item, tree.Rule) and item.replaces)
    }
    problems = Problems()
    layers = [
        Read(read.layer, tuple(item for item in read.items if _kept(item, wanted)))
        for read in official(ruleset)
    ]
    resolved = resolve([*layers, Read("manual", items)], problems)
    assert not problems.found, problems.found
    own = {item.name for item in items if isinstance(item, (tree.Spells, tree.DerivedTable, tree.Codes))}
    assert own <= {getattr(held.item, "name", "") for held in resolved.items}
    return resolved.items


def _kept(item: tree.Item, wanted: set[str]) -> bool:
    if isinstance(item, (tree.Rule, tree.Removal)):
        return item.code in wanted
    return not isinstance(item, tree.Family)


def _only_manual(items: tuple[LayeredItem, ...]) -> tuple[LayeredItem, ...]:
    """Without the official rules that are left: they are tested elsewhere."""
    return tuple(held for held in items if held.layer == "manual" or not isinstance(held.item, tree.Rule))
