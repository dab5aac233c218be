"""What a rule cannot do without: the tables and columns that have to be supplied for it to be run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lacdsl.semantics import typed as ty
from lacdsl.semantics.world import World

Needs = dict[ty.Need, None]


class Reads:
    """What one expression reads: its needs, and the names of all tables that it touches.

    Of an optional table only columns are needed, for the case that the table is there.
    """

    __slots__ = ("needs", "tables")

    def __init__(self) -> None:
        self.needs: Needs = {}
        self.tables: set[str] = set()

    def take(self, other: Reads) -> None:
        """Add what another expression reads."""
        self.needs.update(other.needs)
        self.tables |= other.tables


class Requirements:
    """Collects what expressions read; what defines, derived tables and spells read is worked out once."""

    def __init__(self, world: World, derived: Mapping[str, ty.DerivedTable]) -> None:
        self.world = world
        self._derived = derived
        self._defines: dict[tuple[int, ty.Rel | None], Reads] = {}
        self._relations: dict[tuple[str, str, ty.Year, bool], Reads] = {}
        self._spell_columns: dict[tuple[str, str], Reads] = {}

    def of(self, parts: tuple[ty.Expr | None, ...], population: ty.Rel | None) -> Reads:
        """What a rule about `population` reads in `parts`."""
        reads = Reads()
        if population is not None:
            self._rel(population, reads)
        for part in parts:
            self._visit(part, population, population, reads)
        return reads

    # ------------------------------------------------------------ relations

    def _rel(self, rel: ty.Rel, reads: Reads) -> None:
        if rel.kind == "entity":
            return
        key = (rel.kind, rel.name, rel.year, rel.optional)
        known = self._relations.get(key)
        if known is None:
            known = Reads()
            self._read_rel(rel, known)
            self._relations[key] = known
        reads.take(known)

    def _read_rel(self, rel: ty.Rel, reads: Reads) -> None:
        if rel.kind == "derived":
            item = self._derived.get(rel.name)
            if item is None:
                return
            self._rel(item.source, reads)
            for column in item.one_per:
                self._column(item.source, column, reads)
            for part in (item.where, item.preferring):
                self._visit(part, item.source, item.source, reads)
        elif rel.kind == "spells":
            spells = self.world.compiled_spells.get(rel.name)
            if spells is None:
                return
            self._rel(spells.source, reads)
            self._order(spells.source, reads)
            self._link(spells.source, reads)
            for part in (spells.where, spells.together):
                self._visit(part, spells.source, spells.source, reads)
        else:
            reads.tables.add(rel.name)
            for year in _years(rel):
                if not year.optional:
                    reads.needs[ty.Need(year)] = None

    def _column(self, rel: ty.Rel, name: str, reads: Reads) -> None:
        self._rel(rel, reads)
        if rel.kind == "derived":
            source = self.world.source(rel)
            if source is not None:
                self._column(source, name, reads)
        elif rel.kind == "spells":
            reads.take(self._spell_column(rel, name))
        elif rel.kind != "entity":
            for year in _years(rel):
                reads.needs[ty.Need(year, name)] = None

    def _spell_column(self, rel: ty.Rel, name: str) -> Reads:
        known = self._spell_columns.get((rel.name, name))
        if known is None:
            known = self._spell_columns[rel.name, name] = Reads()
            spells = self.world.compiled_spells.get(rel.name)
            for column in spells.columns if spells is not None else ():
                if column.name == name and spells is not None:
                    self._visit(column.value, spells.source, spells.source, known)
        return known

    def _order(self, rel: ty.Rel | None, reads: Reads) -> None:
        """The column that decides whether a row has a place in the order."""
        if rel is None:
            return
        if rel.kind == "spells":
            self._rel(rel, reads)
            return
        table = self.world.table(rel)
        if table is not None and table.order:
            self._column(rel, table.order[0], reads)

    def _link(self, rel: ty.Rel | None, reads: Reads) -> None:
        """The columns that tie a row to its parent."""
        if rel is None or rel.kind in ("entity", "spells"):
            return
        table = self.world.table(rel)
        if table is not None:
            for name in table.parent_key or table.key:
                self._column(rel, name, reads)

    def _link_both(self, one: ty.Rel | None, other: ty.Rel, level: str, reads: Reads) -> None:
        """The columns that say which rows of two relations belong together."""
        if one is None:
            return
        shared = self.world.shared(one, other)
        key = self.world.model.tables[level or shared[0]].key if level or shared else ()
        for rel in (one, other):
            if rel.kind not in ("entity", "spells", "reference"):
                for name in key:
                    self._column(rel, name, reads)

    # ------------------------------------------------------------ expressions

    def _visit(self, node: ty.Expr | None, here: ty.Rel | None, this: ty.Rel | None, reads: Reads) -> None:
        match node:
            case None | ty.Lit() | ty.Constant():
                return
            case ty.Moment():
                if node.name == "authority":
                    reads.needs[ty.Need(ty.AUTHORITY)] = None
            case ty.Supplied():
                reads.tables.add(node.rel.name)
            case ty.Col():
                self._row(node.row, here, this, reads)
                self._column(node.rel, node.name, reads)
            case ty.At():
                base = self._row(node.base, here, this, reads)
                reads.take(self._define(node.value, base))
            case ty.Aggregate():
                self._rows(node.rows, here, this, reads)
                self._visit(node.value, node.rows.rel, this, reads)
            case ty.Any() | ty.ExactlyOne():
                self._rows(node.rows, here, this, reads)
            case ty.Exists():
                self._row(node.row, here, this, reads)
            case ty.Position():
                self._row(node.row, here, this, reads)
                self._order(node.rel, reads)
                self._link(node.rel, reads)
            case _:
                for part in _parts(node):
                    self._visit(part, here, this, reads)

    def _define(self, value: ty.Expr, base: ty.Rel | None) -> Reads:
        key = (id(value), base)
        known = self._defines.get(key)
        if known is None:
            known = self._defines[key] = Reads()
            self._visit(value, base, base, known)
        return known

    def _row(self, row: ty.Row, here: ty.Rel | None, this: ty.Rel | None, reads: Reads) -> ty.Rel | None:
        """Reads what naming the row reads, and gives its relation."""
        match row:
            case ty.Here():
                return here
            case ty.This():
                return this
            case ty.Neighbour():
                rel = self._row(row.base, here, this, reads)
                self._order(rel, reads)
                self._link(rel, reads)
                return rel
            case ty.One():
                base = self._row(row.base, here, this, reads)
                self._rel(row.rel, reads)
                self._link_both(base, row.rel, "", reads)
                return row.rel
            case ty.SpellOf():
                self._row(row.base, here, this, reads)
                self._rel(row.rel, reads)
                return row.rel
            case ty.Pick():
                self._rows(row.rows, here, this, reads)
                self._order(row.rows.rel, reads)
                return row.rows.rel
            case ty.Via():
                base = self._row(row.base, here, this, reads)
                return self._row(row.row, base, base, reads)
        return None

    def _rows(self, rows: ty.Rows, here: ty.Rel | None, this: ty.Rel | None, reads: Reads) -> None:
        base = self._row(rows.base, here, this, reads)
        self._rel(rows.rel, reads)
        if not rows.anywhere and base is not None:
            self._link_both(base, rows.rel, rows.level, reads)
        self._visit(rows.where, rows.rel, this, reads)
        for inner, outer in rows.equal:
            self._visit(inner, rows.rel, this, reads)
            self._visit(outer, here, this, reads)


def _years(rel: ty.Rel) -> tuple[ty.Rel, ...]:
    """The relation once for every year that it is taken from."""
    if rel.year != "either":
        return (rel,)
    return (replace(rel, year="this"), replace(rel, year="last"))


def _parts(node: ty.Expr) -> tuple[ty.Expr, ...]:
    """The values directly below a node that binds no row of its own."""
    match node:
        case ty.Compare() | ty.Arith() | ty.Same():
            return node.left, node.right
        case ty.And() | ty.Or():
            return node.items
        case ty.Not() | ty.Test() | ty.InSet() | ty.Matches() | ty.Shift():
            return (node.value,)
        case ty.ListedIn():
            return node.value, node.text
        case ty.Elapsed():
            return node.start, node.end
        case ty.OrElse():
            return node.value, node.default
        case ty.Extreme() | ty.Unique():
            return node.values
        case ty.Call():
            return node.args
    raise TypeError(f"what {type(node).__name__} reads is not known")
