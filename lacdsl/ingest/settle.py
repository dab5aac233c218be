"""Several files for one table: which of them is read, and when only the user can tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lacdsl.diagnostics import Diagnostic, LacdslError
from lacdsl.ingest.assemble import Claim
from lacdsl.ingest.issues import Issue, Kind, listed
from lacdsl.ingest.odd_tables import Span, date_span
from lacdsl.ingest.tables import Year
from lacdsl.model import Model

_MOST_SHOWN = 4


def settled(claims: list[Claim], model: Model, year: Year, issues: list[Issue]) -> list[Claim]:
    """One claim for each table that has any, in the order of the model; those set aside are added to `issues`.

    A sheet in an inner folder gives way to one further out, one without rows to one with rows, and of sheets that hold
    the same the first one stays.
    Raises LacdslError F603 naming the rivals where that leaves more than one, in one message for all tables.
    """
    by_table: dict[str, list[Claim]] = {}
    for claim in claims:
        by_table.setdefault(claim.table, []).append(claim)
    chosen: list[Claim] = []
    clashes: dict[str, list[Claim]] = {}
    for name in model.tables:
        if name not in by_table:
            continue
        rivals = _different(_filled(_outermost(by_table[name], issues), issues), issues)
        chosen.append(rivals[0])
        if len(rivals) > 1:
            clashes[name] = rivals
    if clashes:
        raise LacdslError([_clash(clashes, model, year)])
    return chosen


def _outermost(rivals: list[Claim], issues: list[Issue]) -> list[Claim]:
    least = min(claim.source.depth for claim in rivals)
    first = next(claim for claim in rivals if claim.source.depth == least)
    for claim in rivals:
        if claim.source.depth > least:
            message = (
                f"Also holds {claim.table}, and lies in an inner folder; it was set aside for {first.sheet.file}. "
                "Move it up and the other one away if this is the right one."
            )
            issues.append(_set_aside(claim, message))
    return [claim for claim in rivals if claim.source.depth == least]


def _filled(rivals: list[Claim], issues: list[Issue]) -> list[Claim]:
    filled = [claim for claim in rivals if len(claim.sheet.lines)]
    if not filled:
        return rivals
    for claim in rivals:
        if not len(claim.sheet.lines):
            message = f"Holds no row of {claim.table}, and was set aside for {filled[0].sheet.file}. Nothing needs doing."
            issues.append(_set_aside(claim, message))
    return filled


def _different(rivals: list[Claim], issues: list[Issue]) -> list[Claim]:
    kept = rivals[:1]
    for claim in rivals[1:]:
        twin = next((other for other in kept if _same(claim, other)), None)
        if twin is None:
            kept.append(claim)
        else:
            message = f"Holds the same rows of {claim.table} as {twin.sheet.file}, and was set aside. Delete one of them."
            issues.append(_set_aside(claim, message))
    return kept


def _set_aside(claim: Claim, message: str) -> Issue:
    return Issue(claim.sheet.file, Kind.SET_ASIDE, message, table=claim.table, rows=claim.sheet.in_file)


def _same(one: Claim, other: Claim) -> bool:
    """Whether two sheets have the same columns of the table and the same rows, cell for cell, in whatever order."""
    if len(one.sheet.lines) != len(other.sheet.lines):
        return False
    mine, theirs = _by_column(one), _by_column(other)
    if mine.keys() != theirs.keys():
        return False
    pairs = [
        (_texts(one.sheet.columns[mine[name]]), _texts(other.sheet.columns[theirs[name]])) for name in mine
    ]
    if all(np.array_equal(first, second) for first, second in pairs):
        return True
    if any(not np.array_equal(np.sort(first), np.sort(second)) for first, second in pairs):
        return False
    return _sorted([first for first, _ in pairs]).equals(_sorted([second for _, second in pairs]))


def _sorted(columns: list[NDArray[np.object_]]) -> pd.DataFrame:
    frame = pd.DataFrame(dict(enumerate(columns)))
    return frame.sort_values(list(frame.columns), ignore_index=True)


def _texts(column: pd.Categorical) -> NDArray[np.object_]:
    words: NDArray[np.object_] = np.append(np.asarray(column.categories, dtype=object), "")
    cells: NDArray[np.object_] = words[column.codes]
    return cells


def _by_column(claim: Claim) -> dict[str, int]:
    return {
        claim.match.columns.get(heading, heading): place for place, heading in enumerate(claim.sheet.headings)
    }


def _clash(clashes: Mapping[str, list[Claim]], model: Model, year: Year) -> Diagnostic:
    """One message for all tables that several files hold; it names the folders where each holds all of them."""
    files = {claim.sheet.file for rivals in clashes.values() for claim in rivals}
    called = _file if len(files) == sum(map(len, clashes.values())) else _whole_path
    folders = {tuple(_folder(claim) for claim in rivals) for rivals in clashes.values()}
    help = (
        "Keep one of them here. Last year's files belong in a folder of their own, behind --last-year; parts of one table "
        "(two teams, say) belong in one file."
    )
    if len(clashes) == 1:
        name, rivals = next(iter(clashes.items()))
        message = f"{len(rivals)} files hold the table {name}: {_named(rivals)}."
    elif len(folders) == 1 and len(set(names := folders.pop())) == len(names):
        called = _folder
        message = f"{len(names)} folders each hold the tables {listed(clashes)}: {' and '.join(names)}."
        help = (
            "Give one of them, if they are the returns of two councils; last year's goes behind --last-year. Parts of one "
            "table (two teams, say) belong in one file."
        )
    else:
        held = [f"{name} by {_named(rivals)}" for name, rivals in clashes.items()]
        shown = "; ".join(held[:_MOST_SHOWN])
        more = f"; and {len(held) - _MOST_SHOWN} more tables" if len(held) > _MOST_SHOWN else ""
        message = f"{len(clashes)} tables are held by several files each: {shown}{more}."
    return Diagnostic("F603", message, _of_other_year(clashes, called, model, year) + help)


def _of_other_year(
    clashes: Mapping[str, list[Claim]], called: Callable[[Claim], str], model: Model, year: Year
) -> str:
    """Names the files, or folders, whose dates all lie outside the year, when others have dates within it."""
    spans: dict[str, list[Span]] = {}
    for name, rivals in clashes.items():
        for claim in rivals:
            columns = {column: claim.sheet.columns[place] for column, place in _by_column(claim).items()}
            span = date_span(columns, model.tables[name], {})
            if span is not None:
                spans.setdefault(called(claim), []).append(span)
    others = [place for place, found in spans.items() if all(each.is_outside(model, year) for each in found)]
    if not others or len(others) == len(spans):
        return ""
    runs = [
        Span((), min(each.earliest for each in spans[place]), max(each.latest for each in spans[place]))
        for place in others
    ]
    named = listed([f"{place} ({run})" for place, run in zip(others, runs, strict=True)])
    return f"By the dates, another year's: {named}. "


def _file(claim: Claim) -> str:
    return claim.sheet.file


def _whole_path(claim: Claim) -> str:
    """The path of the file, and its place in a zip."""
    return f"{claim.source.path}/{claim.source.inside}".rstrip("/")


def _folder(claim: Claim) -> str:
    """The folder of a file, in a zip as well."""
    source = claim.source
    inside = PurePosixPath(source.inside).parent.as_posix() if source.inside else ""
    held = Path(source.path) if source.inside else Path(source.path).parent
    return str(held / inside) if inside not in ("", ".") else str(held)


def _named(rivals: list[Claim]) -> str:
    """The files by name, or by their whole path where names are the same, each with its rows."""
    files = [claim.sheet.file for claim in rivals]
    if len(set(files)) < len(files):
        places = [_whole_path(claim) for claim in rivals]
        files = places if len(set(places)) == len(places) else files
    return " and ".join(f"{file}{_about(claim)}" for file, claim in zip(files, rivals, strict=True))


def _about(claim: Claim) -> str:
    rows = len(claim.sheet.lines)
    hidden = ", hidden" if any(issue.kind is Kind.HIDDEN for issue in claim.sheet.issues) else ""
    line = f" from line {claim.sheet.heading_line}" if claim.sheet.heading_line > 1 else ""
    return f"{line} ({rows} row{'' if rows == 1 else 's'}{hidden})"
