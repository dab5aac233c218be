"""One rule: its names, conditions, cells to show, message and needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from lacdsl.diagnostics import Related
from lacdsl.semantics import typed as ty
from lacdsl.semantics.examples import Examples
from lacdsl.semantics.families import Source
from lacdsl.semantics.flags import Flags
from lacdsl.semantics.messages import template
from lacdsl.semantics.never import never_fails, never_holds
from lacdsl.semantics.requirements import Requirements
from lacdsl.semantics.scope import LetMeaning, Scope
from lacdsl.semantics.supplied import place_named
from lacdsl.semantics.wording import a_kind, named, reach
from lacdsl.syntax import tree as t

if TYPE_CHECKING:
    from lacdsl.semantics.compiler import Compiler


class Rules:
    """Compiles rules one by one."""

    def __init__(self, compiler: Compiler) -> None:
        self.compiler = compiler
        self.world = compiler.world
        self.problems = compiler.problems
        self.examples = Examples(compiler)
        self.flags = Flags(compiler)
        self.requirements = Requirements(compiler.world, compiler.items.derived)

    def compile(self, source: Source, text: str) -> tuple[ty.Rule | None, tuple[t.Example, ...]]:
        """The rule (None when there is an error in it), and those of its examples that can be run.

        `text` is the rule as it is written.
        """
        rule, body = source.rule, source.rule.body
        in_family = source.family is not None
        before = self.problems.errors
        population = None
        if body.population is not None:
            population = self._population(body.population)
            if population is None:
                return None, ()
        scope = self._lets(body, population)
        where = self.compiler.condition(body.where, scope) if body.where is not None else None
        must = self.compiler.condition(body.must, scope)
        whole = must is not None and (where is not None or body.where is None)
        reads = self.requirements.of((where, must), population)
        flags = self._flags(source, scope, reads.tables if whole and population is not None else None)
        message = template(self.compiler, body.message, scope, source.values) if body.message else ()
        needs_any = self._needs_any(body, scope)
        suggestions = [self._suggestion(item, population, scope) for item in body.suggestions]
        if whole and must is not None:
            self._can_apply(body, where, must)
        all_there = (
            len(flags) == len(body.flags)
            and [*map(len, needs_any)] == [*map(len, body.needs)]
            and None not in suggestions
        )
        good = whole and all_there and self.problems.errors == before
        if good:
            self._unused(body, scope)
        # The examples of a faulty member have the same fault, put into their cells.
        examples = self.examples.good(rule, population, in_family) if good or not in_family else ()
        if not good or must is None or message is None:
            return None, ()
        made = ty.Rule(
            rule.code,
            rule.title,
            cast(Any, body.severity),
            population,
            where,
            must,
            flags,
            message,
            tuple(reads.needs),
            needs_any,
            body.because.text if body.because else "",
            body.fix.text if body.fix else "",
            body.stage,
            body.explainable,
            tuple(item for item in suggestions if item is not None),
            source.family,
            text,
            source.layer,
            rule.span,
        )
        return made, examples

    # ------------------------------------------------------------ clauses

    def _population(self, ref: t.TableRef) -> ty.Rel | None:
        rel = self.compiler.names.relation(ref)
        if rel is None:
            return None
        if rel.kind == "reference" or ref.anywhere or ref.level:
            what = f"{ref.name}{reach(ref)}"
            self.problems.error(
                "R425",
                ref.span,
                f"A rule cannot be about each {what}: findings are about rows of the return.",
                "Write `for each TABLE` with a table of the return, a derived table, spells, or "
                f"`{self.world.entity}`.",
            )
            return None
        return rel

    def _lets(self, body: t.Body, population: ty.Rel | None) -> Scope:
        lets: dict[str, LetMeaning] = {}
        scope = Scope(population, population, False, lets)
        for let in body.lets:
            if not self._may_be_let(let, lets, population):
                lets.setdefault(let.name, LetMeaning(let.name, None, let.span))
                continue
            meaning = self.compiler.meaning(let.value, scope)
            lets[let.name] = LetMeaning(let.name, meaning, let.span)
        return scope

    def _may_be_let(self, let: t.Let, lets: dict[str, LetMeaning], population: ty.Rel | None) -> bool:
        if let.name in lets:
            self.problems.error(
                "N214",
                let.span,
                f"`{let.name}` is given a meaning twice.",
                "Give one of them another name.",
                (Related(lets[let.name].span, "the first one"),),
            )
            return False
        if population is not None and let.name in self.world.columns(population):
            self.problems.error(
                "N213",
                let.span,
                f"`{self.world.word(population)}` has a column `{let.name}`, which the `let` would hide.",
                "Give it another name; names of your own are written in small letters.",
            )
            return False
        define = None
        if population is not None:
            define = self.world.define_of(population, let.name) or self.world.entity_define(let.name)
        if define is not None:
            self.problems.error(
                "N213",
                let.span,
                f"`{define.table}` has a define `{let.name}`, which the `let` would hide.",
                "Use the define, or give the `let` another name.",
                (Related(define.span, "the define"),),
            )
            return False
        if self.world.plain_rel(let.name) is not None:
            self.problems.error(
                "N218",
                let.span,
                f"`{let.name}` is the name of a table, which the `let` would hide.",
                "Give it another name; names of your own are written in small letters.",
            )
            return False
        return True

    def _unused(self, body: t.Body, scope: Scope) -> None:
        for let in body.lets:
            if let.name not in scope.used:
                self.problems.warn(
                    "N219", let.span, f"Nothing uses `{let.name}`.", "Remove the `let`, or use its name."
                )

    def _flags(self, source: Source, scope: Scope, reads: set[str] | None) -> tuple[ty.Flag, ...]:
        body = source.rule.body
        if not body.flags:
            self.problems.error(
                "R402",
                body.span,
                "The rule does not say which cells to show.",
                "Add a line `flag COLUMN, …` with the columns that a reader has to look at.",
            )
        made: list[ty.Flag] = []
        for ref in body.flags:
            flag = self.flags.flag(ref, scope, reads)
            if flag is not None:
                made.append(flag)
        return tuple(made)

    def _needs_any(self, body: t.Body, scope: Scope) -> tuple[tuple[ty.Need, ...], ...]:
        places = [[place_named(self.compiler, ref, scope, "R410") for ref in refs] for refs in body.needs]
        return tuple(tuple(ty.Need(*place) for place in some if place is not None) for some in places)

    def _suggestion(
        self, item: t.Suggestion, population: ty.Rel | None, scope: Scope
    ) -> ty.Suggestion | None:
        target: t.Expr = item.target
        name = target.names[0] if isinstance(target, t.Ref) and target.base is None else ""
        table = (
            self.world.table(population) if population is not None and population.kind == "table" else None
        )
        if (
            table is None
            or not isinstance(target, t.Ref)
            or len(target.names) != 1
            or name not in table.columns
        ):
            self.problems.error(
                "R408",
                target.span,
                f"A value can be suggested for a column of the rule's own row only, not for {named(target)}.",
                "Name a column that stands in the file of the rule's table.",
            )
            return None
        info = self.world.columns(cast(ty.Rel, population))[name]
        column = ty.Col(ty.Here(), cast(ty.Rel, population), name, info.kind, info.codes)
        value = self.compiler.value(item.value, scope, column)
        if value is None:
            return None
        if value.kind is not info.kind:
            self.problems.error(
                "R409",
                item.value.span,
                f"`{name}` holds {a_kind(info.kind, info.codes)}, and {named(item.value)} is "
                f"{a_kind(value.kind, self.world.codes_of(value))}.",
                f"Suggest {a_kind(info.kind, info.codes)}.",
            )
            return None
        return ty.Suggestion(name, value)

    def _can_apply(self, body: t.Body, where: ty.Expr | None, must: ty.Expr) -> None:
        why = never_holds(where) if where is not None else None
        if why is not None and body.where is not None:
            self.problems.error(
                "R406",
                body.where.span,
                f"The rule can never apply: {why}.",
                "Write `or` where one of several is enough, or remove one of the conditions.",
            )
            return
        why = never_fails(where, must)
        if why is not None:
            self.problems.error(
                "R407",
                body.must.span,
                f"The rule can never fail: {why}.",
                "Write what has to hold: the opposite of what is a mistake.",
            )
