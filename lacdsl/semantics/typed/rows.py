"""Which rows are meant: relations, single rows by their place, sets of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from lacdsl.semantics.typed.node import Node, node

if TYPE_CHECKING:
    from lacdsl.semantics.typed.values import Expr

Year = Literal["this", "last", "either"]


@node
class Rel(Node):
    """A set of rows that can be named.

    kind `table`: a table of the return in a year. `reference`: a reference table. `derived`, `spells`: made by an item of
    the rules. `entity`: one row for every distinct key of the root table in any table of either year ("Child"); its only
    columns are the root table's key columns. `optional` rows are taken as none when the table was not supplied. `given`:
    no rows, but what the user says with the files, for the needs of a rule: the authority.
    """

    kind: Literal["table", "reference", "derived", "spells", "entity", "given"]
    name: str
    year: Year = "this"
    optional: bool = False


AUTHORITY = Rel("given", "authority")

# ---------------------------------------------------------------- rows


@node
class Row(Node):
    """The base of all ways to name one row."""


@node
class Here(Row):
    """The innermost row."""


@node
class This(Row):
    """The row that the rule or the define is about."""


@node
class Neighbour(Row):
    """The row `offset` places further on (back, when negative) in the order of `base`'s relation within its parent.

    In a derived table or in the rows that spells are made of, the order is that of the rows kept. A row whose first order
    column is missing or invalid, or whose parent key is missing, has no place in the order and no neighbours.
    """

    base: Row
    offset: int


@node
class One(Row):
    """The one row of `rel` that belongs with `base`: its ancestor, or the single row below a shared ancestor.

    Where several rows share the key, the first in the table's order is taken.
    """

    base: Row
    rel: Rel


@node
class SpellOf(Row):
    """The spell of `rel` that `base`, a row of the spells' source, lies in."""

    base: Row
    rel: Rel


@node
class Rows(Node):
    """Rows of `rel` that belong with the row `base`, for which `where` is true.

    Linked by the key of the nearest common ancestor, or of the ancestor `level` where that is named (`anywhere` and
    reference tables: not linked at all). `other` leaves out the row `base` itself (same table, year and position). In
    `where`, Here is the row of `rel` and This stays. `equal` holds pairs (value here, value outside) that must be equal,
    taken out of `where` when the rows are not linked; a value outside is evaluated where the quantifier stands.
    """

    base: Row
    rel: Rel
    where: Expr | None = None
    other: bool = False
    anywhere: bool = False
    equal: tuple[tuple[Expr, Expr], ...] = ()
    level: str = ""


@node
class Pick(Row):
    """The first or latest row, in the order of its table, of `rows` for which `where` is true."""

    which: Literal["first", "latest"]
    rows: Rows


@node
class Via(Row):
    """`row`, evaluated where both Here and This are the row `base`."""

    base: Row
    row: Row
