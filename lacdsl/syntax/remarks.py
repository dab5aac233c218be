"""Keeps comments where they stand while the text around them is laid out anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lacdsl.syntax import tree as t
from lacdsl.syntax.layout import WIDTH, broken, operands


@dataclass(slots=True)
class Piece:
    """Lines of an item that belong together: a heading, a clause, a row of a table.

    `lines` are complete, or hold only the words before `condition`, which may still be broken in one of two ways.
    `start` and `end` are the first and the last line in the file; 0 when it was not read from one.
    """

    lines: list[str]
    start: int = 0
    end: int = 0
    indent: str = "  "
    condition: t.Expr | None = None
    gap: bool = False
    above: list[t.Comment] = field(default_factory=list)
    within: list[t.Comment] = field(default_factory=list)


def place(pieces: Sequence[Piece], comments: Iterable[t.Comment]) -> list[t.Comment]:
    """Gives every comment to the piece that it stands in or above. What is left stands below all of them."""
    left = []
    ordered = sorted(pieces, key=lambda piece: piece.start)
    for comment in comments:
        line = comment.span.line
        here = [piece for piece in ordered if piece.start <= line]
        if here and (not comment.own_line or line <= here[-1].end):
            here[-1].within.append(comment)
            continue
        below = [piece for piece in ordered if piece.start > line]
        if below:
            below[0].above.append(comment)
        else:
            left.append(comment)
    return left


def written(piece: Piece) -> list[str]:
    """The lines of a piece with its comments."""
    if piece.condition is None:
        above, lines = _beside(piece.lines, piece.within)
    else:
        above, lines = _between(piece.lines[0], piece.condition, piece.within)
    gap = [""] if piece.gap else []
    return [*gap, *(piece.indent + comment.text for comment in [*piece.above, *above]), *lines]


def paragraphs(comments: Sequence[t.Comment]) -> list[str]:
    """Comments at the left margin; one blank line where there were any."""
    lines: list[str] = []
    for before, comment in zip([None, *comments], comments, strict=False):
        if before is not None and comment.span.line - before.span.line > 1:
            lines.append("")
        lines.append(comment.text)
    return lines


def _beside(lines: list[str], comments: Sequence[t.Comment]) -> tuple[list[t.Comment], list[str]]:
    """The comments that have to go above the lines, and the lines with the last comment beside them if it fits."""
    if not comments or comments[-1].own_line:
        return list(comments), lines
    last = f"{lines[-1]}  {comments[-1].text}"
    if len(last) > WIDTH:
        return list(comments), lines
    return list(comments[:-1]), [*lines[:-1], last]


def _between(
    words: str, condition: t.Expr, comments: Sequence[t.Comment]
) -> tuple[list[t.Comment], list[str]]:
    """As `_beside`, for a condition; a comment between the operands of an `and` or `or` stays between them."""
    column = len(words)
    if comments and isinstance(condition, (t.And, t.Or)):
        stacked = operands(condition, column)
        stacked[0][0] = words + stacked[0][0]
        shares: list[list[t.Comment]] = [[] for _ in stacked]
        for comment in comments:
            shares[_operand(condition.items, comment)].append(comment)
        above, top = _beside(stacked[0], shares[0])
        last_has_one_above = any(comment.own_line for comment in shares[-1])
        if top != stacked[0] or any(shares[1:-1]) or last_has_one_above:
            lines = list(top)
            for operand, share in zip(stacked[1:], shares[1:], strict=True):
                upper, rest = _beside(operand, share)
                lines += [*(" " * column + comment.text for comment in upper), *rest]
            return above, lines
    lines = broken(condition, column)
    return _beside([words + lines[0], *lines[1:]], comments)


def _operand(items: Sequence[t.Expr], comment: t.Comment) -> int:
    """The operand that a comment stands above or, after code, beside."""
    at = comment.span
    if comment.own_line:
        return next((n for n, item in enumerate(items) if at.line <= item.span.end_line), len(items) - 1)
    begun = [n for n, item in enumerate(items) if (item.span.line, item.span.column) <= (at.line, at.column)]
    return begun[-1] if begun else 0
