"""What became of rules the last time, for an editor that has everything compiled again at every keystroke.

Only rules are kept of which nothing at all was to be said, so that every message is found anew each time, in its order. What
a rule means depends on the model, on its own text, and on those items that it names, or that are named by what it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from lacdsl.diagnostics import Diagnostic
from lacdsl.model import Model
from lacdsl.semantics import typed as ty
from lacdsl.syntax import tree as t

if TYPE_CHECKING:
    from lacdsl.semantics.compiler import Compiler
    from lacdsl.semantics.world import World

_WORD = re.compile(r"\w+")
_Named = dict[str, list[t.Item]]


@dataclass(frozen=True, slots=True)
class Made:
    """One rule of an item: its code, what it means, how it is written, and its examples."""

    code: str
    tree: t.Rule
    rule: ty.Rule
    examples: tuple[t.Example, ...]


@dataclass(frozen=True, slots=True)
class _KeptItem:
    item: t.Item
    words: frozenset[str]
    made: tuple[Made, ...]


@dataclass(slots=True)
class _Shared:
    """What rules share, compiled: the items, and what was known before any rule was compiled."""

    items: tuple[t.Item, ...]
    compiler: Compiler
    found: tuple[Diagnostic, ...]
    errors: int
    defines: Mapping[Any, Any]


@dataclass(slots=True)
class Kept:
    """The rules of one file, by ruleset and text, and what they share, as of the last time."""

    _model: Model | None = None
    _shared: _Shared | None = None
    _rules: dict[tuple[str, str], _KeptItem] = field(default_factory=dict)
    _fresh: dict[tuple[str, str], _KeptItem] = field(default_factory=dict)
    _words: dict[int, tuple[t.Item, frozenset[str]]] = field(default_factory=dict)

    @property
    def world(self) -> World | None:
        """What the model and the items declared the last time."""
        return self._shared.compiler.world if self._shared is not None else None

    def begin(self, model: Model, items: Sequence[t.Item]) -> Compiler | None:
        """Forget what does not hold any more; the compiler of the last time where it can be used again."""
        shared = tuple(item for item in items if not isinstance(item, t.Rule | t.Family))
        self._fresh = {}
        if self._model is not model:
            self._model, self._shared, self._rules, self._words = model, None, {}, {}
            return None
        before = self._shared
        if before is None:
            return None
        if len(before.items) == len(shared) and all(
            one is other for one, other in zip(before.items, shared, strict=True)
        ):
            before.compiler.problems.set_back(before.found, before.errors)
            before.compiler.items.set_back(before.defines)
            return before.compiler
        touched = self._touched(before.items, shared)
        if touched:
            self._rules = {key: held for key, held in self._rules.items() if not held.words & touched}
        self._shared = None
        return None

    def keep_shared(self, items: Sequence[t.Item], compiler: Compiler) -> None:
        """Remember what rules share, before any of them is compiled."""
        shared = tuple(item for item in items if not isinstance(item, t.Rule | t.Family))
        problems = compiler.problems
        self._shared = _Shared(
            shared, compiler, tuple(problems.found), problems.errors, compiler.items.known_defines()
        )
        here = {id(item) for item in shared}
        self._words = {key: held for key, held in self._words.items() if key in here}

    def made(self, layer: str, text: str, item: t.Item) -> tuple[Made, ...] | None:
        """The rules of an item that is as it was, though it may have moved; None when it has to be compiled."""
        held = self._rules.get((layer, text))
        if held is None or not text:
            return None
        if held.item is not item:
            if held.item != item or not isinstance(item, t.Rule):
                return None
            (one,) = held.made
            rule = replace(one.rule, span=item.span)
            held = _KeptItem(item, held.words, (Made(one.code, item, rule, item.body.examples),))
        self._fresh[layer, text] = held
        return held.made

    def keep(self, layer: str, text: str, item: t.Item, made: Iterable[Made]) -> None:
        """Remember the rules of an item of which nothing was to be said."""
        self._fresh[layer, text] = _KeptItem(item, frozenset(_WORD.findall(text)), tuple(made))

    def end(self) -> None:
        """Forget the items that are not there any more."""
        self._rules = self._fresh

    def _touched(self, before: Sequence[t.Item], now: Sequence[t.Item]) -> set[str]:
        """The names that mean something else than before, be it by way of other names."""
        was, are = _by_name(before), _by_name(now)
        found = {name for name in {*was, *are} if was.get(name) != are.get(name)}
        waiting = [
            (name, self._words_of(item)) for held in (was, are) for name in held for item in held[name]
        ]
        grown = bool(found)
        while grown:
            more = {name for name, words in waiting if name not in found and words & found}
            found |= more
            grown = bool(more)
        return found

    def _words_of(self, item: t.Item) -> frozenset[str]:
        held = self._words.get(id(item))
        if held is None:
            words: set[str] = set()
            _collect(item, words)
            held = self._words[id(item)] = (item, frozenset(words))
        return held[1]


def _by_name(items: Iterable[t.Item]) -> _Named:
    found: _Named = {}
    for item in items:
        found.setdefault(str(getattr(item, "name", "")), []).append(item)
    return found


def _collect(value: Any, words: set[str]) -> None:
    """All words of an item, whatever they stand for."""
    if isinstance(value, str):
        words.update(_WORD.findall(value))
    elif isinstance(value, tuple):
        for part in value:
            _collect(part, words)
    elif isinstance(value, t.Node):
        for each in fields(value):
            if each.compare:
                _collect(getattr(value, each.name), words)
