"""What a return looks like: tables, columns, codes, keys, parents, orders, periods.

Everything here is frozen and made once by `lacdsl.model.load_model`; nothing here reads files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from lacdsl.model.entity import CHILD, Entity

Required = Literal["optional", "conditional", "always"]
LeapDay = Literal["28 February", "1 March"]
DateForm = Literal["dd/mm/yyyy", "yyyy-mm-dd"]
Texts = Literal["any case", "exact"]


class ColumnType(StrEnum):
    """How the cells of a column are read. The text of each member is the word used in model files."""

    TEXT = "text"
    CODE = "code"
    DATE = "date"
    PARTIAL_DATE = "partial_date"
    INTEGER = "integer"
    NUMBER = "number"
    FLAG = "flag"
    YES_NO = "yes_no"
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
class XmlRoot:
    """The XML files of a return: the name of their outermost element, and texts that tell them from those of others.

    Paths are names of elements from the outside in, without the outermost. What stands in elements at the paths
    `passed_over` is known to hold nothing for any table.
    """

    name: str
    marks: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    passed_over: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class XmlBlock:
    """The elements that are rows of a table: those at `path`.

    The columns' own elements stand in the block itself, or in the elements `inside` it. Without a value in one of the
    columns `any_of` (where there are such) there is no row, nor where an element `where` of the block holds another
    text than that given.
    """

    path: tuple[str, ...]
    inside: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    where: Mapping[tuple[str, ...], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class XmlValue:
    """Where the value of a column stands in XML, when it is no element named like the column in its block.

    `path` leads there from the block, or from the outermost element (`absolute`); an empty one is the text of the block
    itself. `number`: the value is the place of the nearest element at `path` among those like it in its parent.
    """

    path: tuple[str, ...]
    absolute: bool = False
    number: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    `codes` names a list in `Model.code_lists`; `minimum` and `maximum` are inclusive. `many`: a cell holds several
    codes with commas between them. `exact`: texts are compared as they are written, small letters and capitals apart.
    `dates` are the forms in which dates are written. `xml` says where its value stands in XML. `added_by` is the ruleset
    that adds the column to the return's own, "" for those of the return: no file need have it.
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
    many: bool = False
    exact: bool = False
    dates: tuple[DateForm, ...] = ("dd/mm/yyyy",)
    xml: XmlValue | None = None
    added_by: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a return, or one reference table.

    `parent_key` are the columns, in this table and in the parent, that tie a row to its parent row.
    `one` says that a parent row has at most one row here; `per_return` that the table has one row for the whole
    return, which belongs with every row of every table and has neither key nor parent. Rows are ordered within
    their parent by `order`, missing values last; rows whose first order column is missing or invalid take no
    part. `period` names
    the columns that hold the start and the end of a row. `columns` are those of the file, in its order;
    `derived` are those worked out afterwards. `noun` is what a sentence calls a row, "" where nobody has said. `added_by`
    is the ruleset that adds the table to those of the return, "" for the return's own.
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
    per_return: bool = False
    xml: XmlBlock | None = None
    noun: str = ""
    added_by: str = ""

    @property
    def asked_for(self) -> tuple[str, ...]:
        """The columns that a file of the table should have: not those that a ruleset adds to a table of the return."""
        return tuple(name for name, column in self.columns.items() if self.added_by or not column.added_by)

    @property
    def settling_ties(self) -> tuple[str, ...]:
        """The columns whose texts settle ties: those of the order first, which may be blank or unreadable in both rows."""
        return *self.order, *(name for name in self.asked_for if name not in self.order)

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
class Stated:
    """Where the files themselves say what collection they are of: (table, column), or None where they do not.

    `end` holds the last day of the collection, which began a day after the same day a year before; `year` the
    calendar year of that day; `authority` the code of the council.
    """

    end: tuple[str, str] | None = None
    year: tuple[str, str] | None = None
    authority: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """The data model of one return in one collection year.

    `start` and `end` are the first and the last day of the collection year, both inside. `leap_day` is the
    anniversary of 29 February in other years. `root` names the table whose rows everything belongs to. `dates` are
    the forms in which dates are written, the usual one first; `texts` says how texts are compared. `entity` is what the
    return counts.
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
    dates: tuple[DateForm, ...] = ("dd/mm/yyyy",)
    texts: Texts = "any case"
    stated: Stated = Stated()
    xml: XmlRoot | None = None
    entity: Entity = CHILD

    @property
    def exact(self) -> bool:
        """Small letters and capitals are different."""
        return self.texts == "exact"

    def by_singular(self, word: str) -> Table | None:
        """The data or reference table that rules call `word` (exact case), or None."""
        for table in (*self.tables.values(), *self.reference.values()):
            if table.singular == word:
                return table
        return None

    def known_by(self, table: Table) -> str:
        """The column whose cell stands for a row when it is pointed at as a whole.

        That of the key of the root table, where the table has it; else the first of its own key, or the first of all.
        """
        whose = () if table.per_return else self.tables[self.root].key
        return next(name for name in (*whose, *table.key, *table.columns) if name in table.columns)

    def ancestors(self, table_name: str) -> tuple[str, ...]:
        """Names of the parents of a data table, nearest first; () for a root or an unknown name."""
        found: list[str] = []
        table = self.tables.get(table_name)
        while table is not None and table.parent is not None and table.parent not in (table_name, *found):
            found.append(table.parent)
            table = self.tables.get(table.parent)
        return tuple(found)
