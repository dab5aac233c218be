"""How every expression is written: one phrase a node, and brackets only where they are needed.

A phrase is a list of pieces, each a text or an expression within the expression. `flat` joins them to one line;
`lacdsl.syntax.layout` breaks them over several.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch
from typing import Literal

from lacdsl.syntax import tree as t

# How tightly a phrase holds together: an expression is bracketed where a tighter one is called for.
OR, AND, NOT, COMPARISON, OR_ELSE, VALUE, SUM, PRODUCT, UNARY, MEASURE, ATOM = range(1, 12)

# What comes next before a bracket closes. `where` and `has` reach as far to the right as they can, so a phrase that ends
# with one is bracketed unless nothing comes next. Where `has` comes next, it must not go to a quantifier further in.
Next = Literal["nothing", "more", "has"]


@dataclass(frozen=True, slots=True)
class Part:
    """An expression within a phrase: how tight it has to be, and what follows it."""

    expr: t.Expr
    level: int
    next: Next = "more"


Phrase = list[str | Part]


def flat(expr: t.Expr, level: int = OR, following: Next = "nothing") -> str:
    """The expression on one line, in brackets if it has to be."""
    if bracketed(expr, level, following):
        return f"({flat(expr)})"
    return "".join(
        piece if isinstance(piece, str) else flat(piece.expr, piece.level, piece.next)
        for piece in phrase(expr, following)
    )


def bracketed(expr: t.Expr, level: int, following: Next) -> bool:
    """Whether the expression needs brackets at a place that calls for `level`."""
    if _level(expr) < level:
        return True
    match expr:
        case t.Quantifier(where=where, has=has):
            is_open = where is not None or has is not None
            return following == "has" or (following == "more" and is_open)
        case t.Aggregate(where=where) | t.Pick(where=where):
            return following != "nothing" and where is not None
    return False


def phrase(expr: t.Expr, following: Next = "nothing") -> Phrase:
    """The pieces of the expression, without brackets round the whole. `following` goes to the last of them."""
    return _phrase(expr, following)


def table(ref: t.TableRef) -> str:
    """`optional last year Episode anywhere`"""
    words = ["optional"] if ref.optional else []
    if ref.year != "this":
        words.append(f"{ref.year} year")
    words.append(ref.name)
    if ref.anywhere:
        words.append("anywhere")
    return " ".join(words)


def reference(ref: t.Ref) -> str:
    """`previous previous.DEC`"""
    match ref.base:
        case int(steps):
            base = " ".join(["previous" if steps < 0 else "next"] * abs(steps))
        case t.TableRef():
            base = table(ref.base)
        case _:
            base = ref.base or ""
    return ".".join([base, *ref.names] if base else ref.names)


def quoted(text: str) -> str:
    """A text in double quotes. It holds neither quotes nor line ends: the language has no way to write them."""
    return f'"{text}"'


def _level(expr: t.Expr) -> int:
    if isinstance(expr, t.Binary):
        return SUM if expr.op in "+-" else PRODUCT
    return _LEVELS.get(type(expr), COMPARISON)


_LEVELS: dict[type[t.Expr], int] = {
    t.Or: OR,
    t.And: AND,
    t.Not: NOT,
    t.OrElse: OR_ELSE,
    t.Elapsed: VALUE,
    t.Aggregate: VALUE,
    t.Pick: VALUE,
    t.Negative: UNARY,
    t.Measure: MEASURE,
    t.Ref: ATOM,
    t.Number: ATOM,
    t.Word: ATOM,
    t.String: ATOM,
    t.DateLiteral: ATOM,
    t.Moment: ATOM,
    t.SetLiteral: ATOM,
    t.Call: ATOM,
}


@singledispatch
def _phrase(expr: t.Expr, following: Next) -> Phrase:
    raise TypeError(f"no phrase for {type(expr).__name__}")


# ---------------------------------------------------------------- conditions


@_phrase.register
def _or(expr: t.Or, following: Next) -> Phrase:
    return _joined(expr.items, " or ", AND, following)


@_phrase.register
def _and(expr: t.And, following: Next) -> Phrase:
    return _joined(expr.items, " and ", NOT, following)


@_phrase.register
def _not(expr: t.Not, following: Next) -> Phrase:
    return ["not ", Part(expr.value, NOT, following)]


@_phrase.register
def _compare(expr: t.Compare, following: Next) -> Phrase:
    return _infix(expr.left, f" {expr.op} ", expr.right, following)


@_phrase.register
def _between(expr: t.Between, following: Next) -> Phrase:
    return [*_infix(expr.value, " between ", expr.low, "more"), " and ", Part(expr.high, OR_ELSE, following)]


@_phrase.register
def _in(expr: t.In, following: Next) -> Phrase:
    words = " not in " if expr.negated else " in "
    options = expr.options if isinstance(expr.options, str) else Part(expr.options, ATOM)
    return [Part(expr.value, OR_ELSE), words, options]


@_phrase.register
def _listed(expr: t.ListedIn, following: Next) -> Phrase:
    return _infix(expr.value, " not listed in " if expr.negated else " listed in ", expr.text, following)


@_phrase.register
def _is(expr: t.Is, following: Next) -> Phrase:
    return [Part(expr.value, OR_ELSE), f" is {expr.state}"]


@_phrase.register
def _is_position(expr: t.IsPosition, following: Next) -> Phrase:
    if expr.value is None:
        return [f"is {expr.position}"]
    return [Part(expr.value, OR_ELSE), f" is {expr.position}"]


@_phrase.register
def _is_unique(expr: t.IsUnique, following: Next) -> Phrase:
    if len(expr.values) == 1:
        return [Part(expr.values[0], OR_ELSE), " is unique"]
    return ["(", *_joined(expr.values, ", ", OR_ELSE, "nothing"), ") is unique"]


@_phrase.register
def _same(expr: t.Same, following: Next) -> Phrase:
    return _infix(expr.left, " differs from " if expr.negated else " same as ", expr.right, following)


@_phrase.register
def _matches(expr: t.Matches, following: Next) -> Phrase:
    pattern = expr.pattern.replace("/", "\\/")
    return [Part(expr.value, OR_ELSE), f" matches /{pattern}/"]


@_phrase.register
def _during(expr: t.During, following: Next) -> Phrase:
    return [*_infix(expr.value, " during ", expr.start, "more"), " to ", Part(expr.end, OR_ELSE, following)]


@_phrase.register
def _overlaps(expr: t.Overlaps, following: Next) -> Phrase:
    first = _infix(expr.start, " to ", expr.end, "more")
    return [*first, " overlaps ", *_infix(expr.other_start, " to ", expr.other_end, following)]


@_phrase.register
def _exists(expr: t.Exists, following: Next) -> Phrase:
    return [f"{reference(expr.row)} exists"]


@_phrase.register
def _quantifier(expr: t.Quantifier, following: Next) -> Phrase:
    pieces: Phrase = [f"{expr.kind} {_rows(expr.other, expr.table)}"]
    if expr.where is not None:
        pieces += [" where ", Part(expr.where, OR, following if expr.has is None else "has")]
    if expr.has is not None:
        pieces += [" has ", Part(expr.has, OR, following)]
    return pieces


# ---------------------------------------------------------------- values


@_phrase.register
def _or_else(expr: t.OrElse, following: Next) -> Phrase:
    return [Part(expr.value, VALUE), " or else ", Part(expr.default, OR_ELSE, following)]


@_phrase.register
def _elapsed(expr: t.Elapsed, following: Next) -> Phrase:
    return [f"{expr.unit} from ", Part(expr.start, SUM), " to ", Part(expr.end, SUM, following)]


@_phrase.register
def _aggregate(expr: t.Aggregate, following: Next) -> Phrase:
    pieces: Phrase = [f"{expr.kind} of "]
    if expr.value is not None:
        pieces += [Part(expr.value, SUM), " over "]
    return [*pieces, *_where(table(expr.table), expr.where, following)]


@_phrase.register
def _pick(expr: t.Pick, following: Next) -> Phrase:
    return _where(f"{expr.which} {_rows(expr.other, expr.table)}", expr.where, following)


@_phrase.register
def _binary(expr: t.Binary, following: Next) -> Phrase:
    left, right = (SUM, PRODUCT) if expr.op in "+-" else (PRODUCT, UNARY)
    return [Part(expr.left, left), f" {expr.op} ", Part(expr.right, right, following)]


@_phrase.register
def _negative(expr: t.Negative, following: Next) -> Phrase:
    return ["-", Part(expr.value, MEASURE, following)]


@_phrase.register
def _measure(expr: t.Measure, following: Next) -> Phrase:
    single = isinstance(expr.amount, t.Number) and expr.amount.text == "1"
    return [Part(expr.amount, ATOM), f" {expr.unit.removesuffix('s') if single else expr.unit}"]


@_phrase.register
def _call(expr: t.Call, following: Next) -> Phrase:
    return [f"{expr.name}(", *_joined(expr.args, ", ", OR_ELSE, "nothing"), ")"]


# ---------------------------------------------------------------- names and literals


@_phrase.register
def _ref(expr: t.Ref, following: Next) -> Phrase:
    return [reference(expr)]


@_phrase.register(t.Number)
@_phrase.register(t.Word)
def _bare(expr: t.Number | t.Word, following: Next) -> Phrase:
    return [expr.text]


@_phrase.register
def _string(expr: t.String, following: Next) -> Phrase:
    return [quoted(expr.text)]


@_phrase.register
def _date(expr: t.DateLiteral, following: Next) -> Phrase:
    return [f"{expr.value.day} {t.MONTHS[expr.value.month - 1]} {expr.value.year}"]


@_phrase.register
def _moment(expr: t.Moment, following: Next) -> Phrase:
    return [f"collection {expr.name}" if expr.name in ("start", "end") else expr.name]


@_phrase.register
def _set(expr: t.SetLiteral, following: Next) -> Phrase:
    return ["{", *_joined(expr.items, ", ", ATOM, "nothing"), "}"]


# ---------------------------------------------------------------- what phrases have in common


def _joined(items: tuple[t.Expr, ...], sign: str, level: int, following: Next) -> Phrase:
    pieces: Phrase = []
    for item in items[:-1]:
        pieces += [Part(item, level), sign]
    return [*pieces, *(Part(item, level, following) for item in items[-1:])]


def _infix(left: t.Expr, words: str, right: t.Expr, following: Next) -> Phrase:
    return [Part(left, OR_ELSE), words, Part(right, OR_ELSE, following)]


def _where(head: str, where: t.Expr | None, following: Next) -> Phrase:
    return [head] if where is None else [head, " where ", Part(where, OR, following)]


def _rows(other: bool, ref: t.TableRef) -> str:
    return f"other {table(ref)}" if other else table(ref)
