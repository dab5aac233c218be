"""Blocks of an XML file that are damaged, a child each, taken out; and the rows that a piece of XML would have held."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.parsers import expat

from lacdsl.ingest.xml_found import Broken
from lacdsl.ingest.xml_plan import paths_of
from lacdsl.model import Model, Table

_NOT_A_LINE_END = re.compile(rb"[^\r\n]")
_PREFIX = rb"(?:[\w.-]+:)?"


@dataclass(frozen=True, slots=True)
class Damage:
    """A block that was taken out: its first and last line, and where and why it is damaged."""

    block: bytes
    first: int
    last: int
    broken: Broken


def without_damaged(data: bytes, names: Sequence[str]) -> tuple[bytes, list[Damage]]:
    """The text with nothing but line ends in place of every block that is no XML by itself, and these blocks.

    The blocks are the elements of the first of `names` of which there are two. One that ends with the file is left.
    """
    starts = _starts(data, names)
    made: list[bytes] = []
    damaged: list[Damage] = []
    at, line = 0, 1
    for start, end, is_whole in starts:
        line += data.count(b"\n", at, start)
        block = data[start:end]
        broken = _why_no_xml(block, line, start) if is_whole else _open(line, start)
        made.append(data[at:start])
        made.append(block if broken is None else _NOT_A_LINE_END.sub(b"", block))
        last = line + block.count(b"\n")
        if broken is not None:
            damaged.append(Damage(block, line, last, broken))
        at, line = end, last
    return b"".join((*made, data[at:])), damaged


def _starts(data: bytes, names: Sequence[str]) -> Iterator[tuple[int, int, bool]]:
    """Beginning and end of every block, and whether its end is there: else it goes as far as the next one begins."""
    for name in names:
        word = _PREFIX + re.escape(name.encode())
        starts = [each.start() for each in re.finditer(rb"<" + word + rb"(?=[\s>/])", data, re.IGNORECASE)]
        if len(starts) < 2:
            continue
        ends = re.compile(rb"</" + word + rb"\s*>", re.IGNORECASE)
        for start, following in pairwise((*starts, len(data))):
            end = ends.search(data, start, following)
            if end is not None:
                yield start, end.end(), True
            elif following < len(data) and data.rfind(b"/>", start, following) < 0:
                yield start, following, False
        return


def _why_no_xml(block: bytes, line: int, place: int) -> Broken | None:
    parser = expat.ParserCreate("utf-8")
    try:
        parser.Parse(block, True)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        return Broken(line + error.lineno - 1, error.offset + 1, reason, False, place + parser.ErrorByteIndex)
    return None


def _open(line: int, place: int) -> Broken:
    return Broken(
        line, 1, "an element begins here that does not end before the next of its name", False, place
    )


def rows_in(piece: bytes, model: Model) -> Counter[str]:
    """How many rows of each table a piece of XML holds, going by the names of elements."""
    found: Counter[str] = Counter()
    for table in model.tables.values():
        if table.xml is None or not table.xml.path:
            continue
        name = re.escape(table.xml.path[-1].encode())
        begin = re.compile(rb"<" + _PREFIX + name + rb"(?=[\s>/])", re.IGNORECASE)
        begins = [each.end() for each in begin.finditer(piece)]
        wanted = _wanted(table)
        if not wanted:
            found[table.name] = len(begins)
            continue
        ends = re.compile(rb"</" + _PREFIX + name + rb"\s*>", re.IGNORECASE)
        for start, following in pairwise((*begins, len(piece))):
            end = ends.search(piece, start, following)
            inner = piece[start : end.start() if end else following]
            found[table.name] += all(each.search(inner) for each in wanted)
    return found


def _wanted(table: Table) -> list[re.Pattern[bytes]]:
    """What has to be in an element, all of it, for a row of the table: a text in one of some elements, or a certain text."""
    assert table.xml is not None
    wanted: list[re.Pattern[bytes]] = []
    if table.xml.any_of:
        names = {path[-1] for name in table.xml.any_of for path in paths_of(table.columns[name], table)}
        words = b"|".join(re.escape(name.encode()) for name in sorted(names))
        wanted.append(
            re.compile(rb"<" + _PREFIX + rb"(?:" + words + rb")(?:\s[^<>]*)?>\s*[^<\s]", re.IGNORECASE)
        )
    for path, text in table.xml.where.items():
        word, inner = re.escape(path[-1].encode()), re.escape(text.encode())
        wanted.append(
            re.compile(rb"<" + _PREFIX + word + rb"(?:\s[^<>]*)?>\s*" + inner + rb"\s*<", re.IGNORECASE)
        )
    return wanted
