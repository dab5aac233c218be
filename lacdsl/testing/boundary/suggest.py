"""Examples for a rule, made from the rule: rows that catch every small mistake that could be made in it."""

from __future__ import annotations

from collections.abc import Sequence

from lacdsl.semantics import typed as ty
from lacdsl.semantics.families import Source
from lacdsl.semantics.variants import Variants
from lacdsl.syntax import tree as t
from lacdsl.testing.boundary.field import Field, Judgement
from lacdsl.testing.boundary.scenario import Scenario
from lacdsl.testing.boundary.search import Search, Target
from lacdsl.testing.boundary.write import example_of
from lacdsl.testing.mutants.known import known_codes
from lacdsl.testing.mutants.make import mutants
from lacdsl.testing.mutants.operators import Changes

TITLE = "both sides of every line"
_VERDICTS = ("fails", "passes", "unknown", "n/a")


def suggested(variants: Variants, source: Source, examples: Sequence[t.Example]) -> list[t.Example]:
    """Examples that show the rule at work: its verdicts, and rows close to where they change.

    `examples` are those that the rule has; they say what its data look like. None when no rows were found.
    """
    rule = variants.rule(source)
    if rule is None:
        return []
    program = variants.program({})
    search = Search(program, rule, examples, cells=True)
    changes = Changes(known_codes(variants.model, variants.world))
    targets = [Target(program, made) for made in _others(variants, source, rule, changes)]
    chosen = _covering(search, targets)
    if search.reads.crosses:
        return [
            example_of(program, rule, f"{TITLE} ({number})", [each], search.reads.moments, marks=True)
            for number, each in enumerate(chosen, 1)
        ]
    return [example_of(program, rule, TITLE, chosen, search.reads.moments, marks=True)] if chosen else []


def _others(variants: Variants, source: Source, rule: ty.Rule, changes: Changes) -> list[ty.Rule]:
    made = []
    for mutant in mutants(source.rule.body, changes, flags=True):
        assert isinstance(mutant.made, t.Body)
        other = variants.rule(source, mutant.made)
        if other is not None and _parts(other) != _parts(rule):
            made.append(other)
    return made


def _parts(rule: ty.Rule) -> tuple[object, ...]:
    return rule.where, rule.must, rule.flags


def _covering(search: Search, targets: Sequence[Target]) -> list[Scenario]:
    """Scenarios that between them tell the rule from all targets and have all its verdicts, the telling ones first."""
    found = [each for each in search.witnesses(targets) if each is not None]
    found.sort(key=lambda each: _VERDICTS.index(each.verdict))
    chosen: list[Scenario] = []
    waiting = list(targets)
    for witness in found:
        field = Field([witness.scenario], search.model)
        own = search.own(field)
        told = [each for each in waiting if search.theirs(field, each) != own]
        if told:
            chosen.append(witness.scenario)
            waiting = [each for each in waiting if each not in told]
    seen = {each.verdict for scenario in chosen for each in _verdicts(search, scenario)}
    for verdict in _VERDICTS:
        if verdict not in seen:
            extra = search.having(verdict)
            chosen += [extra] if extra is not None else []
    return chosen


def _verdicts(search: Search, scenario: Scenario) -> list[Judgement]:
    return Field([scenario], search.model).verdicts(search.program, search.rule)
