"""From the parser's tokens to the syntax tree: one method for every production of the grammar."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from lark import Token, Transformer, Tree, v_args
from lark.tree import Meta

from lacdsl.diagnostics import Diagnostic, Span
from lacdsl.syntax import tree as t
from lacdsl.syntax.clauses import Clause, body_of, spells_of, table_of
from lacdsl.syntax.wrong import WRONG_STATES, wrong_comparison, wrong_date, wrong_null, wrong_word

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@v_args(meta=True)
class Builder(Transformer[Token, Any]):
    """Builds the tree of one item. `problems` collects what was readable but is refused."""

    def __init__(self, file: str, first_line: int) -> None:
        super().__init__()
        self.file = file
        self.offset = first_line - 1
        self.problems: list[Diagnostic] = []

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

    # ------------------------------------------------------------ items

    def start(self, meta: Meta, parts: list[Any]) -> t.Item:
        item: t.Item = parts[0]
        return item

    def plain_item(self, meta: Meta, parts: list[Any]) -> t.Item:
        replaces, item = parts
        made: t.Item = item(replaces is not None, self._span(meta))
        return made

    def item(self, meta: Meta, parts: list[Any]) -> t.Item:
        made: t.Item = parts[0]
        return made

    def removal(self, meta: Meta, parts: list[Any]) -> t.Removal:
        _, code, _, reason = parts
        return t.Removal(str(code), reason[1:-1] if reason else None, span=self._span(meta))

    def rule(self, meta: Meta, parts: list[Any]) -> Any:
        word, code, title, *clauses = parts
        heading = self._at(word).to(self._at(title))
        body = body_of(f"rule {code}", clauses, heading, self.problems)

        def make(replaces: bool, span: Span) -> t.Rule:
            return t.Rule(str(code), title[1:-1], body, replaces=replaces, span=span)

        return make

    def family(self, meta: Meta, parts: list[Any]) -> Any:
        word, title, *rest = parts
        members = tuple(self._row(part) for part in rest if isinstance(part, Token))
        clauses = [part for part in rest if isinstance(part, Clause)]
        heading = self._at(word).to(self._at(title))
        body = body_of(f"family {title}", clauses, heading, self.problems)

        def make(replaces: bool, span: Span) -> t.Family:
            return t.Family(title[1:-1], members, body, replaces=replaces, span=span)

        return make

    def define(self, meta: Meta, parts: list[Any]) -> Any:
        _, table, name, value = parts
        return lambda replaces, span: t.Define(str(table), str(name), value, replaces=replaces, span=span)

    def codes(self, meta: Meta, parts: list[Any]) -> Any:
        _, name, options = parts
        return lambda replaces, span: t.Codes(str(name), options, replaces=replaces, span=span)

    def parameter(self, meta: Meta, parts: list[Any]) -> Any:
        _, name, value = parts
        return lambda replaces, span: t.Parameter(str(name), value, replaces=replaces, span=span)

    def table(self, meta: Meta, parts: list[Any]) -> Any:
        _, name, source, *clauses = parts
        return table_of(str(name), source, clauses, self.problems)

    def spells(self, meta: Meta, parts: list[Any]) -> Any:
        word, name, source, *clauses = parts
        return spells_of(str(name), source, clauses, self._at(word), self.problems)

    # ------------------------------------------------------------ clauses

    def _clause(self, kind: str, meta: Meta, parts: list[Any]) -> Clause:
        return Clause(kind, self._at(parts[0]), tuple(parts[1:]))

    def for_each(self, meta: Meta, parts: list[Any]) -> Clause:
        return self._clause("for each", meta, parts)

    def for_the_return(self, meta: Meta, parts: list[Any]) -> Clause:
        return self._clause("for the return", meta, parts)

    def needs(self, meta: Meta, parts: list[Any]) -> Clause:
        return self._clause("needs any of", meta, parts)

    def let(self, meta: Meta, parts: list[Any]) -> Clause:
        word, name, value = parts
        return Clause("let", self._at(word), (t.Let(str(name), value, span=self._at(name)),))

    def where(self, meta: Meta, parts: list[Any]) -> Clause:
        return self._clause("where", meta, parts)

    def must(self, meta: Meta, parts: list[Any]) -> Clause:
        return self._clause("must", meta, parts)

    def severity(self, meta: Meta, parts: list[Any]) -> Clause:
        return Clause("severity", self._at(parts[0]), (t.Text(str(parts[1]), span=self._at(parts[1])),))

    def flag(self, meta: Meta, parts: list[Any]) -> Clause:
        return self._clause("flag", meta, parts)

    def _text(self, kind: str, parts: list[Any]) -> Clause:
        word, text = parts
        return Clause(kind, self._at(word), (t.Text(text[1:-1], span=self._at(text)),))

    def message(self, meta: Meta, parts: list[Any]) -> Clause:
        return self._text("message", parts)

    def because(self, meta: Meta, parts: list[Any]) -> Clause:
        return self._text("because", parts)

    def fix(self, meta: Meta, parts: list[Any]) -> Clause:
        return self._text("fix", parts)

    def stage(self, meta: Meta, parts: list[Any]) -> Clause:
        return Clause("stage", self._at(parts[0]), (str(parts[1]),))

    def explainable(self, meta: Meta, parts: list[Any]) -> Clause:
        return self._clause("explainable", meta, parts)

    def suggest(self, meta: Meta, parts: list[Any]) -> Clause:
        word, target, value = parts
        return Clause("suggest", self._at(word), (t.Suggestion(target, value, span=self._at(word)),))

    def example(self, meta: Meta, parts: list[Any]) -> Clause:
        word, _, member, title, _, year, *rest = parts
        without: tuple[t.TableRef, ...] = ()
        rows = []
        for part in rest:
            if isinstance(part, tuple):
                without = part
            elif part is not None:
                rows.append(self._row(part))
        example = t.Example(
            title[1:-1],
            tuple(rows),
            str(member) if member else None,
            str(year) if year else None,
            without,
            span=self._at(word).to(self._at(title)),
        )
        return Clause("example", self._at(word), (example,))

    def without(self, meta: Meta, parts: list[Any]) -> tuple[t.TableRef, ...]:
        return tuple(parts[1:])

    def _row(self, token: Token) -> t.Cells:
        text = token.strip()
        inner = text[1:-1] if len(text) > 1 and text.endswith("|") else text[1:]
        return t.Cells(tuple(cell.strip() for cell in inner.split("|")), span=self._at(token))

    # ------------------------------------------------------------ tables and spells

    def one_per(self, meta: Meta, parts: list[Any]) -> Clause:
        word, *rest = parts
        preferring = rest[-1] if isinstance(rest[-1], t.Node) else None
        names = tuple(str(part) for part in rest if isinstance(part, Token))
        return Clause("one per", self._at(word), (names, preferring))

    def together(self, meta: Meta, parts: list[Any]) -> Clause:
        return self._clause("together while", meta, parts)

    def spell_start(self, meta: Meta, parts: list[Any]) -> Clause:
        return self._edge("start", "START", parts)

    def spell_end(self, meta: Meta, parts: list[Any]) -> Clause:
        return self._edge("end", "END", parts)

    def _edge(self, kind: str, name: str, parts: list[Any]) -> Clause:
        word, which, value = parts
        return Clause(kind, self._at(word), (t.SpellColumn(name, str(which), value, span=self._at(word)),))  # type: ignore[arg-type]

    def spell_column(self, meta: Meta, parts: list[Any]) -> Clause:
        word, name, (kind, value) = parts
        return Clause("column", self._at(word), (t.SpellColumn(str(name), kind, value, span=self._at(name)),))

    def value_first(self, meta: Meta, parts: list[Any]) -> Any:
        return "first", parts[-1]

    def value_last(self, meta: Meta, parts: list[Any]) -> Any:
        return "last", parts[-1]

    def value_sum(self, meta: Meta, parts: list[Any]) -> Any:
        return "sum", parts[-1]

    def value_min(self, meta: Meta, parts: list[Any]) -> Any:
        return "min", parts[-1]

    def value_max(self, meta: Meta, parts: list[Any]) -> Any:
        return "max", parts[-1]

    def value_count(self, meta: Meta, parts: list[Any]) -> Any:
        return "count", None

    # ------------------------------------------------------------ conditions

    def or_(self, meta: Meta, parts: list[Any]) -> t.Expr:
        return parts[0] if len(parts) == 1 else t.Or(tuple(parts), span=self._span(meta))

    def and_(self, meta: Meta, parts: list[Any]) -> t.Expr:
        return parts[0] if len(parts) == 1 else t.And(tuple(parts), span=self._span(meta))

    def not_(self, meta: Meta, parts: list[Any]) -> t.Expr:
        return t.Not(parts[-1], span=self._span(meta))

    def brackets(self, meta: Meta, parts: list[Any]) -> t.Expr:
        inner: t.Expr = parts[0]
        return inner

    def compare(self, meta: Meta, parts: list[Any]) -> t.Expr:
        left, op, right = parts
        problem = wrong_comparison(op, self._at(op)) or wrong_null(left, right, str(op))
        if problem:
            self.problems.append(problem)
        sign = {"==": "=", "!=": "<>"}.get(str(op), str(op))
        return t.Compare(sign, left, right, span=self._span(meta))

    def between(self, meta: Meta, parts: list[Any]) -> t.Expr:
        return t.Between(*parts, span=self._span(meta))

    def in_set(self, meta: Meta, parts: list[Any]) -> t.Expr:
        value, negated, *_, options = parts
        return t.In(value, options, negated is not None, span=self._span(meta))

    def in_list(self, meta: Meta, parts: list[Any]) -> t.Expr:
        value, negated, *_, name = parts
        return t.In(value, str(name), negated is not None, span=self._span(meta))

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
        return t.Same(*parts, True, span=self._span(meta))

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
        return t.Quantifier(kind, other is not None, table, where, has, span=self._span(meta))  # type: ignore[arg-type]

    # ------------------------------------------------------------ values

    def orelse(self, meta: Meta, parts: list[Any]) -> t.Expr:
        values = [part for part in parts if isinstance(part, t.Node)]
        made: t.Expr = values[-1]  # type: ignore[assignment]
        for value in reversed(values[:-1]):
            made = t.OrElse(value, made, span=self._span(meta))  # type: ignore[arg-type]
        return made

    def elapsed(self, meta: Meta, parts: list[Any]) -> t.Expr:
        unit, start, end = parts
        return t.Elapsed(_plural(unit), start, end, span=self._span(meta))

    def working_days(self, meta: Meta, parts: list[Any]) -> t.Expr:
        return t.Elapsed("working days", parts[-2], parts[-1], span=self._span(meta))

    def count_of(self, meta: Meta, parts: list[Any]) -> t.Expr:
        table, where = parts
        return t.Aggregate("count", None, table, where, span=self._span(meta))

    def sum_of(self, meta: Meta, parts: list[Any]) -> t.Expr:
        return t.Aggregate("sum", *parts, span=self._span(meta))

    def min_of(self, meta: Meta, parts: list[Any]) -> t.Expr:
        return t.Aggregate("min", *parts, span=self._span(meta))

    def max_of(self, meta: Meta, parts: list[Any]) -> t.Expr:
        return t.Aggregate("max", *parts, span=self._span(meta))

    def pick(self, meta: Meta, parts: list[Any]) -> t.Expr:
        which, other, table, where = parts
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
            value = date(int(year), MONTHS.index(str(month)) + 1, int(day))
        except ValueError:
            self.problems.append(
                Diagnostic("S121", f"There is no {day} {month} {year}.", "Write a day that the calendar has.", span)
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

    def name_ref(self, meta: Meta, parts: list[Any]) -> t.Ref:
        return t.Ref(None, tuple(str(part) for part in parts), span=self._span(meta))

    def this_ref(self, meta: Meta, parts: list[Any]) -> t.Ref:
        return t.Ref("this", tuple(str(part) for part in parts if part is not None), span=self._span(meta))

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
        sign = -1 if steps[0] == "previous" else 1
        return t.Ref(sign * len(steps), names, span=self._span(meta))

    def table_ref(self, meta: Meta, parts: list[Any]) -> t.Ref:
        (year, optional), table, *names = parts
        span = self._span(meta)
        base = t.TableRef(str(table), year, optional, span=span)
        return t.Ref(base, tuple(str(name) for name in names), span=span)

    def tableref(self, meta: Meta, parts: list[Any]) -> t.TableRef:
        prefix, name, anywhere = parts
        year, optional = prefix or ("this", False)
        return t.TableRef(str(name), year, optional, anywhere is not None, span=self._span(meta))

    def tableprefix(self, meta: Meta, parts: list[Any]) -> tuple[str, bool]:
        kinds = {part.type for part in parts if part is not None}
        year = "last" if "LAST_YEAR" in kinds else "either" if "EITHER_YEAR" in kinds else "this"
        return year, "OPTIONAL" in kinds


def build(parsed: Tree[Token], file: str, first_line: int) -> tuple[Any, list[Diagnostic]]:
    """The tree of one parsed item (or expression) and what is refused in it."""
    builder = Builder(file, first_line)
    return builder.transform(parsed), builder.problems


def _plural(unit: Token) -> str:
    return re.sub(r"s?$", "s", str(unit), count=1)
