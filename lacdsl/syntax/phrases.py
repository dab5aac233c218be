"""How every expression is written: one phrase a node, and brackets only where they are needed.

A phrase is a list of pieces, each a text or an expression within the expression. `flat` joins them to one line;
`lacdsl.syntax.layout` breaks them over several.
"""

from __future__ import annotations

from dataclasses import dataclass
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
    found = _condition(expr, following) or _value(expr, following) or _literal(expr)
    if found is None:
        raise TypeError(f"no phrase for {type(expr).__name__}")
    return found


def table(ref: t.TableRef) -> str:
    """`optional last year Episode anywhere`"""
    words = ["optional"] if ref.optional else []
    if ref.year != "this":
        words.append(f"{ref.year} year")
    words.append(ref.name)
    if ref.anywhere:
        words.append("anywhere")
    if ref.level:
        words.append(f"of the same {ref.level}")
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


def _condition(expr: t.Expr, following: Next) -> Phrase | None:
    match expr:
        case t.Or(items):
            return _joined(items, " or ", AND, _chained(following))
        case t.And(items):
            return _joined(items, " and ", NOT, _chained(following))
        case t.Not(value):
            return ["not ", Part(value, NOT, following)]
        case t.Compare(op, left, right):
            return _infix(left, f" {op} ", right, following)
        case t.Between(value, low, high):
            return [*_infix(value, " between ", low), " and ", Part(high, OR_ELSE, following)]
        case t.In(value, options, negated):
            words = " not in " if negated else " in "
            return [Part(value, OR_ELSE), words, options if isinstance(options, str) else Part(options, ATOM)]
        case t.ListedIn(value, text, negated):
            return _infix(value, " not listed in " if negated else " listed in ", text, following)
        case t.Is(value, state):
            return [Part(value, OR_ELSE), f" is {state}"]
        case t.IsPosition(None, position):
            return [f"is {position}"]
        case t.IsPosition(t.Expr() as value, position):
            return [Part(value, OR_ELSE), f" is {position}"]
        case t.IsUnique((value,)):
            return [Part(value, OR_ELSE), " is unique"]
        case t.IsUnique(values):
            return ["(", *_joined(values, ", ", OR_ELSE, "nothing"), ") is unique"]
        case t.Same(left, right, negated):
            return _infix(left, " differs from " if negated else " same as ", right, following)
        case t.Matches(value, pattern):
            return [Part(value, OR_ELSE), " matches /", pattern.replace("/", "\\/"), "/"]
        case t.During(value, start, end):
            return [*_infix(value, " during ", start), " to ", Part(end, OR_ELSE, following)]
        case t.Overlaps(start, end, other_start, other_end):
            return [
                *_infix(start, " to ", end),
                " overlaps ",
                *_infix(other_start, " to ", other_end, following),
            ]
        case t.Exists(row):
            return [f"{reference(row)} exists"]
        case t.Quantifier(kind, other, rows, where, has):
            pieces: Phrase = [f"{kind} {_rows(other, rows)}"]
            if where is not None:
                pieces += [" where ", Part(where, OR, following if has is None else "has")]
            if has is not None:
                pieces += [" has ", Part(has, OR, following)]
            return pieces
    return None


def _value(expr: t.Expr, following: Next) -> Phrase | None:
    match expr:
        case t.OrElse(value, default):
            return [Part(value, VALUE), " or else ", Part(default, OR_ELSE, following)]
        case t.Elapsed(unit, start, end):
            return [f"{unit} from ", Part(start, SUM), " to ", Part(end, SUM, following)]
        case t.Aggregate(kind, None, rows, where):
            return _where(f"{kind} of {table(rows)}", where, following)
        case t.Aggregate(kind, t.Expr() as value, rows, where):
            words = "count of distinct" if kind == "distinct" else f"{kind} of"
            return [f"{words} ", Part(value, SUM), *_where(f" over {table(rows)}", where, following)]
        case t.Pick(which, other, rows, where):
            return _where(f"{which} {_rows(other, rows)}", where, following)
        case t.Binary(op, left, right):
            tight, tighter = (SUM, PRODUCT) if op in "+-" else (PRODUCT, UNARY)
            return [Part(left, tight), f" {op} ", Part(right, tighter, following)]
        case t.Negative(value):
            return ["-", Part(value, MEASURE, following)]
        case t.Measure(t.Number("1") as amount, unit):
            return [Part(amount, ATOM), " ", unit.removesuffix("s")]
        case t.Measure(amount, unit):
            return [Part(amount, ATOM), " ", unit]
        case t.Call(name, args):
            return [f"{name}(", *_joined(args, ", ", OR_ELSE, "nothing"), ")"]
    return None


def _literal(expr: t.Expr) -> Phrase | None:
    match expr:
        case t.Ref():
            return [reference(expr)]
        case t.Number(text) | t.Word(text):
            return [text]
        case t.String(text):
            return [quoted(text)]
        case t.DateLiteral(value):
            return [f"{value.day} {t.MONTHS[value.month - 1]} {value.year}"]
        case t.Moment(name):
            return [f"collection {name}" if name in ("start", "end") else name]
        case t.SetLiteral(items):
            return ["{", *_joined(items, ", ", ATOM, "nothing"), "}"]
    return None


# ---------------------------------------------------------------- what phrases have in common


def _joined(items: tuple[t.Expr, ...], sign: str, level: int, following: Next) -> Phrase:
    pieces: Phrase = []
    for item in items[:-1]:
        pieces += [Part(item, level), sign]
    return [*pieces, *(Part(item, level, following) for item in items[-1:])]


def _chained(following: Next) -> Next:
    """In a chain even the last operand is bracketed when it ends with a `where`: nobody has to wonder how far it reaches."""
    return "has" if following == "has" else "more"


def _infix(left: t.Expr, words: str, right: t.Expr, following: Next = "more") -> Phrase:
    return [Part(left, OR_ELSE), words, Part(right, OR_ELSE, following)]


def _where(head: str, where: t.Expr | None, following: Next) -> Phrase:
    return [head] if where is None else [head, " where ", Part(where, OR, following)]


def _rows(other: bool, ref: t.TableRef) -> str:
    return f"other {table(ref)}" if other else table(ref)
