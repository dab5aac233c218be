"""Lines that a rule lacks: what a diagnostic says is missing, made from what the rule says already."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lacdsl.diagnostics import Diagnostic
from lacdsl.editing.project import Analysis
from lacdsl.semantics.world import World

_BEHIND_FLAG = ("message", "because", "fix", "suggest", "example")
_BEHIND_MUST = ("severity", "stage", "explainable", "flag", *_BEHIND_FLAG)
_MOST_TABLES, _MOST_COLUMNS = 3, 4
_NAME = re.compile(r"(?<![.\w])[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")


@dataclass(frozen=True, slots=True)
class Added:
    """A line to be put in above line `above` (from 1). `sure`: it is the only one that is proposed."""

    title: str
    text: str
    above: int
    sure: bool


def lines_to_add(analysis: Analysis, said: Diagnostic) -> tuple[Added, ...]:
    """The lines that could be what is missing; none for diagnostics of any other kind."""
    if said.span is None or analysis.world is None or said.code not in ("S112", "S113", "R402"):
        return ()
    lines = analysis.text.split("\n")
    first, last = _extent(lines, said.span.line)
    if said.code == "S112":
        tables = list(_tables(lines[first:last], analysis.world))[:_MOST_TABLES]
        texts = [f"for each {table}" for table in tables]
        above = first + 1
    elif said.code == "S113":
        column = next(iter(_columns(lines[first:last], ("flag",))), None)
        texts = [f"must     {column} is present"] if column is not None else []
        above = _before(lines, first, last, _BEHIND_MUST)
    else:
        columns = list(dict.fromkeys(_columns(lines[first:last], ("must", "and", "or"))))
        known = [name for name in columns if _is_column(name, lines[first:last], analysis.world)]
        texts = [f"flag     {', '.join(known[:_MOST_COLUMNS])}"] if known else []
        above = _before(lines, first, last, _BEHIND_FLAG)
    return tuple(
        Added(f"Add `{' '.join(text.split())}`", f"  {text}\n", above, len(texts) == 1) for text in texts
    )


def _extent(lines: list[str], line: int) -> tuple[int, int]:
    """The lines below the heading of the item that line `line` (from 1) is of: the first, and the one behind the last."""
    heading = line - 1
    while heading > 0 and (not lines[heading].strip() or lines[heading][:1].isspace()):
        heading -= 1
    end = heading + 1
    while end < len(lines) and (not lines[end].strip() or lines[end][:1].isspace()):
        end += 1
    while end > heading + 1 and not lines[end - 1].strip():
        end -= 1
    return heading + 1, end


def _before(lines: list[str], first: int, last: int, words: tuple[str, ...]) -> int:
    """The line (from 1) above which a clause belongs that stands before those that begin with one of the words."""
    found = (
        number
        for number in range(first, last)
        if lines[number].split()[:1] and lines[number].split()[0] in words
    )
    at = next(found, last)
    while at > first and not lines[at - 1].strip():
        at -= 1
    return at + 1


def _columns(lines: Iterable[str], words: tuple[str, ...]) -> Iterator[str]:
    """The names in the clauses that begin with one of the words, as they are written."""
    inside = False
    for line in lines:
        word = line.split()[0] if line.split() else ""
        inside = word in words or (inside and word not in ("where", "let", "for", "needs", *_BEHIND_MUST))
        if inside and not line.lstrip().startswith(("#", "|")):
            yield from _NAME.findall(re.sub(r'"[^"]*"|#.*|\{[^}]*\}', "", line.replace(word, "", 1)))


def _tables(lines: list[str], world: World) -> Iterator[str]:
    """The tables of the return that have all columns which the rule names alone."""
    everywhere = {name for table in world.tables.values() for name in (*table.columns, *table.derived)}
    named = {name for name in _columns(lines, ("where", "must", "and", "or", "flag")) if name in everywhere}
    for word, table in world.tables.items():
        if named and named <= {*table.columns, *table.derived}:
            yield word


def _is_column(name: str, lines: list[str], world: World) -> bool:
    """The name is a column of the rule's own rows, or of a table that it names."""
    about = next(
        (line.split()[2] for line in lines if line.split()[:2] == ["for", "each"] and len(line.split()) > 2),
        "",
    )
    table, _, column = name.rpartition(".")
    rel = world.plain_rel(table or about)
    return rel is not None and rel.kind != "entity" and column in world.columns(rel)
