"""Nodes that stand for a value: names, literals, and what is made of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from lacdsl.syntax.tree.nodes import Node

# ---------------------------------------------------------------- names

Year = Literal["this", "last", "either"]


@dataclass(frozen=True, slots=True)
class TableRef(Node):
    """A table as it is named in a rule: `optional last year Episode anywhere`, `Episode of the same Child`.

    `level` is the word behind `of the same`.
    """

    name: str
    year: Year = "this"
    optional: bool = False
    anywhere: bool = False
    level: str = ""


class Expr(Node):
    """The base of everything that has a value."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Ref(Expr):
    """A column or a row by its names.

    `base` is `this`, a table with a year or `optional` before it, a neighbour (-2 is `previous previous`), or nothing for
    the row at hand. `Header.DOB` is `Ref(None, ("Header", "DOB"))`, `previous.DEC` is `Ref(-1, ("DEC",))`.
    """

    base: Literal["this"] | int | TableRef | None
    names: tuple[str, ...]


# ---------------------------------------------------------------- literals


@dataclass(frozen=True, slots=True)
class Number(Expr):
    """A number as written; it is a code where it stands beside a column of codes."""

    text: str


@dataclass(frozen=True, slots=True)
class Word(Expr):
    """A bare word inside `{...}`, or one that begins with a digit: always a code."""

    text: str


@dataclass(frozen=True, slots=True)
class String(Expr):
    """A quoted text."""

    text: str


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True)
class DateLiteral(Expr):
    """A date: `31 March 2025`."""

    value: date


@dataclass(frozen=True, slots=True)
class Moment(Expr):
    """`collection start`, `collection end`, `today`, or `authority`."""

    name: Literal["start", "end", "today", "authority"]


@dataclass(frozen=True, slots=True)
class SetLiteral(Expr):
    """`{A, B}`"""

    items: tuple[Expr, ...]


# ---------------------------------------------------------------- values


@dataclass(frozen=True, slots=True)
class Measure(Expr):
    """A length of time: `14 years`. `unit` is days, weeks, months, years or working days."""

    amount: Expr
    unit: str


@dataclass(frozen=True, slots=True)
class Binary(Expr):
    """`+ - * /`"""

    op: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Negative(Expr):
    """`-X`"""

    value: Expr


@dataclass(frozen=True, slots=True)
class OrElse(Expr):
    """`A or else B`: B where A is missing."""

    value: Expr
    default: Expr


@dataclass(frozen=True, slots=True)
class Elapsed(Expr):
    """`days from A to B`; `unit` may also be `working days`."""

    unit: str
    start: Expr
    end: Expr


@dataclass(frozen=True, slots=True)
class Call(Expr):
    """`length(X)`, `max(A, B)`, ..."""

    name: str
    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Aggregate(Expr):
    """`count of T where C`, `count of distinct E over T`, `sum of E over T where C`; a count has no `value`."""

    kind: Literal["count", "distinct", "sum", "min", "max"]
    value: Expr | None
    table: TableRef
    where: Expr | None


@dataclass(frozen=True, slots=True)
class Pick(Expr):
    """One row of many: `latest Episode where DEC is missing`."""

    which: Literal["first", "latest"]
    other: bool
    table: TableRef
    where: Expr | None
