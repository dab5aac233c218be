"""Nodes that stand at the left margin of a file of rules, with their clauses, examples and comments."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from lacdsl.diagnostics import Span
from lacdsl.syntax.tree.nodes import Node
from lacdsl.syntax.tree.values import Expr, Ref, SetLiteral, TableRef

# ---------------------------------------------------------------- examples


@dataclass(frozen=True, slots=True)
class Cells(Node):
    """One line of a table of examples: its cells, trimmed."""

    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Setting(Node):
    """`name = value`: the value that a parameter has in an example."""

    name: str
    value: Expr


@dataclass(frozen=True, slots=True)
class Example(Node):
    """An example of a rule: tables, one after the other, each with a heading line and rows.

    With a `year` it holds in that collection only, `from` it on, or `until` it. `given` are values of parameters.
    """

    title: str
    rows: tuple[Cells, ...]
    member: str | None = None
    year: str | None = None
    without: tuple[TableRef, ...] = ()
    years: Literal["in", "from", "until"] = "in"
    given: tuple[Setting, ...] = ()


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
