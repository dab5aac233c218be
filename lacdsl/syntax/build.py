"""From the parser's tokens to the syntax tree of an item: one method for every production of an item or a clause."""

from __future__ import annotations

from typing import Any

from lark import Token, Tree
from lark.tree import Meta

from lacdsl.diagnostics import Diagnostic, Span
from lacdsl.syntax import tree as t
from lacdsl.syntax.build_expr import ExpressionBuilder
from lacdsl.syntax.clauses import Clause, body_of, check_severity, spells_of, table_of
from lacdsl.syntax.marks import tidy
from lacdsl.syntax.wrong import wrong_comparison, wrong_suggestion


class Builder(ExpressionBuilder):
    """Builds the tree of one item."""

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
        return t.Removal(str(code), self._reason("removed", meta, reason), span=self._span(meta))

    def treatment(self, meta: Meta, parts: list[Any]) -> t.Treatment:
        _, code, severity, _, reason = parts
        check_severity(str(severity), self._at(severity), self.problems)
        return t.Treatment(
            str(code), str(severity), self._reason("treated otherwise", meta, reason), span=self._span(meta)
        )

    def _reason(self, what: str, meta: Meta, reason: Token | None) -> str | None:
        """Why a rule of another ruleset is left out or treated otherwise: whoever wonders in a year will read it."""
        if reason is None or not reason[1:-1].strip():
            place = self._at(reason) if reason is not None else self._span(meta)
            message = f"Nothing says why the rule is {what}."
            help = 'Write the reason behind it: `because "…"`. It is shown by `lacdsl rules --origin`.'
            self.problems.append(Diagnostic("S127", message, help, place))
        return reason[1:-1] if reason is not None else None

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
        parameters = members[0].cells[2:] if members else ()
        body = body_of(f"family {title}", clauses, heading, self.problems, parameters)

        def make(replaces: bool, span: Span) -> t.Family:
            return t.Family(title[1:-1], members, body, replaces=replaces, span=span)

        return make

    def define(self, meta: Meta, parts: list[Any]) -> Any:
        _, table, name, value = parts
        table_name, own_name = self._name(table), self._name(name)
        return lambda replaces, span: t.Define(table_name, own_name, value, replaces=replaces, span=span)

    def codes(self, meta: Meta, parts: list[Any]) -> Any:
        _, token, options = parts
        name = self._name(token)
        return lambda replaces, span: t.Codes(name, options, replaces=replaces, span=span)

    def parameter(self, meta: Meta, parts: list[Any]) -> Any:
        _, token, value = parts
        name = self._name(token)
        return lambda replaces, span: t.Parameter(name, value, replaces=replaces, span=span)

    def table(self, meta: Meta, parts: list[Any]) -> Any:
        _, name, source, *clauses = parts
        return table_of(self._name(name), source, clauses, self.problems)

    def spells(self, meta: Meta, parts: list[Any]) -> Any:
        word, name, source, *clauses = parts
        return spells_of(self._name(name), source, clauses, self._at(word), self.problems)

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
        return Clause("let", self._at(word), (t.Let(self._name(name), value, span=self._at(name)),))

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
        word, target, sign, value = parts
        if sign != "=":
            self.problems.append(
                wrong_comparison(sign, self._at(sign)) or wrong_suggestion(sign, self._at(sign))
            )
        return Clause("suggest", self._at(word), (t.Suggestion(target, value, span=self._at(word)),))

    def example(self, meta: Meta, parts: list[Any]) -> Clause:
        word, _, member, title, years, year, *rest = parts
        without: list[t.TableRef] = []
        given: list[t.Setting] = []
        rows = []
        for part in rest:
            if isinstance(part, tuple):
                without += [each for each in part if isinstance(each, t.TableRef)]
                given += [each for each in part if isinstance(each, t.Setting)]
            elif part is not None:
                rows.append(self._row(part))
        example = t.Example(
            title[1:-1],
            tuple(rows),
            str(member) if member else None,
            str(year) if year else None,
            tuple(without),
            str(years) if years else "in",  # type: ignore[arg-type]
            tuple(given),
            span=self._at(word).to(self._at(title)),
        )
        return Clause("example", self._at(word), (example,))

    def without(self, meta: Meta, parts: list[Any]) -> tuple[t.TableRef, ...]:
        return tuple(parts[1:])

    def with_(self, meta: Meta, parts: list[Any]) -> tuple[t.Setting, ...]:
        return tuple(parts[1:])

    def setting(self, meta: Meta, parts: list[Any]) -> t.Setting:
        name, value = parts
        return t.Setting(self._name(name), value, span=self._at(name).to(value.span))

    def _row(self, token: Token) -> t.Cells:
        text = token.strip()
        inner = text[1:-1] if len(text) > 1 and text.endswith("|") else text[1:]
        return t.Cells(tuple(tidy(cell.strip()) for cell in inner.split("|")), span=self._at(token))

    # ------------------------------------------------------------ tables and spells

    def one_per(self, meta: Meta, parts: list[Any]) -> Clause:
        word, *rest = parts
        preferring = rest[-1] if isinstance(rest[-1], t.Node) else None
        names = tuple(self._name(part) for part in rest if isinstance(part, Token))
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
        return Clause(
            "column", self._at(word), (t.SpellColumn(self._name(name), kind, value, span=self._at(name)),)
        )

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


def build(parsed: Tree[Token], file: str, first_line: int) -> tuple[Any, list[Diagnostic]]:
    """The tree of one parsed item (or expression) and what is refused in it."""
    builder = Builder(file, first_line)
    return builder.make(parsed), builder.problems
