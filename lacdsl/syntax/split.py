"""Cuts a file into items before it is parsed, so that a mistake in one never hides those of the next."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

ITEM_WORDS = (
    "rule",
    "family",
    "define",
    "codes",
    "table",
    "spells",
    "parameter",
    "replace",
    "remove",
    "treat",
)

# The first words of clauses.
CLAUSE_WORDS = frozenset(
    """
    for needs let where must severity flag message because fix stage explainable suggest example without
    with one together start end column
    """.split()  # noqa: SIM905
)
# What a line below the first of an item can begin with. At the left margin it is an item's that was not indented.
LINE_WORDS = CLAUSE_WORDS | {"and", "or", "has"}


@dataclass(frozen=True, slots=True)
class Chunk:
    """The text of one item with its comments above, and the number of its first line.

    `code_line` is the line of the word that begins it, `unindented` the first of its lines that should be indented.
    """

    text: str
    first_line: int
    code_line: int
    unindented: int | None

    def from_line(self, line: int) -> Chunk:
        """The same item, had it begun on that line."""
        by = line - self.first_line
        loose = None if self.unindented is None else self.unindented + by
        return Chunk(self.text, line, self.code_line + by, loose)


def split(text: str) -> list[Chunk]:
    """The items of a file, in order. Text at the left margin begins an item, whatever it says."""
    lines = text.split("\n")
    margin = [number for number, line in enumerate(lines) if _at_margin(line)]
    starts = [number for number in margin if not _not_indented(lines[number])] or margin[:1]
    chunks = []
    for place, start in enumerate(starts):
        stop = starts[place + 1] if place + 1 < len(starts) else len(lines)
        first = _with_comments(lines, start, starts[place - 1]) if place else _head(lines, start)
        last = _with_comments(lines, stop, start) if stop < len(lines) else len(lines)
        behind = bisect_right(margin, start)
        loose = margin[behind] if behind < len(margin) and margin[behind] < stop else None
        body = "\n".join(lines[first:last])
        chunks.append(Chunk(body + "\n", first + 1, start + 1, None if loose is None else loose + 1))
    return chunks


def _at_margin(line: str) -> bool:
    return bool(line.strip()) and not line[0].isspace() and not line.startswith(("#", "|"))


def _not_indented(line: str) -> bool:
    return line.split(maxsplit=1)[0] in LINE_WORDS


def _head(lines: list[str], start: int) -> int:
    """Where the first item begins: all comments above it are its own."""
    stray = [
        number
        for number in range(start)
        if lines[number].strip() and not lines[number].lstrip().startswith("#")
    ]
    return stray[-1] + 1 if stray else 0


def _with_comments(lines: list[str], start: int, floor: int) -> int:
    """The first line of the comments that stand directly at the margin above `start`."""
    first = start
    while first - 1 > floor and (lines[first - 1].startswith("#") or not lines[first - 1].strip()):
        first -= 1
    while first < start and not lines[first].strip():
        first += 1
    return first
