"""Which mutants the examples of their rules catch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lacdsl.plan.same import same_flags, same_meaning, same_tables
from lacdsl.semantics import typed as ty
from lacdsl.semantics.families import Source
from lacdsl.semantics.variants import Variants
from lacdsl.syntax import tree as t
from lacdsl.testing.bench import Found, Stand, stand
from lacdsl.testing.boundary import Search, Target
from lacdsl.testing.boundary.write import example_of
from lacdsl.testing.examples import holds_in
from lacdsl.testing.mutants.known import known_codes
from lacdsl.testing.mutants.make import Mutant, mutants
from lacdsl.testing.mutants.operators import Changes
from lacdsl.testing.mutants.uses import called, uses
from lacdsl.testing.settings import Settings
from lacdsl.testing.tables import tables_of

_MOST_USERS = 8
"""In how many of the rules that read a definition a difference is looked for."""


@dataclass(slots=True)
class Survivor:
    """A mutant that no example catches. `pairs` are the rules that read it, as they are and with the change in it.

    `changed` holds the tables and spells as the change leaves them. `example` is one that would catch it, for the rule
    `example_of`; `alike` when no data were found on which it makes a difference.
    """

    mutant: Mutant
    pairs: tuple[tuple[ty.Rule, ty.Rule], ...]
    changed: ty.Program
    example: t.Example | None = None
    example_of: str = ""
    alike: bool = False


@dataclass(slots=True)
class Judged:
    """What became of the mutants of one rule, or of one definition that rules share.

    `name` is the rule's code, or what the definition is called; `rule` is the rule itself, None for a definition.
    `caught` by an example, `refused` by the compiler before anything is run, `same` in meaning whatever the data.
    """

    name: str
    family: str | None
    rule: ty.Rule | None
    users: tuple[str, ...] = ()
    caught: list[Mutant] = field(default_factory=list)
    refused: int = 0
    same: list[Mutant] = field(default_factory=list)
    survivors: list[Survivor] = field(default_factory=list)
    marks: bool = False
    """An example marks the cells that are flagged, so that what is flagged is put to the test."""


class Judge:
    """Makes the mutants of rules and tries them on the examples."""

    def __init__(
        self,
        variants: Variants,
        examples: Mapping[str, Sequence[t.Example]],
        settings: Settings | None = None,
    ) -> None:
        """`settings` are for examples that give values to parameters, which are left out without them."""
        self.variants = variants
        self.settings = settings
        self.examples = examples
        self.program = variants.program({})
        self.changes = Changes(known_codes(variants.model, variants.world))
        self._stands: dict[str, list[Stand]] = {}

    def all(self, codes: Sequence[str]) -> Iterator[Judged]:
        """The rules with these codes, one by one. What a family's example catches it catches for all its members."""
        sources = self.variants.sources()
        families: dict[str | None, list[str]] = {}
        for code in codes:
            if code in sources:
                families.setdefault(sources[code].family or f"rule {code}", []).append(code)
        for members in families.values():
            judged = [self.rule(sources[code]) for code in members]
            yield from _shared([each for each in judged if each is not None])

    def rule(self, source: Source) -> Judged | None:
        """One rule; None when it does not compile."""
        rule = self.variants.rule(source)
        if rule is None:
            return None
        tried = self._tried(source.rule.code)
        marks = any(stand.tables.marks for stand in tried)
        judged = Judged(source.rule.code, source.family, rule, marks=marks)
        expected = [self._found(stand, source, source.rule.body, rule) for stand in tried]
        for mutant in mutants(source.rule.body, self.changes, marks):
            assert isinstance(mutant.made, t.Body)
            made = self.variants.rule(source, mutant.made)
            if made is None:
                judged.refused += 1
            elif same_meaning(rule, made) and (not marks or same_flags(rule, made)):
                judged.same.append(mutant)
            elif self._notices(source, mutant.made, made, tried, expected):
                judged.caught.append(mutant)
            else:
                judged.survivors.append(Survivor(mutant, ((rule, made),), self.program))
        return judged

    def _notices(
        self,
        source: Source,
        body: t.Body,
        made: ty.Rule,
        tried: Sequence[Stand],
        expected: Sequence[Found | None],
    ) -> bool:
        return any(
            self._found(stand, source, body, made) != words
            for stand, words in zip(tried, expected, strict=True)
        )

    def _found(self, stand: Stand, source: Source, body: t.Body, made: ty.Rule) -> Found | None:
        """What a stand finds of a rule with that body; `made` is the body as it is compiled in the ruleset itself."""
        if stand.variants is None:
            return stand.found(made)
        other = stand.variants.rule(source, body)
        return None if other is None else stand.found(other)

    def shared(self, codes: Sequence[str], layer: str | None = None) -> Iterator[Judged]:
        """The definitions that the rules with these codes use: a change is caught by an example of any such rule.

        With a `layer` those of that ruleset only, without what it builds on.
        """
        sources = self.variants.sources()
        used = uses(self.variants.items, {code: sources[code] for code in codes if code in sources})
        own = {id(held.item) for held in self.variants.items if layer in (None, held.layer)}
        for item, users in used.items():
            if id(item) not in own:
                continue
            judged = Judged(called(item), None, None, tuple(users))
            for mutant in mutants(item, self.changes):
                self._share(judged, item, mutant, {code: sources[code] for code in users})
            yield judged

    def _share(self, judged: Judged, item: t.Item, mutant: Mutant, users: Mapping[str, Source]) -> None:
        assert isinstance(mutant.made, t.Item)
        changed = self.variants.with_item(item, mutant.made)
        pairs: list[tuple[ty.Rule, ty.Rule]] = []
        for source in users.values():
            rule, made = self.variants.rule(source), changed.rule(source)
            if changed.faults or made is None:
                judged.refused += 1
                return
            assert rule is not None
            pairs.append((rule, made))
        program = changed.program({})
        moved = [pair for pair in pairs if not same_meaning(*pair)]
        if not moved and same_tables(self.program, program):
            judged.same.append(mutant)
            return
        for rule, made in pairs:
            source = users[rule.code]
            body = source.rule.body
            for before in self._tried(rule.code):
                other = before.variants.with_item(item, mutant.made) if before.variants else None
                after = stand(
                    program if other is None else other.program({}), before.example, before.tables, other
                )
                if self._found(after, source, body, made) != self._found(before, source, body, rule):
                    judged.caught.append(mutant)
                    return
        judged.survivors.append(Survivor(mutant, tuple(pairs), program))

    def look_closer(self, judged: Judged) -> None:
        """For every survivor an example that would catch it, or that none was found on made-up data."""
        searches: dict[str, Search] = {}
        users = list(dict.fromkeys(rule.code for each in judged.survivors for rule, _ in each.pairs))
        for code in users[:_MOST_USERS]:
            waiting = [each for each in judged.survivors if each.example is None and not each.example_of]
            pairs = [(each, pair) for each in waiting for pair in each.pairs if pair[0].code == code]
            if not pairs:
                continue
            rule = pairs[0][1][0]
            search = searches.setdefault(code, Search(self.program, rule, self._held(code), judged.marks))
            found = search.witnesses([Target(each.changed, made) for each, (_, made) in pairs])
            for (each, _), witness in zip(pairs, found, strict=True):
                if witness is not None:
                    each.example_of = code
                    relative = search.reads.moments
                    each.example = example_of(
                        self.program, rule, each.mutant.change, [witness.scenario], relative, judged.marks
                    )
        for each in judged.survivors:
            each.alike = not each.example_of

    def _held(self, code: str) -> list[t.Example]:
        year = self.variants.model.year
        held = [example for example in self.examples.get(code, ()) if holds_in(example, year)]
        return held if self.settings is not None else [example for example in held if not example.given]

    def _tried(self, code: str) -> list[Stand]:
        if code not in self._stands:
            self._stands[code] = [self._stand(code, example) for example in self._held(code)]
        return self._stands[code]

    def _stand(self, code: str, example: t.Example) -> Stand:
        layer = self.variants.sources()[code].layer if self.settings is not None else ""
        values = self.settings.values(layer, example) if self.settings is not None else {}
        tables = tables_of(example, self.variants.model)
        if self.settings is None or not values:
            return stand(self.program, example, tables)
        variants = self.settings.variants(values)
        return stand(variants.program({}), example, tables, variants)


def _shared(judged: list[Judged]) -> list[Judged]:
    """In a family: what is caught in one member counts as caught in all, for they have one text."""
    if len(judged) > 1:
        caught = {mutant.key for each in judged for mutant in each.caught}
        for each in judged:
            lucky = [left for left in each.survivors if left.mutant.key in caught]
            each.survivors = [left for left in each.survivors if left not in lucky]
            each.caught += [left.mutant for left in lucky]
    return judged
