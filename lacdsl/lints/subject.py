"""What is to be judged of a ruleset."""

from __future__ import annotations

from pathlib import Path

from lacdsl.lints.core import Subject
from lacdsl.rulesets import Ruleset
from lacdsl.rulesets.build import parts_of
from lacdsl.rulesets.chain import read_chain


def subject_of(name: str | Path, ruleset: Ruleset, *, every: bool = False) -> Subject:
    """The ruleset's own rules and definitions, with `every` also those of the rulesets that it builds on.

    `name` is what `ruleset` was loaded by. LacdslError when a file cannot be read any longer.
    """
    parts = parts_of(read_chain((name,)))
    judged = {layer.name for layer in ruleset.layers} if every else {ruleset.name}
    return Subject(
        ruleset.program, ruleset.trees, ruleset.examples, parts.items, frozenset(judged), parts.text
    )
