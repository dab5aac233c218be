"""Pages of the manual that are made from the rulesets when the manual is built, and so are never written twice.

mkdocs runs this as a hook: one page for every collection with all its rules, one page of what changed between them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from lacdsl.resources import rulesets_folder
from lacdsl.rulesets import RuleInfo, Ruleset, load_ruleset
from lacdsl.syntax import parse_strict, print_item
from lacdsl.syntax import tree as t
from lacdsl.wording import Vocabulary, said

YEARS = ("2022-23", "2023-24", "2024-25", "2025-26", "2026-27")
RETURNS = {"lac": "children looked after", "cin": "the children in need census"}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the made pages to those that are written."""
    for name, title in RETURNS.items():
        rulesets = {year: load_ruleset(f"dfe/{name}/{year}") for year in YEARS}
        for year, ruleset in rulesets.items():
            content = collection_page(year, title, ruleset)
            files.append(File.generated(config, f"rules/{name}/{year}.md", content=content))
        content = changes_page(name, title, rulesets)
        files.append(File.generated(config, f"rules/{name}/changes.md", content=content))
    return files


def collection_page(year: str, title: str, ruleset: Ruleset) -> str:
    """All rules of a collection by subject: what each checks, why it matters, what to look at."""
    lines = [
        f"# Rules of {year}: {title}",
        "",
        f"The {len(ruleset.rules)} official rules for {title} in the collection {year}, as lacdsl runs them. "
        "The text of a rule is the rule: it is what is run. The sentence above it is made from it.",
        "",
    ]
    words = Vocabulary(ruleset.model, [layered.item for layered in ruleset.items])
    by_subject: dict[str, list[RuleInfo]] = defaultdict(list)
    for info in ruleset.rules.values():
        by_subject[Path(info.location.rsplit(":", 1)[0]).stem].append(info)
    for subject in sorted(by_subject):
        lines += [f"## {subject.replace('_', ' ').capitalize()}", ""]
        for info in by_subject[subject]:
            lines += rule_section(info, ruleset, words)
    return "\n".join(lines)


def rule_section(info: RuleInfo, ruleset: Ruleset, words: Vocabulary) -> list[str]:
    """One rule: heading, what it says in English, its text without examples, and where it comes from."""
    tree = ruleset.trees[info.code]
    bare = _without_examples(tree)
    about = [info.severity]
    if info.stage:
        about.append(f"stage {info.stage}")
    if info.explainable:
        about.append("may be explained")
    about.append(f"from {info.layer}")
    return [
        f"### {info.code} {info.title} {{ #rule-{info.code.lower()} }}",
        "",
        f"*{', '.join(about)}*",
        "",
        *_paragraphs(said(tree, words)),
        "```lacdsl",
        print_item(bare).rstrip(),
        "```",
        "",
    ]


def _paragraphs(lines: list[str]) -> list[str]:
    """Sentences as paragraphs, and lines of a list as a list."""
    made: list[str] = []
    for line in lines:
        if (made and not line.startswith("- ")) or (made and not made[-1].startswith("- ")):
            made.append("")
        made.append(line)
    return [*made, ""]


def _without_examples(rule: t.Rule) -> t.Rule:
    return replace(rule, body=replace(rule.body, examples=()), comments=())


def changes_page(name: str, title: str, rulesets: dict[str, Ruleset]) -> str:
    """What each collection added, removed and replaced against the one before."""
    lines = [
        f"# What changed from year to year: {title}",
        "",
        "Made from the rulesets: each collection extends the one before and says only what is new.",
        "",
    ]
    years = list(rulesets)
    for before, year in pairwise(years):
        old, new = rulesets[before], rulesets[year]
        replaced = _replaced(name, year)
        added = [code for code in new.rules if code not in old.rules]
        removed = [code for code in old.rules if code not in new.rules]
        lines += [f"## {year}", "", f"{len(new.rules)} rules; {before} had {len(old.rules)}.", ""]
        lines += _listing("New rules", [f"**{code}** {new.rules[code].title}" for code in added])
        lines += _listing(
            "Removed rules",
            [f"**{code}** {old.rules[code].title}. {new.removed.get(code, '')}".strip() for code in removed],
        )
        lines += _listing(
            "Rules written anew",
            [f"**{item.code}** {item.title}" for item in replaced if isinstance(item, t.Rule)],
        )
        lines += _listing("Lists and definitions that differ", [_changed(item) for item in replaced])
    return "\n".join(lines)


def _replaced(name: str, year: str) -> list[t.Item]:
    folder = rulesets_folder() / "dfe" / name / year
    items: list[Any] = []
    for path in sorted(folder.glob("*.rules")):
        items += [
            item for item in parse_strict(path.read_text(encoding="utf-8"), path.name).items if item.replaces
        ]
    return items


def _changed(item: t.Item) -> str:
    return "" if isinstance(item, t.Rule) else f"`{print_item(item).strip().splitlines()[0]}`"


def _listing(title: str, entries: list[str]) -> list[str]:
    entries = [entry for entry in entries if entry]
    return [f"### {title}", "", *(f"- {entry}" for entry in entries), ""] if entries else []
