"""Conditions in words: as what is, or as what must be; as they are, or turned round."""

from __future__ import annotations

import re
from dataclasses import replace

from lacdsl.model import Column, ColumnType
from lacdsl.syntax import tree as t
from lacdsl.syntax.printer import print_expr
from lacdsl.wording.codes import code_of, is_literal
from lacdsl.wording.english import listed, small, spaced
from lacdsl.wording.joining import Piece, gathered, joined
from lacdsl.wording.mood import IS, Mood, there, was
from lacdsl.wording.rows import owner_of, row_of, steps_away
from lacdsl.wording.values import Values, source_of
from lacdsl.wording.vocabulary import Scope, Vocabulary

_OPPOSITE = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_DATES = {"<": "before", "<=": "on or before", ">": "after", ">=": "on or after", "=": "", "<>": ""}
_FROM_DATES = {
    "<": "more than", "<=": "no later than", ">": "more than", ">=": "no earlier than", "=": "", "<>": "",
}  # fmt: skip
_NUMBERS = {"<": "less than", "<=": "at most", ">": "more than", ">=": "at least", "=": "", "<>": ""}
_STATES = {"missing": "present", "present": "missing", "valid": "invalid", "invalid": "valid"}
_LABELLED = 6


class Conditions:
    """Puts conditions into words."""

    def __init__(self, words: Vocabulary) -> None:
        self.words = words
        self.values = Values(words, lambda node, scope: self.said(node, scope))

    def said(self, node: t.Expr, scope: Scope, mood: Mood = IS) -> str:
        """A condition as part of a sentence."""
        match node:
            case t.And() | t.Or():
                return self._chain(node, scope, mood)
            case t.Not(value):
                return self.said(value, scope, mood.turned())
            case t.Compare():
                return self._compare(node, scope, mood)
            case t.Between(value, low, high):
                return (
                    f"{self._subject_of(value, scope)} {mood.be(mood.no)} {self._between(low, high, scope)}"
                )
            case t.In():
                return self._in(node, scope, mood)
            case t.ListedIn(value, text, negated):
                no = mood.no != negated
                code = value.text if isinstance(value, t.String | t.Number | t.Word) else None
                said = self._value(value, scope) if code is None else f'"{code}"'
                return f"{said} {mood.be(no)} listed under {self._value(text, scope)}"
            case t.Is():
                return self._is(node, scope, mood)
            case t.IsPosition():
                return self._position(node, scope, mood)
            case t.IsUnique(values):
                return self._unique(values, scope, mood)
            case t.Same():
                return self._same(node, scope, mood)
            case t.Matches(value, pattern):
                return f"{self._value(value, scope)} {mood.verb('have', 'has')} the form /{pattern}/"
            case t.During(value, start, end):
                open_end = " (with no end where that is blank)" if self._may_be_blank(end) else ""
                span = (
                    f"from {self._value(start, scope)} to the day before {self._value(end, scope)}{open_end}"
                )
                return f"{self._subject_of(value, scope)} {mood.be(mood.no)} {span}"
            case t.Overlaps():
                one = f"{self._value(node.start, scope)} to {self._value(node.end, scope)}"
                other = f"{self._value(node.other_start, scope)} to {self._value(node.other_end, scope)}"
                return f"the time from {one} {mood.verb('overlap', 'overlaps')} the time from {other}"
            case t.Exists(row):
                return self._exists(row, scope, mood)
            case t.Quantifier():
                return self._quantifier(node, scope, mood)
            case t.Ref():
                return self._named(node, scope, mood)
        return f"`{print_expr(node)}`"

    def _value(self, node: t.Expr, scope: Scope) -> str:
        return self.values.value(node, scope)

    def _between(self, low: t.Expr, high: t.Expr, scope: Scope) -> str:
        if (
            isinstance(low, t.Moment)
            and isinstance(high, t.Moment)
            and (low.name, high.name) == ("start", "end")
        ):
            return "in the collection year"
        return f"from {self._value(low, scope)} to {self._value(high, scope)}"

    # ------------------------------------------------------------ logic

    def _chain(self, node: t.And | t.Or, scope: Scope, mood: Mood) -> str:
        """`A and B`, `either A or B`; turned round the words change places."""
        return joined(self.pieces(node, scope, mood), isinstance(node, t.And) != mood.no, mood.must)

    def pieces(self, node: t.And | t.Or, scope: Scope, mood: Mood) -> list[Piece]:
        """The parts of a condition, with what they have in common said once."""
        is_and = isinstance(node, t.And) != mood.no
        return gathered([self._piece(item, is_and, scope, mood) for item in node.items], is_and)

    def _piece(self, item: t.Expr, within_and: bool, scope: Scope, mood: Mood) -> Piece:
        inner, inner_mood = (item.value, mood.turned()) if isinstance(item, t.Not) else (item, mood)
        if isinstance(inner, t.And | t.Or):
            is_and = isinstance(inner, t.And) != inner_mood.no
            pieces = self.pieces(inner, scope, inner_mood)
            if len(pieces) > 1:
                return Piece(
                    joined(pieces, is_and, mood.must), brackets=is_and != within_and, compound=is_and
                )
            return replace(pieces[0], brackets=is_and != within_and and (within_and or pieces[0].compound))
        text = self.said(item, scope, mood)
        subject = self._subject(inner, scope)
        options: tuple[str, ...] = ()
        if isinstance(inner, t.In) and isinstance(inner.options, t.SetLiteral):
            column = self.values.column_of(inner.value, scope)
            if len(inner.options.items) <= _LABELLED:
                options = tuple(self._code(each, column, scope) for each in inner.options.items)
        return Piece(text, subject, options, brackets=self._asks(inner, scope))

    def _subject(self, inner: t.Expr, scope: Scope) -> str:
        match inner:
            case t.Ref():
                return self.said(inner, scope).removesuffix(" is true")
            case t.Between() | t.During():
                return self._subject_of(inner.value, scope)
            case t.Is() | t.In() | t.Matches() | t.ListedIn():
                return self._value(inner.value, scope) if getattr(inner, "state", "") != "supplied" else ""
            case t.Same():
                return self._value(inner.left, scope)
            case t.Compare():
                turned = is_literal(inner.left) and not is_literal(inner.right)
                return self._subject_of(inner.right if turned else inner.left, scope)
        return ""

    def _asks(self, inner: t.Expr, scope: Scope) -> bool:
        """Rows are asked for that fulfil a condition: where it ends is shown with brackets."""
        if not isinstance(inner, t.Quantifier):
            return False
        let = scope.lets.get(inner.table.name)
        asked = let.where if isinstance(let, t.Quantifier) and scope.is_inline(inner.table.name) else None
        return inner.where is not None or inner.has is not None or asked is not None

    # ------------------------------------------------------------ comparisons

    def _compare(self, node: t.Compare, scope: Scope, mood: Mood) -> str:
        op = _OPPOSITE[node.op] if mood.no else node.op
        left, right = node.left, node.right
        if is_literal(left) and not is_literal(right):
            left, right = right, left
            op = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}.get(op, op)
        column = self.values.column_of(left, scope) or self.values.column_of(right, scope)
        value = self._code(right, column, scope, left)
        words = _DATES if self.values.is_date(left, scope) or self.values.is_date(right, scope) else _NUMBERS
        if words is _DATES and value[:1].isdigit() and self.values.is_shifted(right, scope):
            away = {"<": "-", ">": "+"}.get(op) == _sign(right, scope)
            words = _FROM_DATES if away or op not in "<>" else {op: f"{_DATES[op]} the day"}
        verb = " ".join(part for part in (mood.be(op == "<>"), words[op]) if part)
        return f"{self._subject_of(left, scope)} {verb} {value}"

    def _subject_of(self, node: t.Expr, scope: Scope) -> str:
        """What a sentence begins with: `the day 3 months after …`."""
        value = self._value(node, scope)
        return f"the day {value}" if value[:1].isdigit() and self.values.is_shifted(node, scope) else value

    def _may_be_blank(self, node: t.Expr) -> bool:
        return isinstance(node, t.Ref) or (isinstance(node, t.Binary) and self._may_be_blank(node.left))

    def _code(self, node: t.Expr, column: Column | None, scope: Scope, before: t.Expr | None = None) -> str:
        text = code_of(node, scope, self.words)
        if text is None:
            return (
                self._value(node, scope) if before is None else self.values.other_value(node, before, scope)
            )
        label = self.words.label(column, text)
        if column is not None and column.type is ColumnType.FLAG and label:
            return f"{label} ({text})"
        return f"{text} ({label})" if label else self._value(node, scope)

    def _in(self, node: t.In, scope: Scope, mood: Mood) -> str:
        no = mood.no != node.negated
        column = self.values.column_of(node.value, scope)
        left = f"{self._value(node.value, scope)} {mood.be(no)}"
        if isinstance(node.options, str):
            own = self.words.lists.get(node.options)
            if own is None:
                listing = self.words.model.code_lists.get(node.options)
                title = small(listing.title) if listing is not None else node.options
                return f'{left} a code of the list "{title}"'
            codes = [self._code(item, column, scope) for item in own.options.items]
            if len(codes) == 1:
                return f"{left} {codes[0]}"
            short = [code_of(item, scope, self.words) or "" for item in own.options.items]
            name = spaced(node.options)
            of = f"the {name}" if name.endswith("s") else f'the codes "{name}"'
            return f"{left} one of {of} ({listed(short, 'or')})"
        items = node.options.items
        if len(items) > _LABELLED:
            codes = [code_of(item, scope, self.words) or self._value(item, scope) for item in items]
            return f"{left} one of {listed(codes, 'or')}"
        return f"{left} {listed([self._code(item, column, scope) for item in items], 'or')}"

    def _same(self, node: t.Same, scope: Scope, mood: Mood) -> str:
        differs = mood.no != node.negated
        column = self.values.column_of(node.left, scope)
        code = code_of(node.right, scope, self.words)
        left = self._value(node.left, scope)
        if code is not None:
            return f"{left} {mood.be(differs)} {self._code(node.right, column, scope)}"
        right = self.values.other_value(node.right, node.left, scope)
        if differs:
            return f"{left} {'must differ' if mood.must else 'differs'} from {right}"
        return f"{left} {mood.be()} the same as {right}"

    # ------------------------------------------------------------ tests

    def _is(self, node: t.Is, scope: Scope, mood: Mood) -> str:
        if node.state == "supplied":
            return f"{self._supplied(node.value)} {was(mood)} supplied"
        state = _STATES[node.state] if mood.no and node.state in ("missing", "present") else node.state
        left = self._value(node.value, scope)
        date = self.values.is_date(node.value, scope)
        kind = "real date" if date else "real number"
        if state == "missing":
            return f"{left} {mood.be()} blank"
        if state == "present":
            return f"{left} {mood.be()} filled in"
        if state == "valid":
            return f"{left} {mood.be(mood.no)} a {kind}"
        return f"{left} {mood.be(mood.no)} filled in with something that is no {kind}"

    def _supplied(self, value: t.Expr) -> str:
        if isinstance(value, t.Ref):
            names = list(value.names)
            year = ""
            if isinstance(value.base, t.TableRef):
                year = "last year's " if value.base.year == "last" else ""
                names.insert(0, value.base.name)
            if len(names) > 1:
                return f"the column {names[-1]} of {year}{names[0]}"
            return f"{year}{names[0]}" if year else f"the table {names[0]}"
        return print_expr(value)

    def _position(self, node: t.IsPosition, scope: Scope, mood: Mood) -> str:
        table, called = scope.here, ""
        if isinstance(node.value, t.Ref):
            table, called = row_of(self.words, node.value, scope)
        row = called or f"the {self.words.noun_of(table)}"
        return f"{row} {mood.be(mood.no)} the {self.words.whose}{'first' if node.position == 'first' else 'last'}"

    def _unique(self, values: tuple[t.Expr, ...], scope: Scope, mood: Mood) -> str:
        one = f"{self.words.entity.singular} "
        parts = [
            self._value(value, scope).removeprefix("the ").replace(self.words.whose, one) for value in values
        ]
        noun = self.words.noun_of(scope.here)
        if mood.no:
            return f"another {noun} {'must have' if mood.must else 'has'} the same {listed(parts)}"
        return f"no other {noun} {'may have' if mood.must else 'has'} the same {listed(parts)}"

    def _exists(self, row: t.Ref, scope: Scope, mood: Mood) -> str:
        table, called = row_of(self.words, row, scope)
        if isinstance(row.base, int):
            if abs(row.base) > 1:
                return f"{there(mood)} {steps_away(self.words.noun_of(table), row.base)}"
            word = "previous" if row.base < 0 else "next"
            return f"{there(mood)} {word} {self.words.noun_of(table)}"
        if called == self.words.the_entity or called.startswith(f"the {self.words.whose}"):
            year = " in last year's return" if "last year" in called else ""
            single = self.words.noun_of(table) if table else "row"
            return f"{there(mood)} {single} for {self.words.the_entity}{year}"
        return f"{there(mood)} {re.sub('^the ((latest|first) )?', '', called)}"

    # ------------------------------------------------------------ many rows, and names

    def _quantifier(self, node: t.Quantifier, scope: Scope, mood: Mood) -> str:
        is_other = node.other or self._are_others(node.table.name, scope)
        other = "other " if is_other else ""
        kind = node.kind
        if kind == "every" and node.has is not None:
            return self._every(node, other, scope, mood)
        rows = self.values.rows(node.table, node.where, scope)
        if kind == "exactly one":
            wanted = "must be" if mood.must else "is"
            return f"there {wanted} {'not ' if mood.no else ''}exactly one {other}{rows}"
        no = mood.no != (kind == "no")
        if is_other and not no:
            return f"{there(Mood(mood.must), one=False)} another {rows}"
        return f"{there(Mood(mood.must, no))} {other}{rows}"

    def _are_others(self, name: str, scope: Scope) -> bool:
        """The rows have a name that is said where they stand, and are `all other …`."""
        let = scope.lets.get(name)
        return isinstance(let, t.Quantifier) and let.other and scope.is_inline(name)

    def _every(self, node: t.Quantifier, other: str, scope: Scope, mood: Mood) -> str:
        assert node.has is not None
        rows = self.values.rows(node.table, node.where, scope)
        table = source_of(scope.lets.get(node.table.name), self.words, node.table.name)
        if mood.no:
            said = self.said(node.has, scope.inner(table), Mood(no=True))
            return f"there {'must be' if mood.must else 'is'} one {other}{rows} of which {said}"
        return f"for every {other}{rows}, {self.said(node.has, scope.inner(table), Mood(mood.must))}"

    def _named(self, node: t.Ref, scope: Scope, mood: Mood) -> str:
        """A `let` or a define that is a condition."""
        *before, last = node.names
        name = f'"{spaced(last)}"'
        let = scope.lets.get(last)
        if node.base is None and not before and let is not None:
            if scope.is_inline(last):
                return f"({self.said(let, scope, mood)})"
            return f"{name} {mood.be(mood.no)} true"
        table, called = owner_of(self.words, node, scope)
        define = self.words.define(table, last) if table is not None else None
        if define is not None:
            scope.used[f"{define.table}.{define.name}"] = define
            if define.table == self.words.entity.word:
                called = ""
        return f"{name} {mood.be(mood.no)} true{f' of {called}' if called else ''}"


def _sign(node: t.Expr, scope: Scope) -> str:
    """Whether a day lies after (`+`) or before (`-`) another."""
    if isinstance(node, t.Ref) and node.names[-1] in scope.lets:
        return _sign(scope.lets[node.names[-1]], scope)
    return node.op if isinstance(node, t.Binary) else ""
