"""A ruleset that is ready for use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from lacdsl.diagnostics import Diagnostic, Span

if TYPE_CHECKING:
    from lacdsl.model import Model
    from lacdsl.semantics import LayeredItem, typed
    from lacdsl.syntax import tree

Examples: TypeAlias = "Mapping[str, tuple[tree.Example, ...]]"
Trees: TypeAlias = "Mapping[str, tree.Rule]"
Items: TypeAlias = "tuple[LayeredItem, ...]"
Shared: TypeAlias = "tuple[tree.Item, ...]"


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What there is to know of one rule without running it.

    `location` is `file:line`. `message` is as written, "" when the rule has none. `layer` is the name of the ruleset
    that the rule comes from, `family` the title of the family it is a member of, `table` what it is about (None: the
    whole return), `of_child` whether that is the child as a whole. `derived` are the columns it uses that the model
    works out: (table, column); `reference` the names of the reference tables that it reads.
    """

    code: str
    title: str
    severity: str
    message: str
    source: str
    location: str
    layer: str
    because: str = ""
    fix: str = ""
    stage: str | None = None
    explainable: bool = False
    family: str | None = None
    table: str | None = None
    of_child: bool = False
    span: Span | None = None
    derived: tuple[tuple[str, str], ...] = ()
    reference: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LayerInfo:
    """One ruleset of a chain: what its manifest says."""

    name: str
    title: str
    version: str
    owner: str
    scope: str
    licence: str
    year: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a ruleset does to an item of one before it.

    `how`: replaced, removed or treated. `kind` and `name` say what: `rule` and its code, `parameter` and its name.
    `layer` is the ruleset that does it, `before` the one that the item came from, `severity` what a rule is treated as.
    `value` is what a parameter or a list of codes is now, `was` what it was.
    """

    how: str
    kind: str
    name: str
    layer: str
    before: str
    severity: str = ""
    reason: str = ""
    value: str = ""
    was: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """All of a ruleset that checking needs."""

    main: LayerInfo
    return_name: str
    layers: tuple[LayerInfo, ...]
    rules: Mapping[str, RuleInfo]
    removed: Mapping[str, str]
    program: typed.Program
    diagnostics: tuple[Diagnostic, ...]
    shipped_files: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


class Ruleset:
    """The rules of one ruleset and of all that it extends, compiled.

    `rules` holds what is known of every rule by code, in order; `removed` the reason why a rule of an earlier
    ruleset is left out. `diagnostics` are warnings. `layers` are the rulesets it is made of, the earliest first;
    `changes` is what the later ones do to items of the earlier ones.
    """

    def __init__(
        self,
        contents: Contents,
        examples: Callable[[], Examples],
        trees: Callable[[], Trees],
        items: Callable[[], Items] = tuple,
        shared: Callable[[], Shared] = tuple,
    ) -> None:
        main = contents.main
        self.name = main.name
        self.title = main.title
        self.version = main.version
        self.owner = main.owner
        self.scope = main.scope
        self.licence = main.licence
        self.year = main.year
        self.return_name = contents.return_name
        self.layers = contents.layers
        self.rules = contents.rules
        self.removed = contents.removed
        self.program = contents.program
        self.diagnostics = contents.diagnostics
        self.shipped_files = frozenset(contents.shipped_files)
        self.changes = contents.changes
        self._examples = examples
        self._trees = trees
        self._items = items
        self._shared = shared

    @property
    def model(self) -> Model:
        """The data model that the rules are for."""
        return self.program.model

    @cached_property
    def examples(self) -> Examples:
        """The examples of every rule, by code."""
        return self._examples()

    @cached_property
    def trees(self) -> Trees:
        """The syntax tree of every rule, by code; members of families written out."""
        return self._trees()

    @cached_property
    def items(self) -> Items:
        """The items that count, as they are written, with what they share; read from the files when asked for."""
        return self._items()

    @cached_property
    def shared(self) -> Shared:
        """What is defined beside the rules: definitions, lists of codes, derived tables, parameters."""
        return self._shared()

    def definition(self, code: str) -> str:
        """A short text that changes when what the rule checks does: by it, two rulesets have the same rule or not."""
        from lacdsl.rulesets.definition import definition

        return definition(self.program, code)

    @property
    def own_warnings(self) -> tuple[Diagnostic, ...]:
        """The warnings that are about files which do not come with lacdsl."""
        return tuple(
            found
            for found in self.diagnostics
            if found.span is None or found.span.file not in self.shipped_files
        )

    def __repr__(self) -> str:
        return f"<Ruleset {self.name} {self.version}: {len(self.rules)} rules>"
