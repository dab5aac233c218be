"""CSV files as sheets: all at once with Arrow where that is safe, else row by row."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from lacdsl.ingest.csv_careful import Uneven, joined, read_carefully
from lacdsl.ingest.csv_index import with_index
from lacdsl.ingest.csv_quick import Piece, pieces, read_quickly
from lacdsl.ingest.csv_start import (
    Start,
    cut_before,
    find_start,
    has_blanks,
    headings_below,
    separator_name,
    unquoted,
    unwrapped,
)
from lacdsl.ingest.encoding import as_utf8
from lacdsl.ingest.issues import Issue, Kind
from lacdsl.ingest.known_headings import ENOUGH, KnownHeadings
from lacdsl.ingest.line_ends import with_plain_line_ends
from lacdsl.ingest.several import beside, other_headings, report_beside, report_several
from lacdsl.ingest.sheet import Lines, Sheet, report_rows_above, report_titles, tidied
from lacdsl.ingest.source import Refused

_MOST_COLUMNS = 16_384
"""As many as Excel has."""
_LONGEST_HEADINGS = 4 * 2**20
_MOST_LINES = 5_000_000
"""Five times as many as Excel has rows: a small zip can hold very many short lines."""
SUFFIXES = (".csv", ".tsv", ".txt")


def read(path: Path, issues: list[Issue]) -> list[Sheet]:
    """The sheet of a CSV file, or none when there is nothing in it; what was wrong is added to `issues`.

    Raises OSError when the file cannot be read.
    """
    sheets = read_text(path.read_bytes(), path.name, path.stem, issues)
    issues += [issue for sheet in sheets for issue in sheet.issues]
    return sheets


def read_text(
    data: bytes, file: str, name: str, unread: list[Issue], known: KnownHeadings | None = None
) -> list[Sheet]:
    """The sheet of a text, or several where it holds more tables. What was wrong is in their issues.

    `unread` says why there is none.
    """
    issues: list[Issue] = []
    data, encoding = as_utf8(data, file, issues)
    if max(data.count(b"\n"), data.count(b"\r")) > _MOST_LINES:
        raise Refused(f"Has more than {_MOST_LINES:,} lines, far more than any table. Export it again.")
    data = with_plain_line_ends(data, known, file, issues)
    first = min(end for end in (data.find(b"\n"), data.find(b"\r"), len(data)) if end >= 0)
    if first > _LONGEST_HEADINGS:
        raise Refused(
            f"Begins with a line of {first // 2**20} MB, which is no line of headings. Export it again, with line ends."
        )
    start = find_start(data, known)
    if start is not None and start.wrapped:
        data = unwrapped(data)
        start = find_start(data)
        message = (
            "Every line stands in quotation marks as a whole, and was read without them. Export it again."
        )
        issues.append(Issue(file, Kind.QUOTES, message, line=1))
    if start is None:
        what = "blank lines only" if data else "nothing at all, not even headings"
        message = f"Holds {what}. Export it again, or leave it out when there is no such table."
        unread.append(Issue(file, Kind.NOT_READ, message))
        return []
    if len(start.headings) > _MOST_COLUMNS:
        raise Refused(f"Has {len(start.headings):,} columns, far more than any table. Export it again.")
    known = known or KnownHeadings()
    start = with_index(data, start, known, file, issues)
    quiet: list[Issue] = []
    piece = _rows(data, start, file, quiet)
    others, again = other_headings(start.headings, piece[0], known)
    if others and known.count(start.headings) < ENOUGH:
        row = others[0]
        cells = [array[row].as_py() or "" for array in piece[0]]
        below = headings_below(data, start, cells, int(piece[1][row]), row + 1, known)
        if below is not None:
            start, quiet = below, []
            piece = _rows(data, start, file, quiet)
            others, again = other_headings(start.headings, piece[0], known)
    if not others:
        issues += quiet
        return _sheets(start, piece, again, known, file, name, encoding, issues)
    places = [int(piece[1][row]) for row in others]
    report_several(file, places, issues)
    sheets: list[Sheet] = []
    for text, above in cut_before(data, places, start.delimiter):
        begin = find_start(text, known, above)
        if begin is not None:
            title = text.split(b"\n", 1)[0].decode() if sheets and begin.titles else ""
            held = issues if not sheets else []
            begin = with_index(text, begin, known, file, held)
            rows = _rows(text, begin, file, held)
            again = other_headings(begin.headings, rows[0], known)[1]
            named = title if sheets else name
            sheets += _sheets(begin, rows, again, known, file, named, encoding, held)
    return sheets


def _sheets(
    start: Start,
    piece: Piece,
    again: list[int],
    known: KnownHeadings,
    file: str,
    name: str,
    encoding: str,
    issues: list[Issue],
) -> list[Sheet]:
    """The table that begins there, or those that stand there side by side."""
    arrays, lines, empty = piece
    groups = beside(start.headings, arrays, known)
    report_beside(file, groups, start.line, issues)
    sheets: list[Sheet] = []
    for group in groups:
        begin = start if not sheets else replace(start, titles=(), above=0)
        begin = replace(begin, headings=start.headings[group])
        part = (arrays[group], lines, empty)
        held = issues if not sheets else []
        sheets.append(_sheet(begin, part, again, file, name if not sheets else "", encoding, held))
    return sheets


def _sheet(
    start: Start, piece: Piece, again: list[int], file: str, name: str, encoding: str, issues: list[Issue]
) -> Sheet:
    report_titles(start.titles, start.title, file, issues)
    report_rows_above(start.above, start.line, file, issues)
    separator = separator_name(start.delimiter)
    if start.delimiter != ",":
        message = (
            f"Has {separator} between its cells, not commas, and was read so. Save it with commas to be safe."
        )
        issues.append(Issue(file, Kind.DELIMITER, message, line=start.line, value=start.delimiter))
    headings, columns, lines, left_out = tidied(
        unquoted(start.headings), *piece, again, file, start.line, issues
    )
    return Sheet(
        file,
        name,
        headings,
        columns,
        lines,
        start.line,
        issues,
        encoding=encoding,
        separator=separator,
        in_file=len(piece[1]) + len(piece[2]),
        left_out=left_out,
    )


def _rows(data: bytes, start: Start, file: str, issues: list[Issue]) -> Piece:
    """The quick way for the whole text; where it fails and lines are rows, for the pieces that it can read."""
    blanks = has_blanks(data, start)
    quick = None if blanks else read_quickly(data, start)
    if quick is not None:
        return quick
    if blanks:
        message = "Has blanks between separators and quotation marks; they and other blanks before cells were left out."
        issues.append(Issue(file, Kind.QUOTES, message, line=start.line))
        start = replace(start, blanks=True, headings=unquoted(start.headings))
    uneven = Uneven(len(start.headings), file, start.delimiter)
    if data.find(b'"', start.offset) >= 0:
        parts = [_piece(data, start, file, uneven, issues)]
    else:
        parts = [
            read_quickly(piece, place) or _piece(piece, place, file, uneven, issues)
            for piece, place in pieces(data, start)
        ]
    found = uneven.found()
    issues += found
    arrays = joined([part[0] for part in parts], len(start.headings))
    lines, empty = _together([part[1] for part in parts]), _together([part[2] for part in parts])
    if uneven.short and data[-1:] not in (b"\n", b"\r") and uneven.short == lines[-1]:
        message = (
            "The file ends in the middle of a row, without a line end: it may have been cut off. Compare its number "
            f"of rows, {len(lines)}, with the case system."
        )
        issues.append(Issue(file, Kind.CUT_OFF, message, line=int(lines[-1])))
    return arrays, lines, empty


def _piece(data: bytes, start: Start, file: str, uneven: Uneven, issues: list[Issue]) -> Piece:
    arrays, lines = read_carefully(data, start, file, uneven, issues)
    return arrays, lines, lines[:0]


def _together(parts: list[Lines]) -> Lines:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int32)
