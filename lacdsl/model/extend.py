"""One year's model on top of the year before: what the later file says replaces, adds or removes."""

from __future__ import annotations

from lacdsl.diagnostics import Span
from lacdsl.model.diagnostics import Problems, near, shown
from lacdsl.model.fields import as_fields, texts
from lacdsl.model.nodes import Fields, Node, locate

_GROUPS = ("tables", "reference")
_COLUMN_GROUPS = ("columns", "derived")


def extended(base: Fields, later: Fields, problems: Problems) -> Fields:
    """`base` with the changes of `later`.

    Removals come first. A table that both have keeps what `later` does not state; its columns are replaced
    one by one and new ones added at the end. Everything else that `later` states replaces what `base` stated.
    """
    result = _without_removed(base, later, problems)
    for name, value in later.entries.items():
        if name == "remove":
            continue
        old = result.entries.get(name)
        if name in _GROUPS and old is not None:
            value = _merged_tables(as_fields(old, name), as_fields(value, name))
        elif name == "code_lists" and old is not None:
            value = _laid_over(as_fields(old, name), as_fields(value, name))
        result = _with(result, name, value, later.keys[name])
    return result


def _merged_tables(old: Fields, new: Fields) -> Fields:
    for name, value in new.entries.items():
        before = old.entries.get(name)
        if before is not None:
            value = _merged_table(as_fields(before, name), as_fields(value, name))
        old = _with(old, name, value, new.keys[name])
    return old


def _merged_table(old: Fields, new: Fields) -> Fields:
    for name, value in new.entries.items():
        before = old.entries.get(name)
        if name in _COLUMN_GROUPS and before is not None:
            value = _laid_over(as_fields(before, name), as_fields(value, name))
        old = _with(old, name, value, new.keys[name])
    return old


def _laid_over(old: Fields, new: Fields) -> Fields:
    return Fields(new.span, {**old.entries, **new.entries}, {**old.keys, **new.keys})


def _with(fields: Fields, name: str, value: Node, key: Span) -> Fields:
    return Fields(fields.span, {**fields.entries, name: value}, {**fields.keys, name: key})


def _without(fields: Fields, name: str) -> Fields:
    return Fields(
        fields.span,
        {key: value for key, value in fields.entries.items() if key != name},
        {key: span for key, span in fields.keys.items() if key != name},
    )


def _without_removed(base: Fields, later: Fields, problems: Problems) -> Fields:
    for position, name in enumerate(texts(later, "remove")):
        removable = _removable(base)
        if name not in removable:
            problems.add(
                "M512",
                f"`{shown(name)}` cannot be removed: the extended model has no such table or column.",
                near(name, removable, "name a table as `Table`, a column as `Table.COLUMN`"),
                locate(later, ("remove", position)),
            )
            continue
        base = _removed(base, removable[name])
    return base


def _removable(base: Fields) -> dict[str, tuple[str, ...]]:
    """Every name that `remove` may give -> the path of what it means."""
    found: dict[str, tuple[str, ...]] = {}
    for group in _GROUPS:
        if group not in base.entries:
            continue
        for table, node in as_fields(base.entries[group], group).entries.items():
            found[table] = (group, table)
            fields = as_fields(node, table)
            for part in _COLUMN_GROUPS:
                if part in fields.entries:
                    for column in as_fields(fields.entries[part], part).entries:
                        found[f"{table}.{column}"] = (group, table, part, column)
    return found


def _removed(fields: Fields, path: tuple[str, ...]) -> Fields:
    first, rest = path[0], path[1:]
    if not rest:
        return _without(fields, first)
    inner = _removed(as_fields(fields.entries[first], first), rest)
    return _with(fields, first, inner, fields.keys[first])
