"""Takes in what the items declare: every name once, and none that means something else already."""

from __future__ import annotations

from collections.abc import Sequence

from lacdsl.diagnostics import Related, Span
from lacdsl.semantics.problems import Problems
from lacdsl.semantics.suggestions import table_help
from lacdsl.semantics.wording import either
from lacdsl.semantics.world import World
from lacdsl.syntax import tree as t


def declare(items: Sequence[t.Item], world: World, problems: Problems) -> None:
    """Enter defines, lists, parameters, derived tables and spells into `world`, and report the clashes."""
    _Declaring(world, problems).all(items)


class _Declaring:
    def __init__(self, world: World, problems: Problems) -> None:
        self.world = world
        self.problems = problems
        self.seen: dict[str, Span] = {}

    def all(self, items: Sequence[t.Item]) -> None:
        for item in items:
            if isinstance(item, t.DerivedTable):
                if self._new(item.name, item, "table"):
                    self.world.derived[item.name] = item
            elif isinstance(item, t.Spells):
                if self._new(item.name, item, "spells"):
                    self.world.spells[item.name] = item
            elif isinstance(item, t.Codes):
                self._codes(item)
            elif isinstance(item, t.Parameter):
                self._parameter(item)
        self._check_sources()
        for item in items:
            if isinstance(item, t.Define):
                self._define(item)

    def _new(self, name: str, item: t.Item, what: str) -> bool:
        if name in self.world.tables or name in self.world.reference or name == self.world.entity:
            self.problems.error(
                "N218",
                item.span,
                f"`{name}` is the name of a table of the model already.",
                f"Give the {what} another name.",
            )
            return False
        first = self.seen.get(name)
        if first is not None:
            self.problems.error(
                "N211",
                item.span,
                f"`{name}` is defined twice.",
                "Give one of them another name, or write `replace` before the one that is meant to win.",
                (Related(first, "the first one"),),
            )
            return False
        self.seen[name] = item.span
        return True

    def _parameter(self, item: t.Parameter) -> None:
        if not self._new(item.name, item, "parameter"):
            return
        owners = self.world.owners(item.name)
        if owners:
            self.problems.error(
                "N213",
                item.span,
                f"{either(owners[:3])} has a column `{item.name}`, which would hide the parameter.",
                "Give the parameter another name; names of parameters are written in small letters.",
            )
        self.world.parameters[item.name] = item

    def _codes(self, item: t.Codes) -> None:
        if item.name in self.world.model.code_lists:
            self.problems.error(
                "N218",
                item.span,
                f"`{item.name}` is a list of codes of the model already.",
                "Give the list another name.",
            )
            return
        if item.name in self.world.lists:
            self.problems.error(
                "N211",
                item.span,
                f"The list `{item.name}` is defined twice.",
                "Give one of them another name, or write `replace` before the one that is meant to win.",
                (Related(self.world.lists[item.name].span, "the first one"),),
            )
            return
        if not item.options.items:
            self.problems.error(
                "T342", item.span, f"The list `{item.name}` is empty.", "Write the codes: `{A, B}`."
            )
        self._repeats(item)
        self.world.lists[item.name] = item

    def _repeats(self, item: t.Codes) -> None:
        seen: set[str] = set()
        for option in item.options.items:
            text = (
                str(option.value)
                if isinstance(option, t.DateLiteral)
                else getattr(option, "text", "").upper()
            )
            if text in seen:
                self.problems.warn("T317", option.span, f"`{text}` stands in the set twice.", "Remove one.")
            seen.add(text)

    def _check_sources(self) -> None:
        """Refuse tables and spells whose source is unknown, or leads back to themselves."""
        sources = {name: item.source for name, item in self.world.derived.items()}
        sources |= {name: item.source for name, item in self.world.spells.items()}
        reported: set[str] = set()
        for name, source in sources.items():
            around = [name]
            while source.name in sources and source.name not in around:
                around.append(source.name)
                source = sources[source.name]
            if source.name in around:
                item = self.world.derived.get(name) or self.world.spells[name]
                if source.name == name and name not in reported:
                    reported.update(around)
                    self.problems.error(
                        "N215",
                        item.span,
                        f"`{name}` is defined through itself: {' -> '.join([*around, name])}.",
                        "Make it of a table of the return.",
                    )
                self.world.broken.add(name)
            elif self.world.plain_rel(source.name) is None:
                if around == [name]:
                    self.problems.error(
                        "N202",
                        source.span,
                        f"There is no table `{source.name}`.",
                        table_help(self.world, source.name),
                    )
                self.world.broken.add(name)
        for name in self.world.broken:
            self.world.derived.pop(name, None)
            self.world.spells.pop(name, None)

    def _define(self, item: t.Define) -> None:
        rel = self.world.plain_rel(item.table)
        if rel is None:
            if item.table not in self.world.broken:
                self.problems.error(
                    "N202",
                    item.span,
                    f"There is no table `{item.table}` to define `{item.name}` on.",
                    table_help(self.world, item.table),
                )
            return
        spells = self.world.spells.get(item.table)
        columns = [part.name for part in spells.columns] if spells else list(self.world.columns(rel))
        if item.name in columns:
            self.problems.error(
                "N213",
                item.span,
                f"`{item.table}` has a column `{item.name}`, which the define would hide.",
                "Give the define another name; names of defines are written in small letters.",
            )
            return
        if self.world.plain_rel(item.name) is not None:
            self.problems.error(
                "N218",
                item.span,
                f"`{item.name}` is the name of a table, which the define would hide.",
                "Give the define another name; names of defines are written in small letters.",
            )
            return
        key = (item.table, item.name)
        if key in self.world.defines:
            self.problems.error(
                "N210",
                item.span,
                f"`{item.table}.{item.name}` is defined twice.",
                "Give one of them another name, or write `replace` before the one that is meant to win.",
                (Related(self.world.defines[key].span, "the first one"),),
            )
            return
        self.world.defines[key] = item
