"""The syntax tree: what was written, before anything is known of tables and columns.

Every node is frozen and carries the `span` it was read from. Spans and comments are left out of comparisons, so that two
texts that say the same have equal trees.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Literal

from lacdsl.diagnostics import Span

NOWHERE = Span("", 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Node:
    """The base of all nodes."""

    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


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


# ---------------------------------------------------------------- conditions


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


# ---------------------------------------------------------------- examples


@dataclass(frozen=True, slots=True)
class Cells(Node):
    """One line of a table of examples: its cells, trimmed."""

    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example(Node):
    """An example of a rule: tables, one after the other, each with a heading line and rows.

    With a `year` it holds in that collection only, `from` it on, or `until` it.
    """

    title: str
    rows: tuple[Cells, ...]
    member: str | None = None
    year: str | None = None
    without: tuple[TableRef, ...] = ()
    years: Literal["in", "from", "until"] = "in"


# ---------------------------------------------------------------- items

# The words of the clauses of an item, as they were written from top to bottom, each with its place.
Clauses = tuple[tuple[str, Span], ...]


@dataclass(frozen=True, slots=True)
class Comment(Node):
    """A comment with its `#`; `own_line` when nothing stands before it on its line."""

    text: str
    own_line: bool


@dataclass(frozen=True, slots=True)
class Item(Node):
    """The base of what stands at the left margin of a file."""

    replaces: bool = field(default=False, kw_only=True)
    comments: tuple[Comment, ...] = field(default=(), compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Let(Node):
    """`let NAME = …`"""

    name: str
    value: Expr


@dataclass(frozen=True, slots=True)
class Suggestion(Node):
    """`suggest COL = …`"""

    target: Ref
    value: Expr


@dataclass(frozen=True, slots=True)
class Text(Node):
    """A quoted text of a clause, with the place it was read from."""

    text: str


@dataclass(frozen=True, slots=True)
class Body(Node):
    """What a rule says, whatever its code. `population` is None for a rule about the whole return."""

    population: TableRef | None
    must: Expr
    where: Expr | None = None
    lets: tuple[Let, ...] = ()
    flags: tuple[Ref, ...] = ()
    needs: tuple[tuple[Ref, ...], ...] = ()
    severity: str = "error"
    message: Text | None = None
    because: Text | None = None
    fix: Text | None = None
    stage: str | None = None
    explainable: bool = False
    suggestions: tuple[Suggestion, ...] = ()
    examples: tuple[Example, ...] = ()
    clauses: Clauses = field(default=(), compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Rule(Item):
    """`rule CODE "title"` and what is below it."""

    code: str
    title: str
    body: Body


@dataclass(frozen=True, slots=True)
class Family(Item):
    """Rules that differ in a word: a table of members, then one text for all."""

    title: str
    members: tuple[Cells, ...]
    body: Body


@dataclass(frozen=True, slots=True)
class Removal(Item):
    """`remove rule CODE because "…"`"""

    code: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Treatment(Item):
    """`treat rule CODE as SEVERITY because "…"`"""

    code: str
    severity: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Define(Item):
    """`define TABLE.NAME = EXPR`"""

    table: str
    name: str
    value: Expr


@dataclass(frozen=True, slots=True)
class Codes(Item):
    """`codes NAME = {…}`"""

    name: str
    options: SetLiteral


@dataclass(frozen=True, slots=True)
class Parameter(Item):
    """`parameter NAME = EXPR`"""

    name: str
    value: Expr


@dataclass(frozen=True, slots=True)
class DerivedTable(Item):
    """`table NAME of TABLE`, with rows left out and one row kept per key."""

    name: str
    source: TableRef
    where: Expr | None = None
    one_per: tuple[str, ...] = ()
    preferring: Expr | None = None
    clauses: Clauses = field(default=(), compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class SpellColumn(Node):
    """`column NAME = first|last|sum|min|max EXPR`, `count`"""

    name: str
    kind: Literal["first", "last", "sum", "min", "max", "count"]
    value: Expr | None


@dataclass(frozen=True, slots=True)
class Spells(Item):
    """`spells NAME of TABLE`: runs of neighbouring rows."""

    name: str
    source: TableRef
    together: Expr
    where: Expr | None = None
    columns: tuple[SpellColumn, ...] = ()
    clauses: Clauses = field(default=(), compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class File(Node):
    """All items of a file, and the comments that belong to none."""

    items: tuple[Item, ...]
    comments: tuple[Comment, ...] = field(default=(), compare=False, repr=False, kw_only=True)


def children(node: Node) -> list[Node]:
    """The nodes directly below `node`, in the order of their fields."""
    found: list[Node] = []
    for part in fields(node):
        if part.compare:
            _collect(getattr(node, part.name), found)
    return found


def walk(node: Node) -> list[Node]:
    """`node` and all nodes below it, parents first."""
    found = [node]
    for child in children(node):
        found.extend(walk(child))
    return found


def _collect(value: Any, found: list[Node]) -> None:
    if isinstance(value, Node):
        found.append(value)
    elif isinstance(value, tuple):
        for part in value:
            _collect(part, found)
