"""YAML text -> a small tree in which every key and value knows its line and column.

Only plain YAML is read: a key written twice, an alias, tag, second document or deep nesting is refused.
Words stay words: `NO` and `2026-04-01` are text; only true, false, null and plain numbers are anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from lacdsl.diagnostics import Related, Span
from lacdsl.model.diagnostics import Problems, shown
from lacdsl.model.yaml_slips import slip_of

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 12
_WHOLE = re.compile(r"-?\d{1,15}")
_DECIMAL = re.compile(r"-?\d{1,15}\.\d{1,15}")
_WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}

Value: TypeAlias = "str | int | float | bool | None"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value."""

    value: Value
    span: Span


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Fields:
    """Named values. `keys` holds where each name stands."""

    span: Span
    entries: Mapping[str, Node] = field(default_factory=dict)
    keys: Mapping[str, Span] = field(default_factory=dict)


Node: TypeAlias = "Scalar | Items | Fields"


def plain(node: Node) -> Any:
    """The same values as dicts, lists and scalars, without places."""
    if isinstance(node, Fields):
        return {name: plain(value) for name, value in node.entries.items()}
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    return node.value


def find(node: Node, path: Sequence[str | int]) -> Node | None:
    """The node at `path` (names and list positions), or None."""
    found: Node | None = node
    for step in path:
        if isinstance(found, Fields) and isinstance(step, str):
            found = found.entries.get(step)
        elif isinstance(found, Items) and isinstance(step, int) and step < len(found.items):
            found = found.items[step]
        else:
            return None
    return found


def locate(node: Node, path: Sequence[str | int]) -> Span:
    """Where the thing at `path` stands: a single value itself, anything larger by its name.

    When the path leads nowhere, the place of the nearest thing on the way.
    """
    for length in range(len(path), 0, -1):
        found = find(node, path[:length])
        if found is None:
            continue
        if isinstance(found, Scalar):
            return found.span
        return locate_key(node, path[:length]) or found.span
    return node.span


def locate_key(node: Node, path: Sequence[str | int]) -> Span | None:
    """Where the last name of `path` itself stands."""
    if not path:
        return None
    holder, last = find(node, path[:-1]), path[-1]
    return holder.keys.get(last) if isinstance(holder, Fields) and isinstance(last, str) else None


class _Refused(Exception):
    """Raised after a problem was collected that makes reading on pointless."""


def read_yaml(text: str, file: str, problems: Problems) -> Node | None:
    """The tree of one YAML document; None when `problems` tells why there is none."""
    problems.know_text(file, text)
    try:
        return _Composer(file, problems).document(iter(yaml.parse(text, Loader=_LOADER)))
    except _Refused:
        return None
    except yaml.MarkedYAMLError as error:
        mark, begun = error.problem_mark or error.context_mark, error.context_mark
        slip = slip_of(
            shown(str(error.problem)),
            text,
            (mark.line, mark.column) if mark else (0, 0),
            (begun.line, begun.column) if begun else None,
        )
        place = Span(file, slip.line + 1, slip.column + 1, slip.line + 1, slip.column + 2)
        problems.add("M502", slip.message, slip.help, place)
    except yaml.YAMLError:
        message = "This cannot be read as YAML: it holds characters that YAML does not allow."
        problems.add(
            "M502", message, "type the text anew in an editor for plain text", Span(file, 1, 1, 1, 2)
        )
    return None


class _Composer:
    """Builds the tree from the events of the YAML reader."""

    def __init__(self, file: str, problems: Problems) -> None:
        self._file = file
        self._problems = problems

    def document(self, events: Iterator[Any]) -> Node | None:
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                raise self._refused("A second document starts here.", "keep one document in a file", event)
            if isinstance(event, yaml.NodeEvent):
                root = self._node(event, events, 0)
        if root is None:
            span = Span(self._file, 1, 1, 1, 2)
            self._problems.add("M506", "The file is empty.", "describe a model in it", span)
        return root

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        self._refuse_tricks(event, depth)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(_value(event), self._span(event))
        if isinstance(event, yaml.SequenceStartEvent):
            return self._items(event, events, depth)
        return self._fields(event, events, depth)

    def _items(self, start: Any, events: Iterator[Any], depth: int) -> Items:
        items: list[Node] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._node(event, events, depth + 1))
        return Items(tuple(items), self._span(start))

    def _fields(self, start: Any, events: Iterator[Any], depth: int) -> Fields:
        entries: dict[str, Node] = {}
        keys: dict[str, Span] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            self._refuse_tricks(event, depth + 1)
            if not isinstance(event, yaml.ScalarEvent):
                raise self._refused("A name has to be one word here.", "write `name: value`", event)
            name, span = event.value, self._span(event)
            value = self._node(next(events), events, depth + 1)
            if name in entries:
                self._problems.add(
                    "M503",
                    f"`{shown(name)}` is written twice here.",
                    "keep one of the two, or give the other its own name",
                    span,
                    (Related(keys[name], "the first one"),),
                )
                continue
            entries[name], keys[name] = value, span
        return Fields(self._span(start), entries, keys)

    def _refuse_tricks(self, event: Any, depth: int) -> None:
        if isinstance(event, yaml.AliasEvent):
            name = shown(event.anchor)
            message = f"`*{name}` repeats another part of the file."
            raise self._refused(message, "write the part out here", event)
        if event.anchor is not None:
            name = shown(event.anchor)
            raise self._refused(f"`&{name}` names a part of the file.", "leave the name out", event)
        if event.tag is not None:
            message = f"`{shown(event.tag)}` is a YAML tag."
            raise self._refused(message, "write the value without a tag", event)
        if depth > _DEEPEST:
            message = "This is nested too deeply for a model."
            raise self._refused(message, "remove some of the brackets", event)

    def _refused(self, message: str, help: str, event: Any) -> _Refused:
        self._problems.add("M504", message, help, self._span(event))
        return _Refused()

    def _span(self, event: Any) -> Span:
        start, end = event.start_mark, event.end_mark
        return Span(self._file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _value(event: Any) -> Value:
    text: str = event.value
    if event.style in ("'", '"', "|", ">"):
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    return text
