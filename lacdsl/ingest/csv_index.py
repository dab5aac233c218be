"""Row numbers without a heading in front of every row, as R writes them: one cell more than there are headings."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from itertools import islice

from lacdsl.ingest.csv_start import Start, long_cells
from lacdsl.ingest.issues import Issue, Kind
from lacdsl.ingest.known_headings import DATE, KnownHeadings

_LOOKED_AT = 200


def with_index(data: bytes, start: Start, known: KnownHeadings, file: str, issues: list[Issue]) -> Start:
    """The start with a blank heading in front, where every row has one cell more and only so dates stand under dates.

    A row may have one cell more for other reasons (a separator at its end, an address with a comma), so the dates decide:
    the columns that hold them under the headings as they are, against those under the headings moved by one.
    """
    width = len(start.headings)
    source = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", errors="replace", newline="")
    source.buffer.seek(start.offset)
    with long_cells():
        records = islice(csv.reader(source, delimiter=start.delimiter), _LOOKED_AT)
        rows = [row for row in records if any(cell.strip() for cell in row)]
    sizes = {len(row) for row in rows}
    if width < 2 or width + 1 not in sizes or sizes & {width, *range(width + 2, max(sizes) + 1)}:
        return start
    rows = [row for row in rows if len(row) == width + 1]
    firsts = {row[0].strip() for row in rows}
    if firsts != {""} and (len(firsts) < len(rows) or "" in firsts):
        return start
    dates = [place for place, heading in enumerate(start.headings) if known.is_date(heading)]
    as_it_is, moved = (
        sum(DATE.match(row[place + step]) is not None for row in rows for place in dates) for step in (0, 1)
    )
    if moved <= as_it_is:
        return start
    message = (
        "Every row has one cell more than there are headings, and the headings fit from the second cell on: the first "
        "was taken for a number of the row, without a heading. Give it one, or leave it out."
    )
    issues.append(Issue(file, Kind.HEADING, message, line=start.line, count=len(rows)))
    return replace(start, headings=["", *start.headings])
