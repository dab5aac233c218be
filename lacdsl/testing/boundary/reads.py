"""What a rule reads: tables, columns, and what their values are held against."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from typing import Any

from lacdsl.model import Model, Table
from lacdsl.semantics import typed as ty

Home = tuple[str, str]
"""A table by the year that it is of (this, last; or reference) and its name."""
Column = tuple[str, str]
"""A column by its table, in whatever year."""


@dataclass(slots=True)
class Reads:
    """What a rule reads, through definitions, derived tables and spells as well.

    `values` are literals that a column is held against; `linked` pairs of columns that are held against each other;
    `shifts` lengths of time, `days` dates written out. `crosses`: rows of several children decide together.
    `moments`: the rule asks for the first or last day of the collection.
    """

    columns: dict[Home, set[str]] = field(default_factory=dict)
    values: dict[Column, set[str | float]] = field(default_factory=dict)
    linked: list[tuple[Column, Column]] = field(default_factory=list)
    patterns: dict[Column, set[str]] = field(default_factory=dict)
    lengths: dict[Column, set[int]] = field(default_factory=dict)
    shifts: set[tuple[int, str]] = field(default_factory=set)
    days: set[date] = field(default_factory=set)
    numbers: set[float] = field(default_factory=set)
    crosses: bool = False
    moments: bool = False


def reads_of(program: ty.Program, rules: list[ty.Rule]) -> Reads:
    """What any of the rules reads."""
    reader = _Reader(program)
    for rule in rules:
        if rule.population is None:
            reader.found.crosses = True
        else:
            reader.rel(rule.population)
        reader.visit(rule.where)
        reader.visit(rule.must)
        for need in (*rule.needs, *(need for some in rule.needs_any for need in some)):
            reader.rel(need.rel)
    _link(reader.found, program.model)
    return reader.found


def _link(found: Reads, model: Model) -> None:
    """Rows of a table need the keys by which rows of other tables belong to them."""
    for year, name in list(found.columns):
        if year != "reference":
            for above in model.ancestors(name):
                if (year, above) in found.columns:
                    found.columns[year, above].update(model.tables[above].key)


class _Reader:
    def __init__(self, program: ty.Program) -> None:
        self.program = program
        self.model: Model = program.model
        self.found = Reads()
        self._rels: set[ty.Rel] = set()

    def rel(self, rel: ty.Rel) -> None:
        """The tables that a relation is made of, with the columns that order and link their rows."""
        if rel in self._rels:
            return
        self._rels.add(rel)
        if rel.kind == "derived":
            item = self.program.derived[rel.name]
            self.rel(item.source)
            self.visit(item.where)
            self.visit(item.preferring)
            for name in item.one_per:
                self._column(item.source, name)
        elif rel.kind == "spells":
            spells = self.program.spells[rel.name]
            self.rel(spells.source)
            self.visit(spells.where)
            self.visit(spells.together)
            for column in spells.columns:
                self.visit(column.value)
        for home in self.homes(rel):
            table = table_of(self.model, home)
            self.found.crosses |= home[0] == "reference" or table.per_return
            known = self.found.columns.setdefault(home, set())
            known.update(table.parent_key or table.key, table.order)

    def homes(self, rel: ty.Rel) -> list[Home]:
        """The tables whose rows the relation's rows are."""
        while rel.kind in ("derived", "spells"):
            made = self.program.derived if rel.kind == "derived" else self.program.spells
            rel = made[rel.name].source
        if rel.kind == "reference":
            return [("reference", rel.name)]
        if rel.kind != "table":
            return []
        return [(year, rel.name) for year in (("this", "last") if rel.year == "either" else (rel.year,))]

    def _column(self, rel: ty.Rel, name: str) -> None:
        for home in self.homes(rel):
            if table_of(self.model, home).column(name) is not None:
                self.found.columns.setdefault(home, set()).add(name)

    def visit(self, value: Any) -> None:
        """Everything below a node."""
        if isinstance(value, tuple):
            for part in value:
                self.visit(part)
            return
        if not is_dataclass(value):
            return
        if isinstance(value, ty.Rel):
            self.rel(value)
            return
        self._note(value)
        for part in fields(value):
            self.visit(getattr(value, part.name))

    def _note(self, node: Any) -> None:
        match node:
            case ty.Col():
                self._column(node.rel, node.name)
            case ty.Moment():
                self.found.moments |= node.name in ("start", "end")
            case ty.Shift():
                self.found.shifts.add((node.amount, node.unit))
            case ty.Lit(value=date() as day):
                self.found.days.add(day)
            case ty.Lit(value=float() | int() as number):
                self.found.numbers.add(float(number))
            case ty.Compare() | ty.Same():
                self._pair(node.left, node.right)
            case ty.InSet():
                for option in node.options:
                    self._against(node.value, option)
            case ty.Matches():
                for column in self._columns(node.value):
                    self.found.patterns.setdefault(column, set()).add(node.pattern)
            case ty.ListedIn():
                self._pair(node.value, node.text)
            case ty.Rows():
                self.found.crosses |= node.anywhere
                for inside, outside in node.equal:
                    self._pair(inside, outside)
            case ty.Unique():
                self.found.crosses = True

    def _pair(self, left: ty.Expr, right: ty.Expr) -> None:
        for one, other in ((left, right), (right, left)):
            if isinstance(other, ty.Lit):
                self._against(one, other.value)
                if isinstance(one, ty.Elapsed) and isinstance(other.value, float):
                    self.found.shifts.add((int(other.value), one.unit.replace("working ", "")))
        ours, theirs = self._columns(left), self._columns(right)
        self.found.linked += [(one, other) for one in ours for other in theirs]

    def _against(self, value: ty.Expr, option: date | str | float) -> None:
        if isinstance(option, date):
            self.found.days.add(option)
            return
        if isinstance(value, ty.Call) and value.name == "length" and isinstance(option, float | int):
            for column in self._columns(value.args[0]):
                self.found.lengths.setdefault(column, set()).add(int(option))
            return
        for column in self._columns(value):
            self.found.values.setdefault(column, set()).add(option)

    def _columns(self, value: ty.Expr) -> list[Column]:
        """The columns that a value is taken from without much being done to it."""
        match value:
            case ty.Col():
                if value.rel.kind == "spells":
                    made = self.program.spells[value.rel.name].columns
                    inner = next((each.value for each in made if each.name == value.name), None)
                    return [] if inner is None else self._columns(inner)
                return [(name, value.name) for _, name in self.homes(value.rel)]
            case ty.OrElse() | ty.At():
                return self._columns(value.value)
            case ty.Call():
                return [column for argument in value.args for column in self._columns(argument)]
            case ty.Aggregate():
                return [] if value.value is None else self._columns(value.value)
            case _:
                return []


def table_of(model: Model, home: Home) -> Table:
    """The table that a home names."""
    return (model.reference if home[0] == "reference" else model.tables)[home[1]]
