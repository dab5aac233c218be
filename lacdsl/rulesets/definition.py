"""What a rule checks, as a short text that changes when its meaning does, and only then."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from hashlib import sha256
from typing import Any

from lacdsl.semantics import typed as ty

_LENGTH = 16


def definition(program: ty.Program, code: str) -> str:
    """A hash over what the rule is about and what it asks for, with the tables and spells that it is made of.

    Titles, messages, examples, cells to show and the way in which it is written do not count.
    """
    rule = program.rules[code]
    total = sha256(repr((rule.population, rule.where, rule.must)).encode())
    for name in sorted(_made_of(program, (rule.population, rule.where, rule.must), set())):
        total.update(repr(_meaning(program.derived.get(name) or program.spells[name])).encode())
    return total.hexdigest()[:_LENGTH]


def _meaning(item: ty.DerivedTable | ty.Spells) -> list[Any]:
    return [getattr(item, part.name) for part in fields(item) if part.name != "span"]


def _made_of(program: ty.Program, node: Any, found: set[str]) -> set[str]:
    """The names of all derived tables and spells that are spoken of, those behind them too."""
    if isinstance(node, tuple | list):
        for each in node:
            _made_of(program, each, found)
    elif isinstance(node, ty.Rel):
        item = program.derived.get(node.name) or program.spells.get(node.name)
        if node.kind in ("derived", "spells") and item is not None and node.name not in found:
            found.add(node.name)
            _made_of(program, _meaning(item), found)
    elif is_dataclass(node):
        _made_of(program, [getattr(node, part.name) for part in fields(node)], found)
    return found
