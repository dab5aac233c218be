"""Trees of frozen dataclasses to bytes and back, without ever running what is in the bytes.

The bytes are one msgpack array: the classes in use (name and field names), then the values, each before whatever
holds it. A value is a scalar, or a list that starts with a tag and goes on with the places of its parts. Equal parts
are kept once, so what was shared stays shared and what was merely alike becomes shared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from inspect import getmembers, isclass
from types import ModuleType
from typing import Any

import msgpack

FORMAT = 1

_TUPLE, _DICT, _DATE, _CLASS = 0, 1, 2, 3
_Ref = tuple[Any, ...]


class CodecError(Exception):
    """The value cannot be written, or the bytes cannot be read."""


class Registry:
    """The dataclasses and enumerations that may be written and read, by name."""

    def __init__(self, modules: Mapping[str, ModuleType], classes: Mapping[str, type] | None = None) -> None:
        """`modules` lends every dataclass and enumeration that it or a part of it defines, as `prefix.Name`."""
        self._by_name: dict[str, type] = dict(classes or {})
        for prefix, module in modules.items():
            for name, found in getmembers(module, isclass):
                own = f"{found.__module__}.".startswith(f"{module.__name__}.")
                if own and (is_dataclass(found) or issubclass(found, Enum)):
                    self._by_name[f"{prefix}.{name}"] = found
        self._names = {found: name for name, found in self._by_name.items()}

    def name(self, found: type) -> str:
        """The name of a class; CodecError when it is not registered."""
        try:
            return self._names[found]
        except KeyError:
            raise CodecError(f"{found.__qualname__} is not registered") from None

    def named(self, name: object) -> type:
        """The class of a name; CodecError when it is not registered."""
        if not isinstance(name, str) or name not in self._by_name:
            raise CodecError(f"unknown class {name!r}")
        return self._by_name[name]


def encode(value: object, registry: Registry) -> bytes:
    """`value`, made of registered classes, tuples, dicts, dates and scalars. CodecError for anything else."""
    writer = _Writer(registry)
    try:
        writer.put(value)
    except RecursionError:
        raise CodecError("nested too deeply") from None
    packed: bytes = msgpack.packb([FORMAT, writer.classes, writer.values], use_bin_type=True)
    return packed


def decode(data: bytes, registry: Registry) -> Any:
    """The value that was encoded. CodecError when the bytes are damaged or name an unknown class."""
    try:
        form, classes, values = msgpack.unpackb(data, raw=False, strict_map_key=False)
        if form != FORMAT:
            raise CodecError(f"format {form!r}")
        makers = [_maker(registry.named(name), tuple(names)) for name, names in classes]
        return _read(values, makers)
    except CodecError:
        raise
    except (ValueError, TypeError, IndexError, KeyError, OverflowError, msgpack.UnpackException) as error:
        raise CodecError(str(error)) from error


class _Writer:
    def __init__(self, registry: Registry) -> None:
        self.classes: list[tuple[str, tuple[str, ...]]] = []
        self.values: list[Any] = []
        self._registry = registry
        self._plans: dict[type, tuple[int, tuple[str, ...]]] = {}
        self._known: dict[_Ref, int] = {}
        # An object that is held twice need not be walked twice; `_alive` keeps its id from being given away.
        self._places: dict[int, int] = {}
        self._alive: list[object] = []

    def put(self, value: object) -> int:
        """Write `value` unless an equal one is there; its place."""
        place = self._places.get(id(value))
        if place is None:
            place = self._store(*self._form(value))
            self._places[id(value)] = place
            self._alive.append(value)
        return place

    def _form(self, value: object) -> tuple[_Ref, Any]:
        kind: Any = type(value)
        if value is None or kind in (bool, int, str):
            return (kind, value), value
        if kind is float:
            return (kind, repr(value)), value
        put = self.put
        if isinstance(value, tuple) and kind is tuple:
            written: _Ref = (_TUPLE, *[put(part) for part in value])
        elif (plan := self._plans.get(kind)) is not None:
            written = (plan[0], *[put(getattr(value, name)) for name in plan[1]])
        elif isinstance(value, Mapping):
            written = (_DICT, *[put(part) for pair in value.items() for part in pair])
        elif isinstance(value, date) and kind is date:
            written = (_DATE, value.toordinal())
        elif isinstance(value, Enum) or is_dataclass(value):
            self._plans[kind] = (_CLASS + len(self.classes), _field_names(kind))
            self.classes.append((self._registry.name(kind), _field_names(kind)))
            return self._form(value)
        else:
            raise CodecError(f"a {kind.__qualname__} cannot be written")
        return written, written

    def _store(self, key: _Ref, written: Any) -> int:
        place = self._known.get(key)
        if place is None:
            place = self._known[key] = len(self.values)
            self.values.append(written)
        return place


def _read(values: Iterable[Any], makers: list[Callable[[list[Any]], Any]]) -> Any:
    made: list[Any] = []
    for entry in values:
        if type(entry) is not list:
            made.append(entry)
            continue
        tag, places = entry[0], entry[1:]
        if tag == _DATE:
            made.append(date.fromordinal(places[0]))
            continue
        if places and min(places) < 0:
            raise CodecError("a part lies before the beginning")
        parts = [made[place] for place in places]
        if tag >= _CLASS:
            made.append(makers[tag - _CLASS](parts))
        elif tag == _TUPLE:
            made.append(tuple(parts))
        elif tag == _DICT:
            made.append(dict(zip(parts[::2], parts[1::2], strict=True)))
        else:
            raise CodecError(f"tag {tag!r}")
    return made[-1]


def _maker(kind: Any, names: tuple[str, ...]) -> Callable[[list[Any]], Any]:
    if names != _field_names(kind):
        raise CodecError(f"{kind.__qualname__} has changed")
    keywords = [] if issubclass(kind, Enum) else [part.name for part in fields(kind) if part.kw_only]
    if not keywords:
        return lambda parts: kind(*parts)
    plain = len(names) - len(keywords)
    return lambda parts: kind(*parts[:plain], **dict(zip(keywords, parts[plain:], strict=True)))


@cache
def _field_names(kind: Any) -> tuple[str, ...]:
    """The fields in the order in which `kind` is called: by position first, then by keyword."""
    if issubclass(kind, Enum):
        return ("value",)
    found = fields(kind)
    return tuple(part.name for part in sorted(found, key=lambda part: bool(part.kw_only)))
