"""Syntax tree to text: the one form that a rule file has.

What is printed reads back as an equal tree, and printing that again changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch

from lacdsl.diagnostics import Span
from lacdsl.syntax import tree as t
from lacdsl.syntax.layout import filled, tabulated
from lacdsl.syntax.phrases import flat, quoted, reference, table
from lacdsl.syntax.remarks import Piece, paragraphs, place, written

# These may stand below one another without a blank line between them.
_SHORT = (t.Define, t.Codes, t.Parameter, t.Removal, t.Treatment)


def print_file(file: t.File) -> str:
    """The text of a file; empty when there is nothing in it."""
    lines = paragraphs(file.comments)
    for number, item in enumerate(file.items):
        block = _lines(item, last=number == len(file.items) - 1)
        before = file.items[number - 1] if number else None
        if lines and not (before and _together(before, item) and not block[0].startswith("#")):
            lines.append("")
        lines += block
    return "".join(f"{line}\n" for line in lines)


def print_item(item: t.Item) -> str:
    """The text of one item, with its comments."""
    return "".join(f"{line}\n" for line in _lines(item, last=True))


def print_expr(expr: t.Expr) -> str:
    """A condition or a value, on one line."""
    return flat(expr)


def _together(before: t.Item, item: t.Item) -> bool:
    if not isinstance(before, _SHORT) or not isinstance(item, _SHORT):
        return False
    end = max(before.span.end_line, *(comment.span.line for comment in before.comments), 0)
    return item.span.line - end <= 1


def _lines(item: t.Item, last: bool) -> list[str]:
    heading, *rest = pieces = _pieces(item)
    left = place(pieces, item.comments)
    lines = paragraphs(heading.above)
    if heading.above and heading.start - heading.above[-1].span.line > 1:
        lines.append("")
    heading.above = []
    lines += [line for piece in [heading, *rest] for line in written(piece)]
    indented = len(left)
    while last and indented and left[indented - 1].span.column == 1:
        indented -= 1
    lines += [f"  {comment.text}" for comment in left[:indented]]
    return [*lines, "", *paragraphs(left[indented:])] if left[indented:] else lines


# ---------------------------------------------------------------- items


@singledispatch
def _pieces(item: t.Item) -> list[Piece]:
    raise TypeError(f"no text for {type(item).__name__}")


@_pieces.register
def _rule(item: t.Rule) -> list[Piece]:
    heading = _heading(item, f"rule {item.code} {quoted(item.title)}", item.body.span.end_line)
    return [heading, *_body(item.body)]


@_pieces.register
def _family(item: t.Family) -> list[Piece]:
    heading = _heading(item, f"family {quoted(item.title)}", item.body.span.end_line)
    return [heading, *_rows(item.members, tabulated(item.members), "  "), *_body(item.body)]


@_pieces.register
def _removal(item: t.Removal) -> list[Piece]:
    reason = "" if item.reason is None else f" because {quoted(item.reason)}"
    return [_heading(item, f"remove rule {item.code}{reason}", item.span.end_line)]


@_pieces.register
def _treatment(item: t.Treatment) -> list[Piece]:
    reason = "" if item.reason is None else f" because {quoted(item.reason)}"
    return [_heading(item, f"treat rule {item.code} as {item.severity}{reason}", item.span.end_line)]


@_pieces.register
def _define(item: t.Define) -> list[Piece]:
    return [_heading(item, f"define {item.table}.{item.name} = ", item.span.end_line, item.value)]


@_pieces.register
def _codes(item: t.Codes) -> list[Piece]:
    return [_heading(item, f"codes {item.name} = ", item.span.end_line, item.options)]


@_pieces.register
def _parameter(item: t.Parameter) -> list[Piece]:
    return [_heading(item, f"parameter {item.name} = ", item.span.end_line, item.value)]


@_pieces.register
def _derived_table(item: t.DerivedTable) -> list[Piece]:
    at = dict(reversed(item.clauses))
    pieces = [_heading(item, f"table {item.name} of {table(item.source)}", item.source.span.end_line)]
    if item.where is not None:
        pieces.append(_condition("where", item.where, at))
    if item.one_per:
        words = f"one per {', '.join(item.one_per)}"
        if item.preferring is None:
            pieces.append(_clause(words, "", at.get("one per")))
        else:
            pieces.append(_condition(f"{words} preferring", item.preferring, at, "one per"))
    return pieces


@_pieces.register
def _spells(item: t.Spells) -> list[Piece]:
    at = dict(reversed(item.clauses))
    pieces = [_heading(item, f"spells {item.name} of {table(item.source)}", item.source.span.end_line)]
    if item.where is not None:
        pieces.append(_condition("where", item.where, at))
    pieces.append(_condition("together while", item.together, at))
    edges = {"START": "start", "END": "end"}
    for column in item.columns:
        word = edges.pop(column.name, None) if column.kind in ("first", "last") else None
        if word is None:
            edges.clear()
        pieces.append(_spell_column(word, column))
        if word == "end":
            edges.clear()
    return pieces


def _spell_column(word: str | None, column: t.SpellColumn) -> Piece:
    value = column.kind if column.kind in ("first", "last", "count") else f"{column.kind} of"
    words = value if word else f"{column.name} = {value}"
    words = f"  {word or 'column':<8} {words}"
    if column.value is None:
        return Piece([words], column.span.line, column.span.line)
    return Piece([f"{words} "], column.span.line, column.value.span.end_line, condition=column.value)


# ---------------------------------------------------------------- clauses


def _body(body: t.Body) -> list[Piece]:
    at = dict(reversed(body.clauses))
    pieces = []
    if body.population is None:
        pieces.append(_clause("for the return", "", at.get("for the return")))
    else:
        pieces.append(_clause("for each", table(body.population), at.get("for each")))
    spans = iter([span for word, span in body.clauses if word == "needs any of"])
    pieces += [_list("needs any of", refs, next(spans, None)) for refs in body.needs]
    pieces += [_assignment("let", let.name, let.value, let.span) for let in body.lets]
    if body.where is not None:
        pieces.append(_condition("where", body.where, at))
    pieces.append(_condition("must", body.must, at))
    if body.severity != "error":
        pieces.append(_clause("severity", body.severity, at.get("severity")))
    if body.stage is not None:
        pieces.append(_clause("stage", body.stage, at.get("stage")))
    if body.explainable:
        pieces.append(_clause("explainable", "", at.get("explainable")))
    if body.flags:
        pieces.append(_list("flag", body.flags, at.get("flag")))
    for word, text in (("message", body.message), ("because", body.because), ("fix", body.fix)):
        if text is not None:
            pieces.append(_clause(word, quoted(text.text), at.get(word)))
    pieces += [
        _assignment("suggest", reference(suggestion.target), suggestion.value, suggestion.span)
        for suggestion in body.suggestions
    ]
    return [*pieces, *(piece for example in body.examples for piece in _example(example))]


def _example(example: t.Example) -> list[Piece]:
    member = f"for {example.member} " if example.member is not None else ""
    year = f" {example.years} {example.year}" if example.year is not None else ""
    heading = f"  example {member}{quoted(example.title)}{year}"
    pieces = [Piece([heading], example.span.line, example.span.end_line, gap=True)]
    if example.given:
        line = example.given[0].span.line
        texts = [f"{each.name} = {print_expr(each.value)}" for each in example.given]
        pieces.append(Piece([f"    with {', '.join(texts)}"], line, line, "    "))
    if example.without:
        line = example.without[0].span.line
        texts = [table(ref) for ref in example.without]
        pieces.append(Piece([f"    without {', '.join(texts)}"], line, line, "    "))
    return [*pieces, *_rows(example.rows, tabulated(example.rows, blocks=True), "    ")]


def _rows(rows: Sequence[t.Cells], lines: Sequence[str], indent: str) -> list[Piece]:
    return [
        Piece([indent + line], row.span.line, row.span.line, indent)
        for row, line in zip(rows, lines, strict=True)
    ]


def _heading(item: t.Item, text: str, end: int, condition: t.Expr | None = None) -> Piece:
    words = f"replace {text}" if item.replaces else text
    return Piece([words], item.span.line, end, "", condition)


def _words(word: str) -> str:
    return f"  {word:<8} "


def _clause(word: str, rest: str, at: Span | None) -> Piece:
    line = at.line if at else 0
    return Piece([(_words(word) + rest).rstrip()], line, line)


def _condition(word: str, expr: t.Expr, at: dict[str, Span], kind: str | None = None) -> Piece:
    span = at.get(kind or word)
    return Piece([_words(word)], span.line if span else 0, expr.span.end_line, condition=expr)


def _assignment(word: str, name: str, value: t.Expr, span: Span) -> Piece:
    return Piece([f"{_words(word)}{name} = "], span.line, value.span.end_line, condition=value)


def _list(word: str, refs: Sequence[t.Ref], span: Span | None) -> Piece:
    words = _words(word)
    first, *rest = filled([reference(ref) for ref in refs], len(words))
    return Piece([words + first, *rest], span.line if span else 0, refs[-1].span.end_line)
