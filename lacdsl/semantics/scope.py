"""Where a name stands, and what it can turn out to mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lacdsl.diagnostics import Span
from lacdsl.model import ColumnType
from lacdsl.semantics import typed as ty


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """What is known of a column of a relation. `type` is None for a spell's column that is no plain column."""

    name: str
    kind: ty.Kind
    codes: str | None
    type: ColumnType | None


@dataclass(frozen=True, slots=True)
class RowMeaning:
    """A name that stands for one row."""

    row: ty.Row
    rel: ty.Rel


@dataclass(frozen=True, slots=True)
class SetMeaning:
    """A name that stands for many rows: those of a table, or those of a `let` or `define` with `all`.

    `table` is the table's own name, empty for a named set.
    """

    rows: ty.Rows
    table: str = ""


Meaning = ty.Expr | RowMeaning | SetMeaning


@dataclass(frozen=True, slots=True)
class LetMeaning:
    """A `let` of the rule: what it means where the rule's own row is at hand (None: it is faulty)."""

    name: str
    meaning: Meaning | None
    span: Span


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an expression stands.

    `here` is the relation of the innermost row, `this` that of the rule's or define's own row; both None for a rule about
    the whole return. `nested`: the innermost row is another one than the rule's own. `used` collects the lets that are
    named, and is shared by all scopes of a rule.
    """

    here: ty.Rel | None
    this: ty.Rel | None
    nested: bool = False
    lets: Mapping[str, LetMeaning] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def inner(self, rel: ty.Rel) -> Scope:
        """The scope inside `any T where …`."""
        return replace(self, here=rel, nested=True)

    @property
    def this_row(self) -> ty.Row:
        """The rule's own row, written the one way it is written in this scope."""
        return ty.This() if self.nested else ty.Here()
