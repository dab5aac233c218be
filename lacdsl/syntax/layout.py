"""Where lines break: conditions that are too long for one line, lists, and tables of examples."""

from __future__ import annotations

from collections.abc import Sequence

from lacdsl.syntax import tree as t
from lacdsl.syntax.phrases import AND, ATOM, OR, Next, Part, bracketed, flat, phrase

WIDTH = 100

# A row of an example that begins with one of these says how the rule ends for it; any other word names a table.
VERDICTS = {"passes", "fails", "unknown", "n/a", "not run"}


def broken(expr: t.Expr, column: int) -> list[str]:
    """The expression from `column` (counted from 0) on: one line if it fits, else several.

    The first line is without its indentation, for a clause word stands before it.
    """
    return _lay(expr, column, OR, "nothing", 0, False)


def operands(expr: t.Expr, column: int) -> list[list[str]]:
    """The lines of each operand of an `and` or `or`, every operand on a line of its own; else one operand."""
    if not isinstance(expr, (t.And, t.Or)):
        return [broken(expr, column)]
    return _stacked(expr, column, "nothing", 0, False)


def filled(texts: Sequence[str], column: int, tail: int = 0) -> list[str]:
    """Texts with commas between them, as many on a line as fit from `column` on; `tail` is what the last has to leave."""
    pieces = [*(f"{text}," for text in texts[:-1]), *texts[-1:]]
    lines: list[str] = []
    room = 0
    for place, piece in enumerate(pieces):
        need = len(piece) + (tail if place == len(pieces) - 1 else 0)
        if lines and room >= need + 1:
            lines[-1] += f" {piece}"
            room -= len(piece) + 1
        else:
            lines.append(" " * column + piece if lines else piece)
            room = WIDTH - column - len(piece)
    return lines


def tabulated(rows: Sequence[t.Cells], blocks: bool = False) -> list[str]:
    """Rows with their `|` below one another.

    With `blocks`, a row whose first cell names a table begins a block with columns of its own, and only the first column
    is as wide in all blocks.
    """
    groups: list[list[t.Cells]] = []
    for row in rows:
        heading = row.cells[0] and row.cells[0] not in VERDICTS
        if not groups or (blocks and heading):
            groups.append([])
        groups[-1].append(row)
    first = max((len(row.cells[0]) for row in rows), default=0)
    return [line for group in groups for line in _aligned(group, first)]


def _aligned(rows: Sequence[t.Cells], first: int) -> list[str]:
    widths = [0] * max(len(row.cells) for row in rows)
    for row in rows:
        for place, cell in enumerate(row.cells):
            widths[place] = max(widths[place], len(cell))
    widths[0] = first
    return [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row.cells, widths, strict=False)) + " |"
        for row in rows
    ]


# ---------------------------------------------------------------- expressions over several lines


def _lay(expr: t.Expr, column: int, level: int, following: Next, tail: int, inside: bool) -> list[str]:
    """As `broken`; `tail` signs come after the last one on its line, `inside` is true within brackets.

    An `and` within an `or` is bracketed when it is broken, so that the eye sees what belongs together.
    """
    line = flat(expr, level, following)
    if column + len(line) + tail <= WIDTH:
        return [line]
    within_or = isinstance(expr, t.And) and level == AND
    if within_or or bracketed(expr, level, following):
        lines = _lay(expr, column + 1, OR, "nothing", tail + 1, True)
        lines[0] = "(" + lines[0]
        lines[-1] += ")"
        return lines
    if isinstance(expr, (t.And, t.Or)):
        if inside:
            return _packed(expr, column, following, tail)
        return [line for lines in _stacked(expr, column, following, tail, False) for line in lines]
    if isinstance(expr, t.SetLiteral) and expr.items:
        lines = filled([flat(item, ATOM) for item in expr.items], column + 1, tail + 1)
        lines[0] = "{" + lines[0]
        lines[-1] += "}"
        return lines
    return _run_on(expr, column, following, tail, inside)


def _stacked(expr: t.And | t.Or, column: int, following: Next, tail: int, inside: bool) -> list[list[str]]:
    """The lines of each operand: operands below one another, `and` or `or` to their left."""
    word = _word(expr)
    parts = _parts(expr, following)
    stacked = []
    for place, part in enumerate(parts):
        after = tail if place == len(parts) - 1 else 0
        lines = _lay(part.expr, column, part.level, part.next, after, inside)
        if place:
            lines[0] = " " * (column - len(word)) + word + lines[0]
        stacked.append(lines)
    return stacked


def _packed(expr: t.And | t.Or, column: int, following: Next, tail: int) -> list[str]:
    """As `_stacked`, within brackets: as many operands on a line as fit."""
    word = _word(expr)
    parts = _parts(expr, following)
    lines: list[str] = []
    for place, (part, laid) in enumerate(
        zip(parts, _stacked(expr, column, following, tail, True), strict=True)
    ):
        text = f" {word}{flat(part.expr, part.level, part.next)}"
        after = tail if place == len(parts) - 1 else 0
        start = 0 if len(lines) > 1 else column
        if lines and start + len(lines[-1]) + len(text) + after <= WIDTH:
            lines[-1] += text
        else:
            lines += laid
    return lines


def _word(expr: t.And | t.Or) -> str:
    return "and " if isinstance(expr, t.And) else "or "


def _parts(expr: t.Expr, following: Next) -> list[Part]:
    return [piece for piece in phrase(expr, following) if isinstance(piece, Part)]


def _run_on(expr: t.Expr, column: int, following: Next, tail: int, inside: bool) -> list[str]:
    """The pieces of a phrase one after the other; a piece that is broken itself goes on from where its last line ends.

    Only `has` then begins a line of its own, below what it belongs to.
    """
    pieces = phrase(expr, following)
    lengths = [len(p) if isinstance(p, str) else len(flat(p.expr, p.level, p.next)) for p in pieces]
    lines = [""]
    at = begun = column
    for place, piece in enumerate(pieces):
        if piece == " has " and len(lines) > 1:
            lines.append(" " * (begun - len("has ")) + "has ")
            at = begun
            continue
        if isinstance(piece, str):
            lines[-1] += piece
            at += len(piece)
            continue
        begun = at
        rest = sum(lengths[place + 1 :]) + tail
        laid = _lay(piece.expr, at, piece.level, piece.next, rest, inside)
        lines[-1] += laid[0]
        lines += laid[1:]
        at = at + len(laid[0]) if len(laid) == 1 else len(laid[-1])
    return lines
