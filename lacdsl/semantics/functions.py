"""The functions of the language: what they take and what they give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from lacdsl.semantics import typed as ty
from lacdsl.semantics.foreign import function_help
from lacdsl.semantics.scope import Scope
from lacdsl.semantics.suggestions import near
from lacdsl.semantics.wording import a_kind, capital, either, named, written
from lacdsl.syntax import tree as t

if TYPE_CHECKING:
    from lacdsl.semantics.compiler import Compiler


@dataclass(frozen=True, slots=True)
class Function:
    """`takes` are the kinds of the arguments (None: any); the last `optional` of them may be left out."""

    takes: tuple[ty.Kind | None, ...]
    gives: ty.Kind
    form: str
    optional: int = 0


_TEXT, _NUMBER, _DATE, _PARTIAL = ty.Kind.TEXT, ty.Kind.NUMBER, ty.Kind.DATE, ty.Kind.PARTIAL

# number() is invalid for a text that is no number; text() gives the value as supplied, folded; first_possible() and
# last_possible() are missing when the year is unknown.
FUNCTIONS = {
    "length": Function((_TEXT,), _NUMBER, "length(X)"),
    "left": Function((_TEXT, _NUMBER), _TEXT, "left(X, 3)"),
    "right": Function((_TEXT, _NUMBER), _TEXT, "right(X, 3)"),
    "mid": Function((_TEXT, _NUMBER, _NUMBER), _TEXT, "mid(X, 5, 8)"),
    "upper": Function((_TEXT,), _TEXT, "upper(X)"),
    "number": Function((_TEXT,), _NUMBER, "number(X)"),
    "text": Function((None,), _TEXT, "text(X)"),
    "abs": Function((_NUMBER,), _NUMBER, "abs(X)"),
    "round": Function((_NUMBER, _NUMBER), _NUMBER, "round(X, 2)", optional=1),
    "year": Function((_DATE,), _NUMBER, "year(X)"),
    "month": Function((_DATE,), _NUMBER, "month(X)"),
    "day": Function((_DATE,), _NUMBER, "day(X)"),
    "weekday": Function((_DATE,), _NUMBER, "weekday(X)"),
    "date": Function((_NUMBER, _NUMBER, _NUMBER), _DATE, "date(2026, 3, 31)"),
    "first_possible": Function((_PARTIAL,), _DATE, "first_possible(X)"),
    "last_possible": Function((_PARTIAL,), _DATE, "last_possible(X)"),
    "upn_check_letter": Function((_TEXT,), _TEXT, "upn_check_letter(UPN)"),
}
_EXTREMES = ("max", "min")
_ORDINALS = ("first", "second", "third")


class Functions:
    """Gives meaning to calls."""

    def __init__(self, compiler: Compiler) -> None:
        self.compiler = compiler
        self.problems = compiler.problems

    def call(self, node: t.Call, scope: Scope, beside: ty.Expr | None) -> ty.Expr | None:
        """The value of a call."""
        if node.name in _EXTREMES:
            return self._extreme(node, scope)
        function = FUNCTIONS.get(node.name)
        if function is None:
            self._unknown(node)
            return None
        least = len(function.takes) - function.optional
        if not least <= len(node.args) <= len(function.takes):
            self.problems.error(
                "T320",
                node.span,
                f"`{node.name}` takes {least if not function.optional else f'{least} or {len(function.takes)}'} "
                f"value{'s' if len(function.takes) > 1 else ''}, not {len(node.args)}.",
                f"Write it as `{function.form}`.",
            )
            return None
        made = [
            self._argument(node, arg, kind, scope)
            for arg, kind in zip(node.args, function.takes, strict=False)
        ]
        args = [arg for arg in made if arg is not None]
        if len(args) < len(made) or not self._constant_digits(node, args):
            return None
        return ty.Call(node.name, tuple(args), function.gives)

    def _argument(self, node: t.Call, arg: t.Expr, kind: ty.Kind | None, scope: Scope) -> ty.Expr | None:
        value = self.compiler.value(arg, scope)
        if value is None or kind is None or value.kind is kind:
            return value
        text = written(arg) or "X"
        if value.kind is ty.Kind.PARTIAL:
            help_ = f"Write `first_possible({text})` or `last_possible({text})` for a date."
        elif kind is ty.Kind.TEXT:
            help_ = f"Write `text({text})` for the text as it was supplied."
        elif kind is ty.Kind.NUMBER and value.kind is ty.Kind.TEXT:
            help_ = f"Write `number({text})` for the number that the text holds."
        elif kind is ty.Kind.PARTIAL and value.kind is ty.Kind.DATE:
            help_ = f"A whole date needs no `{node.name}`: write `{text}`."
        else:
            help_ = f"Give it {a_kind(kind)}."
        self.problems.error(
            "T321",
            arg.span,
            f"`{node.name}` takes {a_kind(kind)}, and {named(arg)} is {a_kind(value.kind)}.",
            help_,
        )
        return None

    def _constant_digits(self, node: t.Call, args: list[ty.Expr]) -> bool:
        """`left`, `right`, `mid` and `round` take whole numbers that are the same for all rows."""
        if node.name not in ("left", "right", "mid", "round"):
            return True
        for place, digits in enumerate(args[1:], 1):
            if isinstance(digits, ty.Lit) and isinstance(digits.value, float) and digits.value in range(101):
                continue
            self.problems.error(
                "T321",
                node.args[place].span,
                f"`{node.name}` takes a whole number from 0 to 100 as its {_ORDINALS[place]} value, the same for all "
                "rows.",
                f"Write it as `{FUNCTIONS[node.name].form}`.",
            )
            return False
        return True

    def _extreme(self, node: t.Call, scope: Scope) -> ty.Expr | None:
        made = [self.compiler.value(arg, scope) for arg in node.args]
        values = [value for value in made if value is not None]
        if len(values) < len(made):
            return None
        if len(values) < 2:
            self.problems.error(
                "T320",
                node.span,
                f"`{node.name}` takes two values or more.",
                f"Write `{node.name}(A, B)`; over rows write `{node.name} of A over T`.",
            )
            return None
        for arg, value in zip(node.args, values, strict=True):
            if value.kind is ty.Kind.PARTIAL:
                self.compiler.dates.refuse_partial(arg)
                return None
            if value.kind not in (_DATE, _NUMBER) or value.kind is not values[0].kind:
                self.problems.error(
                    "T321",
                    arg.span,
                    f"`{node.name}` takes dates or numbers, all of one kind; "
                    f"{named(node.args[0])} is {a_kind(values[0].kind)}, {named(arg)} is {a_kind(value.kind)}.",
                    "Give it values of the same kind.",
                )
                return None
        return ty.Extreme(cast(Any, node.name), tuple(values), values[0].kind)

    def _unknown(self, node: t.Call) -> None:
        others = near(node.name, [*FUNCTIONS, *_EXTREMES])
        foreign = function_help(node.name, self.compiler.world.model.entity.singular)
        if foreign:
            self.problems.error("N206", node.span, f"There is no function `{node.name}`.", foreign)
            return
        help_ = (
            f"Did you mean {either(others)}?"
            if others
            else f"There are {', '.join([*FUNCTIONS, *_EXTREMES])}."
        )
        self.problems.error("N206", node.span, f"There is no function `{node.name}`.", capital(help_))
