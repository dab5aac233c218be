"""What is true, false or unknown: the nodes whose kind is TRUTH."""

from __future__ import annotations

from datetime import date
from typing import Literal

from lacdsl.semantics.typed.node import node
from lacdsl.semantics.typed.rows import Rel, Row, Rows
from lacdsl.semantics.typed.values import Expr, Kind


@node
class Truth(Expr):
    """The base of all conditions."""

    @property
    def kind(self) -> Kind:
        """Always TRUTH."""
        return Kind.TRUTH


@node
class Constant(Truth):
    """True or false."""

    value: bool


@node
class Supplied(Truth):
    """The table (and, where given, the column) was supplied in that year."""

    rel: Rel
    column: str | None = None


@node
class Compare(Truth):
    """`= <> < <= > >=`; unknown when either side is missing or invalid. Texts only with = and <>."""

    op: Literal["=", "<>", "<", "<=", ">", ">="]
    left: Expr
    right: Expr


@node
class InSet(Truth):
    """The value is one of the literals (all of its kind); unknown when it is missing or invalid."""

    value: Expr
    options: tuple[date | str | float, ...]


@node
class ListedIn(Truth):
    """The value is one of the comma-separated items of `text`; unknown when the value is missing, false when text is."""

    value: Expr
    text: Expr


@node
class Test(Truth):
    """missing (blank), present (not blank), invalid (present, not of its type), valid (present and of its type)."""

    state: Literal["missing", "present", "valid", "invalid"]
    value: Expr


@node
class Same(Truth):
    """Equal, or both without a value. Never unknown; an invalid value counts as none."""

    left: Expr
    right: Expr


@node
class Matches(Truth):
    """The whole text matches the pattern (checked to be bounded); unknown when missing. `exact`: case matters."""

    value: Expr
    pattern: str
    exact: bool = False


@node
class Exists(Truth):
    """The row is there."""

    row: Row


@node
class Position(Truth):
    """The row is the first (last) in the order of its relation `rel` within its parent; false without a place in it."""

    row: Row
    rel: Rel
    position: Literal["first", "last"]


@node
class Unique(Truth):
    """No other row of the relation `rel` of Here has the same values; unknown when any of them is missing or invalid.

    Two rows for whom all values are known are compared; a row with a missing value clashes with none.
    """

    rel: Rel
    values: tuple[Expr, ...]


@node
class Any(Truth):
    """Some row of `rows` fulfils its `where` (Kleene: true if true for one, else unknown if unknown for one, else false)."""

    rows: Rows


@node
class ExactlyOne(Truth):
    """True for one row and false for all others; unknown when rows that are unknown could decide."""

    rows: Rows


@node
class Not(Truth):
    """Kleene not."""

    value: Expr


@node
class And(Truth):
    """Kleene and."""

    items: tuple[Expr, ...]


@node
class Or(Truth):
    """Kleene or."""

    items: tuple[Expr, ...]
