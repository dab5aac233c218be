"""Several files for one table: which of them is read, and when only the user can tell."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lacdsl.diagnostics import Diagnostic, LacdslError
from lacdsl.ingest.assemble import Claim
from lacdsl.ingest.issues import Issue, Kind
from lacdsl.model import Model


def settled(claims: list[Claim], model: Model, issues: list[Issue]) -> list[Claim]:
    """One claim for each table that has any, in the order of the model; those set aside are added to `issues`.

    A sheet in an inner folder gives way to one further out, one without rows to one with rows, and of sheets that hold
    the same the first one stays.
    Raises LacdslError F603 naming the rivals where that leaves more than one.
    """
    by_table: dict[str, list[Claim]] = {}
    for claim in claims:
        by_table.setdefault(claim.table, []).append(claim)
    chosen: list[Claim] = []
    clashes: list[Diagnostic] = []
    for name in model.tables:
        if name not in by_table:
            continue
        rivals = _different(_filled(_outermost(by_table[name], issues), issues), issues)
        chosen.append(rivals[0])
        if len(rivals) > 1:
            clashes.append(_clash(name, rivals))
    if clashes:
        raise LacdslError(clashes)
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
            issues.append(Issue(claim.sheet.file, Kind.SET_ASIDE, message, table=claim.table))
    return [claim for claim in rivals if claim.source.depth == least]


def _filled(rivals: list[Claim], issues: list[Issue]) -> list[Claim]:
    filled = [claim for claim in rivals if len(claim.sheet.lines)]
    if not filled:
        return rivals
    for claim in rivals:
        if not len(claim.sheet.lines):
            message = f"Holds no row of {claim.table}, and was set aside for {filled[0].sheet.file}. Nothing needs doing."
            issues.append(Issue(claim.sheet.file, Kind.SET_ASIDE, message, table=claim.table))
    return filled


def _different(rivals: list[Claim], issues: list[Issue]) -> list[Claim]:
    kept = rivals[:1]
    for claim in rivals[1:]:
        twin = next((other for other in kept if _same(claim, other)), None)
        if twin is None:
            kept.append(claim)
        else:
            message = f"Holds the same rows of {claim.table} as {twin.sheet.file}, and was set aside. Delete one of them."
            issues.append(Issue(claim.sheet.file, Kind.SET_ASIDE, message, table=claim.table))
    return kept


def _same(one: Claim, other: Claim) -> bool:
    """Whether two sheets have the same columns of the table, cell for cell."""
    if len(one.sheet.lines) != len(other.sheet.lines):
        return False
    mine, theirs = _by_column(one), _by_column(other)
    return mine.keys() == theirs.keys() and all(
        np.array_equal(_texts(one.sheet.columns[mine[name]]), _texts(other.sheet.columns[theirs[name]]))
        for name in mine
    )


def _texts(column: pd.Categorical) -> NDArray[np.object_]:
    words: NDArray[np.object_] = np.append(np.asarray(column.categories, dtype=object), "")
    cells: NDArray[np.object_] = words[column.codes]
    return cells


def _by_column(claim: Claim) -> dict[str, int]:
    return {
        claim.match.columns.get(heading, heading): place for place, heading in enumerate(claim.sheet.headings)
    }


def _clash(table: str, rivals: list[Claim]) -> Diagnostic:
    names = [_named(claim) for claim in rivals]
    message = f"{len(names)} files hold the table {table}: {' and '.join(names)}."
    help = (
        "Keep one of them here. Last year's files belong in a folder of their own, behind --last-year; parts of one table "
        "(two teams, say) belong in one file."
    )
    return Diagnostic("F603", message, help)


def _named(claim: Claim) -> str:
    rows = len(claim.sheet.lines)
    hidden = ", hidden" if any(issue.kind is Kind.HIDDEN for issue in claim.sheet.issues) else ""
    line = f" from line {claim.sheet.heading_line}" if claim.sheet.heading_line > 1 else ""
    return f"{claim.sheet.file}{line} ({rows} row{'' if rows == 1 else 's'}{hidden})"
