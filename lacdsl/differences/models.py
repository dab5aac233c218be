"""What differs between the data models of two rulesets: tables, columns, codes, and the collection itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from lacdsl.model import CodeList, Column, Entity, Model, Table


@dataclass(frozen=True, slots=True)
class ModelChange:
    """One thing that is another in the data model.

    `of` is the table of a column, as rules call it, or the list of a code. `title` is what a table, column or list is
    about, or the label of a code. `what` with `before` and `after` say what changed of something that both models have.
    """

    kind: Literal["collection", "table", "column", "codes", "code"]
    change: Literal["added", "removed", "changed"]
    name: str
    of: str = ""
    title: str = ""
    what: str = ""
    before: str = ""
    after: str = ""


_COLLECTION = {
    "name": "return",
    "year": "year",
    "start": "first day",
    "end": "last day",
    "leap_day": "anniversary of 29 February",
    "texts": "how texts are compared",
    "root": "table that all others belong to",
    "entity": "what is counted",
}
_TABLE = {
    "title": "title",
    "singular": "name in rules",
    "key": "key",
    "parent": "parent",
    "parent_key": "key of the parent",
    "one": "one row at most",
    "order": "order",
    "period": "period",
    "required": "table has to be there",
    "per_return": "one row for the whole return",
}
_COLUMN = {
    "title": "title",
    "type": "type",
    "required": "required",
    "codes": "codes",
    "minimum": "smallest value",
    "maximum": "largest value",
    "max_length": "longest text",
    "many": "several codes in a cell",
    "exact": "small letters and capitals are different",
    "dates": "forms of dates",
    "personal": "personal",
    "derive": "worked out",
}


def model_changes(old: Model, new: Model) -> tuple[ModelChange, ...]:
    """What is added, removed and changed from one data model to the other, in the order of the model."""
    if old.name != new.name:
        return (ModelChange("collection", "changed", "", what="return", before=old.title, after=new.title),)
    return (
        *_changed(old, new, _COLLECTION, kind="collection", name=new.title),
        *_tables({**old.tables, **old.reference}, {**new.tables, **new.reference}),
        *_lists(old.code_lists, new.code_lists),
    )


def _tables(old: Mapping[str, Table], new: Mapping[str, Table]) -> Iterator[ModelChange]:
    for name in _all(old, new):
        before, after = old.get(name), new.get(name)
        held = after or before
        assert held is not None
        if before is None or after is None:
            change: Literal["added", "removed"] = "added" if before is None else "removed"
            yield ModelChange("table", change, held.singular, title=held.title)
            continue
        yield from _changed(before, after, _TABLE, kind="table", name=after.singular)
        yield from _columns(before, after)


def _columns(before: Table, after: Table) -> Iterator[ModelChange]:
    old, new = {**before.columns, **before.derived}, {**after.columns, **after.derived}
    for name in _all(old, new):
        was, now = old.get(name), new.get(name)
        held: Column | None = now or was
        assert held is not None
        if was is None or now is None:
            change: Literal["added", "removed"] = "added" if was is None else "removed"
            yield ModelChange("column", change, name, after.singular, held.title)
        else:
            yield from _changed(was, now, _COLUMN, kind="column", name=name, of=after.singular)


def _lists(old: Mapping[str, CodeList], new: Mapping[str, CodeList]) -> Iterator[ModelChange]:
    for name in _all(old, new):
        was, now = old.get(name), new.get(name)
        held = now or was
        assert held is not None
        if was is None or now is None:
            change: Literal["added", "removed"] = "added" if was is None else "removed"
            yield ModelChange("codes", change, name, title=held.title)
            continue
        for code in _all(was.codes, now.codes):
            before, after = was.codes.get(code), now.codes.get(code)
            if before is None:
                yield ModelChange("code", "added", code, name, after or "")
            elif after is None:
                yield ModelChange("code", "removed", code, name, before)
            elif before != after:
                yield ModelChange("code", "changed", code, name, after, "label", before, after)


def _changed(one: Any, other: Any, names: Mapping[str, str], **of: Any) -> Iterator[ModelChange]:
    for name, what in names.items():
        was, now = getattr(one, name), getattr(other, name)
        if was != now:
            yield ModelChange(
                change="changed", title=other.title, what=what, before=_text(was), after=_text(now), **of
            )


def _all(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys([*new, *old]))


def _text(value: Any) -> str:
    if value is None or value == ():
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value.day} {value:%B} {value.year}"
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, Entity):
        return f"{value.plural} ({value.word})"
    if hasattr(value, "options"):
        return " ".join([value.kind.replace("_", " "), *value.options.values()])
    return str(value)
