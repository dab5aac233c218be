"""Conditions: comparisons, tests, quantifiers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from lacdsl.model import ColumnType
from lacdsl.semantics import typed as ty
from lacdsl.semantics.comparing import Comparing
from lacdsl.semantics.misnaming import too_many
from lacdsl.semantics.regexes import has_small_letters, pattern_fault
from lacdsl.semantics.scope import Meaning, RowMeaning, Scope, SetMeaning
from lacdsl.semantics.supplied import supplied
from lacdsl.semantics.wording import a_kind, capital, named, written
from lacdsl.syntax import tree as t

if TYPE_CHECKING:
    from lacdsl.semantics.compiler import Compiler


class Conditions:
    """Gives meaning to conditions."""

    def __init__(self, compiler: Compiler) -> None:
        self.compiler = compiler
        self.world = compiler.world
        self.problems = compiler.problems
        self.trace: list[tuple[t.Expr, ty.Expr]] | None = None
        """When it is a list: every condition that is compiled, with what it became."""
        comparing = Comparing(compiler)
        self._by_node: dict[type[t.Expr], Callable[[Any, Scope], ty.Expr | None]] = {
            t.Compare: comparing.compare,
            t.Between: comparing.between,
            t.Same: comparing.same,
            t.In: comparing.in_set,
            t.During: comparing.during,
            t.Overlaps: comparing.overlaps,
            t.ListedIn: self._listed,
            t.Is: self._is,
            t.IsPosition: self._position,
            t.IsUnique: self._unique,
            t.Matches: self._matches,
            t.Exists: self._exists,
            t.Not: self._not,
            t.And: self._and,
            t.Or: self._or,
        }
        self.nodes = tuple(self._by_node)

    def compile(self, node: t.Expr, scope: Scope) -> ty.Expr | None:
        """The condition that a node of a condition's form means."""
        return self._by_node[type(node)](node, scope)

    def condition(self, node: t.Expr, scope: Scope) -> ty.Expr | None:
        """A condition; anything else is refused."""
        made = self._condition(node, scope)
        if made is not None and self.trace is not None:
            self.trace.append((node, made))
        return made

    def _condition(self, node: t.Expr, scope: Scope) -> ty.Expr | None:
        if isinstance(node, self.nodes):
            return self.compile(node, scope)
        if isinstance(node, t.Quantifier):
            return self.compiler.quantifiers.compile(node, scope)
        if isinstance(node, t.Number | t.Word | t.String | t.DateLiteral | t.Moment):
            self._no_condition(node, "a value", "Compare it with something: `COLUMN = …`.")
            return None
        found = self.compiler.values.meaning(node, scope)
        if found is None:
            return None
        if isinstance(found, RowMeaning | SetMeaning) or found.kind is not ty.Kind.TRUTH:
            self._refuse(node, found)
            return None
        return found

    def _refuse(self, node: t.Expr, found: Meaning) -> None:
        text = written(node) or "x"
        if isinstance(found, RowMeaning):
            what, help_ = "a row", f"Write `{text} exists`."
            if isinstance(node, t.Pick):
                help_ = (
                    f"Write `any {node.table.name} where …`, or name the row with `let` and write `x exists`."
                )
        elif isinstance(found, SetMeaning):
            what, help_ = "a name for many rows", f"Write `any {text}` or `no {text}`."
        else:
            codes = self.world.codes_of(found)
            what = a_kind(found.kind, codes)
            help_ = "Compare it with something: `= …`, or ask whether it `is present`."
            if self.world.column_type(found) is ColumnType.FLAG:
                what, help_ = "a flag", f"Write `{text} = 1` or `{text} = 0`."
            elif self.world.column_type(found) is ColumnType.YES_NO:
                what, help_ = "yes or no", f"Write `{text} = yes` or `{text} = no`."
        self._no_condition(node, what, help_)

    def _no_condition(self, node: t.Expr, what: str, help: str) -> None:
        self.problems.error(
            "T305", node.span, f"{capital(named(node))} is {what}, and a condition is wanted here.", help
        )

    # ------------------------------------------------------------ logic

    def _not(self, node: t.Not, scope: Scope) -> ty.Expr | None:
        value = self.condition(node.value, scope)
        return ty.Not(value) if value is not None else None

    def _all_of(self, items: tuple[t.Expr, ...], scope: Scope) -> tuple[ty.Expr, ...] | None:
        made = [self.condition(item, scope) for item in items]
        found = tuple(item for item in made if item is not None)
        return found if len(found) == len(made) else None

    def _and(self, node: t.And, scope: Scope) -> ty.Expr | None:
        items = self._all_of(node.items, scope)
        return ty.And(items) if items is not None else None

    def _or(self, node: t.Or, scope: Scope) -> ty.Expr | None:
        items = self._all_of(node.items, scope)
        return ty.Or(items) if items is not None else None

    # ------------------------------------------------------------ tests of one value

    def _is(self, node: t.Is, scope: Scope) -> ty.Expr | None:
        if node.state == "supplied":
            return supplied(self.compiler, node.value, scope)
        if isinstance(node.value, t.Ref):
            found = self.compiler.values.meaning(node.value, scope)
            if isinstance(found, RowMeaning) and not self._is_column(node.value):
                text = written(node.value)
                exists = f"`{text} exists`"
                self.problems.error(
                    "T307",
                    node.value.span,
                    f"`{text}` is a row, and rows are not {node.state}: they exist or not.",
                    f"Write {'`not ' + text + ' exists`' if node.state in ('missing', 'invalid') else exists}.",
                )
                return None
        value = self.compiler.value(node.value, scope)
        if value is None:
            return None
        is_yes_no = isinstance(value, ty.Col) and self.world.column_type(value) is ColumnType.YES_NO
        if node.state in ("valid", "invalid") and value.kind is ty.Kind.TEXT and not is_yes_no:
            self._always_valid(node, value)
            return None
        return ty.Test(cast(Any, node.state), value)

    def _is_column(self, ref: t.Ref) -> bool:
        return ref.base is None and len(ref.names) == 1 and bool(self.world.owners(ref.names[0]))

    def _always_valid(self, node: t.Is, value: ty.Expr) -> None:
        text, codes = written(node.value) or "X", self.world.codes_of(value)
        flag = self.world.column_type(value) is ColumnType.FLAG
        kind = "a flag" if flag else a_kind(value.kind, codes)
        word = "in" if node.state == "valid" else "not in"
        if codes:
            help_ = f"Write `{text} {word} {codes}`."
        elif flag:
            help_ = f"Write `{text} {word} {{0, 1}}`."
        else:
            help_ = f"Write `{'' if node.state == 'valid' else 'not '}{text} matches /…/`, or `{text} is present`."
        self.problems.error(
            "T318",
            node.span,
            f"{capital(named(node.value))} is {kind}, and texts of all kinds are valid.",
            help_,
        )

    def _matches(self, node: t.Matches, scope: Scope) -> ty.Expr | None:
        fault = pattern_fault(node.pattern)
        value = self.compiler.value(node.value, scope)
        if fault is not None:
            self.problems.error(fault[0], node.span, fault[1], fault[2])
            return None
        if value is None:
            return None
        if value.kind is not ty.Kind.TEXT:
            text = written(node.value) or "X"
            self.problems.error(
                "T313",
                node.value.span,
                f"`matches` looks at texts, and {named(node.value)} is {a_kind(value.kind)}.",
                f"Write `text({text}) matches /…/` for the text as it was supplied, or `{text} is valid`.",
            )
            return None
        exact = self.world.model.exact
        if not exact and has_small_letters(node.pattern):
            self.problems.warn(
                "T316",
                node.span,
                "The pattern has small letters, and texts are compared in capitals: it never matches.",
                "Write the letters of the pattern as capitals.",
            )
        return ty.Matches(value, node.pattern, exact)

    def _listed(self, node: t.ListedIn, scope: Scope) -> ty.Expr | None:
        text = self.compiler.value(node.text, scope)
        value = self.compiler.value(node.value, scope, text)
        if value is None or text is None:
            return None
        for part, found in ((node.value, value), (node.text, text)):
            if found.kind is not ty.Kind.TEXT:
                self.problems.error(
                    "T344",
                    part.span,
                    f"`listed in` looks for a text in a text, and {named(part)} is {a_kind(found.kind)}.",
                    "Both sides are codes or texts; the right one holds several, with commas.",
                )
                return None
        made = ty.ListedIn(value, text)
        return ty.Not(made) if node.negated else made

    # ------------------------------------------------------------ rows

    def row(self, node: t.Expr, scope: Scope) -> RowMeaning | None:
        """A single row; anything else is refused."""
        if isinstance(node, t.Ref):
            found = self.compiler.names.ref(node, scope, want_row=True)
        else:
            found = self.compiler.meaning(node, scope)
        if found is None or isinstance(found, RowMeaning):
            return found
        if isinstance(found, SetMeaning):
            if isinstance(node, t.Ref) and found.table:
                too_many(self.world, self.problems, found, node, "", scope)
                return None
            what, help_ = "a name for many rows", f"Write `any {written(node) or 'x'}`."
        else:
            what, help_ = a_kind(found.kind), f"Write `{written(node) or 'x'} is present` of a value."
        self.problems.error(
            "T308", node.span, f"{capital(named(node))} is {what}, and one row is wanted here.", help_
        )
        return None

    def _exists(self, node: t.Exists, scope: Scope) -> ty.Expr | None:
        found = self.row(node.row, scope)
        return ty.Exists(found.row) if found is not None else None

    def _position(self, node: t.IsPosition, scope: Scope) -> ty.Expr | None:
        if node.value is not None:
            found = self.row(node.value, scope)
        elif scope.here is None:
            self.problems.error(
                "N207",
                node.span,
                f"A rule about the whole return has no row that could be the {node.position}.",
                "Write `for each TABLE` in place of `for the return`.",
            )
            return None
        else:
            found = RowMeaning(ty.Here(), scope.here)
        if found is None:
            return None
        if not self.world.ordered(found.rel):
            self.problems.error(
                "T325",
                node.span,
                f"The rows of {self.world.word(found.rel)} have no order, so none of them is the {node.position}.",
                "Only tables with an `order` in the model have a first and a last row.",
            )
            return None
        return ty.Position(found.row, found.rel, node.position)

    def _unique(self, node: t.IsUnique, scope: Scope) -> ty.Expr | None:
        if scope.here is None:
            self.problems.error(
                "N207",
                node.span,
                "A rule about the whole return has no row whose values could be unique.",
                "Write `for each TABLE` in place of `for the return`.",
            )
            return None
        made = [self.compiler.value(value, scope) for value in node.values]
        values = tuple(value for value in made if value is not None)
        return ty.Unique(scope.here, values) if len(values) == len(made) else None
