"""Where the data of a CSV file begins: its delimiter, its headings, the first byte after them."""

from __future__ import annotations

import csv
import re
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from lacdsl.ingest.known_headings import ENOUGH, LINES_TO_HEADINGS, KnownHeadings

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_RARE = ("~", "^", "\u00ac", "\u00a6", "\u00a7", "#", "!", ":", "\x1f", "\x01")
"""Separators that only count when they cut a line into headings of the return and little else."""
_ENOUGH_OF_RARE = 3
_NAMES = {**DELIMITERS, "~": "tildes", "^": "carets", "#": "hashes", "!": "exclamation marks", ":": "colons"}
_LINE_END = re.compile(rb"\r\n|\n|\r")
_limit_lock = threading.RLock()


@dataclass(frozen=True, slots=True)
class Start:
    """The headings stand on `line`; the data begins at byte `offset`, on `next_line`. Lines are 1-based.

    `titles` are lines with text above the headings, `title` the first of them. Where rows stand `above` the headings,
    so many of them, the data begins with these, and the headings are a line in it. `wrapped`: every line is one cell
    in quotation marks, which holds the row; then nothing else is to be relied on. `blanks`: blanks stand between
    separators and quotation marks.
    """

    headings: list[str]
    delimiter: str
    line: int
    offset: int
    next_line: int
    titles: tuple[int, ...] = ()
    title: str = ""
    above: int = 0
    wrapped: bool = False
    blanks: bool = False


def separator_name(delimiter: str) -> str:
    """What to call a separator: 'semicolons'."""
    return _NAMES.get(delimiter) or (
        f"'{delimiter}'" if delimiter.isprintable() else f"characters {ord(delimiter)}"
    )


@contextmanager
def long_cells() -> Iterator[None]:
    """Lets the csv module read cells of any length while inside; its limit is put back after."""
    with _limit_lock:
        before = csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
        try:
            yield
        finally:
            csv.field_size_limit(before)


def find_start(data: bytes, known: KnownHeadings | None = None, above: int = 0) -> Start | None:
    """The headings of UTF-8 text: the first line with text, after Excel's `sep=`. None when all is blank.

    With `known`, of the first lines with text the first that holds headings of the return, if one does. `above` is how
    many lines of the file stand before this text.
    """
    chosen = _heading_line(_Lines(data, above), known or KnownHeadings())
    if chosen is None:
        return None
    lines, text, delimiter, titles = chosen
    if titles is None:
        return Start([], delimiter, lines.number, 0, 1, wrapped=True)
    known = known or KnownHeadings()
    line, behind = lines.number, lines.offset
    with long_cells():
        headings = next(csv.reader(_continued(text, lines), delimiter=delimiter))
    if any("\n" in heading or "\r" in heading for heading in headings) and lines.offset >= len(data):
        lines.number, lines.offset = line, behind
        headings = text.rstrip("\r\n").split(delimiter)
    return _with_rows_above(Start(headings, delimiter, line, lines.offset, lines.number + 1), titles, known)


def _with_rows_above(start: Start, titles: list[Title], known: KnownHeadings) -> Start:
    """The start with the lines above the headings as titles, or from the first row among them on as rows."""
    with long_cells():
        cells = [next(csv.reader([title.text], delimiter=start.delimiter), []) for title in titles]
    rows = [each.number for each in titles]
    place = known.first_row(start.headings, cells)
    if place is not None:
        first = titles[place]
        start = replace(start, offset=first.offset, next_line=first.number, above=len(titles) - place)
    named = titles[:place]
    return replace(start, titles=tuple(rows[:place]), title=named[0].text.strip() if named else "")


def headings_below(
    data: bytes, start: Start, headings: Sequence[str], line: int, rows: int, known: KnownHeadings
) -> Start | None:
    """The start where what was taken for headings is a row, and the headings stand so many rows below; else None."""
    if known.first_row(headings, [start.headings]) is None:
        return None
    lines, offset = _Lines(data), 0
    while lines.number < start.line - 1:
        next(lines)
        offset = lines.offset
    return replace(start, headings=list(headings), line=line, offset=offset, next_line=start.line, above=rows)


@dataclass(frozen=True, slots=True)
class Title:
    """A line above the headings, and the byte where it begins."""

    number: int
    offset: int
    text: str


def _heading_line(lines: _Lines, known: KnownHeadings) -> tuple[_Lines, str, str, list[Title] | None] | None:
    """The lines read as far as the headings, the text of that line, its delimiter, and the titles above it."""
    told = None
    first: tuple[int, int, str, str] | None = None
    titles: list[Title] = []
    behind = 0
    for text in lines:
        before, behind = behind, lines.offset
        if not text.strip():
            continue
        if lines.number == 1 and text[:4].lower() == "sep=" and len(text.rstrip("\r\n")) == 5:
            told = text[4]
            continue
        delimiter, found = _likely_delimiter(text, known, told)
        if found < ENOUGH and is_wrapped(text, known):
            return lines, text, delimiter, None
        if found >= ENOUGH:
            if _is_group_row(lines, found, delimiter, known):
                titles.append(Title(lines.number, before, text))
                continue
            return lines, text, delimiter, titles
        if any(letter.isalnum() for letter in text):
            first = first or (lines.number, lines.offset, text, delimiter)
        titles.append(Title(lines.number, before, text))
        if len(titles) >= LINES_TO_HEADINGS:
            break
    if first is None:
        return None
    lines.number, lines.offset, text, delimiter = first
    return lines, text, delimiter, []


def _is_group_row(lines: _Lines, found: int, delimiter: str, known: KnownHeadings) -> bool:
    """Whether the line just read is one of groups ("Child", "Mother"), as the next one has far more headings."""
    place = lines.number, lines.offset
    with long_cells():
        cells = next(csv.reader([next(lines, "")], delimiter=delimiter), [])
    lines.number, lines.offset = place
    return known.is_better(cells, found)


def _continued(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def is_wrapped(line: str, known: KnownHeadings) -> bool:
    """Whether a line is one cell in quotation marks that holds headings of the return."""
    if not line.startswith('"'):
        return False
    with long_cells():
        cells = next(csv.reader([line]), [])
    return len(cells) == 1 and _likely_delimiter(cells[0], known, None)[1] >= ENOUGH


def has_blanks(data: bytes, start: Start) -> bool:
    """Whether blanks stand between separators and quotation marks, going by the headings and the first row."""
    end = data.find(b"\n", start.offset)
    first = data[start.offset : end if end >= 0 else len(data)]
    apart = re.compile(rb'(?:^|[^"]|"")' + re.escape(start.delimiter.encode()) + rb' +"(?!")')
    return apart.search(first) is not None or any(unquoted([text]) != [text] for text in start.headings)


def unquoted(headings: list[str]) -> list[str]:
    """Headings without the quotation marks that stayed because of a blank before them."""
    return [
        text.strip()[1:-1].replace('""', '"') if re.fullmatch(r'\s+".*"\s*', text, re.DOTALL) else text
        for text in headings
    ]


def unwrapped(data: bytes) -> bytes:
    """The text with every line that is one cell in quotation marks as what stands in them."""
    made = []
    with long_cells():
        for line in _Lines(data):
            cells = next(csv.reader([line]), []) if line.startswith('"') else []
            one = len(cells) == 1 and "\n" not in cells[0].rstrip("\n")
            made.append(cells[0].rstrip("\r\n") + "\n" if one else line)
    return "".join(made).encode()


def cut_before(data: bytes, places: list[int], delimiter: str) -> list[tuple[bytes, int]]:
    """The text cut before these lines and before what stands right above each of them as a title: one cell, or none.

    Each part comes with the number of lines before it.
    """
    cuts: list[tuple[int, int]] = []
    lines, wanted = _Lines(data), set(places)
    title: tuple[int, int] | None = None
    before = 0
    for text in lines:
        if lines.number in wanted:
            cuts.append(title or (before, lines.number - 1))
            title = None
        elif sum(bool(cell.strip(' "\r\n')) for cell in text.split(delimiter)) > 1:
            title = None
        else:
            title = title or (before, lines.number - 1)
        before = lines.offset
    starts, ends = [(0, 0), *cuts], [*(offset for offset, _ in cuts), len(data)]
    return [(data[offset:end], above) for (offset, above), end in zip(starts, ends, strict=True)]


def _likely_delimiter(line: str, known: KnownHeadings, told: str | None) -> tuple[str, int]:
    """The delimiter that cuts the line into most headings of the return (else into most cells), and how many those are.

    A comma when nothing else cuts it into more.
    """
    best, most = ",", (-1, -1)
    with long_cells():
        for delimiter in DELIMITERS if told is None else (told, *DELIMITERS):
            if told is not None and delimiter != told and (most[0] >= ENOUGH or most[1] > 1):
                break
            cells = next(csv.reader([line], delimiter=delimiter), [])
            found = (known.count(cells), len(cells))
            if found > most:
                best, most = delimiter, found
        if told is None and most[0] < ENOUGH:
            for delimiter in _RARE:
                cells = line.rstrip("\r\n").split(delimiter)
                count = known.count(cells) if len(cells) >= _ENOUGH_OF_RARE else 0
                if count >= _ENOUGH_OF_RARE and 2 * count >= len(cells) and count > most[0]:
                    best, most = delimiter, (count, len(cells))
    return best, most[0]


class _Lines(Iterator[str]):
    """The lines of UTF-8 text with their ends (any of the three kinds), knowing how far they were read."""

    def __init__(self, data: bytes, above: int = 0) -> None:
        self._data = data
        self.offset = 0
        self.number = above

    def __next__(self) -> str:
        start = self.offset
        if start >= len(self._data):
            raise StopIteration
        end = _LINE_END.search(self._data, start)
        self.offset = end.end() if end else len(self._data)
        self.number += 1
        return self._data[start : self.offset].decode()
