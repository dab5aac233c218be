"""What has a value, and what is true, false or unknown."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from lacdsl.semantics.typed.node import Node, node
from lacdsl.semantics.typed.rows import Rel, Row, Rows


class Kind(StrEnum):
    """What sort of value an expression has. Codes, flags, identifiers and postcodes are text that is compared folded."""

    DATE = "date"
    PARTIAL = "partial date"
    TEXT = "text"
    NUMBER = "number"
    TRUTH = "condition"


# ---------------------------------------------------------------- values


@node
class Expr(Node):
    """The base of everything that has a value; every node has a `kind`."""

    if TYPE_CHECKING:

        @property
        def kind(self) -> Kind:
            """What sort of value it has; in most nodes a field."""


@node
class Col(Expr):
    """A column of a row. `codes` names its code list. For spells the column is one the spells declare."""

    row: Row
    rel: Rel
    name: str
    kind: Kind
    codes: str | None = None


@node
class Lit(Expr):
    """A value: date, text (as cells are compared), or number (float)."""

    value: date | str | float
    kind: Kind


@node
class Moment(Expr):
    """`start`, `end` of the collection, `today` (dates), `authority` (text)."""

    name: Literal["start", "end", "today", "authority"]
    kind: Kind


@node
class Shift(Expr):
    """A date moved by a whole number of days, weeks, months, years or working days.

    Months and years keep the day of the month, and take the last day of the month where there is no such day; for years
    from 29 February the model's `leap_day` decides (28 February or 1 March).
    """

    value: Expr
    amount: int
    unit: Literal["days", "weeks", "months", "years", "working days"]
    kind: Kind = Kind.DATE


@node
class Elapsed(Expr):
    """Whole units from `start` to `end`, negative when end is earlier. Months and years count completed ones."""

    unit: Literal["days", "weeks", "months", "years", "working days"]
    start: Expr
    end: Expr
    kind: Kind = Kind.NUMBER


@node
class Arith(Expr):
    """`+ - * /` on numbers; division by zero is missing."""

    op: Literal["+", "-", "*", "/"]
    left: Expr
    right: Expr
    kind: Kind = Kind.NUMBER


@node
class OrElse(Expr):
    """`value`, or `default` where value is missing; an invalid value stays invalid."""

    value: Expr
    default: Expr
    kind: Kind


@node
class Extreme(Expr):
    """The largest or smallest of several; missing when any is missing, invalid when any is invalid."""

    which: Literal["max", "min"]
    values: tuple[Expr, ...]
    kind: Kind


@node
class Call(Expr):
    """A function of the language by its name (see functions.py for what each does)."""

    name: str
    args: tuple[Expr, ...]
    kind: Kind


@node
class Aggregate(Expr):
    """`count` of rows for which `rows.where` is true; `distinct`, `sum`, `min`, `max` of `value` over them.

    `distinct` is the number of distinct values. Values that are missing or invalid are left out. The count of none is
    0, and so is the number of different values; the others of none are missing. In `value`
    Here is the row of `rows.rel`.
    """

    which: Literal["count", "distinct", "sum", "min", "max"]
    rows: Rows
    value: Expr | None
    kind: Kind


@node
class At(Expr):
    """`value`, evaluated where both Here and This are the row `base`. `name` is the define it came from.

    Where the row does not exist the value is missing and a condition is unknown.
    """

    base: Row
    value: Expr
    kind: Kind
    name: str = field(default="", compare=False)
