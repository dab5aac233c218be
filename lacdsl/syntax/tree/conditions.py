"""Nodes that stand for a condition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lacdsl.syntax.tree.values import Expr, Ref, SetLiteral, TableRef


@dataclass(frozen=True, slots=True)
class Compare(Expr):
    """`= <> < <= > >=`"""

    op: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Between(Expr):
    """`A between B and C`, both ends included."""

    value: Expr
    low: Expr
    high: Expr


@dataclass(frozen=True, slots=True)
class In(Expr):
    """`A in {…}` or `A in code_list`; `options` is a SetLiteral or the name of a list."""

    value: Expr
    options: SetLiteral | str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class ListedIn(Expr):
    """`A listed in B`: A is one of the items of the comma-separated text B."""

    value: Expr
    text: Expr
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Is(Expr):
    """`A is missing`, `is present`, `is valid`, `is invalid`, `is supplied`."""

    value: Expr
    state: str


@dataclass(frozen=True, slots=True)
class IsPosition(Expr):
    """`is first`, `is last`, of the row at hand or of `value`."""

    value: Expr | None
    position: Literal["first", "last"]


@dataclass(frozen=True, slots=True)
class IsUnique(Expr):
    """`A is unique`, `(A, B) is unique`"""

    values: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Same(Expr):
    """`A same as B` and, negated, `A differs from B`: never unknown, two missing values are the same."""

    left: Expr
    right: Expr
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Matches(Expr):
    """`A matches /regex/`: the whole value."""

    value: Expr
    pattern: str


@dataclass(frozen=True, slots=True)
class During(Expr):
    """`A during B to C`"""

    value: Expr
    start: Expr
    end: Expr


@dataclass(frozen=True, slots=True)
class Overlaps(Expr):
    """`A to B overlaps C to D`"""

    start: Expr
    end: Expr
    other_start: Expr
    other_end: Expr


@dataclass(frozen=True, slots=True)
class Exists(Expr):
    """`next exists`: the row is there."""

    row: Ref


@dataclass(frozen=True, slots=True)
class Quantifier(Expr):
    """`any T where C`, `no T …`, `every T where C has D`, `exactly one T …`; `all T where C` names the rows themselves."""

    kind: Literal["any", "no", "every", "exactly one", "all"]
    other: bool
    table: TableRef
    where: Expr | None
    has: Expr | None


@dataclass(frozen=True, slots=True)
class Not(Expr):
    """`not C`"""

    value: Expr


@dataclass(frozen=True, slots=True)
class And(Expr):
    """`C and D and …`; two or more."""

    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Or(Expr):
    """`C or D or …`; two or more."""

    items: tuple[Expr, ...]
