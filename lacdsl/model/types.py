"""What a return looks like: tables, columns, codes, keys, parents, orders, periods.

Everything here is frozen and made once by `lacdsl.model.load_model`; nothing here reads files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

Required = Literal["optional", "conditional", "always"]
LeapDay = Literal["28 February", "1 March"]


class ColumnType(StrEnum):
    """How the cells of a column are read. The text of each member is the word used in model files."""

    TEXT = "text"
    CODE = "code"
    DATE = "date"
    PARTIAL_DATE = "partial_date"
    INTEGER = "integer"
    NUMBER = "number"
    FLAG = "flag"
    IDENTIFIER = "identifier"
    POSTCODE = "postcode"


@dataclass(frozen=True, slots=True)
class Derive:
    """How a column that is not in the file gets its values.

    `kind` and the options that it takes: `has_row` {table}, `lookup` {table, by, take},
    `inside_authority` {column}, `distance` {from_column, to_column}.
    """

    kind: str
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    `codes` names a list in `Model.code_lists`; `minimum` and `maximum` are inclusive.
    """

    name: str
    type: ColumnType
    title: str = ""
    required: Required = "optional"
    codes: str | None = None
    personal: bool = False
    minimum: float | None = None
    maximum: float | None = None
    max_length: int | None = None
    aliases: tuple[str, ...] = ()
    derive: Derive | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a return, or one reference table.

    `parent_key` are the columns, in this table and in the parent, that tie a row to its parent row.
    `one` says that a parent row has at most one row here. Rows are ordered within their parent by `order`,
    missing values last; rows whose first order column is missing or invalid take no part. `period` names
    the columns that hold the start and the end of a row. `columns` are those of the file, in its order;
    `derived` are those worked out afterwards.
    """

    name: str
    singular: str
    title: str
    key: tuple[str, ...]
    parent: str | None
    parent_key: tuple[str, ...]
    one: bool
    order: tuple[str, ...]
    period: tuple[str, str] | None
    columns: Mapping[str, Column]
    derived: Mapping[str, Column]
    file_names: tuple[str, ...]
    required: bool = False

    def column(self, name: str) -> Column | None:
        """The declared or derived column of that exact name, or None."""
        return self.columns.get(name) or self.derived.get(name)


@dataclass(frozen=True, slots=True)
class CodeList:
    """A named list of codes: code -> label, in the order of its file."""

    name: str
    title: str
    codes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Model:
    """The data model of one return in one collection year.

    `start` and `end` are the first and the last day of the collection year, both inside. `leap_day` is the
    anniversary of 29 February in other years. `root` names the table whose rows everything belongs to.
    """

    name: str
    title: str
    year: str
    start: date
    end: date
    leap_day: LeapDay
    tables: Mapping[str, Table]
    reference: Mapping[str, Table]
    code_lists: Mapping[str, CodeList]
    root: str

    def by_singular(self, word: str) -> Table | None:
        """The data or reference table that rules call `word` (exact case), or None."""
        for table in (*self.tables.values(), *self.reference.values()):
            if table.singular == word:
                return table
        return None

    def ancestors(self, table_name: str) -> tuple[str, ...]:
        """Names of the parents of a data table, nearest first; () for a root or an unknown name."""
        found: list[str] = []
        table = self.tables.get(table_name)
        while table is not None and table.parent is not None and table.parent not in (table_name, *found):
            found.append(table.parent)
            table = self.tables.get(table.parent)
        return tuple(found)
