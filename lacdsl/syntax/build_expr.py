"""From the parser's tokens to expressions: one method for every production of a condition, a value or a name."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from lark import Token, Tree
from lark.tree import Meta

from lacdsl.diagnostics import Diagnostic, Span
from lacdsl.syntax import tree as t
from lacdsl.syntax.depth import MAX_DEPTH, too_deep
from lacdsl.syntax.reserved import RESERVED, reserved_name
from lacdsl.syntax.wrong import (
    WRONG_STATES,
    wrong_comparison,
    wrong_date,
    wrong_exists,
    wrong_null,
    wrong_word,
)


class ExpressionBuilder:
    """Builds expressions. `problems` collects what was readable but is refused."""

    def __init__(self, file: str, first_line: int) -> None:
        self.file = file
        self.offset = first_line - 1
        self.problems: list[Diagnostic] = []
        self.bracketed: list[t.Expr] = []

    def make(self, parsed: Tree[Token]) -> Any:
        """What the method of the production's name makes of its parts, which are made first."""
        parts = [self.make(part) if isinstance(part, Tree) else part for part in parsed.children]
        return getattr(self, parsed.data)(parsed.meta, parts)

    # ------------------------------------------------------------ places

    def _span(self, meta: Meta) -> Span:
        if meta.empty:
            return Span(self.file, self.offset + 1, 1, self.offset + 1, 1)
        return Span(
            self.file, meta.line + self.offset, meta.column, meta.end_line + self.offset, meta.end_column
        )

    def _at(self, token: Token) -> Span:
        line, column = token.line or 1, token.column or 1
        indent = len(token) - len(token.lstrip(" \t"))
        end_line, end_column = token.end_line or line, token.end_column or column
        return Span(self.file, line + self.offset, column + indent, end_line + self.offset, end_column)

    def _name(self, token: Token) -> str:
        if token in RESERVED:
            self.problems.append(reserved_name(str(token), self._at(token)))
        return str(token)

    # ------------------------------------------------------------ conditions

    def or_(self, meta: Meta, parts: list[Any]) -> t.Expr:
        return t.Or(self._merged(parts, t.Or), span=self._span(meta))

    def and_(self, meta: Meta, parts: list[Any]) -> t.Expr:
        return t.And(self._merged(parts, t.And), span=self._span(meta))

    def not_(self, meta: Meta, parts: list[Any]) -> t.Expr:
        return t.Not(parts[-1], span=self._span(meta))

    def brackets(self, meta: Meta, parts: list[Any]) -> t.Expr:
        inner: t.Expr = parts[0]
        self.bracketed.append(inner)
        return inner

    def compare(self, meta: Meta, parts: list[Any]) -> t.Expr:
        left, op, right = parts
        null = wrong_null(left, right, str(op))
        problem = wrong_comparison(op, self._at(op)) or null
        if problem:
            self.problems.append(problem)
        if null:
            state = "missing" if op in ("=", "==") else "present"
            return t.Is(left, state, span=self._span(meta))
        sign = {"==": "=", "!=": "<>"}.get(str(op), str(op))
        return t.Compare(sign, left, right, span=self._span(meta))

    def between(self, meta: Meta, parts: list[Any]) -> t.Expr:
        return t.Between(*parts, span=self._span(meta))

    def in_set(self, meta: Meta, parts: list[Any]) -> t.Expr:
        value, negated, *_, options = parts
        return t.In(value, options, negated is not None, span=self._span(meta))

    def in_list(self, meta: Meta, parts: list[Any]) -> t.Expr:
        value, negated, *_, name = parts
        return t.In(value, self._name(name), negated is not None, span=self._span(meta))

    def listed(self, meta: Meta, parts: list[Any]) -> t.Expr:
        value, negated, *_, text = parts
        return t.ListedIn(value, text, negated is not None, span=self._span(meta))

    def is_state(self, meta: Meta, parts: list[Any]) -> t.Expr:
        value, state = parts
        if str(state) in WRONG_STATES:
            self.problems.append(wrong_word(str(state), "missing", self._at(state)))
            return t.Is(value, "missing", span=self._span(meta))
        return t.Is(value, str(state), span=self._span(meta))

    def is_position(self, meta: Meta, parts: list[Any]) -> t.Expr:
        value, position = parts
        return t.IsPosition(value, str(position), span=self._span(meta))  # type: ignore[arg-type]

    def here_is_position(self, meta: Meta, parts: list[Any]) -> t.Expr:
        return t.IsPosition(None, str(parts[0]), span=self._span(meta))  # type: ignore[arg-type]

    def is_unique(self, meta: Meta, parts: list[Any]) -> t.Expr:
        return t.IsUnique((parts[0],), span=self._span(meta))

    def are_unique(self, meta: Meta, parts: list[Any]) -> t.Expr:
        return t.IsUnique(tuple(parts), span=self._span(meta))

    def same(self, meta: Meta, parts: list[Any]) -> t.Expr:
        return t.Same(*parts, span=self._span(meta))

    def differs(self, meta: Meta, parts: list[Any]) -> t.Expr:
        return t.Same(parts[0], parts[1], True, span=self._span(meta))

    def matches(self, meta: Meta, parts: list[Any]) -> t.Expr:
        value, pattern = parts
        return t.Matches(value, str(pattern[1:-1]).replace("\\/", "/"), span=self._span(meta))

    def during(self, meta: Meta, parts: list[Any]) -> t.Expr:
        return t.During(*parts, span=self._span(meta))

    def overlaps(self, meta: Meta, parts: list[Any]) -> t.Expr:
        return t.Overlaps(*parts, span=self._span(meta))

    def exists(self, meta: Meta, parts: list[Any]) -> t.Expr:
        return t.Exists(parts[0], span=self._span(meta))

    def quantifier(self, meta: Meta, parts: list[Any]) -> t.Expr:
        word, other, table, where, has = parts
        kind = " ".join(str(word).split())
        self._check_reach(where)
        return t.Quantifier(kind, other is not None, table, where, has, span=self._span(meta))  # type: ignore[arg-type]

    # ------------------------------------------------------------ values

    def orelse(self, meta: Meta, parts: list[Any]) -> t.Expr:
        values = [part for part in parts if isinstance(part, t.Node)]
        made: t.Expr = values[-1]  # type: ignore[assignment]
        for value in reversed(values[:-1]):
            made = t.OrElse(value, made, span=self._span(meta))  # type: ignore[arg-type]
        return made

    def _merged(self, parts: list[Any], kind: type[t.And] | type[t.Or]) -> tuple[t.Expr, ...]:
        """The operands of a chain: brackets round an `and` within an `and` change nothing."""
        operands: list[t.Expr] = []
        for part in parts:
            if isinstance(part, kind):
                operands.extend(part.items)
                self.bracketed.extend(part.items)
            else:
                operands.append(part)
        return tuple(operands)

    def _check_reach(self, where: t.Expr | None) -> None:
        """A `where` reaches to the end, over a further `any` or `no` behind `and`: few who write that mean it."""
        last = where
        while isinstance(last, t.And | t.Or | t.Not) and not self._is_bracketed(last):
            last = last.value if isinstance(last, t.Not) else last.items[-1]
        if not isinstance(last, t.Quantifier) or (last.where is None and last.has is None):
            return
        if last is not where and not self._is_bracketed(last):
            self.problems.append(
                Diagnostic(
                    "S148",
                    f"It is not plain what this `{last.kind}` belongs to: the `where` before it would swallow it.",
                    "Put brackets round each part, `(any … where …) and (no … where …)`, or round this one alone.",
                    last.span,
                )
            )

    def _is_bracketed(self, node: t.Expr) -> bool:
        return any(node is each for each in self.bracketed)

    def elapsed(self, meta: Meta, parts: list[Any]) -> t.Expr:
        unit, start, end = parts
        return t.Elapsed(_plural(unit), start, end, span=self._span(meta))

    def working_days(self, meta: Meta, parts: list[Any]) -> t.Expr:
        return t.Elapsed("working days", parts[-2], parts[-1], span=self._span(meta))

    def count_of(self, meta: Meta, parts: list[Any]) -> t.Expr:
        table, where = parts
        self._check_reach(where)
        return t.Aggregate("count", None, table, where, span=self._span(meta))

    def distinct_of(self, meta: Meta, parts: list[Any]) -> t.Expr:
        self._check_reach(parts[-1])
        return t.Aggregate("distinct", *parts, span=self._span(meta))

    def sum_of(self, meta: Meta, parts: list[Any]) -> t.Expr:
        self._check_reach(parts[-1])
        return t.Aggregate("sum", *parts, span=self._span(meta))

    def min_of(self, meta: Meta, parts: list[Any]) -> t.Expr:
        self._check_reach(parts[-1])
        return t.Aggregate("min", *parts, span=self._span(meta))

    def max_of(self, meta: Meta, parts: list[Any]) -> t.Expr:
        self._check_reach(parts[-1])
        return t.Aggregate("max", *parts, span=self._span(meta))

    def pick(self, meta: Meta, parts: list[Any]) -> t.Expr:
        which, other, table, where = parts
        self._check_reach(where)
        return t.Pick(str(which), other is not None, table, where, span=self._span(meta))  # type: ignore[arg-type]

    def binary(self, meta: Meta, parts: list[Any]) -> t.Expr:
        left, op, right = parts
        return t.Binary(str(op), left, right, span=self._span(meta))

    def negative(self, meta: Meta, parts: list[Any]) -> t.Expr:
        return t.Negative(parts[-1], span=self._span(meta))

    def measure(self, meta: Meta, parts: list[Any]) -> t.Expr:
        amount, unit = parts
        return t.Measure(amount, _plural(unit), span=self._span(meta))

    def call(self, meta: Meta, parts: list[Any]) -> t.Expr:
        name, *args = parts
        if str(name) == "exists":
            self.problems.append(wrong_exists(self._span(meta)))
        elif name.type != "FUNCTION":
            self._name(name)
        return t.Call(str(name), tuple(args), span=self._span(meta))

    def number(self, meta: Meta, parts: list[Any]) -> t.Expr:
        return t.Number(str(parts[0]), span=self._span(meta))

    def word(self, meta: Meta, parts: list[Any]) -> t.Expr:
        return t.Word(str(parts[0]), span=self._span(meta))

    def string(self, meta: Meta, parts: list[Any]) -> t.Expr:
        return t.String(str(parts[0])[1:-1], span=self._span(meta))

    def date(self, meta: Meta, parts: list[Any]) -> t.Expr:
        day, month, year = parts
        span = self._span(meta)
        try:
            value = date(int(year), t.MONTHS.index(str(month)) + 1, int(day))
        except (ValueError, OverflowError):
            self.problems.append(
                Diagnostic(
                    "S121", f"There is no {day} {month} {year}.", "Write a day that the calendar has.", span
                )
            )
            value = date(2000, 1, 1)
        return t.DateLiteral(value, span=span)

    def wrong_date(self, meta: Meta, parts: list[Any]) -> t.Expr:
        span = self._span(meta)
        self.problems.append(wrong_date(str(parts[0]), span))
        return t.DateLiteral(date(2000, 1, 1), span=span)

    def collection_start(self, meta: Meta, parts: list[Any]) -> t.Expr:
        return t.Moment("start", span=self._span(meta))

    def collection_end(self, meta: Meta, parts: list[Any]) -> t.Expr:
        return t.Moment("end", span=self._span(meta))

    def today(self, meta: Meta, parts: list[Any]) -> t.Expr:
        return t.Moment("today", span=self._span(meta))

    def authority(self, meta: Meta, parts: list[Any]) -> t.Expr:
        return t.Moment("authority", span=self._span(meta))

    def set(self, meta: Meta, parts: list[Any]) -> t.SetLiteral:
        return t.SetLiteral(tuple(part for part in parts if part is not None), span=self._span(meta))

    # ------------------------------------------------------------ names

    def name_ref(self, meta: Meta, parts: list[Any]) -> t.Ref | t.Word:
        first, *rest = parts
        if not rest and first == "no":  # beside a column that holds yes or no
            return t.Word(str(first), span=self._span(meta))
        return t.Ref(None, (self._name(first), *(str(part) for part in rest)), span=self._span(meta))

    def this_ref(self, meta: Meta, parts: list[Any]) -> t.Ref:
        return t.Ref("this", tuple(str(part) for part in parts), span=self._span(meta))

    def neighbour_ref(self, meta: Meta, parts: list[Any]) -> t.Ref:
        steps = [str(part) for part in parts if part is not None and part.type in ("PREVIOUS", "NEXT")]
        names = tuple(str(part) for part in parts if part is not None and part.type == "NAME")
        if len(set(steps)) > 1:
            self.problems.append(
                Diagnostic(
                    "S122",
                    "`previous` and `next` cannot be mixed.",
                    "Use one of them, repeated to go further: `previous previous.DEC`.",
                    self._span(meta),
                )
            )
        if len(steps) > MAX_DEPTH:
            self.problems.append(too_deep(self._span(meta)))
        sign = -1 if steps[0] == "previous" else 1
        return t.Ref(sign * len(steps), names, span=self._span(meta))

    def table_ref(self, meta: Meta, parts: list[Any]) -> t.Ref:
        (year, optional), table, *names = parts
        span = self._span(meta)
        base = t.TableRef(self._name(table), year, optional, span=span)
        return t.Ref(base, tuple(str(name) for name in names), span=span)

    def tableref(self, meta: Meta, parts: list[Any]) -> t.TableRef:
        prefix, name, reach = parts
        year: t.Year = "this"
        optional = False
        if prefix is not None:
            year, optional = prefix
        anywhere, level = (False, "") if reach is None else reach
        return t.TableRef(self._name(name), year, optional, anywhere, level, span=self._span(meta))

    def anywhere(self, meta: Meta, parts: list[Any]) -> tuple[bool, str]:
        return True, ""

    def of_the_same(self, meta: Meta, parts: list[Any]) -> tuple[bool, str]:
        return False, self._name(parts[-1])

    def tableprefix(self, meta: Meta, parts: list[Any]) -> tuple[t.Year, bool]:
        kinds = {part.type for part in parts if part is not None}
        year: t.Year = "last" if "LAST_YEAR" in kinds else "either" if "EITHER_YEAR" in kinds else "this"
        return year, "OPTIONAL" in kinds


def _plural(unit: Token) -> str:
    return re.sub(r"s?$", "s", " ".join(unit.split()), count=1)
