"""Cuts a file into items before it is parsed, so that a mistake in one never hides those of the next."""

from __future__ import annotations

import re
from dataclasses import dataclass

ITEM_WORDS = ("rule", "family", "define", "codes", "table", "spells", "parameter", "replace", "remove")


@dataclass(frozen=True, slots=True)
class Chunk:
    """The text of one item with its comments above, and the number of its first line."""

    text: str
    first_line: int
    code_line: int


def split(text: str) -> list[Chunk]:
    """The items of a file, in order. Text at the left margin begins an item, whatever it says."""
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines) if _begins_item(line)]
    chunks = []
    for place, start in enumerate(starts):
        stop = starts[place + 1] if place + 1 < len(starts) else len(lines)
        first = _with_comments(lines, start, starts[place - 1] if place else -1)
        last = _with_comments(lines, stop, start) if stop < len(lines) else len(lines)
        body = "\n".join(lines[first:last])
        chunks.append(Chunk(body + "\n", first + 1, start + 1))
    return chunks


def loose_comments(text: str) -> list[tuple[int, str]]:
    """Comment lines (number, text) of a file that has no item at all."""
    return [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.lstrip().startswith("#")]


def _begins_item(line: str) -> bool:
    return bool(line.strip()) and not line[0].isspace() and not line.startswith(("#", "|"))


def _with_comments(lines: list[str], start: int, floor: int) -> int:
    """The first line of the comments that stand directly at the margin above `start`."""
    first = start
    while first - 1 > floor and (lines[first - 1].startswith("#") or not lines[first - 1].strip()):
        first -= 1
    while first < start and not lines[first].strip():
        first += 1
    return first


_COMMENT = re.compile(r'"[^"\n]*"|(#[^\n]*)')


def comments_of(chunk: Chunk) -> list[tuple[int, int, str, bool]]:
    """Comments of an item: line in the file, column, text, whether nothing stands before it on the line."""
    found = []
    for number, line in enumerate(chunk.text.splitlines(), chunk.first_line):
        if "#" not in line or line.lstrip().startswith("|"):
            continue
        for match in _COMMENT.finditer(line):
            if match.group(1) and not _inside_regex(line, match.start(1)):
                own = not line[: match.start(1)].strip()
                found.append((number, match.start(1) + 1, match.group(1).rstrip(), own))
                break
    return found


def _inside_regex(line: str, place: int) -> bool:
    return bool(re.search(r"matches\s+/(?:\\.|[^/\\])*$", line[:place]))
