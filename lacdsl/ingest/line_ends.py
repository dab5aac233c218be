"""Line ends that hardly any program takes for such: read as line ends where whole rows stand between them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from lacdsl.ingest.csv_start import Start, find_start, long_cells
from lacdsl.ingest.issues import Issue, Kind, counted
from lacdsl.ingest.known_headings import KnownHeadings

_SIGNS = {
    b"\xe2\x80\xa8": "U+2028",
    b"\xe2\x80\xa9": "U+2029",
    b"\xc2\x85": "U+0085",
    b"\x0b": "U+000B",
    b"\x0c": "U+000C",
    b"\x1e": "U+001E",
}
_SIGN = re.compile(b"|".join(_SIGNS))
_SIGN_OR_END = re.compile(rb"[\r\n]|" + _SIGN.pattern)
_HEAD = 65_536


def with_plain_line_ends(data: bytes, known: KnownHeadings | None, file: str, issues: list[Issue]) -> bytes:
    """The text with a plain line end for every sign of Unicode that separates rows; those inside cells are left.

    They separate rows where most of what a line holds between them has a cell for every heading.
    """
    if not any(sign in data for sign in _SIGNS):
        return data
    start = find_start(_SIGN.sub(b"\n", data[:_HEAD]), known)
    if start is None or len(start.headings) < 2:
        return data
    made: list[bytes] = []
    found: dict[str, int] = {}
    number = first = 0
    with long_cells():
        for line in _lines(data):
            number += 1
            if _SIGN.search(line) is not None and _separates_rows(line, start):
                first = first or number
                for sign in _SIGN.findall(line):
                    found[_SIGNS[sign]] = found.get(_SIGNS[sign], 0) + 1
                line = _SIGN.sub(b"\n", line)
                number += line.count(b"\n") - 1
            made.append(line)
    if not found:
        return data
    what = " and ".join(f"{name} ({counted(count, 'time')})" for name, count in found.items())
    message = (
        f"Has rows that end with a character which most programs take for no line end: {what}. Each was read as one, and "
        "lines are counted so here. Export the file again, or save it with the line ends of Windows."
    )
    issues.append(Issue(file, Kind.DELIMITER, message, line=first, count=sum(found.values())))
    return b"".join(made)


def _lines(data: bytes) -> Iterator[bytes]:
    place = 0
    while place < len(data):
        end = data.find(b"\n", place) + 1 or len(data)
        yield data[place:end]
        place = end


def _separates_rows(line: bytes, start: Start) -> bool:
    pieces = [piece for piece in _SIGN_OR_END.split(line) if piece.strip()]
    texts = [piece.decode("utf-8", "replace") for piece in pieces]
    cells = [next(csv.reader([text], delimiter=start.delimiter), []) for text in texts]
    fitting = sum(len(row) == len(start.headings) for row in cells)
    return fitting >= 2 and 2 * fitting > len(pieces)
