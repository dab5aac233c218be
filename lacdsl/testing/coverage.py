"""Which parts of the conditions of a rule no example makes true, or false."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from lacdsl.diagnostics import Span
from lacdsl.interpreter import Context, Data, Evaluator, Store, verdicts_of
from lacdsl.interpreter.relation import Place
from lacdsl.semantics import typed as ty
from lacdsl.semantics.families import Source
from lacdsl.semantics.variants import Variants
from lacdsl.syntax import tree as t
from lacdsl.syntax.printer import print_expr
from lacdsl.testing.examples import holds_in
from lacdsl.testing.mutants.make import clauses
from lacdsl.testing.mutants.paths import at
from lacdsl.testing.settings import Settings
from lacdsl.testing.tables import AUTHORITY, period, tables_of


@dataclass(slots=True)
class Part:
    """A condition within a rule: the clause it stands in, its place and text, and what examples made it."""

    clause: str
    span: Span
    text: str
    seen: set[bool | None] = field(default_factory=set)

    @property
    def lacks(self) -> str:
        """What no example makes it; empty when examples make it true and false."""
        if not self.seen:
            return "never looked at"
        return " and ".join(f"never {word}" for word, truth in _WORDS if truth not in self.seen)


_WORDS = (("true", True), ("false", False))


@dataclass(slots=True)
class Covered:
    """The parts of one rule, or of all members of one family: they have one text."""

    codes: list[str]
    parts: list[Part]


def coverage(
    variants: Variants,
    examples: Mapping[str, Sequence[t.Example]],
    codes: Sequence[str],
    settings: Settings | None = None,
) -> Iterator[Covered]:
    """What examples make of every part of the rules with these codes, in their order."""
    sources = variants.sources()
    families: dict[str, Covered] = {}
    for code in codes:
        source = sources.get(code)
        held = examples.get(code, ())
        parts = _in_all_settings(variants, source, held, settings) if source is not None else None
        if source is None or parts is None:
            continue
        before = families.get(source.family or f"rule {code}")
        if before is None:
            families[source.family or f"rule {code}"] = Covered([code], parts)
            continue
        before.codes.append(code)
        for one, other in zip(before.parts, parts, strict=False):
            one.seen |= other.seen
    yield from families.values()


def _in_all_settings(
    variants: Variants, source: Source, examples: Sequence[t.Example], settings: Settings | None
) -> list[Part] | None:
    """The parts with what examples made of them, each with the values of parameters that it is run with."""
    groups: dict[int, tuple[Variants, list[t.Example]]] = {id(variants): (variants, [])}
    for example in examples:
        values = settings.values(source.layer, example) if settings is not None else {}
        other = settings.variants(values) if settings is not None and values else variants
        groups.setdefault(id(other), (other, []))[1].append(example)
    parts, *more = (_parts(each, source, held) for each, held in groups.values())
    for other_parts in more:
        for one, other_part in zip(parts or (), other_parts or (), strict=False):
            one.seen |= other_part.seen
    return parts


def _parts(variants: Variants, source: Source, examples: Sequence[t.Example]) -> list[Part] | None:
    conditions = variants.compiler.conditions
    conditions.trace = []
    rule = variants.rule(source)
    made = {id(node): typed for node, typed in conditions.trace}
    conditions.trace = None
    if rule is None:
        return None
    seen = _seen(
        variants.program({}), rule, [each for each in examples if holds_in(each, variants.model.year)]
    )
    reached = set(_reached((rule.where, rule.must)))
    parts = []
    for path, clause in clauses(source.rule.body):
        for node in t.walk(at(source.rule.body, path)):
            typed = made.get(id(node))
            # An equality between the rows of two tables is how they are joined, and is never worked out by itself.
            if typed is not None and id(typed) in reached and isinstance(node, t.Expr):
                parts.append(Part(clause, node.span, print_expr(node), set(seen.get(id(typed), ()))))
    return parts


def _seen(program: ty.Program, rule: ty.Rule, examples: Sequence[t.Example]) -> dict[int, set[bool | None]]:
    model = program.model
    found: dict[int, set[bool | None]] = {}
    for example in examples:
        tables = tables_of(example, model)
        context = Context(*period(model, tables), model.end, AUTHORITY)
        store = Store(program, Data(tables.this, tables.last, tables.reference), context)
        verdicts_of(_Watching(program, store, context, found), rule)
    return found


class _Watching(Evaluator):
    """Keeps what every condition came to, by the condition itself: two that look alike are two."""

    def __init__(
        self, program: ty.Program, store: Store, context: Context, found: dict[int, set[bool | None]]
    ) -> None:
        super().__init__(program, store, context)
        self._found = found

    def truth(self, condition: ty.Expr, here: Place, this: Place) -> bool | None:
        result = super().truth(condition, here, this)
        self._found.setdefault(id(condition), set()).add(result)
        return result


def _reached(value: Any) -> Iterator[int]:
    if isinstance(value, tuple):
        for part in value:
            yield from _reached(part)
    elif is_dataclass(value) and isinstance(value, ty.Expr | ty.Row | ty.Rows):
        yield id(value)
        for each in fields(value):
            yield from _reached(getattr(value, each.name))
