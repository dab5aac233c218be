"""Typed rules and dirty data for the small return, at random."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from lacdsl.model import ColumnType, Model
from lacdsl.semantics import typed as s
from lacdsl.semantics.typed import Kind
from tests.agreement.model import make_model

KINDS = {
    ColumnType.DATE: Kind.DATE,
    ColumnType.PARTIAL_DATE: Kind.PARTIAL,
    ColumnType.INTEGER: Kind.NUMBER,
    ColumnType.NUMBER: Kind.NUMBER,
}
DATES = ["01/04/2026", "02/04/2026", "29/02/2024", "28/02/2025", "31/03/2027", "01/06/2026"]
CELLS: dict[ColumnType, list[Any]] = {
    ColumnType.IDENTIFIER: ["1", "2", "3", " 1 ", "x", "X", None, ""],
    ColumnType.DATE: [*DATES, *DATES, None, "", "31/02/2020", "rubbish", "2026-06-01"],
    ColumnType.PARTIAL_DATE: ["zz/06/2020", "ZZ/ZZ/2021", "zz/zz/zzzz", "29/02/2024", "zz/zz/zz", None, "no"],
    ColumnType.CODE: ["A", "B", "a", " b", "Q", None, " ", "1.0"],
    ColumnType.YES_NO: ["true", "1", "false", "0", "True", "1.0", "maybe", " ", None, True],
    ColumnType.FLAG: ["0", "1", "1.0", None, "yes"],
    ColumnType.INTEGER: ["1", "2", "3.0", "-1", "1.5", "ten", None],
    ColumnType.NUMBER: ["1", "2.5", "-0.5", "n", None],
    ColumnType.POSTCODE: ["AB1 2CD", "ab12cd", "ZZ9 9ZZ", None],
    ColumnType.TEXT: ["A,B", "a , c", "", None, "Q"],
}
LITERALS: dict[Kind, list[Any]] = {
    Kind.DATE: [date(2026, 4, 1), date(2027, 3, 31), date(2024, 2, 29)],
    Kind.TEXT: ["A", "B", "1", "AB12CD", "yes", "no"],
    Kind.NUMBER: [0.0, 1.0, 2.5, 2.0],
}


@st.composite
def frames(draw: st.DrawFn, model: Model, *, drop_columns: bool = False) -> dict[str, pd.DataFrame]:
    """All tables of a year (some perhaps left out), rows in any order, keys repeated, orphans, gaps."""
    made = {}
    for name, table in model.tables.items():
        if draw(st.integers(0, 11)) == 0:
            continue
        rows = draw(
            st.lists(st.tuples(*(st.sampled_from(CELLS[c.type]) for c in table.columns.values())), max_size=6)
        )
        rows = rows + draw(st.lists(st.sampled_from(rows), max_size=2)) if rows else rows
        names = list(table.columns)
        frame = pd.DataFrame(
            {n: pd.Series([row[i] for row in rows], dtype=object) for i, n in enumerate(names)}
        )
        if drop_columns and draw(st.integers(0, 5)) == 0:
            frame = frame.drop(columns=[draw(st.sampled_from(names))])
        made[name] = frame
    return made


@st.composite
def places(draw: st.DrawFn, model: Model) -> dict[str, pd.DataFrame]:
    """The reference table, or none."""
    if draw(st.integers(0, 7)) == 0:
        return {}
    columns = model.reference["Places"].columns
    rows = draw(st.lists(st.tuples(*(st.sampled_from(CELLS[c.type]) for c in columns.values())), max_size=4))
    return {
        "Places": pd.DataFrame(
            {n: pd.Series([r[i] for r in rows], dtype=object) for i, n in enumerate(columns)}
        )
    }


class Rules:
    """Random typed rules over a model. `spells` and `derived` are those that the program declares.

    `across`: they may look at other children as well, and at the whole return. Where This is None it is the return, which
    has no columns.
    """

    def __init__(self, draw: st.DrawFn, model: Model, across: bool = True) -> None:
        self.draw = draw
        self.model = model
        self.across = across
        self.spells: dict[str, s.Spells] = {}
        self.derived: dict[str, s.DerivedTable] = {}

    def pick(self, options: Any) -> Any:
        return self.draw(st.sampled_from(list(options)))

    def chance(self, one_in: int) -> bool:
        return self.draw(st.integers(1, one_in)) == 1

    # relations

    def rel(self, *, plain: bool = False) -> s.Rel:
        names = [name for name, table in self.model.tables.items() if self.across or not table.per_return]
        kinds = ["table"] * 6 + (
            [] if plain else ["spells"] * bool(self.spells) + ["derived"] * bool(self.derived)
        )
        kind = self.pick(kinds)
        if kind == "spells":
            return s.Rel("spells", self.pick(self.spells))
        if kind == "derived":
            return s.Rel("derived", self.pick(self.derived))
        return s.Rel("table", self.pick(names), self.pick(["this", "this", "last", "either"]), self.chance(6))

    def made(self) -> s.Rel:
        """A derived table or spells."""
        kinds = [*(["spells"] if self.spells else []), *(["derived"] if self.derived else [])]
        kind = self.pick(kinds)
        return s.Rel(kind, self.pick(self.spells if kind == "spells" else self.derived))

    def table_name(self, rel: s.Rel) -> str | None:
        if rel.kind == "derived":
            return self.table_name(self.derived[rel.name].source)
        if rel.kind == "spells":
            return self.table_name(self.spells[rel.name].source)
        return rel.name if rel.kind == "table" else None

    def columns(self, rel: s.Rel) -> list[tuple[str, Kind]]:
        if rel.kind == "spells":
            return [(column.name, column.kind) for column in self.spells[rel.name].columns]
        if rel.kind == "entity":
            return [("ID", Kind.TEXT)]
        if rel.kind == "reference":
            table = self.model.reference[rel.name]
        else:
            name = self.table_name(rel)
            assert name is not None
            table = self.model.tables[name]
        found = [(c.name, KINDS.get(c.type, Kind.TEXT)) for c in table.columns.values()]
        return found + [(c.name, KINDS.get(c.type, Kind.TEXT)) for c in table.derived.values()]

    def above(self, rel: s.Rel) -> tuple[str, ...]:
        """The tables whose keys a row has, its own first (without it for spells)."""
        if rel.kind == "entity":
            return (self.model.root,)
        name = self.table_name(rel)
        if name is None or self.model.tables[name].per_return:
            return ()
        above = self.model.ancestors(name)
        return above if rel.kind == "spells" and above else (name, *above)

    def level(self, here: s.Rel, target: s.Rel) -> str:
        """A table that rows of both have in common, or nothing for the nearest."""
        mine, theirs = self.above(here), self.above(target)
        if mine and mine[:1] == theirs[:1] and len(mine) > 1:
            mine = mine[1:]
        shared = [name for name in mine if name in theirs]
        return self.pick(["", *shared]) if shared else ""

    # rows

    def row(self, here: s.Rel, this: s.Rel | None, depth: int) -> tuple[s.Row, s.Rel]:
        roll = self.draw(st.integers(0, 9)) if depth > 0 else self.draw(st.integers(0, 4))
        if roll <= 3 or (roll == 4 and this is None):
            return s.Here(), here
        if roll == 4:
            return s.This(), this
        base, rel = self.row(here, this, depth - 1)
        if roll <= 6 and rel.kind in ("table", "derived"):
            return s.Neighbour(base, self.pick([-2, -1, 1])), rel
        if roll == 7:
            entity = s.Rel("entity", self.model.root)
            names = ["Persons", *self.above(rel)[1:], *(["Heads"] if self.across else [])]
            own = [s.Rel("table", name) for name in names]
            target = self.pick([*own, s.Rel("table", "Details", "last", True), entity])
            if rel.kind != "reference" and (target.name == "Heads" or self.table_name(rel) != "Heads"):
                return s.One(base, target), target
        if roll == 8 and rel.kind != "reference":
            target = self.rel()
            where = self.truth(target, this, depth - 1) if self.chance(2) else None
            return s.Pick(self.pick(["first", "latest"]), s.Rows(base, target, where)), target
        if self.spells and rel.kind == "table":
            for name, spells in self.spells.items():
                if spells.source == rel:
                    return s.SpellOf(base, s.Rel("spells", name)), s.Rel("spells", name)
        return base, rel

    # values

    def value(self, kind: Kind, here: s.Rel, this: s.Rel | None, depth: int) -> s.Expr:
        roll = self.draw(st.integers(0, 9))
        if depth <= 0 or roll <= 4:
            return self.column(kind, here, this, depth)
        if roll == 5 and kind in LITERALS:
            return s.Lit(self.pick(LITERALS[kind]), kind)
        if roll == 6:
            return s.OrElse(
                self.value(kind, here, this, depth - 1), self.value(kind, here, this, depth - 1), kind
            )
        if kind is Kind.DATE:
            if roll == 7:
                return s.Moment(self.pick(["start", "end"]), kind)
            if roll == 8:
                amount = self.pick([-1, 1, 18])
                unit = self.pick(["days", "months", "years", "weeks", "working days"])
                amount = self.pick([amount, 0]) if unit == "working days" else amount
                return s.Shift(self.value(kind, here, this, depth - 1), amount, unit)
            values = tuple(self.value(kind, here, this, depth - 1) for _ in range(2))
            return s.Extreme(self.pick(["max", "min"]), values, kind)
        if kind is Kind.NUMBER:
            if roll == 7:
                ends = [self.value(Kind.DATE, here, this, depth - 1) for _ in range(2)]
                return s.Elapsed(self.pick(["days", "months", "years", "working days"]), *ends)
            if roll == 8:
                return self.aggregate(here, this, depth)
            if self.chance(3):
                return s.Call("weekday", (self.value(Kind.DATE, here, this, depth - 1),), kind)
            left, right = (self.value(kind, here, this, depth - 1) for _ in range(2))
            return s.Arith(self.pick(["+", "-", "*", "/"]), left, right)
        if kind is Kind.TEXT and roll == 7:
            digits = tuple(s.Lit(float(self.pick([1, 2])), Kind.NUMBER) for _ in range(2))
            name = self.pick(["left", "mid", "upper"])
            held = self.value(kind, here, this, depth - 1)
            return s.Call(name, (held, *digits[: {"left": 1, "mid": 2}.get(name, 0)]), kind)
        return self.column(kind, here, this, depth)

    def aggregate(self, here: s.Rel, this: s.Rel | None, depth: int) -> s.Expr:
        rows = self.rows(here, this, depth)
        which = self.pick(["count", "distinct", "sum", "min", "max"])
        if which == "distinct":
            kind = self.pick([Kind.DATE, Kind.TEXT, Kind.NUMBER])
            return s.Aggregate(which, rows, self.value(kind, rows.rel, this, depth - 1), Kind.NUMBER)
        inner = None if which == "count" else self.value(Kind.NUMBER, rows.rel, this, depth - 1)
        return s.Aggregate(which, rows, inner, Kind.NUMBER)

    def column(self, kind: Kind, here: s.Rel, this: s.Rel | None, depth: int) -> s.Expr:
        for _ in range(3):
            row, rel = self.row(here, this, depth)
            found = [name for name, its in self.columns(rel) if its is kind]
            if found:
                return s.Col(row, rel, self.pick(found), kind)
        if kind in LITERALS:
            return s.Lit(self.pick(LITERALS[kind]), kind)
        return s.Col(
            s.Pick("first", s.Rows(s.Here(), s.Rel("table", "Stays"))), s.Rel("table", "Stays"), "KNOWN", kind
        )

    # conditions

    def rows(self, here: s.Rel, this: s.Rel | None, depth: int) -> s.Rows:
        target = self.rel()
        if self.chance(5):
            rel = self.pick(
                [s.Rel("reference", "Places"), target if self.across else s.Rel("reference", "Places")]
            )
            inner = [name for name, kind in self.columns(rel) if kind is Kind.TEXT]
            if self.chance(4):
                return s.Rows(s.Here(), rel, anywhere=True)
            if inner:
                pair = (
                    s.Col(s.Here(), rel, self.pick(inner), Kind.TEXT),
                    self.value(Kind.TEXT, here, this, depth - 1),
                )
                where = self.truth(rel, this, depth - 1) if self.chance(2) else None
                return s.Rows(s.Here(), rel, where, self.chance(2) and rel.kind == "table", True, (pair,))
        where = self.truth(target, this, depth - 1) if not self.chance(4) else None
        return s.Rows(s.Here(), target, where, self.chance(4), level=self.level(here, target))

    def truth(self, here: s.Rel, this: s.Rel | None, depth: int) -> s.Expr:
        roll = self.draw(st.integers(0, 15))
        if depth <= 0:
            roll = roll % 5
        kind = self.pick([Kind.DATE, Kind.TEXT, Kind.NUMBER])
        if roll == 0:
            return s.Test(
                self.pick(["missing", "present", "valid", "invalid"]), self.value(kind, here, this, depth)
            )
        if roll in (1, 2):
            ops = ["=", "<>"] if kind is Kind.TEXT else ["=", "<>", "<", "<=", ">", ">="]
            return s.Compare(
                self.pick(ops), self.value(kind, here, this, depth), self.value(kind, here, this, depth)
            )
        if roll == 3:
            options = tuple(
                dict.fromkeys(self.draw(st.lists(st.sampled_from(LITERALS[kind]), min_size=1, max_size=2)))
            )
            return s.InSet(self.value(kind, here, this, depth), options)
        if roll == 4:
            return s.Same(self.value(kind, here, this, depth), self.value(kind, here, this, depth))
        if roll == 5:
            return s.Not(self.truth(here, this, depth - 1))
        if roll in (6, 7):
            made = s.And if roll == 6 else s.Or
            return made(tuple(self.truth(here, this, depth - 1) for _ in range(2)))
        if roll in (8, 9, 10):
            return s.Any(self.rows(here, this, depth))
        if roll == 11:
            return s.ExactlyOne(self.rows(here, this, depth))
        if roll == 12:
            row, rel = self.row(here, this, depth)
            return s.Exists(row)
        if roll == 13:
            row, rel = self.row(here, this, depth)
            if rel.kind in ("table", "derived"):
                return s.Position(row, rel, self.pick(["first", "last"]))
            return s.Exists(row)
        if roll == 14 and here.kind == "table" and self.across:
            name, of = self.pick(self.columns(here))
            return s.Unique(here, (s.Col(s.Here(), here, name, of),))
        base, rel = self.row(here, this, depth)
        return s.At(base, self.truth(rel, rel, depth - 1), Kind.TRUTH)

    def of_return(self, depth: int) -> s.Expr:
        """A condition about the whole return."""
        roll = self.draw(st.integers(0, 6 if depth > 1 else 4))
        if roll >= 5:
            parts = tuple(self.of_return(depth - 1) for _ in range(2))
            return self.pick([s.And, s.Or])(parts) if roll == 5 else s.Not(parts[0])
        rows = self.rows_of_return(depth)
        if roll == 0:
            return s.Exists(s.Pick(self.pick(["first", "latest"]), rows))
        if roll == 1:
            return s.ExactlyOne(rows)
        if roll == 2:
            total = s.Aggregate("count", rows, None, Kind.NUMBER)
            return s.Compare(
                self.pick(["=", "<", ">="]), total, s.Lit(self.pick([0.0, 1.0, 2.0]), Kind.NUMBER)
            )
        return s.Any(rows)

    def rows_of_return(self, depth: int) -> s.Rows:
        rel = self.rel()
        return s.Rows(s.Here(), rel, self.truth(rel, None, depth - 1) if not self.chance(4) else None)

    # programs

    def add_spells(self) -> None:
        source = s.Rel("table", "Stays", self.pick(["this", "either"]), True)
        before = s.Neighbour(s.Here(), -1)
        together = (
            s.And(
                (
                    s.Compare(
                        "=",
                        s.Col(s.Here(), source, "BEGIN", Kind.DATE),
                        s.Col(before, source, "CEASE", Kind.DATE),
                    ),
                    self.truth(source, source, 1),
                )
            )
            if self.chance(2)
            else self.truth(source, source, 1)
        )
        where = self.truth(source, source, 1) if self.chance(2) else None
        columns = (
            s.SpellColumn("START", "first", s.Col(s.Here(), source, "BEGIN", Kind.DATE), Kind.DATE),
            s.SpellColumn("END", "last", s.Col(s.Here(), source, "CEASE", Kind.DATE), Kind.DATE),
            s.SpellColumn("N", "count", None, Kind.NUMBER),
        )
        span = None
        self.spells["Run"] = s.Spells("Run", source, where, together, columns, span)  # type: ignore[arg-type]

    def add_derived(self) -> None:
        source = s.Rel("table", self.pick(["Stays", "Notes"]), self.pick(["this", "either"]), True)
        where = self.truth(source, source, 1) if self.chance(2) else None
        one_per = self.pick([(), ("SORT",), ("NO",), ("NO", "SORT")])
        preferring = self.truth(source, source, 1) if one_per and self.chance(2) else None
        self.derived["Kept"] = s.DerivedTable("Kept", source, where, one_per, preferring, None)  # type: ignore[arg-type]

    def rule_of_return(self, code: str, depth: int) -> s.Rule:
        rows = self.rows_of_return(2)
        flag = s.Flag(rows, rows.rel, self.pick(self.columns(rows.rel))[0])
        where = self.of_return(depth) if self.chance(3) else None
        must = self.of_return(depth)
        return s.Rule(code, code, "error", None, where, must, (flag,), ("x",), (), ())

    def rule(self, code: str, depth: int) -> s.Rule:
        if self.across and self.chance(8):
            return self.rule_of_return(code, depth)
        entity = s.Rel("entity", self.model.root)
        population = self.pick([self.rel(plain=True), self.rel(plain=True), self.made(), entity])
        if population is not None and population.kind == "table" and population.year == "either":
            population = s.Rel("table", population.name, "this")
        here = population if population is not None else entity
        where = self.truth(here, here, depth) if self.chance(2) else None
        flags = []
        for _ in range(2):
            if self.chance(3):
                rows = self.rows(here, here, 1)
                columns = self.columns(rows.rel)
                flags.append(s.Flag(rows, rows.rel, self.pick(columns)[0]))
            else:
                row, rel = self.row(here, here, 1)
                flags.append(s.Flag(row, rel, self.pick(self.columns(rel))[0]))
        must = self.truth(here, here, depth)
        return s.Rule(code, code, "error", population, where, must, tuple(flags), ("x",), (), ())


@st.composite
def programs(
    draw: st.DrawFn, model: Model, depth: int = 3, rules: int = 3, *, across: bool = True
) -> s.Program:
    """A program of a few rules that share a table, spells and each other's parts."""
    made = Rules(draw, model, across)
    made.add_spells()
    made.add_derived()
    found = {f"R{n}": made.rule(f"R{n}", depth) for n in range(rules)}
    return s.Program(model, found, made.derived, made.spells)


def models() -> st.SearchStrategy[Model]:
    """Models that differ in order, in what lies below what, in how many rows there may be, and in leap days."""
    return st.builds(
        make_model,
        leap_day=st.sampled_from(["28 February", "1 March"]),
        stay_order=st.sampled_from([("BEGIN", "CEASE"), ("BEGIN",), ("SORT", "BEGIN"), ()]),
        note_order=st.sampled_from([("SEQ",), ("ON", "SEQ"), ()]),
        notes_of_stays=st.booleans(),
        one_detail=st.booleans(),
        one_place=st.booleans(),
        exact=st.booleans(),
    )


Tables = dict[str, pd.DataFrame]


@st.composite
def worlds(draw: st.DrawFn) -> tuple[s.Program, Tables, Tables | None, Tables]:
    """A model, a program over it, this year's tables, perhaps last year's, and reference tables."""
    model = draw(models())
    last = draw(frames(model)) if draw(st.booleans()) else None
    return draw(programs(model)), draw(frames(model)), last, draw(places(model))
