"""From the items of a ruleset to a program: the way in to this package."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lacdsl.diagnostics import Diagnostic, Related, Span
from lacdsl.model import Model
from lacdsl.semantics import typed as ty
from lacdsl.semantics.compiler import Compiler
from lacdsl.semantics.declarations import declare
from lacdsl.semantics.families import Source, expand, shown_tree
from lacdsl.semantics.kept import Kept, Made
from lacdsl.semantics.problems import Problems
from lacdsl.semantics.rules import Rules
from lacdsl.semantics.world import World
from lacdsl.syntax import tree as t


@dataclass(frozen=True, slots=True)
class LayeredItem:
    """An item, and the ruleset that it comes from. Of a parameter that was replaced, `earlier` is what it was before."""

    item: t.Item
    layer: str
    earlier: LayeredItem | None = None


@dataclass(frozen=True, slots=True)
class Compiled:
    """What became of the items.

    `program` holds the rules without an error, by code; `trees` every rule with the members of families written out, and
    `examples` those examples of the rules in the program that can be run.
    """

    program: ty.Program
    diagnostics: tuple[Diagnostic, ...]
    examples: dict[str, tuple[t.Example, ...]]
    trees: dict[str, t.Rule]


def compile_program(
    model: Model,
    items: Sequence[LayeredItem],
    source_of: Callable[[Span], str],
    kept: Kept | None = None,
) -> Compiled:
    """Compile everything. What was replaced or removed by a later ruleset must be gone from `items`.

    `source_of` gives the text at a span; it is asked for whole lines. Every fault is a diagnostic, in the order of the
    items; nothing is raised. `kept` is what is known from the last time: it makes no difference but to the time it takes.
    """
    compiler = _compiler(model, items, source_of, kept)
    problems, world = compiler.problems, compiler.world
    rules: dict[str, ty.Rule] = {}
    trees: dict[str, t.Rule] = {}
    examples: dict[str, tuple[t.Example, ...]] = {}
    making = Rules(compiler)
    for layered in items:
        if not isinstance(layered.item, t.Rule | t.Family):
            continue
        text = problems.text(layered.item.span)
        known = kept.made(layered.layer, text, layered.item) if kept is not None else None
        if known is not None and not any(one.code in trees for one in known):
            for one in known:
                trees[one.code], rules[one.code], examples[one.code] = one.tree, one.rule, one.examples
            continue
        told, made = problems.told, []
        for source in sources_of(layered, problems):
            code = source.rule.code
            if code in trees:
                _twice(source.rule, trees[code], problems)
                continue
            trees[code] = shown_tree(source)
            if source.family is not None:
                problems.member = Related(source.rule.span, f"in the member {code}")
            rule, good = making.compile(source, text)
            problems.member = None
            if rule is not None:
                rules[code] = rule
                examples[code] = good
                made.append(Made(code, trees[code], rule, good))
        if kept is not None and made and problems.told == told:
            kept.keep(layered.layer, text, layered.item, made)
    if kept is not None:
        kept.end()
    program = ty.Program(model, rules, compiler.items.derived, world.compiled_spells)
    return Compiled(program, _sorted(problems.found), examples, trees)


def _compiler(
    model: Model, items: Sequence[LayeredItem], source_of: Callable[[Span], str], kept: Kept | None
) -> Compiler:
    """The compiler, with what rules share compiled: that of the last time where nothing of it has changed."""
    if kept is None:
        return _declared(model, items, Problems(source_of))
    own = [layered.item for layered in items]
    known = kept.begin(model, own)
    if known is not None:
        known.problems.read(source_of)
        return known
    made = _declared(model, items, Problems(source_of))
    kept.keep_shared(own, made)
    return made


def declared(model: Model, items: Sequence[LayeredItem]) -> World:
    """What the model and the items declare, for tools that help to write rules. Faults are passed over."""
    return _declared(model, items, Problems(lambda span: "")).world


def _declared(model: Model, items: Sequence[LayeredItem], problems: Problems) -> Compiler:
    world = World(model)
    declare([layered.item for layered in items], world, problems)
    compiler = Compiler(world, problems)
    _shared(compiler)
    return compiler


def _shared(compiler: Compiler) -> None:
    """Compile what rules share, used or not, so that all faults in it are found."""
    world = compiler.world
    for parameter in world.parameters.values():
        if isinstance(parameter.value, t.Measure):
            compiler.dates.check(parameter.value)
        else:
            compiler.items.parameter(parameter, None)
    for name in (*world.derived, *world.spells):
        rel = world.plain_rel(name)
        assert rel is not None
        compiler.items.ready(rel)
    for define in world.defines.values():
        rel = world.plain_rel(define.table)
        if rel is not None and compiler.items.ready(rel):
            compiler.items.define(define, rel)


def sources_of(layered: LayeredItem, problems: Problems) -> list[Source]:
    """The rules that an item makes: one, the members of a family, or none."""
    item = layered.item
    if isinstance(item, t.Rule):
        return [Source(item, layered.layer)]
    if isinstance(item, t.Family):
        return expand(item, layered.layer, problems)
    return []


def _twice(rule: t.Rule, first: t.Rule, problems: Problems) -> None:
    problems.error(
        "R401",
        rule.span,
        f"There are two rules {rule.code}.",
        "Give one of them another code, or write `replace rule` in a ruleset that extends the other's.",
        (Related(first.span, "the first one"),),
    )


def _sorted(found: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """By file and place, files in the order in which they first had a fault."""
    files: dict[str, int] = {}
    for problem in found:
        if problem.span is not None:
            files.setdefault(problem.span.file, len(files))

    def place(problem: Diagnostic) -> tuple[int, int, int]:
        span = problem.span
        return (files[span.file], span.line, span.column) if span is not None else (-1, 0, 0)

    return tuple(sorted(found, key=place))
