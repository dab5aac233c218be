"""Shared definitions: defines, parameters, derived tables and spells, each compiled once when it is first needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lacdsl.diagnostics import Related, Span
from lacdsl.semantics import typed as ty
from lacdsl.semantics.foreign import value_help
from lacdsl.semantics.scope import Meaning, Scope
from lacdsl.semantics.suggestions import code_lists_with, column_help, near
from lacdsl.semantics.wording import a_kind, either, named, reach
from lacdsl.syntax import tree as t

if TYPE_CHECKING:
    from lacdsl.semantics.compiler import Compiler

Key = tuple[str, str]


class Items:
    """Gives meaning to the items that rules share."""

    def __init__(self, compiler: Compiler) -> None:
        self.compiler = compiler
        self.world = compiler.world
        self.problems = compiler.problems
        self.derived: dict[str, ty.DerivedTable] = {}
        self._ready: dict[str, bool] = {}
        self._defines: dict[tuple[Key, ty.Rel], Meaning | None] = {}
        self._open: list[tuple[str, Span]] = []

    def known_defines(self) -> dict[tuple[Key, ty.Rel], Meaning | None]:
        """The defines that have a meaning by now."""
        return dict(self._defines)

    def set_back(self, defines: Mapping[tuple[Key, ty.Rel], Meaning | None]) -> None:
        """Know the meaning of these only, as at an earlier time."""
        self._defines = dict(defines)

    # ------------------------------------------------------------ defines and parameters

    def define(self, define: t.Define, rel: ty.Rel) -> Meaning | None:
        """What a define means on a row of `rel`, which is both here and this."""
        key = ((define.table, define.name), rel)
        if key in self._defines:
            return self._defines[key]
        label = f"{define.table}.{define.name}"
        heading = _heading(define.span, f"define {label}")
        if self._is_circle(label, heading):
            return None
        self._open.append((label, heading))
        made = self.compiler.meaning(define.value, Scope(rel, rel))
        self._open.pop()
        self._defines[key] = made
        return made

    def parameter(self, parameter: t.Parameter, beside: ty.Expr | None) -> ty.Expr | None:
        """The value of a parameter; a bare literal takes the kind of what it stands beside."""
        heading = _heading(parameter.span, f"parameter {parameter.name}")
        if self._is_circle(parameter.name, heading):
            return None
        self._open.append((parameter.name, heading))
        literal = isinstance(parameter.value, t.Number | t.Word | t.String)
        if self._is_no_value(parameter):
            self._open.pop()
            return None
        made = self.compiler.value(parameter.value, Scope(None, None), beside if literal else None)
        self._open.pop()
        return made

    def _is_no_value(self, parameter: t.Parameter) -> bool:
        """Whether a word stands for the value that means nothing (reported)."""
        value = parameter.value
        if not isinstance(value, t.Ref) or value.base is not None or len(value.names) != 1:
            return False
        (name,) = value.names
        if name in self.world.parameters or self.world.plain_rel(name) is not None or value_help(name):
            return False
        others = near(name, self.world.parameters)
        if others:
            help_ = f"Did you mean {either(others)}?"
        elif code_lists_with(self.world, name):
            help_ = f'A code stands in quotes here: write `"{name}"`.'
        elif self.world.owners(name):
            help_ = (
                "A parameter has one value for all rows. For something of each row write a define: "
                f"`define {self.world.owners(name)[0]}.{parameter.name} = {name}`."
            )
        else:
            help_ = f'Write a number, a date (`31 March 2026`), a length of time (`6 months`), or a text: `"{name}"`.'
        self.problems.error("N201", value.span, f"`{name}` is no value that a parameter can have.", help_)
        return True

    # ------------------------------------------------------------ derived tables and spells

    def ready(self, rel: ty.Rel) -> bool:
        """Whether rows of `rel` can be spoken of; compiles the item that makes them."""
        if rel.kind not in ("derived", "spells"):
            return True
        if rel.name in self.world.broken:
            return False
        known = self._ready.get(rel.name)
        if known is not None:
            return known
        item = self.world.derived[rel.name] if rel.kind == "derived" else self.world.spells[rel.name]
        if self._is_circle(rel.name, item.span):
            return False
        self._open.append((rel.name, item.span))
        made = self._derive(item) if isinstance(item, t.DerivedTable) else self._join(item)
        self._open.pop()
        self._ready[rel.name] = made
        return made

    def _source(self, ref: t.TableRef, what: str) -> ty.Rel | None:
        rel = self.compiler.names.relation(ref)
        if rel is None:
            return None
        if ref.anywhere or ref.level or rel.kind not in ("table", "derived"):
            self.problems.error(
                "R424",
                ref.span,
                f"{what} cannot be made of {ref.name}{reach(ref)}.",
                "Make them of a table of the return, or of a derived table.",
            )
            return None
        return rel

    def _derive(self, item: t.DerivedTable) -> bool:
        rel = self._source(item.source, "Tables")
        if rel is None:
            return False
        scope = Scope(rel, rel)
        errors = self.problems.errors
        where = self.compiler.condition(item.where, scope) if item.where is not None else None
        preferring = self.compiler.condition(item.preferring, scope) if item.preferring is not None else None
        for name in item.one_per:
            if name not in self.world.columns(rel):
                self.problems.error(
                    "N203",
                    item.span,
                    f"`{self.world.word(rel)}` has no column `{name}` to keep one row per.",
                    column_help(self.world, name, rel),
                )
        if (
            self.problems.errors > errors
            or _missing(item.where, where)
            or _missing(item.preferring, preferring)
        ):
            return False
        self.derived[item.name] = ty.DerivedTable(item.name, rel, where, item.one_per, preferring, item.span)
        return True

    def _join(self, item: t.Spells) -> bool:
        rel = self._source(item.source, "Spells")
        if rel is None:
            return False
        if not self.world.ordered(rel):
            self.problems.error(
                "R424",
                item.source.span,
                f"The rows of {self.world.word(rel)} have no order, so none is the neighbour of another.",
                "Make spells of a table with an `order` in the model.",
            )
            return False
        scope = Scope(rel, rel)
        errors = self.problems.errors
        where = self.compiler.condition(item.where, scope) if item.where is not None else None
        together = self.compiler.condition(item.together, scope)
        columns = self._columns(item, scope)
        if (
            self.problems.errors > errors
            or together is None
            or columns is None
            or _missing(item.where, where)
        ):
            return False
        made = ty.Spells(item.name, rel, where, together, columns, item.span)
        self.world.compiled_spells[item.name] = made
        return True

    def _columns(self, item: t.Spells, scope: Scope) -> tuple[ty.SpellColumn, ...] | None:
        made: list[ty.SpellColumn] = []
        seen: dict[str, Span] = {}
        for part in item.columns:
            if part.name in seen:
                self.problems.error(
                    "R422",
                    part.span,
                    f"The spells {item.name} have two columns `{part.name}`.",
                    "Give one of them another name.",
                    (Related(seen[part.name], "the first one"),),
                )
            seen[part.name] = part.span
            column = self._column(part, scope)
            if column is not None:
                made.append(column)
        return tuple(made) if len(made) == len(item.columns) else None

    def _column(self, part: t.SpellColumn, scope: Scope) -> ty.SpellColumn | None:
        if part.value is None:
            return ty.SpellColumn(part.name, part.kind, None, ty.Kind.NUMBER)
        value = self.compiler.value(part.value, scope)
        if value is None:
            return None
        allowed = {
            "sum": (ty.Kind.NUMBER,),
            "min": (ty.Kind.NUMBER, ty.Kind.DATE),
            "max": (ty.Kind.NUMBER, ty.Kind.DATE),
        }.get(part.kind)
        if allowed is not None and value.kind not in allowed:
            self.problems.error(
                "T326",
                part.value.span,
                f"`{part.kind}` takes {'numbers' if part.kind == 'sum' else 'numbers or dates'}, and "
                f"{named(part.value)} is {a_kind(value.kind)}.",
                "Take `first` or `last` of it, or `number(X)` for the number that a text holds.",
            )
            return None
        codes = self.world.codes_of(value) if part.kind in ("first", "last") else None
        return ty.SpellColumn(part.name, part.kind, value, value.kind, codes)

    # ------------------------------------------------------------ circles

    def _is_circle(self, label: str, span: Span) -> bool:
        labels = [name for name, _ in self._open]
        if label not in labels:
            return False
        around = [*labels[labels.index(label) :], label]
        related = tuple(
            Related(place, f"`{name}` is defined here")
            for name, place in self._open
            if name in around and name != label
        )
        self.problems.error(
            "N215",
            span,
            f"`{label}` is defined through itself: {' -> '.join(around)}.",
            "Write one of them without the others.",
            related,
        )
        return True


def _heading(span: Span, text: str) -> Span:
    """The beginning of an item, which names it."""
    return Span(span.file, span.line, span.column, span.line, span.column + len(text))


def _missing(node: t.Expr | None, made: ty.Expr | None) -> bool:
    return node is not None and made is None
