"""Several tables on one sheet: headings further down, or beside the first ones behind a column without anything."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lacdsl.ingest.issues import Issue, Kind, lines_listed
from lacdsl.ingest.known_headings import KnownHeadings
from lacdsl.ingest.source import Refused

_ENOUGH = 3
"""How many headings of the return a row below the first headings has to hold, to be the headings of another table."""
MOST_TABLES = 2_000


def other_headings(
    headings: Sequence[str], columns: Sequence[pa.DictionaryArray], known: KnownHeadings
) -> tuple[list[int], list[int]]:
    """The rows that hold headings of the return, three and half of their cells: others than those above, and the same.

    The same ones, in whatever words, are looked for only as far as the first others.
    """
    rows = len(columns[0]) if columns else 0
    found, filled = np.zeros(rows, np.int16), np.zeros(rows, np.int16)
    for column in columns:
        words = column.dictionary
        hits = known.among(words)
        if hits.any():
            codes = pc.fill_null(column.indices, -1).to_numpy(zero_copy_only=False)
            found += _at(hits, codes)
    likely = np.flatnonzero(found >= _ENOUGH)
    if not len(likely):
        return [], []
    for column in columns:
        cells = column.take(pa.array(likely)).dictionary_decode()
        filled[likely] += np.array([bool(cell and cell.strip()) for cell in cells.to_pylist()], np.int16)
    above = list(headings)
    others: list[int] = []
    again: list[int] = []
    for row in likely[2 * found[likely] >= filled[likely]].tolist():
        cells = [column[row].as_py() or "" for column in columns]
        if 2 * sum(map(known.alike, cells, above)) >= found[row]:
            if not others:
                again.append(row)
        else:
            others.append(row)
            above = cells
    if len(others) >= MOST_TABLES:
        raise Refused(
            f"Holds more than {MOST_TABLES:,} tables, one below the other. Export each table by itself."
        )
    return others, again


def beside(
    headings: Sequence[str], columns: Sequence[pa.DictionaryArray], known: KnownHeadings
) -> list[slice]:
    """The columns of each table on a line of headings: more than one where blank columns part groups of headings of the
    return, each with three or more, and a heading of the first group comes again.
    """
    blank = [not text.strip() and _is_blank(column) for text, column in zip(headings, columns, strict=True)]
    changes = zip([True, *blank], [*blank, True], strict=True)
    edges = [place for place, (before, behind) in enumerate(changes) if before != behind]
    groups = [slice(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    texts = [headings[group] for group in groups]
    if (
        len(groups) > 1
        and all(known.count(group) >= _ENOUGH for group in texts)
        and all(any(known.alike(one, other) for one in texts[0] for other in group) for group in texts[1:])
    ):
        return groups
    return [slice(0, len(headings))]


def _is_blank(column: pa.DictionaryArray) -> bool:
    return not any(word and word.strip() for word in column.dictionary.to_pylist())


def report_beside(file: str, groups: Sequence[slice], line: int, issues: list[Issue]) -> None:
    """Says that these tables stand beside each other."""
    if len(groups) > 1:
        message = (
            f"Holds {len(groups)} tables side by side. Each was read as a table of its own. Give each a file or a sheet "
            "of its own to be safe."
        )
        issues.append(Issue(file, Kind.SEVERAL, message, line=line, count=len(groups) - 1))


def report_several(file: str, lines: Sequence[int], issues: list[Issue]) -> None:
    """Says that the sheet holds other tables, whose headings stand on these lines."""
    message = (
        f"Holds {len(lines) + 1} tables, one below the other: other headings stand on {lines_listed(lines)}. Each was "
        "read as a table of its own. Give each a file or a sheet of its own to be safe."
    )
    issues.append(Issue(file, Kind.SEVERAL, message, line=lines[0], count=len(lines)))


def _at(hits: NDArray[np.bool_], codes: NDArray[np.int32]) -> NDArray[np.bool_]:
    there: NDArray[np.bool_] = np.append(hits, False)[codes]
    return there
