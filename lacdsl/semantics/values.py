"""Values: columns, dates and how they are moved, numbers, totals."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from lacdsl.semantics import typed as ty
from lacdsl.semantics.functions import Functions
from lacdsl.semantics.misnaming import too_many
from lacdsl.semantics.scope import Meaning, RowMeaning, Scope, SetMeaning
from lacdsl.semantics.wording import a_kind, capital, named, written
from lacdsl.syntax import tree as t

if TYPE_CHECKING:
    from lacdsl.semantics.compiler import Compiler


class Values:
    """Gives meaning to everything that is no condition."""

    def __init__(self, compiler: Compiler) -> None:
        self.compiler = compiler
        self.world = compiler.world
        self.problems = compiler.problems
        self.functions = Functions(compiler)
        self._by_node: dict[type[t.Expr], Callable[[Any, Scope], Meaning | None]] = {
            t.Binary: self._binary,
            t.Negative: self._negative,
            t.Elapsed: compiler.dates.elapsed,
            t.Aggregate: self._aggregate,
            t.Pick: self._pick,
            t.Quantifier: self._quantifier,
            t.Measure: self._lone_measure,
            t.SetLiteral: self._lone_set,
        }

    def meaning(self, node: t.Expr, scope: Scope, beside: ty.Expr | None = None) -> Meaning | None:
        """A value, a row or many rows."""
        if isinstance(node, t.Ref):
            return self._ref(node, scope, beside)
        if isinstance(node, t.Number | t.Word | t.String):
            return self.compiler.literals.literal(node, beside, scope)
        if isinstance(node, t.OrElse):
            return self._or_else(node, scope, beside)
        if isinstance(node, t.Call):
            return self.functions.call(node, scope, beside)
        if isinstance(node, t.DateLiteral):
            return ty.Lit(node.value, ty.Kind.DATE)
        if isinstance(node, t.Moment):
            return ty.Moment(node.name, ty.Kind.TEXT if node.name == "authority" else ty.Kind.DATE)
        return self._by_node[type(node)](node, scope)

    def value(self, node: t.Expr, scope: Scope, beside: ty.Expr | None = None) -> ty.Expr | None:
        """A value; anything else is refused."""
        found = self.compiler.meaning(node, scope, beside)
        if isinstance(found, RowMeaning):
            self._row_as_value(node, found)
            return None
        if isinstance(found, SetMeaning):
            if isinstance(node, t.Ref) and found.table:
                too_many(self.world, self.problems, found, node, "", scope)
            else:
                self.problems.error(
                    "T307",
                    node.span,
                    f"{named(node)} stands for rows, and a value is wanted here.",
                    "Count them (`count of X`), or ask about them (`any X where …`).",
                )
            return None
        if found is not None and found.kind is ty.Kind.TRUTH:
            self.problems.error(
                "T306",
                node.span,
                f"{capital(named(node))} is a condition, and a value is wanted here.",
                "A condition stands by itself: `C`, `not C`, `C and D`.",
            )
            return None
        return found

    # ------------------------------------------------------------ names

    def _ref(self, node: t.Ref, scope: Scope, beside: ty.Expr | None) -> Meaning | None:
        measure = self.compiler.dates.length(node, scope)
        if measure is not None:
            self._lone_measure(measure, scope)
            return None
        if node.base is None and len(node.names) == 1:
            settled, value = self.compiler.literals.bare(node, beside, scope)
            if settled:
                return value
        return self.compiler.names.ref(node, scope, beside)

    def _row_as_value(self, node: t.Expr, found: RowMeaning) -> None:
        word = self.world.word(found.rel)
        of = "" if written(node) == word else f" of {word}"
        owners = [
            name for name in self.world.owners(word) if isinstance(node, t.Ref) and node.names == (word,)
        ]
        if owners:
            help_ = f"Write `{owners[0]}.{word}` for the column of {owners[0]}."
        elif isinstance(node, t.Pick):
            help_ = "Give the row a name with `let x = …`, and write `x.COLUMN`."
        else:
            help_ = f"Write `{written(node) or 'x'}.COLUMN`, or `{written(node) or 'x'} exists`."
        self.problems.error(
            "T307", node.span, f"{capital(named(node))} is a row{of}, and a value is wanted here.", help_
        )

    # ------------------------------------------------------------ arithmetic

    def _binary(self, node: t.Binary, scope: Scope) -> ty.Expr | None:
        measure = self.compiler.dates.length(node.right, scope)
        if measure is not None:
            return self.compiler.dates.shift(node, measure, scope)
        if self.compiler.dates.length(node.left, scope) is not None:
            self.problems.error(
                "T311",
                node.left.span,
                "A length of time stands on the left of a sum.",
                "Write the date first: `DOB + 14 years`.",
            )
            return None
        left, right = self.value(node.left, scope), self.value(node.right, scope)
        if left is None or right is None:
            return None
        if left.kind is ty.Kind.NUMBER and right.kind is ty.Kind.NUMBER:
            return ty.Arith(cast(Any, node.op), left, right)
        self._wrong_sum(node, left, right)
        return None

    def _wrong_sum(self, node: t.Binary, left: ty.Expr, right: ty.Expr) -> None:
        a, b = written(node.left) or "A", written(node.right) or "B"
        dates = (left.kind is ty.Kind.DATE, right.kind is ty.Kind.DATE)
        if all(dates) and node.op == "-":
            self.problems.error(
                "T304",
                node.span,
                "One date cannot be taken from another: nothing says in which unit.",
                f"Write `days from {b} to {a}`, or months or years.",
            )
        elif dates[0] and right.kind is ty.Kind.NUMBER and node.op in "+-":
            self.problems.error(
                "T303",
                node.span,
                f"{capital(named(node.left, 'A date'))} is a date, and nothing says what {named(node.right)} counts.",
                f"Write the unit: `{a} {node.op} {b} days`.",
            )
        elif ty.Kind.PARTIAL in (left.kind, right.kind):
            self.compiler.dates.refuse_partial(node.left if left.kind is ty.Kind.PARTIAL else node.right)
        else:
            wrong, kind = (node.left, left) if left.kind is not ty.Kind.NUMBER else (node.right, right)
            help_ = (
                f"Write `number({written(wrong) or 'X'})` for the number that the text holds."
                if kind.kind is ty.Kind.TEXT
                else "Dates are moved by a length of time: `DOB + 14 years`."
            )
            self.problems.error(
                "T312",
                wrong.span,
                f"`{node.op}` works on numbers, and {named(wrong)} is "
                f"{a_kind(kind.kind, self.world.codes_of(kind))}.",
                help_,
            )

    def _negative(self, node: t.Negative, scope: Scope) -> ty.Expr | None:
        value = self.value(node.value, scope)
        if value is None:
            return None
        if value.kind is not ty.Kind.NUMBER:
            self.problems.error(
                "T312",
                node.span,
                f"`-` works on numbers, and {named(node.value)} is {a_kind(value.kind)}.",
                "Write `-` before a number only.",
            )
            return None
        if isinstance(value, ty.Lit) and isinstance(value.value, float):
            return ty.Lit(-value.value, ty.Kind.NUMBER)
        return ty.Arith("-", ty.Lit(0.0, ty.Kind.NUMBER), value)

    def _or_else(self, node: t.OrElse, scope: Scope, beside: ty.Expr | None) -> ty.Expr | None:
        value = self.value(node.value, scope, beside)
        default = self.value(node.default, scope, value if value is not None else beside)
        if value is None or default is None:
            return None
        if value.kind is not default.kind:
            self.problems.error(
                "T330",
                node.span,
                f"The two sides of `or else` are {a_kind(value.kind)} and {a_kind(default.kind)}.",
                "Give both sides the same kind of value.",
            )
            return None
        return ty.OrElse(value, default, value.kind)

    # ------------------------------------------------------------ rows

    def _aggregate(self, node: t.Aggregate, scope: Scope) -> ty.Expr | None:
        rows, inner = self.compiler.sets.rows(node.table, node.where, scope)
        if node.value is None:
            return ty.Aggregate(node.kind, rows, None, ty.Kind.NUMBER) if rows is not None else None
        if inner is None:
            return None
        value = self.value(node.value, inner)
        if rows is None or value is None:
            return None
        if node.kind == "distinct":
            return ty.Aggregate("distinct", rows, value, ty.Kind.NUMBER)
        wanted = (ty.Kind.NUMBER,) if node.kind == "sum" else (ty.Kind.NUMBER, ty.Kind.DATE)
        if value.kind is ty.Kind.PARTIAL:
            self.compiler.dates.refuse_partial(node.value)
            return None
        if value.kind not in wanted:
            kinds = "numbers" if node.kind == "sum" else "numbers or dates"
            self.problems.error(
                "T326",
                node.value.span,
                f"`{node.kind} of` takes {kinds}, and {named(node.value)} is {a_kind(value.kind)}.",
                "Write `number(X)` for the number that a text holds, or `count of` to count rows.",
            )
            return None
        return ty.Aggregate(node.kind, rows, value, value.kind)

    def _pick(self, node: t.Pick, scope: Scope) -> Meaning | None:
        rows, _ = self.compiler.sets.rows(node.table, node.where, scope, node.other)
        return RowMeaning(ty.Pick(node.which, rows), rows.rel) if rows is not None else None

    def _quantifier(self, node: t.Quantifier, scope: Scope) -> Meaning | None:
        if node.kind != "all":
            return self.compiler.quantifiers.compile(node, scope)
        rows, _ = self.compiler.sets.rows(node.table, node.where, scope, node.other)
        if node.has is not None:
            self.problems.error(
                "T333",
                node.has.span,
                "`has` stands after `every` only.",
                "Join the conditions with `and` after `where`.",
            )
            return None
        return SetMeaning(rows) if rows is not None else None

    # ------------------------------------------------------------ what cannot stand alone

    def _lone_measure(self, node: t.Measure, scope: Scope) -> None:
        self.problems.error(
            "T311",
            node.span,
            "A length of time stands by itself.",
            f"Add it to a date (`DOB + 14 years`), or compare a number without unit: `{node.unit} from A to B > 14`.",
        )

    def _lone_set(self, node: t.SetLiteral, scope: Scope) -> None:
        self.problems.error(
            "T331",
            node.span,
            "A set in braces stands where a value is wanted.",
            "Write `in {…}` or `not in {…}` before it.",
        )
