"""Which spell a row of an example means: the first row of a parent its first spell, and so on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from lacdsl.semantics import typed as s
from lacdsl.testing.tables import ExampleTables, Expected, Spot
from lacdsl.values import fold

Key = tuple[str, ...]


def parent_key(program: s.Program, spells: s.Rel) -> Key:
    """The columns of the parent whose rows the spells are made of."""
    source = program.spells[spells.name].source
    while source.kind == "derived":
        source = program.derived[source.name].source
    return program.model.tables[source.name].parent_key


def words_of_spells(
    program: s.Program, spells: s.Rel, tables: ExampleTables, firsts: Sequence[Spot], words: Sequence[str]
) -> list[str]:
    """The word for every expected row; `firsts` are the first rows of the spells, in the order of their `words`.

    Rows without the key of the parent are counted through all spells.
    """
    names = parent_key(program, spells)
    by_parent: dict[Key, list[str]] = {}
    for spot, word in zip(firsts, words, strict=True):
        by_parent.setdefault(_key_at(tables, spot, names), []).append(word)
    seen: Counter[Key] = Counter()
    found = []
    for each in tables.expected:
        known = all(name in each.cells for name in names)
        key = _key(each, names) if known else ()
        held = by_parent.get(key, []) if known else list(words)
        found.append(held[seen[key]] if seen[key] < len(held) else "no such spell")
        seen[key] += 1
    return found


def _key(expected: Expected, names: Key) -> Key:
    return tuple(fold((expected.cells[name] or "").strip()) for name in names)


def _key_at(tables: ExampleTables, spot: Spot, names: Key) -> Key:
    year, table, row = spot
    frame = (tables.last if year == "last" else tables.this)[table]
    return tuple(fold(str(frame[name].iloc[row] or "").strip()) for name in names)
