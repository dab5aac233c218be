"""Rules and what they define, as they are run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from lacdsl.diagnostics import Span
from lacdsl.model import Model
from lacdsl.semantics.typed.rows import Rel, Row, Rows
from lacdsl.semantics.typed.values import Expr, Kind


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
    return model.entity.word
