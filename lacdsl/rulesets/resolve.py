"""From the items of all rulesets of a chain to those that count: what is replaced or removed is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from lacdsl.diagnostics import Related, Span
from lacdsl.rulesets.diagnostics import Problems, near
from lacdsl.rulesets.families import member_codes, members_of, without_member, without_row
from lacdsl.rulesets.manifest import OFFICIAL
from lacdsl.rulesets.ruleset import Change
from lacdsl.semantics import LayeredItem
from lacdsl.syntax import print_item, tree

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Read:
    """The items of one ruleset. `complete`: every definition in its files could be read."""

    layer: str
    items: tuple[tree.Item, ...]
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Resolved:
    """The items that count, in order, the reasons of the rules that were removed, by code, and all that was changed.

    `severities` are those of rules that a later ruleset treats otherwise than they say themselves.
    """

    items: tuple[LayeredItem, ...]
    removed: dict[str, str]
    severities: dict[str, str] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()


def resolve(layers: Sequence[Read], problems: Problems) -> Resolved:
    """The items that count, the earliest ruleset first; R467 and R468 go to `problems`.

    Within one ruleset the order of items means nothing: removals come first, then what replaces, then the rest.
    """
    state = _State(problems)
    for layer in layers:
        state.complete = state.complete and layer.complete
        for stage in _STAGES:
            for item in layer.items:
                if stage(item):
                    state.take(item, layer.layer)
    return Resolved(tuple(state.items.values()), state.removed, state.severities, tuple(state.changes))


_STAGES: tuple[Callable[[tree.Item], bool], ...] = (
    lambda item: isinstance(item, tree.Removal),
    lambda item: item.replaces,
    lambda item: not item.replaces and not isinstance(item, tree.Removal | tree.Treatment),
    lambda item: isinstance(item, tree.Treatment),
)


@dataclass(slots=True)
class _State:
    problems: Problems
    items: dict[Key, LayeredItem] = field(default_factory=dict)
    removed: dict[str, str] = field(default_factory=dict)
    severities: dict[str, str] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    families: dict[str, Key] = field(default_factory=dict)
    """Code of a member -> key of its family."""
    complete: bool = True
    strange: int = 0

    def take(self, item: tree.Item, layer: str) -> None:
        if isinstance(item, tree.Removal):
            self._remove(item, layer)
        elif isinstance(item, tree.Treatment):
            self._treat(item, layer)
        elif item.replaces:
            self._replace(item, layer)
        else:
            self._add(item, layer)

    def _add(self, item: tree.Item, layer: str) -> None:
        key = key_of(item)
        first = self._holder(key)
        if first is not None:
            self._twice(key, called(item), heading(item), first, layer)
            return
        self._place(item, key, layer)

    def _place(self, item: tree.Item, key: Key, layer: str, earlier: LayeredItem | None = None) -> None:
        """Put a new item in; members of a family whose code is taken are left out of it."""
        self.items[key] = LayeredItem(item, layer, earlier)
        if not isinstance(item, tree.Family):
            return
        for code, span in members_of(item):
            first = self._holder(("rule", code))
            if first is not None:
                self._twice(("rule", code), f"Rule {code}", span, first, layer)
                item = without_row(item, span)
                self.items[key] = LayeredItem(item, layer)
            else:
                self.families[code] = key

    def _replace(self, item: tree.Item, layer: str) -> None:
        key = key_of(item)
        old = self._earlier(key, called(item), heading(item), layer, "replace")
        if old is None:
            return
        if isinstance(old.item, tree.Family):
            if key[0] == "rule":
                self._leave_family(key[1])
            else:
                for code in member_codes(old.item):
                    self.families.pop(code, None)
        for code in [key[1]] if key[0] == "rule" else codes_of(item):
            self.severities.pop(code, None)
        self.changes.append(
            Change("replaced", *key, layer, old.layer, value=_value(item), was=_value(old.item))
        )
        self._place(item, key, layer, old if isinstance(item, tree.Parameter) else None)

    def _remove(self, item: tree.Removal, layer: str) -> None:
        key = ("rule", item.code)
        old = self._earlier(key, f"Rule {item.code}", heading(item), layer, "remove")
        if old is None:
            return
        if isinstance(old.item, tree.Family):
            self._leave_family(item.code)
        else:
            del self.items[key]
        self.severities.pop(item.code, None)
        self.removed[item.code] = item.reason or ""
        self.changes.append(Change("removed", *key, layer, old.layer, reason=item.reason or ""))

    def _treat(self, item: tree.Treatment, layer: str) -> None:
        key = ("rule", item.code)
        old = self._earlier(key, f"Rule {item.code}", heading(item), layer, "treat")
        if old is None:
            return
        if any(change.layer == layer and change.name == item.code for change in self.changes):
            message = f"Rule {item.code} is treated twice in this ruleset."
            self.problems.add("R467", message, "Remove one of the two lines.", heading(item))
            return
        self.severities[item.code] = item.severity
        self.changes.append(Change("treated", *key, layer, old.layer, item.severity, item.reason or ""))

    def _leave_family(self, code: str) -> None:
        key = self.families.pop(code)
        held = self.items[key]
        assert isinstance(held.item, tree.Family)
        rest = without_member(held.item, code)
        if member_codes(rest):
            self.items[key] = replace(held, item=rest)
        else:
            del self.items[key]

    def _holder(self, key: Key) -> LayeredItem | None:
        """What defines `key` so far: the item itself, or the family that the rule is a member of."""
        if key[0] == "rule" and key[1] in self.families:
            return self.items[self.families[key[1]]]
        return self.items.get(key)

    def _earlier(self, key: Key, name: str, span: Span, layer: str, word: str) -> LayeredItem | None:
        """What an earlier ruleset has under `key`; None when that is nothing, which `problems` is told."""
        found = self._holder(key)
        if found is not None and found.layer != layer:
            return found
        if found is not None:
            message = f"{name} is defined in this ruleset, so there is nothing to {word}."
            place = (Related(_place_of(found, key), "the other one"),)
            help = "Give it that severity itself" if word == "treat" else "Change the other one"
            self.problems.add("R468", message, f"{help}, and remove this.", span, place)
        elif key[0] == "rule" and key[1] in self.removed:
            self.problems.add(
                "R468",
                f"{name} has been removed already, here or by a ruleset before this one.",
                "Remove this line, or the one that removes it.",
                span,
            )
        elif self.complete:
            known = [*(other for kind, other in self.items if kind == key[0])]
            if key[0] == "rule":
                known.extend(self.families)
            otherwise = "Leave `replace` out." if word == "replace" else "Remove this line."
            message = f"{name} is not defined by any ruleset before this one."
            self.problems.add("R468", message, self._where_to(key, known, otherwise, layer), span)
        return None

    def _where_to(self, key: Key, known: list[str], otherwise: str, layer: str) -> str:
        """Help with a name that is not there: a slip, or what a new version of the base renamed or took away."""
        base = next((held.layer for held in reversed(self.items.values()) if held.layer != layer), None)
        self.strange += 1
        help = near(key[1], known, otherwise) if self.strange <= _SLIPS else otherwise
        if base is None or base.split("/")[0] == OFFICIAL:
            return help
        others = [name for (kind, name), held in self.items.items() if held.layer == base and kind == key[0]]
        if key[0] != "rule" and 0 < len(others) <= _FEW and not help.startswith("Did"):
            help = f"{_PLURALS[key[0]]} of {base} are: {', '.join(others)}."
        return f"{help} If a new version of {base} renamed it or took it away, its changelog says so."

    def _twice(self, key: Key, name: str, span: Span, first: LayeredItem, layer: str) -> None:
        related = (Related(_place_of(first, key), "the first one is here"),)
        if first.layer == layer:
            message, help = f"{name} is defined twice.", "Remove one of the two, or give it another name."
        else:
            message = f"{name} is already defined by {first.layer}."
            help = "Write `replace` before it to put this one in its place, or give it another name."
        self.problems.add("R467", message, help, span, related)


def _value(item: tree.Item) -> str:
    """What a parameter or a list of codes is, on one line; "" for anything else."""
    if isinstance(item, tree.Parameter | tree.Codes):
        return " ".join(print_item(item).partition("=")[2].split())
    return ""


def key_of(item: tree.Item) -> Key:
    """What two items that clash have in common."""
    match item:
        case tree.Rule() | tree.Removal() | tree.Treatment():
            return "rule", item.code
        case tree.Family():
            return "family", item.title
        case tree.Define():
            return "define", f"{item.table}.{item.name}"
        case tree.Codes():
            return "codes", item.name
        case tree.Parameter():
            return "parameter", item.name
        case tree.DerivedTable() | tree.Spells():
            return "table", item.name
    raise TypeError(type(item).__name__)


def codes_of(item: tree.Item) -> tuple[str, ...]:
    """The codes of the members, when the item is a family."""
    return member_codes(item) if isinstance(item, tree.Family) else ()


def called(item: tree.Item) -> str:
    """The item as the start of a sentence names it."""
    kind, name = key_of(item)
    if kind == "family":
        return f'The family "{name}"'
    word = "The spells" if isinstance(item, tree.Spells) else _WORDS[kind]
    return f"{word} {name}"


_FEW = 12
# Near names are looked for this often. More than so many names that are not there are no slips of the pen.
_SLIPS = 100
_PLURALS = {
    "family": "Families",
    "define": "Defines",
    "codes": "Lists of codes",
    "parameter": "Parameters",
    "table": "Tables",
}
_WORDS = {
    "rule": "Rule",
    "define": "The define",
    "codes": "The list of codes",
    "parameter": "The parameter",
    "table": "The table",
}


def heading(item: tree.Item) -> Span:
    """Where the first line of an item stands."""
    return item.body.span if isinstance(item, tree.Rule | tree.Family) else item.span


def _place_of(held: LayeredItem, key: Key) -> Span:
    """Where `key` is defined: a row of a family's table, or the heading of an item."""
    if isinstance(held.item, tree.Family) and key[0] == "rule":
        spans: Iterable[Span] = (span for code, span in members_of(held.item) if code == key[1])
        return next(iter(spans), heading(held.item))
    return heading(held.item)
