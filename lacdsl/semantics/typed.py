"""The typed tree: every name resolved, every type known, everything that can be said simpler said simpler.

It is what the interpreter walks and what the plan is made from, and the only thing that either of them reads of a rule.

Rows. A condition is evaluated for two rows at a time: the row *here* (bare names) and the row *this* (the row that the
rule, or the define, is about). At the top both are the same row; inside `any T where …` here is the row of T. A row that
does not exist has only missing values.

Truth. Conditions are true, false or unknown (Kleene). Values are a value of their kind, missing, or invalid.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from lacdsl.diagnostics import Span
from lacdsl.model import Model


class Kind(StrEnum):
    """What sort of value an expression has. Codes, flags, identifiers and postcodes are text that is compared folded."""

    DATE = "date"
    PARTIAL = "partial date"
    TEXT = "text"
    NUMBER = "number"
    TRUTH = "condition"


# ---------------------------------------------------------------- relations

Year = Literal["this", "last", "either"]


@dataclass(frozen=True, slots=True)
class Rel:
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


@dataclass(frozen=True, slots=True)
class Row:
    """The base of all ways to name one row."""


@dataclass(frozen=True, slots=True)
class Here(Row):
    """The innermost row."""


@dataclass(frozen=True, slots=True)
class This(Row):
    """The row that the rule or the define is about."""


@dataclass(frozen=True, slots=True)
class Neighbour(Row):
    """The row `offset` places further on (back, when negative) in the order of `base`'s relation within its parent.

    In a derived table or in the rows that spells are made of, the order is that of the rows kept. A row whose first order
    column is missing or invalid, or whose parent key is missing, has no place in the order and no neighbours.
    """

    base: Row
    offset: int


@dataclass(frozen=True, slots=True)
class One(Row):
    """The one row of `rel` that belongs with `base`: its ancestor, or the single row below a shared ancestor.

    Where several rows share the key, the first in the table's order is taken.
    """

    base: Row
    rel: Rel


@dataclass(frozen=True, slots=True)
class SpellOf(Row):
    """The spell of `rel` that `base`, a row of the spells' source, lies in."""

    base: Row
    rel: Rel


@dataclass(frozen=True, slots=True)
class Rows:
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


@dataclass(frozen=True, slots=True)
class Pick(Row):
    """The first or latest row, in the order of its table, of `rows` for which `where` is true."""

    which: Literal["first", "latest"]
    rows: Rows


@dataclass(frozen=True, slots=True)
class Via(Row):
    """`row`, evaluated where both Here and This are the row `base`."""

    base: Row
    row: Row


# ---------------------------------------------------------------- values


@dataclass(frozen=True, slots=True)
class Expr:
    """The base of everything that has a value; every node has a `kind`."""

    if TYPE_CHECKING:

        @property
        def kind(self) -> Kind:
            """What sort of value it has; in most nodes a field."""


@dataclass(frozen=True, slots=True)
class Col(Expr):
    """A column of a row. `codes` names its code list. For spells the column is one the spells declare."""

    row: Row
    rel: Rel
    name: str
    kind: Kind
    codes: str | None = None


@dataclass(frozen=True, slots=True)
class Lit(Expr):
    """A value: date, text (as cells are compared), or number (float)."""

    value: date | str | float
    kind: Kind


@dataclass(frozen=True, slots=True)
class Moment(Expr):
    """`start`, `end` of the collection, `today` (dates), `authority` (text)."""

    name: Literal["start", "end", "today", "authority"]
    kind: Kind


@dataclass(frozen=True, slots=True)
class Shift(Expr):
    """A date moved by a whole number of days, weeks, months, years or working days.

    Months and years keep the day of the month, and take the last day of the month where there is no such day; for years
    from 29 February the model's `leap_day` decides (28 February or 1 March).
    """

    value: Expr
    amount: int
    unit: Literal["days", "weeks", "months", "years", "working days"]
    kind: Kind = Kind.DATE


@dataclass(frozen=True, slots=True)
class Elapsed(Expr):
    """Whole units from `start` to `end`, negative when end is earlier. Months and years count completed ones."""

    unit: Literal["days", "weeks", "months", "years", "working days"]
    start: Expr
    end: Expr
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True, slots=True)
class Arith(Expr):
    """`+ - * /` on numbers; division by zero is missing."""

    op: Literal["+", "-", "*", "/"]
    left: Expr
    right: Expr
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True, slots=True)
class OrElse(Expr):
    """`value`, or `default` where value is missing; an invalid value stays invalid."""

    value: Expr
    default: Expr
    kind: Kind


@dataclass(frozen=True, slots=True)
class Extreme(Expr):
    """The largest or smallest of several; missing when any is missing, invalid when any is invalid."""

    which: Literal["max", "min"]
    values: tuple[Expr, ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
class Call(Expr):
    """A function of the language by its name (see functions.py for what each does)."""

    name: str
    args: tuple[Expr, ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class At(Expr):
    """`value`, evaluated where both Here and This are the row `base`. `name` is the define it came from.

    Where the row does not exist the value is missing and a condition is unknown.
    """

    base: Row
    value: Expr
    kind: Kind
    name: str = field(default="", compare=False)


# ---------------------------------------------------------------- conditions (kind is TRUTH)


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


# ---------------------------------------------------------------- definitions and rules


@dataclass(frozen=True, slots=True)
class DerivedTable:
    """Rows of `source` for which `where` is true, one per parent and `one_per` columns.

    Of several the first for which `preferring` is true is kept, else the first, in the order of the source (this year's
    before last year's where all else is equal). Rows with a missing or invalid `one_per` column are left out when
    `one_per` is given. It has the columns, keys, parent and order of its source.
    """

    name: str
    source: Rel
    where: Expr | None
    one_per: tuple[str, ...]
    preferring: Expr | None
    span: Span


@dataclass(frozen=True, slots=True)
class SpellColumn:
    """A value of a spell: of its first or last row, or over all its rows (as Aggregate does)."""

    name: str
    which: Literal["first", "last", "sum", "min", "max", "count"]
    value: Expr | None
    kind: Kind
    codes: str | None = None


@dataclass(frozen=True, slots=True)
class Spells:
    """Runs of neighbouring rows of `source` (those with a place in its order, for which `where` is true).

    A row belongs to the spell of the row before it when `together` is true for it; Neighbour(Here, -1) in `together` is
    the row before it among the rows that are left. The first such row of every parent begins a spell.
    """

    name: str
    source: Rel
    where: Expr | None
    together: Expr
    columns: tuple[SpellColumn, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Flag:
    """Cells to show: a column of one row, or of all rows of `rows` for which its `where` is true."""

    target: Row | Rows
    rel: Rel
    column: str


@dataclass(frozen=True, slots=True)
class Need:
    """A table (and column) that a rule cannot do without. `column` None: the table alone."""

    rel: Rel
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposed correction of a column of the rule's row."""

    column: str
    value: Expr


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, ready to be run. `population` None: the whole return, once.

    `where` None is always true. `needs` must all be supplied, and one of each of `needs_any`; else the rule is
    not run. `message` is text and values in turn. `source` is the rule's text, `layer` the ruleset it comes from.
    """

    code: str
    title: str
    severity: Literal["error", "query", "note"]
    population: Rel | None
    where: Expr | None
    must: Expr
    flags: tuple[Flag, ...]
    message: tuple[str | Expr, ...]
    needs: tuple[Need, ...]
    needs_any: tuple[tuple[Need, ...], ...]
    because: str = ""
    fix: str = ""
    stage: str | None = None
    explainable: bool = False
    suggestions: tuple[Suggestion, ...] = ()
    family: str | None = None
    source: str = ""
    layer: str = ""
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Program:
    """All rules of a ruleset over one model, with the tables and spells they use."""

    model: Model
    rules: dict[str, Rule]
    derived: dict[str, DerivedTable]
    spells: dict[str, Spells]


def entity_name(model: Model) -> str:
    """The word for the root entity in rules; it has one row for every key, whether or not the root table has a row."""
    return "Child"
