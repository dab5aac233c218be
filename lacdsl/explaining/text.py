"""An explanation as text for a screen, and as plain values for JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from lacdsl.explaining.explainer import Explained, RowExplained
from lacdsl.explaining.places import Places
from lacdsl.explaining.wording import Wording, cells_used
from lacdsl.interpreter import CellUsed, Explanation, RowUsed
from lacdsl.model import Model
from lacdsl.model.diagnostics import shown

_MARKS = {"true": "yes", "false": "no", "unknown": "?"}
_VERDICTS = {
    "fails": "fails",
    "passes": "passes",
    "unknown": "could not be checked",
    "n/a": "is not what the rule is about",
}
_BECAUSE = {
    "fails": "It fails because:",
    "passes": "It passes because:",
    "unknown": "It could not be checked because:",
    "n/a": "The rule is not about it because:",
}
_SECTIONS = {"where": "Is the rule about this row?", "must": "What has to hold:"}
_JOINS = {"all": "all of these:", "any": "at least one of these:", "not": "not so:"}
_WIDTH = 100
_MOST_ROWS, _MOST_USED, _LONGEST = 4, 30, 160


def as_text(
    told: Explained, model: Model, places: Places, english: Sequence[str] = (), *, full: bool = False
) -> str:
    """Lines for a screen. Parts that settled nothing are not opened, unless `full`.

    `english` is the rule in plain English; what the names in it mean is left out, unless `full`.
    """
    lines = [f"{told.rule.code}  {shown(told.rule.title, 300)}"]
    for line in english:
        if full or not line.startswith('"'):
            indent = "    " if line.startswith("- ") else "  "
            lines += textwrap.wrap(
                line, _WIDTH, initial_indent="  ", subsequent_indent=indent, break_long_words=False
            )
    if told.counts:
        counts = told.counts
        lines.append(
            f"{counts['fails']:,} {'row fails' if counts['fails'] == 1 else 'rows fail'}, {counts['passes']:,} pass, "
            f"{counts['unknown']:,} could not be checked, "
            f"to {counts['not_applicable']:,} it does not apply."
        )
    if told.not_run:
        lines += ["", f"The rule was not run: {told.reason}."]
    elif told.reason:
        lines += ["", f"Nothing to explain: {told.reason}."]
    if not told.is_finding and not told.not_run:
        lines += [
            "",
            "The finding is not there any more: the data or the rules are others than in the report.",
        ]
    for row in told.rows:
        lines += ["", *_row(row, Wording(model, places), full)]
    if told.left_out:
        lines += ["", f"{told.left_out:,} more rows are left out; --most shows more."]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _row(row: RowExplained, wording: Wording, full: bool) -> Iterator[str]:
    child = f", child {shown(row.child, 40)}" if row.child is not None else ""
    yield f"{shown(wording.row(row.why), 200)}{child}: {_VERDICTS.get(row.verdict, row.verdict)}"
    if row.message:
        yield f"  {shown(row.message, 500)}"
    yield f"  {_BECAUSE[row.verdict]}"
    faults = wording.blame(row.why) if row.verdict == "unknown" else []
    for reason in [*faults, *wording.reasons(row.why)] or ["the rule asks for nothing more"]:
        yield f"    - {shown(reason, 400)}"
    for part in row.why.parts:
        word, _, _ = part.text.partition(" ")
        yield f"  {_SECTIONS.get(word, word)}"
        yield from _part(part, wording, 2, full)
    yield from _others(row, wording)
    meanings = wording.meanings(row.why)
    if meanings:
        yield "  What the names and codes mean:"
        for name, meaning in meanings[:_MOST_USED]:
            yield shown(f"    {name}: {meaning}", _LONGEST * 2)


def _part(part: Explanation, wording: Wording, depth: int, full: bool) -> Iterator[str]:
    pad = "  " * depth
    if part.sort == "value":
        where = wording.places.all_words([cell.at for cell in part.cells])
        line = f"{pad}    {part.text} = {wording.outcome(part)}"
        yield shown(f"{line}   [{where}]" if where else line, _LONGEST * 2)
    elif part.sort == "row":
        mark = f": {_MARKS[part.outcome]}" if part.outcome in _MARKS else ""
        yield shown(f"{pad}{wording.row(part)}{mark}", _LONGEST * 2)
    elif part.sort == "more":
        yield f"{pad}    {part.text}"
        return
    else:
        opened = part.decides or full
        text = _JOINS.get(part.form, "") if opened else ""
        text = text or part.text.removeprefix("where ").removeprefix("must ")
        note = f"   ({wording.matched(part)})" if part.matched is not None else ""
        yield shown(f"{pad}{_MARKS.get(part.outcome, ''):<3} {text}{note}", _LONGEST * 2)
    if part.decides or full:
        yield from _inner(part, wording, depth + 1, full)


def _inner(part: Explanation, wording: Wording, depth: int, full: bool) -> Iterator[str]:
    rows = 0
    for inner in part.parts:
        rows += inner.sort == "row"
        if rows > _MOST_ROWS and not full:
            left = sum(each.sort == "row" for each in part.parts) - _MOST_ROWS
            yield f"{'  ' * depth}    and {left} more rows (--full shows them)"
            return
        yield from _part(inner, wording, depth, full)


def _others(row: RowExplained, wording: Wording) -> Iterator[str]:
    """The rows that were read from, with the cells that were read."""
    used = cells_used(row.why)
    if not used:
        return
    yield "  Rows that were read:"
    for number, (at, cells) in enumerate(used.items()):
        if number == _MOST_USED:
            yield f"    and {len(used) - _MOST_USED:,} more"
            return
        own = "  (this row)" if at in row.at else ""
        read = ", ".join(f"{name} = {_value(cell)}" for name, cell in cells.items())
        yield shown(f"    {wording.table(at)}, {wording.places.words(at)}{own}  {read}", _LONGEST * 2)


def _value(cell: CellUsed) -> str:
    return "(blank)" if cell.value is None else f"{cell.value} (worked out)" if cell.derived else cell.value


def as_values(told: Explained, model: Model, places: Places) -> dict[str, Any]:
    """The same as plain values, for JSON."""
    wording = Wording(model, places)
    return {
        "rule": told.rule.code,
        "title": told.rule.title,
        "status": "not run" if told.not_run else "ran",
        "reason": told.reason,
        "finding_is_there": told.is_finding,
        "counts": dict(told.counts) or None,
        "rows": [
            {
                "verdict": row.verdict,
                "child": row.child,
                "at": [_at(at, places) for at in row.at],
                "message": row.message,
                "reasons": wording.reasons(row.why),
                "cannot_be_checked_for": wording.blame(row.why) if row.verdict == "unknown" else [],
                "parts": [_plain(part, places) for part in row.why.parts],
                "rows_read": [
                    {**_at(at, places), "cells": [_cell(cell) for cell in cells.values()]}
                    for at, cells in cells_used(row.why).items()
                ],
            }
            for row in told.rows
        ],
        "left_out": told.left_out,
    }


def _plain(part: Explanation, places: Places) -> dict[str, Any]:
    return {
        "sort": part.sort,
        "text": part.name if part.sort == "row" else part.text,
        "outcome": part.outcome,
        "decides": part.decides,
        "rows": [_at(at, places) for at in part.rows],
        "cells": [{**_at(cell.at, places), **_cell(cell)} for cell in part.cells],
        "parts": [_plain(inner, places) for inner in part.parts],
    }


def _cell(cell: CellUsed) -> dict[str, Any]:
    return {"column": cell.column, "value": cell.value, "state": cell.state, "derived": cell.derived}


def _at(at: RowUsed, places: Places) -> dict[str, Any]:
    return {
        "table": at.table,
        "year": at.year,
        "row": at.row,
        "file": places.file(at),
        "line": places.line(at),
    }
