"""What things are called: rows, columns and codes of the model, and what the rules define."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from lacdsl.model import Column, ColumnType, Model, Table
from lacdsl.model.entity import plural_of
from lacdsl.syntax import tree as t
from lacdsl.wording.english import article, small, spaced


class Vocabulary:
    """The words of one model and of the definitions of one ruleset over it."""

    def __init__(self, model: Model, items: Iterable[t.Item] = ()) -> None:
        self.model = model
        self.entity = model.entity
        self.the_entity = f"the {model.entity.singular}"
        self.whose = f"{model.entity.possessive} "
        self.defines: dict[tuple[str, str], t.Define] = {}
        self.lists: dict[str, t.Codes] = {}
        self.tables: dict[str, t.DerivedTable | t.Spells] = {}
        self.parameters: dict[str, t.Parameter] = {}
        for item in items:
            match item:
                case t.Define():
                    self.defines[item.table, item.name] = item
                case t.Codes():
                    self.lists[item.name] = item
                case t.DerivedTable() | t.Spells():
                    self.tables[item.name] = item
                case t.Parameter():
                    self.parameters[item.name] = item

    # ------------------------------------------------------------ rows

    def table(self, name: str) -> Table | None:
        """The model's table whose columns the rows called `name` have; None for spells and for the entity."""
        made = self.tables.get(name)
        if isinstance(made, t.DerivedTable):
            return self.table(made.source.name)
        return None if made is not None else self.model.by_singular(name)

    def is_single(self, name: str) -> bool:
        """A child, or whatever the return counts, has one such row."""
        table = self.model.by_singular(name)
        return table is not None and (table.one or table.name == self.model.root)

    def is_of_return(self, name: str) -> bool:
        """The whole return has one such row."""
        table = self.model.by_singular(name)
        return table is not None and table.per_return

    def shared_by(self, one: str | None, other: str) -> str:
        """What rows of two tables belong to together, where that is less than a child: `episode of need`."""
        here, there = self.table(one or ""), self.table(other)
        if here is None or there is None or here.name in self.model.ancestors(there.name):
            return ""
        above = (there.name, *self.model.ancestors(there.name))
        for name in self.model.ancestors(here.name):
            if name in above:
                held = self.model.tables[name]
                return "" if name in (there.name, self.model.root) else self.noun(held.singular)
        return ""

    def is_table(self, name: str) -> bool:
        """`name` stands for rows."""
        return name == self.entity.word or name in self.tables or self.model.by_singular(name) is not None

    def noun(self, name: str) -> str:
        """What one row is called."""
        if name == self.entity.word:
            return self.entity.singular
        table = self.model.by_singular(name)
        if table is None:
            return spaced(name)
        return table.noun or (f"row in {table.singular}" if self.is_single(name) else spaced(table.singular))

    def noun_of(self, name: str | None) -> str:
        """What one row is called; without a table it is the child, or whatever the return counts."""
        return self.noun(name or self.entity.word)

    def nouns(self, name: str) -> str:
        """What several rows are called."""
        return plural_of(self.noun(name))

    def a(self, name: str) -> str:
        """`an episode`"""
        return article(self.noun(name))

    # ------------------------------------------------------------ columns and codes

    def column(self, table: str, name: str) -> Column | None:
        """A column of the rows called `table`; of spells the column that it is read from."""
        made = self.tables.get(table)
        if isinstance(made, t.Spells):
            part = next((each for each in made.columns if each.name == name), None)
            value = part.value if part is not None else None
            value = value.value if isinstance(value, t.OrElse) else value
            if isinstance(value, t.Ref) and value.base is None and len(value.names) == 1:
                return self.column(made.source.name, value.names[0])
            return None
        if table == self.entity.word:
            return self.model.tables[self.model.root].column(name)
        held = self.table(table)
        return held.column(name) if held is not None else None

    def define(self, table: str, name: str) -> t.Define | None:
        """What the rules define on rows called `table`, or on the child."""
        made = self.tables.get(table)
        found = self.defines.get((table, name))
        if found is None and isinstance(made, t.DerivedTable):
            found = self.define(made.source.name, name)
        return found or self.defines.get((self.entity.word, name))

    def label(self, column: Column | None, code: str) -> str:
        """What a code of the column means, in small letters; "" when nobody says."""
        if column is None:
            return ""
        if column.type is ColumnType.FLAG:
            return {"0": "no", "1": "yes"}.get(code, "")
        held = self.model.code_lists.get(column.codes or "")
        return small(held.codes.get(code, "")) if held is not None else ""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an expression stands: the rows called `here` (None: the whole return) and the rule's own, and its lets.

    `nested`: the row at hand is not the rule's own. `used` collects the definitions that are named on the way; `inline`
    are the lets that are said where they stand, for they stand once. `year` is that of the rule's own rows.
    """

    here: str | None
    this: str | None
    lets: dict[str, t.Expr]
    nested: bool = False
    used: dict[str, t.Define] = field(default_factory=dict)
    inline: frozenset[str] = frozenset()
    year: str = "this"

    def is_inline(self, let: str) -> bool:
        """The let is said where it stands; its own row has to be at hand there, or none."""
        return let in self.inline and (not self.nested or isinstance(self.lets[let], t.Quantifier))

    def inner(self, table: str) -> Scope:
        """Inside the `where` of another table."""
        return replace(self, here=table, nested=True)
