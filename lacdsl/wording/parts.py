"""A single part of a rule in plain English, from the typed tree: what `explain` shows one by one."""

from __future__ import annotations

from datetime import date

from lacdsl.semantics import typed as ty
from lacdsl.syntax import tree as t
from lacdsl.values import format_number
from lacdsl.wording.conditions import Conditions
from lacdsl.wording.mood import IS, Mood
from lacdsl.wording.rows import LAST, Place, Placed, of_table, row_of
from lacdsl.wording.rules import tidy
from lacdsl.wording.vocabulary import Scope, Vocabulary

Around = tuple[ty.Rel | None, ty.Rel | None, bool]
"""The rows that a part is evaluated for: those at hand, the rule's own, and whether the two are different rows."""


class Parts:
    """Puts conditions and values of compiled rules into words."""

    def __init__(self, words: Vocabulary) -> None:
        self.words = words
        self.teller = Conditions(words)
        self._lists = {frozenset(known.codes): name for name, known in words.model.code_lists.items()}

    def condition(self, expr: ty.Expr, around: Around, *, no: bool = False) -> str:
        """`the date the episode ended is blank`; with `no` that it is not so."""
        mood = Mood(no=True) if no else IS
        if isinstance(expr, ty.Constant):
            return f"this is {'always' if expr.value != no else 'never'} so"
        scope = self._scope(around)
        return tidy(self.teller.said(self.tree(expr, scope), scope, mood))

    def value(self, expr: ty.Expr, around: Around) -> str:
        """`the child's 14th birthday`"""
        scope = self._scope(around)
        return tidy(self.teller.values.value(self.tree(expr, scope), scope))

    def _scope(self, around: Around) -> Scope:
        here, this, nested = around
        return Scope(self._name(here), self._name(this), {}, nested)

    def _name(self, rel: ty.Rel | None) -> str | None:
        """What rules call rows of a relation."""
        if rel is None:
            return None
        if rel.kind == "entity":
            return ty.entity_name(self.words.model)
        table = (self.words.model.tables if rel.kind == "table" else self.words.model.reference).get(rel.name)
        return table.singular if table is not None and rel.kind in ("table", "reference") else rel.name

    # ------------------------------------------------------------ rows

    def place(self, row: ty.Row, scope: Scope) -> Place:
        """The table of a row, and how the row is called."""
        match row:
            case ty.This():
                return row_of(self.words, t.Ref("this", ()), scope)
            case ty.Neighbour(ty.Here(), offset):
                return row_of(self.words, t.Ref(offset, ()), scope)
            case ty.Neighbour(base, offset):
                table, called = self.place(base, scope)
                noun = self.words.noun_of(table)
                if not called:
                    word = "previous" if offset < 0 else "next"
                    return table, f"the {word} {noun}"
                return table, f"the {noun} {'before' if offset < 0 else 'after'} {called}"
            case ty.One(base, rel):
                name = self._name(rel) or ""
                _, called = self.place(base, scope)
                single = rel.kind == "entity" or self.words.is_single(name)
                of = f" of {called}" if called and not single else ""
                return name, f"{of_table(self.words, name)}{of}{LAST if rel.year == 'last' else ''}"
            case ty.SpellOf(base, rel):
                _, called = self.place(base, scope)
                return rel.name, f"the {self.words.noun(rel.name)}" + (f" of {called}" if called else "")
            case ty.Pick(which, rows):
                pick = t.Pick(which, rows.other, self._table(rows), self._where(rows, scope))
                return self._name(rows.rel), self.teller.values.picked(pick, scope)
            case ty.Via(base, inner):
                table, called = self.place(base, scope)
                found, said = self.place(inner, Scope(table, table, {}))
                is_child = called in ("", self.words.the_entity) or isinstance(base, ty.Here | ty.This)
                return found, said if is_child else f"{said} of {called}" if said else called
        return scope.here, ""

    def _of(self, row: ty.Row, names: tuple[str, ...], scope: Scope) -> t.Ref:
        """A column or a definition of a row; the row itself when there is no name."""
        match row:
            case ty.Here():
                return t.Ref(None, names) if names else Placed(None, (), (scope.here, ""))
            case ty.This():
                return t.Ref("this", names)
            case ty.Neighbour(ty.Here(), offset):
                return t.Ref(offset, names)
        return Placed(None, names, self.place(row, scope))

    def _table(self, rows: ty.Rows) -> t.TableRef:
        level = ""
        if rows.level:
            is_root = rows.level == self.words.model.root
            level = self._name(ty.Rel("entity" if is_root else "table", rows.level)) or ""
        return t.TableRef(self._name(rows.rel) or "", rows.rel.year, anywhere=rows.anywhere, level=level)

    def _where(self, rows: ty.Rows, scope: Scope) -> t.Expr | None:
        """The condition of rows; what has to be equal to a value outside is said as a part of it."""
        inner = scope.inner(self._name(rows.rel) or "")
        parts: list[t.Expr] = [
            t.Compare("=", self.tree(inside, inner), self._outside(outside, scope))
            for inside, outside in rows.equal
        ]
        if rows.where is not None:
            parts.append(self.tree(rows.where, inner))
        return None if not parts else parts[0] if len(parts) == 1 else t.And(tuple(parts))

    def _outside(self, expr: ty.Expr, scope: Scope) -> t.Expr:
        """A value of the row outside, as it is said inside of `any T where …`."""
        tree = self.tree(expr, scope)
        if isinstance(tree, t.Ref) and tree.base is None and not isinstance(tree, Placed):
            if not scope.nested:
                return t.Ref("this", tree.names)
            return Placed(None, tree.names, (scope.here, f"that {self.words.noun_of(scope.here)}"))
        return tree

    # ------------------------------------------------------------ values

    def tree(self, expr: ty.Expr, scope: Scope) -> t.Expr:
        """What could have been written to mean the expression."""
        match expr:
            case ty.Col(row, _, name):
                return self._of(row, (name,), scope)
            case ty.Lit(value):
                return _literal(value)
            case ty.Moment(name):
                return t.Moment(name)
            case ty.Shift(value, amount, unit):
                measure = t.Measure(t.Number(str(abs(amount))), unit)
                return t.Binary("-" if amount < 0 else "+", self.tree(value, scope), measure)
            case ty.Elapsed(unit, start, end):
                return t.Elapsed(unit, self.tree(start, scope), self.tree(end, scope))
            case ty.Arith(op, left, right):
                return t.Binary(op, self.tree(left, scope), self.tree(right, scope))
            case ty.OrElse(value, default):
                return t.OrElse(self.tree(value, scope), self.tree(default, scope))
            case ty.Extreme(which, values):
                return t.Call(which, self._trees(values, scope))
            case ty.Call(name, args):
                return t.Call(name, self._trees(args, scope))
            case ty.Aggregate(which, rows, value):
                inner = scope.inner(self._name(rows.rel) or "")
                of = None if value is None else self.tree(value, inner)
                return t.Aggregate(which, of, self._table(rows), self._where(rows, scope))
            case ty.At(base, value, _, name):
                if name:
                    return self._of(base, (name,), scope)
                table, _ = self.place(base, scope)
                return self.tree(value, Scope(table, table, {}))
        return self._condition(expr, scope)

    def _trees(self, values: tuple[ty.Expr, ...], scope: Scope) -> tuple[t.Expr, ...]:
        return tuple(self.tree(each, scope) for each in values)

    def _condition(self, expr: ty.Expr, scope: Scope) -> t.Expr:
        match expr:
            case ty.Constant(value):
                return t.Word("always" if value else "never")
            case ty.Supplied(rel, column):
                base = t.TableRef(self._name(rel) or "", rel.year)
                return t.Is(t.Ref(base, (column,) if column else ()), "supplied")
            case ty.Compare(op, left, right):
                return t.Compare(op, self.tree(left, scope), self.tree(right, scope))
            case ty.InSet(value, options):
                return t.In(self.tree(value, scope), self._options(options))
            case ty.ListedIn(value, text):
                return t.ListedIn(self.tree(value, scope), self.tree(text, scope))
            case ty.Test(state, value):
                return t.Is(self.tree(value, scope), state)
            case ty.Same(left, right):
                return t.Same(self.tree(left, scope), self.tree(right, scope))
            case ty.Matches(value, pattern):
                return t.Matches(self.tree(value, scope), pattern)
            case ty.Exists(row):
                return t.Exists(self._of(row, (), scope))
            case ty.Position(row, _, position):
                return t.IsPosition(self._of(row, (), scope), position)
            case ty.Unique(_, values):
                return t.IsUnique(self._trees(values, scope))
            case ty.Any(rows):
                return t.Quantifier("any", rows.other, self._table(rows), self._where(rows, scope), None)
            case ty.ExactlyOne(rows):
                return t.Quantifier(
                    "exactly one", rows.other, self._table(rows), self._where(rows, scope), None
                )
            case ty.Not(value):
                return t.Not(self.tree(value, scope))
            case ty.And(items):
                return self._and(items, scope)
            case ty.Or(items):
                return t.Or(self._trees(items, scope))
        return t.Word(type(expr).__name__)

    def _and(self, items: tuple[ty.Expr, ...], scope: Scope) -> t.Expr:
        """`A >= B and A <= C` is said as `A between B and C`."""
        match items:
            case (ty.Compare(">=", value, low), ty.Compare("<=", again, high)) if value == again:
                return t.Between(self.tree(value, scope), self.tree(low, scope), self.tree(high, scope))
        return t.And(self._trees(items, scope))

    def _options(self, options: tuple[date | str | float, ...]) -> t.SetLiteral | str:
        texts = frozenset(str(each) for each in options if isinstance(each, str))
        named = self._lists.get(texts) if len(texts) == len(options) > 1 else None
        return named or t.SetLiteral(tuple(_literal(each) for each in options))


def _literal(value: date | str | float) -> t.Expr:
    if isinstance(value, date):
        return t.DateLiteral(value)
    if isinstance(value, str):
        return t.Word(value) if value.isalnum() else t.String(value)
    return t.Number(format_number(float(value)))
