"""What is true, false or unknown: the nodes whose kind is TRUTH."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from lacdsl.semantics.typed.rows import Rel, Row, Rows
from lacdsl.semantics.typed.values import Expr, Kind


@dataclass(frozen=True, slots=True)
class Truth(Expr):
    """The base of all conditions."""

    @property
    def kind(self) -> Kind:
        """Always TRUTH."""
        return Kind.TRUTH


@dataclass(frozen=True, slots=True)
class Constant(Truth):
    """True or false."""

    value: bool


@dataclass(frozen=True, slots=True)
class Supplied(Truth):
    """The table (and, where given, the column) was supplied in that year."""

    rel: Rel
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Compare(Truth):
    """`= <> < <= > >=`; unknown when either side is missing or invalid. Texts only with = and <>."""

    op: Literal["=", "<>", "<", "<=", ">", ">="]
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class InSet(Truth):
    """The value is one of the literals (all of its kind); unknown when it is missing or invalid."""

    value: Expr
    options: tuple[date | str | float, ...]


@dataclass(frozen=True, slots=True)
class ListedIn(Truth):
    """The value is one of the comma-separated items of `text`; unknown when the value is missing, false when text is."""

    value: Expr
    text: Expr


@dataclass(frozen=True, slots=True)
class Test(Truth):
    """missing (blank), present (not blank), invalid (present, not of its type), valid (present and of its type)."""

    state: Literal["missing", "present", "valid", "invalid"]
    value: Expr


@dataclass(frozen=True, slots=True)
class Same(Truth):
    """Equal, or both without a value. Never unknown; an invalid value counts as none."""

    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Matches(Truth):
    """The whole text matches the pattern (checked to be bounded); unknown when missing. `exact`: case matters."""

    value: Expr
    pattern: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Exists(Truth):
    """The row is there."""

    row: Row


@dataclass(frozen=True, slots=True)
class Position(Truth):
    """The row is the first (last) in the order of its relation `rel` within its parent; false without a place in it."""

    row: Row
    rel: Rel
    position: Literal["first", "last"]


@dataclass(frozen=True, slots=True)
class Unique(Truth):
    """No other row of the relation `rel` of Here has the same values; unknown when any of them is missing or invalid.

    Two rows for whom all values are known are compared; a row with a missing value clashes with none.
    """

    rel: Rel
    values: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Any(Truth):
    """Some row of `rows` fulfils its `where` (Kleene: true if true for one, else unknown if unknown for one, else false)."""

    rows: Rows


@dataclass(frozen=True, slots=True)
class ExactlyOne(Truth):
    """True for one row and false for all others; unknown when rows that are unknown could decide."""

    rows: Rows


@dataclass(frozen=True, slots=True)
class Not(Truth):
    """Kleene not."""

    value: Expr


@dataclass(frozen=True, slots=True)
class And(Truth):
    """Kleene and."""

    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Or(Truth):
    """Kleene or."""

    items: tuple[Expr, ...]
