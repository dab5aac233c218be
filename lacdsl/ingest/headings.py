"""Headings of a sheet: trimmed, each one different; nameless columns without cells are left out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import pandas as pd

from lacdsl.ingest.issues import Issue, Kind, counted, listed

_NAMELESS = re.compile(r"(unnamed(:?[ _]*\d+)?(_level_\d+)?|_\d+|column\d+)?", re.IGNORECASE)
_NUMBER_BEFORE = re.compile(r"\s*\d{1,3}\s*[.):]\s*(?=[^\W\d])")
_MOST_NAMED = 20
_BETWEEN_WORDS = re.compile(r"[\W_]+")


@lru_cache(maxsize=10_000)
def folded(heading: str) -> str:
    """The heading as it is compared: its letters and digits, without case or a number ("1. ") before them."""
    return _BETWEEN_WORDS.sub("", _NUMBER_BEFORE.sub("", heading)).casefold()


def tidy_columns(
    headings: Sequence[str], columns: Sequence[pd.Categorical], file: str, line: int, issues: list[Issue]
) -> tuple[list[str], list[pd.Categorical]]:
    """Headings and columns to go on with.

    Columns without a name ("", "Unnamed: 7", "_14") are dropped when they are wholly empty, else named by
    their place. A heading that occurs again gets a number behind it: "NOTE", "NOTE (2)"; of two, the first with cells
    keeps the name.
    """
    kept: dict[str, pd.Categorical] = {}
    times: dict[str, int] = {}
    repeated: list[Issue] = []
    dropped = 0
    for place, (raw, column) in enumerate(zip(headings, columns, strict=True), start=1):
        heading = raw.strip().strip("\ufeff").strip()
        if _NAMELESS.fullmatch(heading) and _all_missing(column):
            dropped += 1
            continue
        if not heading:
            heading = f"column {place}"
            message = (
                f"Column {place} has cells but no heading; it is called '{heading}' here. Give it a heading."
            )
            issues.append(Issue(file, Kind.HEADING, message, line=line, column=heading))
        name = _unused(heading, kept, times)
        if name != heading:
            other = f"column {place}"
            if _all_missing(kept[heading]) and not _all_missing(column):
                kept[heading], column = column, kept[heading]
                other = f"the one without cells, not column {place},"
            message = (
                f"The heading '{heading}' occurs more than once: {other} is called '{name}' here, and rules look at the "
                "other one. Rename or delete one."
            )
            repeated.append(Issue(file, Kind.HEADING, message, line=line, column=name))
        kept[name] = column
    issues += repeated[:_MOST_NAMED]
    if len(repeated) > _MOST_NAMED:
        message = f"The same with {counted(len(repeated) - _MOST_NAMED, 'more column')}."
        first = repeated[_MOST_NAMED]
        issues.append(replace(first, message=message, count=len(repeated) - _MOST_NAMED))
    if dropped:
        message = (
            f"Left out {counted(dropped, 'column')} without heading and without any cell. Nothing "
            "needs doing."
        )
        issues.append(Issue(file, Kind.HEADING, message, line=line, count=dropped))
    return list(kept), list(kept.values())


def _all_missing(column: pd.Categorical) -> bool:
    return not (column.codes >= 0).any()


def _unused(heading: str, taken: Mapping[str, pd.Categorical], times: dict[str, int]) -> str:
    """The heading, with a number when it is taken; `times` are the last numbers given, so that none is tried twice."""
    if heading not in taken:
        return heading
    number = times.get(heading, 1) + 1
    while f"{heading} ({number})" in taken:
        number += 1
    times[heading] = number
    return f"{heading} ({number})"


def report_renamed(
    renamed: Sequence[tuple[str, str]], file: str, table: str, line: int, issues: list[Issue]
) -> None:
    """Reports headings that were taken for a column of the model though they are written differently."""
    if renamed:
        pairs = listed([f"'{heading}' as {name}" for heading, name in renamed])
        message = f"Headings written differently from the return were read: {pairs}. Nothing needs doing."
        issues.append(Issue(file, Kind.HEADING, message, table=table, line=line, count=len(renamed)))
