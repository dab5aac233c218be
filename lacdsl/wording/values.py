"""Values in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from lacdsl.model import Column, ColumnType
from lacdsl.syntax import tree as t
from lacdsl.syntax.printer import print_expr
from lacdsl.wording.english import day, listed, ordinal, spaced
from lacdsl.wording.rows import Placed, column_words, in_year, of_table, owner_of, step
from lacdsl.wording.vocabulary import Scope, Vocabulary

Condition = Callable[[t.Expr, Scope], str]

_OPS = {"+": "plus", "-": "minus", "*": "times", "/": "divided by"}
_DATES = (ColumnType.DATE, ColumnType.PARTIAL_DATE)


class Values:
    """Puts values into words. `condition` does so for the conditions inside of them."""

    def __init__(self, words: Vocabulary, condition: Condition) -> None:
        self.words = words
        self.condition = condition

    def value(self, node: t.Expr, scope: Scope) -> str:
        """A value."""
        match node:
            case t.Ref():
                return self._ref(node, scope)
            case t.Number(text) | t.Word(text):
                return text
            case t.String(text):
                return text if text.isalnum() else f'"{text}"'
            case t.DateLiteral(value):
                return day(value)
            case t.Moment(name):
                return _MOMENTS[name]
            case t.Measure():
                return self._measure(node, scope)
            case t.Binary():
                return self._binary(node, scope)
            case t.Negative(value):
                return f"minus {self.value(value, scope)}"
            case t.OrElse(value, default):
                return f"{self.value(value, scope)} (where that is blank, {self.value(default, scope)})"
            case t.Elapsed(unit, start, end):
                counted = f"completed {unit}" if unit in ("months", "years") else unit
                return f"the number of {counted} from {self.value(start, scope)} to {self.value(end, scope)}"
            case t.Call():
                return self._call(node, scope)
            case t.Aggregate():
                return self._total(node, scope)
            case t.Pick():
                return self.picked(node, scope)
        return f"`{print_expr(node)}`"

    def other_value(self, node: t.Expr, before: t.Expr, scope: Scope) -> str:
        """A value beside another; the same column of another row is said as `that of the previous episode`."""
        said = self.value(node, scope)
        if isinstance(node, t.Ref) and isinstance(before, t.Ref) and node.names[-1:] == before.names[-1:]:
            named = self.value(before, scope)
            rest = said.removeprefix(named)
            if rest != said and rest.startswith((" of ", " in ", " for ")):
                return f"that{rest}"
        return said

    def picked(self, node: t.Pick, scope: Scope) -> str:
        """`the latest episode where …`"""
        other = "other " if node.other else ""
        return f"the {node.which} {other}{self.rows(node.table, node.where, scope)}"

    def rows(self, table: t.TableRef, where: t.Expr | None, scope: Scope, many: bool = False) -> str:
        """`episode in last year's return where …`"""
        name = table.name
        let = scope.lets.get(name)
        if isinstance(let, t.Quantifier) and scope.is_inline(name):
            parts = [each for each in (let.where, where) if each is not None]
            both = t.And(tuple(parts)) if len(parts) == 2 else parts[0] if parts else None
            return ("other " if many and let.other else "") + self.rows(let.table, both, scope, many)
        if let is not None or (not self.words.is_table(name)):
            noun = f'of the rows "{spaced(name)}"' if many else f'row of "{spaced(name)}"'
            if scope.here is not None and self.words.define(scope.here, name):
                step(self.words, name, (scope.here, ""), scope)
            name = source_of(let, self.words, name)
        else:
            noun = self.words.nouns(name) if many else self.words.noun(name)
        year = in_year(self.words, table, scope)
        of_any = (
            f" of any {self.words.entity.singular}" if table.anywhere and self._is_of_a_child(name) else ""
        )
        inner = scope.inner(name)
        shared = self.words.noun(table.level) if table.level else self.words.shared_by(scope.here, name)
        of_same = f" of the same {shared}" if shared and not table.anywhere else ""
        asked = f" where {self.condition(where, inner)}" if where is not None else ""
        return f"{noun}{year}{of_any}{of_same}{asked}"

    def _is_of_a_child(self, name: str) -> bool:
        table = self.words.table(name)
        return table is None or table.name in self.words.model.tables

    def column_of(self, node: t.Expr, scope: Scope) -> Column | None:
        """The column that a value is read from."""
        match node:
            case t.Ref(names=(*before, last)):
                if not before and node.base is None and last in scope.lets:
                    return self.column_of(scope.lets[last], scope)
                table, _ = owner_of(self.words, node, scope)
                return self.words.column(table, last) if table is not None else None
            case t.OrElse(value, _):
                return self.column_of(value, scope)
            case t.Aggregate(value=t.Ref() as value, table=table):
                return self.column_of(value, scope.inner(table.name))
            case t.Call(name="max" | "min" | "first_possible" | "last_possible", args=(first, *_)):
                return self.column_of(first, scope)
        return None

    def is_date(self, node: t.Expr, scope: Scope) -> bool:
        """A day, and no number."""
        if isinstance(node, t.DateLiteral | t.Moment):
            return True
        if isinstance(node, t.Binary):
            return isinstance(node.right, t.Measure) or self.is_date(node.left, scope)
        if isinstance(node, t.Ref) and node.base is None and len(node.names) == 1:
            let = scope.lets.get(node.names[0])
            if let is not None:
                return self.is_date(let, scope)
            table, _ = owner_of(self.words, node, scope)
            define = self.words.define(table or self.words.entity.word, node.names[0])
            if define is not None:
                return self.is_date(define.value, Scope(define.table, define.table, {}))
        if isinstance(node, t.Call) and node.name in ("max", "min"):
            return any(self.is_date(each, scope) for each in node.args)
        if isinstance(node, t.Call) and node.name in ("first_possible", "last_possible"):
            return True
        if isinstance(node, t.OrElse):
            return self.is_date(node.value, scope) or self.is_date(node.default, scope)
        column = self.column_of(node, scope)
        return column is not None and column.type in _DATES

    # ------------------------------------------------------------ kinds of values

    def _ref(self, node: t.Ref, scope: Scope) -> str:
        *before, last = node.names
        if node.base is None and not before and not isinstance(node, Placed):
            if last in scope.lets:
                if scope.is_inline(last):
                    return self.value(scope.lets[last], scope)
                return f'"{spaced(last)}"'
            if last in self.words.parameters:
                return f'{self.value(self.words.parameters[last].value, scope)} ("{spaced(last)}")'
        table, called = owner_of(self.words, node, scope)
        if isinstance(node, Placed) and " where " in called:
            return f"{column_words(self.words, table, last, '')} of ({called})"
        if table is not None and self.words.column(table, last) is None and not self._is_spell(table):
            define = self.words.define(table, last)
            if define is not None:
                scope.used[f"{define.table}.{define.name}"] = define
                return f'"{spaced(last)}"' + (f" of {called}" if called else "")
            if node.base is None and not before:
                return last
        own = (
            called.startswith("this ") or called == of_table(self.words, table or "") != self.words.the_entity
        )
        alone = own and not self._clashes(table, last, scope)
        return column_words(self.words, table, last, called, alone)

    def _clashes(self, table: str | None, name: str, scope: Scope) -> bool:
        """The row at hand has a column of the same title."""
        own = self.words.column(table, name) if table is not None else None
        here = self.words.table(scope.here) if scope.here is not None else None
        if own is None or here is None:
            return own is None
        return any(own.title == each.title for each in (*here.columns.values(), *here.derived.values()))

    def _is_spell(self, table: str) -> bool:
        return isinstance(self.words.tables.get(table), t.Spells)

    def _measure(self, node: t.Measure, scope: Scope) -> str:
        amount, name = self._parameter(node.amount)
        said = self.value(amount, scope)
        return f"{said} {node.unit.removesuffix('s') if said == '1' else node.unit}{name}"

    def _parameter(self, node: t.Expr) -> tuple[t.Expr, str]:
        """What stands for it, and how it is called where it has a name."""
        if isinstance(node, t.Ref) and node.base is None and node.names[-1] in self.words.parameters:
            return self.words.parameters[node.names[-1]].value, f' ("{spaced(node.names[-1])}")'
        return node, ""

    def is_shifted(self, node: t.Expr, scope: Scope) -> bool:
        """A day so many days, months or years away from another."""
        if isinstance(node, t.Ref) and node.base is None and scope.is_inline(node.names[-1]):
            return self.is_shifted(scope.lets[node.names[-1]], scope)
        return isinstance(node, t.Binary) and isinstance(self._parameter(node.right)[0], t.Measure)

    def _binary(self, node: t.Binary, scope: Scope) -> str:
        left = self.value(node.left, scope)
        right, name = self._parameter(node.right)
        if not isinstance(right, t.Measure):
            return f"{left} {_OPS[node.op]} {self.value(node.right, scope)}"
        column = self.column_of(node.left, scope)
        birth = column is not None and column.title.casefold() == "date of birth"
        amount, amount_name = self._parameter(right.amount)
        if birth and node.op == "+" and right.unit == "years" and isinstance(amount, t.Number):
            return f"the {self.words.whose}{ordinal(int(float(amount.text)))} birthday{name or amount_name}"
        word = "after" if node.op == "+" else "before"
        day = "the day " if self.is_shifted(node.left, scope) and left[:1].isdigit() else ""
        return f"{self._measure(right, scope)}{name} {word} {day}{left}"

    def _call(self, node: t.Call, scope: Scope) -> str:
        args = [self.value(each, scope) for each in node.args]
        match node:
            case t.Call("abs", (t.Binary("-", left, right),)) if not self.is_shifted(node.args[0], scope):
                other = self.other_value(right, left, scope)
                return f"the difference between {self.value(left, scope)} and {other}"
            case t.Call("date", (_, t.Number(month), t.Number(of_month))) if month in _MONTHS:
                return f"{of_month} {_MONTHS[month]} of {args[0]}"
            case t.Call("round", (_, t.Number(places))):
                return f"{args[0]}, rounded to {places} decimal place{'' if places == '1' else 's'},"
        if node.name in ("max", "min"):
            dates = any(self.is_date(each, scope) for each in node.args)
            which = {"max": "later", "min": "earlier"} if dates else {"max": "larger", "min": "smaller"}
            return f"the {which[node.name]} of {listed(args)}"
        said = _CALLS.get(node.name)
        if said is None:
            return f"{node.name} of {listed(args)}"
        return (
            said.format(*args, *([""] * 2))
            .replace(" first 1 characters ", " first character ")
            .replace(" last 1 characters ", " last character ")
        )

    def _total(self, node: t.Aggregate, scope: Scope) -> str:
        rows = self.rows(node.table, node.where, scope, many=True)
        if node.value is None:
            return f"the number {rows}" if rows.startswith("of ") else f"the number of {rows}"
        inner = scope.inner(source_of(scope.lets.get(node.table.name), self.words, node.table.name))
        value = self.value(node.value, inner)
        over = rows.removeprefix("of ")
        if node.kind == "sum":
            return f"the total of {value} over {'' if over.startswith('the ') else 'all '}{over}"
        if node.kind == "distinct":
            return f"the number of different values of {value} over {'' if over.startswith('the ') else 'all '}{over}"
        dates = self.is_date(node.value, inner)
        which = {"min": "earliest", "max": "latest"} if dates else {"min": "smallest", "max": "largest"}
        return f"the {which[node.kind]} of {value} over {'' if over.startswith('the ') else 'all '}{over}"


def source_of(let: t.Expr | None, words: Vocabulary, name: str) -> str:
    """The table of rows that have a name."""
    if isinstance(let, t.Quantifier | t.Pick):
        return let.table.name
    define = next((each for (_, each_name), each in words.defines.items() if each_name == name), None)
    if let is None and define is not None and isinstance(define.value, t.Quantifier | t.Pick):
        return define.value.table.name
    return name


_MOMENTS = {
    "start": "the first day of the collection year",
    "end": "the last day of the collection year",
    "today": "today",
    "authority": "this authority",
}
_CALLS = {
    "length": "the length of {0}",
    "left": "the first {1} characters of {0}",
    "right": "the last {1} characters of {0}",
    "mid": "the {2} characters of {0} from character {1} on",
    "upper": "{0}",
    "number": "{0} as a number",
    "text": "{0} as it is written",
    "abs": "{0} (without its sign)",
    "round": "{0} (rounded)",
    "date": "day {2} of month {1} of {0}",
    "year": "the year of {0}",
    "month": "the month of {0}",
    "day": "the day of the month of {0}",
    "weekday": "the day of the week of {0} (1 is Monday)",
    "first_possible": "the earliest day that {0} can be",
    "last_possible": "the latest day that {0} can be",
    "upn_check_letter": "the check letter that belongs to {0}",
}
_MONTHS = {str(month): f"{date(2000, month, 1):%B}" for month in range(1, 13)}
