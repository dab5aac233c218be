"""An explanation as text for a screen, and as plain values for JSON."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from lacdsl.explaining.explainer import Explained, RowExplained
from lacdsl.explaining.places import Places
from lacdsl.explaining.wording import Tell, Wording, cells_used
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
_NO_BREAK = "\N{NO-BREAK SPACE}"
_PLACE = re.compile(r"\[[^\[\]]{1,60}\]$")
_MOST_ROWS, _MOST_USED, _LONGEST, _MOST_SAID, _MOST_IN_PART = 4, 30, 160, 1_000, 250


def as_text(
    told: Explained,
    model: Model,
    places: Places,
    english: Sequence[str] = (),
    tell: Tell | None = None,
    *,
    full: bool = False,
) -> str:
    """Lines for a screen. Parts that settled nothing are not opened, unless `full`.

    `english` is the rule in plain English; what the names in it mean is left out, unless `full`. `tell` says a part so.
    """
    lines = [f"{told.rule.code}  {shown(told.rule.title, 300)}"]
    told_of = [line for line in english if full or not line.startswith('"')]
    for line in told_of:
        lines += _wrapped(line, "  ", "    " if line.startswith("- ") else "  ", len(line))
    if len(told_of) < len(english):
        lines.append("  (What is meant by names in quotes is said with --full.)")
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
        lines += ["", *_row(row, Wording(model, places, tell), full)]
    if told.left_out:
        lines += ["", f"{told.left_out:,} more rows are left out; --most shows more."]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _row(row: RowExplained, wording: Wording, full: bool) -> Iterator[str]:
    child = f", {wording.model.entity.singular} {shown(row.child, 40)}" if row.child is not None else ""
    yield f"{shown(wording.row(row.why), 200)}{child}: {_VERDICTS.get(row.verdict, row.verdict)}"
    if row.message:
        yield from _wrapped(row.message, "  ", "  ")
    yield f"  {_BECAUSE[row.verdict]}"
    faults = wording.blame(row.why) if row.verdict == "unknown" else []
    for reason in [*faults, *wording.facts(row.why)] or ["the rule asks for nothing more"]:
        yield from _wrapped(reason, "    - ", "      ")
    for part in row.why.parts:
        word, _, _ = part.text.partition(" ")
        yield f"  {_SECTIONS.get(word, word)}"
        yield from _part(part, wording, 2, full)
    yield from _others(row, wording)
    meanings = wording.meanings(row.why)
    if meanings:
        yield "  What the names and codes mean:"
        for name, meaning in meanings[:_MOST_USED]:
            yield from _wrapped(f"{name}: {meaning}", "    ", "      ")


def _part(part: Explanation, wording: Wording, depth: int, full: bool) -> Iterator[str]:
    pad = "  " * depth
    inside = part
    if part.sort == "value":
        where = wording.places.all_words([cell.at for cell in part.cells])
        line = f"{wording.named(part)} = {wording.outcome(part)}{f'   [{where}]' if where else ''}"
        yield from _wrapped(line, f"{pad}    ", f"{pad}      ")
    elif part.sort == "row":
        mark = f": {_MARKS[part.outcome]}" if part.outcome in _MARKS else ""
        yield shown(f"{pad}{wording.row(part)}{mark}", _LONGEST * 2)
    else:
        opened = part.decides or full
        inside = _turned(part)
        mark = f"{pad}{_MARKS.get(part.outcome, ''):<3} "
        joins = _JOINS.get(part.form, "") if opened and inside is part else ""
        yield from [mark + joins] if joins else _condition(part, inside, wording, mark, full)
    if part.decides or full:
        yield from _inner(inside, wording, depth + 1, full)


def _turned(part: Explanation) -> Explanation:
    """What a `not` turns round, where that is said in one line with it; any other part itself."""
    if part.form == "not" and part.parts and part.parts[0].form not in ("all", "any", "not"):
        return part.parts[0]
    return part


def _condition(
    part: Explanation, inside: Explanation, wording: Wording, mark: str, full: bool
) -> Iterator[str]:
    """A condition in plain English, what came of the rows that it is about, and behind it how the rule has it."""
    pad = " " * (len(mark) + 2)
    text = part.text.removeprefix("where ").removeprefix("must ")
    said = wording.english(part)
    written = f"`{text}`" if said else ""
    note = f"   [{wording.matched(inside)}]" if inside.matched is not None else ""
    line = f"{_cut(said or text, full)}{note}"
    if len(mark) + len(line) + 3 + len(written) <= _WIDTH:
        yield shown(f"{mark}{line}   {written}", _WIDTH)
        return
    yield from _wrapped(line, mark, pad)
    if written:
        yield shown(pad + written, _MOST_SAID if full else _WIDTH)


def _cut(text: str, full: bool) -> str:
    return shown(text, _MOST_SAID if full else _MOST_IN_PART)


def _wrapped(text: str, first: str, others: str, most: int = _MOST_SAID) -> Iterator[str]:
    """Lines of a text; what stands between brackets at its end, a file and a line, is kept together."""
    kept = _PLACE.sub(lambda found: found[0].replace(" ", _NO_BREAK), shown(text, most))
    for line in textwrap.wrap(
        kept,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    ):
        yield line.replace(_NO_BREAK, " ")


def _inner(part: Explanation, wording: Wording, depth: int, full: bool) -> Iterator[str]:
    rows = 0
    deeper = depth + 2 if part.sort == "value" else depth
    for inner in part.parts:
        rows += inner.sort == "row"
        if inner.sort == "more" or (rows > _MOST_ROWS and not full):
            shown_rows = rows - 1 if inner.sort == "row" else rows
            left = (part.matched[0] if part.matched is not None else len(part.parts)) - shown_rows
            some = len(part.parts) > shown_rows and not full
            more = f"and {left:,} more {'row' if left == 1 else 'rows'}"
            yield f"{'  ' * deeper}    {more}{' (--full shows some)' if some else ''}"
            return
        yield from _part(inner, wording, deeper if inner.sort == "row" else depth, full)


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
        yield from _wrapped(
            f"{wording.table(at)}, {wording.places.words(at)}{own}  {read}", "    ", "      ", _LONGEST * 4
        )


def _value(cell: CellUsed) -> str:
    return "(blank)" if cell.value is None else f"{cell.value} (worked out)" if cell.derived else cell.value


def as_values(told: Explained, model: Model, places: Places, tell: Tell | None = None) -> dict[str, Any]:
    """The same as plain values, for JSON."""
    wording = Wording(model, places, tell)
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
                "reasons_in_english": wording.facts(row.why),
                "cannot_be_checked_for": wording.blame(row.why) if row.verdict == "unknown" else [],
                "parts": [_plain(part, places, wording) for part in row.why.parts],
                "rows_read": [
                    {**_at(at, places), "cells": [_cell(cell) for cell in cells.values()]}
                    for at, cells in cells_used(row.why).items()
                ],
            }
            for row in told.rows
        ],
        "left_out": told.left_out,
    }


def _plain(part: Explanation, places: Places, wording: Wording) -> dict[str, Any]:
    return {
        "sort": part.sort,
        "text": part.name if part.sort == "row" else part.text,
        "english": wording.english(part) or None,
        "outcome": part.outcome,
        "decides": part.decides,
        "rows": [_at(at, places) for at in part.rows],
        "cells": [{**_at(cell.at, places), **_cell(cell)} for cell in part.cells],
        "parts": [_plain(inner, places, wording) for inner in part.parts],
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
