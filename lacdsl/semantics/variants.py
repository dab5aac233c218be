"""Rules that are almost those of a ruleset, compiled one by one: what if a word of it were another?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from lacdsl.diagnostics import LacdslError, Span
from lacdsl.model import Model
from lacdsl.semantics import typed as ty
from lacdsl.semantics.compiler import Compiler
from lacdsl.semantics.declarations import declare
from lacdsl.semantics.families import Source
from lacdsl.semantics.problems import Problems
from lacdsl.semantics.program import LayeredItem, sources_of
from lacdsl.semantics.requirements import Requirements
from lacdsl.semantics.rules import Rules
from lacdsl.semantics.scope import Scope
from lacdsl.semantics.world import World
from lacdsl.syntax import tree as t


class Variants:
    """The items of a ruleset that compiles, kept ready to give meaning to other bodies of its rules."""

    def __init__(
        self, model: Model, items: Sequence[LayeredItem], source_of: Callable[[Span], str] = lambda span: ""
    ) -> None:
        self.model = model
        self.items = tuple(items)
        self.problems = Problems(source_of)
        self.world = World(model)
        declare([layered.item for layered in items], self.world, self.problems)
        self.compiler = Compiler(self.world, self.problems)
        for name in (*self.world.derived, *self.world.spells):
            rel = self.world.plain_rel(name)
            assert rel is not None
            self.compiler.items.ready(rel)
        self._rules = Rules(self.compiler)
        self.faults = self.problems.errors
        """How many errors the shared items have; 0 for a ruleset that compiles."""

    def sources(self) -> dict[str, Source]:
        """Every rule as it is to be compiled, by code; members of families written out."""
        found: dict[str, Source] = {}
        for layered in self.items:
            for source in sources_of(layered, self.problems):
                found.setdefault(source.rule.code, source)
        return found

    def rule(self, source: Source, body: t.Body | None = None) -> ty.Rule | None:
        """The rule, with another body if one is given; None when the compiler refuses it."""
        body = replace(body or source.rule.body, examples=())
        return self._rules.compile(replace(source, rule=replace(source.rule, body=body)), "")[0]

    def condition(self, node: t.Expr, table: t.TableRef, code: str, title: str) -> ty.Rule:
        """A rule that asks for one condition of every row of `table`, and shows no cells.

        LacdslError with what is wrong with the condition or the table.
        """
        before = len(self.problems.found)
        rel = self.compiler.names.relation(table)
        made = self.compiler.condition(node, Scope(rel, rel)) if rel is not None else None
        if made is None or rel is None:
            raise LacdslError(self.problems.found[before:])
        reads = Requirements(self.world, self.compiler.items.derived).of((made,), rel)
        return ty.Rule(code, title, "note", rel, None, made, (), (), tuple(reads.needs), ())

    def program(self, rules: Mapping[str, ty.Rule]) -> ty.Program:
        """A program of these rules."""
        return ty.Program(self.model, dict(rules), self.compiler.items.derived, self.world.compiled_spells)

    def with_item(self, old: t.Item, new: t.Item) -> Variants:
        """The same ruleset with another item in the place of `old`."""
        items = [replace(each, item=new) if each.item is old else each for each in self.items]
        return Variants(self.model, items)
