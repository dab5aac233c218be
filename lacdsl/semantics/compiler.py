"""The parts that give meaning to expressions, tied together."""

from __future__ import annotations

from lacdsl.semantics import typed as ty
from lacdsl.semantics.conditions import Conditions
from lacdsl.semantics.dates import Dates
from lacdsl.semantics.items import Items
from lacdsl.semantics.literals import Literals
from lacdsl.semantics.names import Names
from lacdsl.semantics.problems import Problems
from lacdsl.semantics.quantifiers import Quantifiers
from lacdsl.semantics.scope import Meaning, Scope
from lacdsl.semantics.sets import Sets
from lacdsl.semantics.values import Values
from lacdsl.semantics.world import World
from lacdsl.syntax import tree as t


class Compiler:
    """Gives meaning to expressions.

    Every method that returns None in place of a meaning has reported the reason; whoever gets None stays silent.
    """

    def __init__(self, world: World, problems: Problems) -> None:
        self.world = world
        self.problems = problems
        self.names = Names(self)
        self.literals = Literals(self)
        self.dates = Dates(self)
        self.values = Values(self)
        self.quantifiers = Quantifiers(self)
        self.conditions = Conditions(self)
        self.sets = Sets(self)
        self.items = Items(self)

    def meaning(self, node: t.Expr, scope: Scope, beside: ty.Expr | None = None) -> Meaning | None:
        """Whatever `node` means: a value, a condition, a row or many rows."""
        if isinstance(node, self.conditions.nodes):
            return self.conditions.compile(node, scope)
        return self.values.meaning(node, scope, beside)

    def value(self, node: t.Expr, scope: Scope, beside: ty.Expr | None = None) -> ty.Expr | None:
        """The value that `node` means. `beside` is what it is compared with: it decides what a bare code means."""
        return self.values.value(node, scope, beside)

    def condition(self, node: t.Expr, scope: Scope) -> ty.Expr | None:
        """The condition that `node` means."""
        return self.conditions.condition(node, scope)
