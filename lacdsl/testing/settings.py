"""The values of parameters that an example is run with: its own, else those that the writer of the rule knew.

A rule of a group is proved with the group's limits. A council that builds on the group may change a limit, and the
examples of the group's rules are none the worse for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from lacdsl.model import Model
from lacdsl.rulesets import Ruleset
from lacdsl.semantics import LayeredItem
from lacdsl.semantics import typed as ty
from lacdsl.semantics.variants import Variants
from lacdsl.syntax import tree as t
from lacdsl.syntax.printer import print_expr

_SCOPES = ("official", "regional", "local")

Values = Mapping[str, t.Expr]
"""Values of parameters by name; those that are not in it are as the ruleset has them."""


class Settings:
    """The rules of a ruleset as they are with other values of parameters."""

    def __init__(
        self,
        model: Model,
        items: Callable[[], Sequence[LayeredItem]],
        scopes: Mapping[str, str] | None = None,
        changed: bool = True,
    ) -> None:
        """`scopes` says of every layer whether it is official, regional or local.

        `changed`: a layer may have changed a parameter of an earlier one. When none has, `items` are only asked for when an
        example gives a value itself.
        """
        self.model = model
        self._items = items
        self._scopes = scopes or {}
        self._changed = changed
        self._variants: dict[tuple[tuple[str, str], ...], Variants] = {}

    @classmethod
    def of(cls, ruleset: Ruleset) -> Settings:
        """Those of a ruleset that is ready for use."""
        changed = any(change.kind == "parameter" for change in ruleset.changes)
        scopes = {layer.name: layer.scope for layer in ruleset.layers}
        return cls(ruleset.model, lambda: ruleset.items, scopes, changed)

    @cached_property
    def items(self) -> tuple[LayeredItem, ...]:
        """The items of the ruleset, as they count."""
        return tuple(self._items())

    def values(self, layer: str, example: t.Example) -> dict[str, t.Expr]:
        """The values that an example of a rule of that layer is run with, where they are not those of the ruleset."""
        found = self._known_to(layer) if self._changed else {}
        return found | {each.name: each.value for each in example.given}

    def _known_to(self, layer: str) -> dict[str, t.Expr]:
        """The values of parameters that somebody with a narrower view has changed since."""
        found: dict[str, t.Expr] = {}
        for held in self.items:
            now: LayeredItem | None = held
            while now is not None and self._narrower(now.layer, layer) and now.earlier is not None:
                now = now.earlier
            if now is not None and now is not held and isinstance(now.item, t.Parameter):
                found[now.item.name] = now.item.value
        return found

    def _narrower(self, one: str, other: str) -> bool:
        scopes = [self._scopes.get(layer, "official") for layer in (one, other)]
        if not all(scope in _SCOPES for scope in scopes):
            return False
        return _SCOPES.index(scopes[0]) > _SCOPES.index(scopes[1])

    def variants(self, values: Values) -> Variants:
        """The ruleset with these values in it."""
        key = tuple(sorted((name, print_expr(value)) for name, value in values.items()))
        if key not in self._variants:
            self._variants[key] = Variants(self.model, [_with(held, values) for held in self.items])
        return self._variants[key]

    def rule(self, code: str, values: Values) -> tuple[ty.Program, ty.Rule] | str:
        """A rule with these values in it; why there is none, when they do not fit."""
        variants = self.variants(values)
        source = variants.sources().get(code)
        made = variants.rule(source) if source is not None else None
        if made is None or variants.faults:
            said = ", ".join(f"{name} = {print_expr(value)}" for name, value in values.items())
            reason = next(
                (found.message for found in variants.problems.found if found.severity == "error"), ""
            )
            return f"cannot be run with {said}: {reason}"
        return variants.program({code: made}), made


def _with(held: LayeredItem, values: Values) -> LayeredItem:
    item = held.item
    if isinstance(item, t.Parameter) and item.name in values:
        return replace(held, item=replace(item, value=values[item.name]))
    return held
