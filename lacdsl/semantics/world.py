"""Everything that the model and the items of the rules declare, found by name."""

from __future__ import annotations

from lacdsl.model import Column, ColumnType, Model, Table
from lacdsl.semantics import typed as ty
from lacdsl.semantics.scope import ColumnInfo
from lacdsl.syntax import tree as t

_KINDS = {
    ColumnType.DATE: ty.Kind.DATE,
    ColumnType.PARTIAL_DATE: ty.Kind.PARTIAL,
    ColumnType.INTEGER: ty.Kind.NUMBER,
    ColumnType.NUMBER: ty.Kind.NUMBER,
}


def kind_of(column: Column) -> ty.Kind:
    """The kind of the values of a column."""
    return _KINDS.get(column.type, ty.Kind.TEXT)


class World:
    """The declarations of a model and of one set of items.

    `broken` holds the names of tables and spells that were refused; what uses them is left out without another message.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self.entity = ty.entity_name(model)
        self.defines: dict[tuple[str, str], t.Define] = {}
        self.derived: dict[str, t.DerivedTable] = {}
        self.spells: dict[str, t.Spells] = {}
        self.lists: dict[str, t.Codes] = {}
        self.parameters: dict[str, t.Parameter] = {}
        self.compiled_spells: dict[str, ty.Spells] = {}
        self.broken: set[str] = set()
        self.tables = {table.singular: table for table in model.tables.values()}
        self.reference = {table.singular: table for table in model.reference.values()}
        self._columns: dict[tuple[str, str], dict[str, ColumnInfo]] = {}
        self._ancestors = {name: model.ancestors(name) for name in model.tables}

    # ------------------------------------------------------------ relations

    def table_names(self) -> list[str]:
        """Every word that names rows: tables, reference tables, the entity, derived tables and spells."""
        return [*self.tables, *self.reference, self.entity, *self.derived, *self.spells]

    def plain_rel(self, name: str, year: ty.Year = "this", optional: bool = False) -> ty.Rel | None:
        """The relation that `name` (a word of the rules) stands for; the year is dropped where there is none."""
        if name in self.tables:
            return ty.Rel("table", self.tables[name].name, year, optional)
        if name in self.reference:
            return ty.Rel("reference", self.reference[name].name, "this", optional)
        if name == self.entity:
            return ty.Rel("entity", self.model.root)
        if name in self.derived:
            return ty.Rel("derived", name)
        if name in self.spells:
            return ty.Rel("spells", name)
        return None

    def word(self, rel: ty.Rel) -> str:
        """How rules name the relation, without its year."""
        if rel.kind == "table":
            return self.model.tables[rel.name].singular
        if rel.kind == "reference":
            return self.model.reference[rel.name].singular
        return self.entity if rel.kind == "entity" else rel.name

    def spoken(self, rel: ty.Rel) -> str:
        """How rules name the relation, with its year."""
        year = {"this": "", "last": "last year ", "either": "either year "}[rel.year]
        return ("optional " if rel.optional else "") + year + self.word(rel)

    def source(self, rel: ty.Rel) -> ty.Rel | None:
        """The relation that a derived table or spells are made of."""
        if rel.kind == "derived":
            ref = self.derived[rel.name].source
        elif rel.kind == "spells":
            ref = self.spells[rel.name].source
        else:
            return None
        return self.plain_rel(ref.name, ref.year, ref.optional)

    def rows_like(self, rel: ty.Rel) -> ty.Rel:
        """The table (or spells, entity, reference table) whose columns `rel` has."""
        while rel.kind == "derived":
            source = self.source(rel)
            if source is None:
                break
            rel = source
        return rel

    def table(self, rel: ty.Rel) -> Table | None:
        """The model's table that holds the rows of `rel`; for spells that of the rows they are made of."""
        while rel.kind in ("derived", "spells"):
            source = self.source(rel)
            if source is None:
                return None
            rel = source
        if rel.kind == "table":
            return self.model.tables[rel.name]
        return self.model.reference[rel.name] if rel.kind == "reference" else None

    def ordered(self, rel: ty.Rel) -> bool:
        """Whether the rows of `rel` have an order within their parent."""
        table = self.table(rel)
        return table is not None and bool(table.order)

    # ------------------------------------------------------------ columns

    def columns(self, rel: ty.Rel) -> dict[str, ColumnInfo]:
        """The columns of `rel` by name, those that the model derives included."""
        like = self.rows_like(rel)
        if like.kind == "spells" and like.name not in self.compiled_spells:
            return {}
        key = (like.kind, like.name)
        found = self._columns.get(key)
        if found is None:
            found = self._columns[key] = self._make_columns(like)
        return found

    def _make_columns(self, rel: ty.Rel) -> dict[str, ColumnInfo]:
        if rel.kind == "spells":
            spells = self.compiled_spells.get(rel.name)
            columns = spells.columns if spells is not None else ()
            return {
                part.name: ColumnInfo(
                    part.name, part.kind, part.codes, self.column_type(part.value) if part.value else None
                )
                for part in columns
            }
        if rel.kind == "entity":
            root = self.model.tables[self.model.root]
            return {name: self._info(root.columns[name]) for name in root.key}
        table = self.table(rel)
        assert table is not None
        return {
            column.name: self._info(column) for column in (*table.columns.values(), *table.derived.values())
        }

    def _info(self, column: Column) -> ColumnInfo:
        return ColumnInfo(column.name, kind_of(column), column.codes, column.type)

    def owners(self, column: str) -> list[str]:
        """Words of the tables that have a column of that name, in any case."""
        wanted = column.casefold()
        return [
            word
            for word, table in (*self.tables.items(), *self.reference.items())
            if any(name.casefold() == wanted for name in (*table.columns, *table.derived))
        ]

    def column_type(self, value: ty.Expr) -> ColumnType | None:
        """The type of the column that the value comes from, where it comes from one."""
        if isinstance(value, ty.Col):
            info = self.columns(value.rel).get(value.name)
            return info.type if info else None
        if isinstance(value, ty.At | ty.OrElse):
            return self.column_type(value.value)
        return None

    # ------------------------------------------------------------ how tables belong together

    def linked(self, one: ty.Rel | None, other: ty.Rel) -> bool:
        """Whether rows of the two belong together by key. Everything belongs to the whole return (None)."""
        return one is None or (one.kind != "reference" and other.kind != "reference")

    def is_single(self, start: ty.Rel | None, target: ty.Rel) -> bool:
        """Whether a row of `start` (None: the whole return) has at most one row of `target`."""
        if self.is_per_return(target):
            return target.year != "either"
        if start is None or start.kind == "reference" or target.kind == "reference":
            return False
        if target.kind == "entity":
            return True
        if target.kind == "spells" or self._year(target) == "either":
            return False
        table = self.table(target)
        if table is None:
            return False
        above = self._above(start)
        if table.name in above:
            return table.name != self._own(start) or table.one or table.name == self.model.root
        return table.one and table.parent in above

    def is_per_return(self, rel: ty.Rel) -> bool:
        """Whether `rel` is a table with one row for the whole return."""
        return rel.kind == "table" and self.model.tables[rel.name].per_return

    def shared(self, one: ty.Rel, other: ty.Rel) -> list[str]:
        """The tables whose keys rows of the two have in common, nearest first: the first one links them."""
        if self.is_per_return(one) or self.is_per_return(other):
            return []
        mine, theirs = self._levels(one), self._levels(other)
        if mine and mine[:1] == theirs[:1] and len(mine) > 1:
            mine = mine[1:]
        return [level for level in mine if level in theirs]

    def level_word(self, table: str) -> str:
        """How rules name the rows of a table that others belong to: those of the root are the entity."""
        return self.entity if table == self.model.root else self.model.tables[table].singular

    def _levels(self, rel: ty.Rel) -> tuple[str, ...]:
        above = self._above(rel)
        return above[1:] if rel.kind == "spells" and len(above) > 1 else above

    def _year(self, rel: ty.Rel) -> str:
        while rel.kind == "derived":
            source = self.source(rel)
            if source is None:
                break
            rel = source
        return rel.year

    def _own(self, rel: ty.Rel) -> str:
        table = self.table(rel)
        return table.name if table is not None else ""

    def _above(self, rel: ty.Rel) -> tuple[str, ...]:
        if rel.kind == "entity":
            return (self.model.root,)
        own = self._own(rel)
        return (own, *self._ancestors[own]) if own else ()

    # ------------------------------------------------------------ defines

    def define_of(self, rel: ty.Rel, name: str) -> t.Define | None:
        """The define that `name` means on a row of `rel` itself."""
        while True:
            found = self.defines.get((self.word(rel), name))
            if found is not None or rel.kind != "derived":
                return found
            source = self.source(rel)
            if source is None:
                return None
            rel = source

    def entity_define(self, name: str) -> t.Define | None:
        """The define that `name` means on the entity."""
        return self.defines.get((self.entity, name))

    def define_names(self, rel: ty.Rel) -> list[str]:
        """Names of the defines that a row of `rel` has."""
        words = {self.word(rel)}
        at: ty.Rel | None = rel
        while at is not None and at.kind == "derived":
            at = self.source(at)
            if at is not None:
                words.add(self.word(at))
        if rel.kind != "reference":
            words.add(self.entity)
        return [name for word, name in self.defines if word in words]

    # ------------------------------------------------------------ codes

    def list_names(self) -> list[str]:
        """Every word that names a list of codes."""
        return [*self.model.code_lists, *self.lists]

    def codes_of(self, value: ty.Expr) -> str | None:
        """The name of the code list that the value's codes are from."""
        if isinstance(value, ty.Col):
            return value.codes
        if isinstance(value, ty.At | ty.OrElse):
            return self.codes_of(value.value)
        return None
