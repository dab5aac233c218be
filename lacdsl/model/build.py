"""The merged tree of a model -> the dataclasses of `lacdsl.model.types`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast, get_args

from lacdsl.diagnostics import Span
from lacdsl.model import fields as read
from lacdsl.model.check_columns import OPTIONS
from lacdsl.model.diagnostics import Problems, shown
from lacdsl.model.entity import CHILD, Entity, entity_called
from lacdsl.model.fields import ShapeError
from lacdsl.model.nodes import Fields, locate
from lacdsl.model.types import (
    CodeList,
    Column,
    ColumnType,
    DateForm,
    Derive,
    LeapDay,
    Model,
    Required,
    Stated,
    Table,
    Texts,
    XmlBlock,
    XmlRoot,
    XmlValue,
)

_TYPES = ("", *(str(member) for member in ColumnType))
_TABLE_NEEDS = ("singular", "title", "key", "columns")


def build_model(tree: Fields, codes: Mapping[str, Mapping[str, str]], problems: Problems) -> Model:
    """The model that `tree` describes, with the code lists `codes` (name -> code -> label).

    Tables that lack something they need are reported to `problems` and built with what is there.
    """
    start, end = _dates(tree, problems)
    texts = cast(Texts, read.one_of(tree, "texts", get_args(Texts)))
    dates = _date_forms(tree)
    columns = _Columns(texts == "exact", dates)
    titled = tree.entries.get("code_lists")
    titles = None if titled is None else read.as_fields(titled, "code_lists")
    tables, reference = (
        _tables(tree, "tables", columns, problems),
        _tables(tree, "reference", columns, problems),
    )
    root = read.text(tree, "root")
    return Model(
        name=read.text(tree, "name"),
        title=read.text(tree, "title"),
        year=read.text(tree, "year"),
        start=start,
        end=end,
        leap_day=cast(LeapDay, read.one_of(tree, "leap_day", get_args(LeapDay))),
        tables=tables,
        reference=reference,
        code_lists={name: CodeList(name, _list_title(name, titles), codes[name]) for name in sorted(codes)},
        root=root,
        dates=dates,
        texts=texts,
        stated=_stated(tree),
        xml=_xml_root(tree),
        entity=_entity(tree, root, tables, reference),
    )


@dataclass(frozen=True, slots=True)
class _Columns:
    """What all columns of a model have in common."""

    exact: bool
    dates: tuple[DateForm, ...]


def _date_forms(tree: Fields) -> tuple[DateForm, ...]:
    forms = read.texts(tree, "dates") or get_args(DateForm)[:1]
    if not set(forms) <= set(get_args(DateForm)):
        raise ShapeError("dates")
    return cast(tuple[DateForm, ...], forms)


def _entity(tree: Fields, root: str, tables: Mapping[str, Table], reference: Mapping[str, Table]) -> Entity:
    """What the return counts. Where nobody has said: children, or what the root table calls its rows."""
    taken = frozenset(
        word for table in (*tables.values(), *reference.values()) for word in (table.singular, table.name)
    )
    if "entity" in tree.entries:
        fields = read.as_fields(tree.entries["entity"], "entity")
        singular, plural, word = (read.text(fields, name) for name in ("singular", "plural", "word"))
        return entity_called(singular, plural, word, taken)
    held = tables.get(root)
    if held is None or not held.key or "child" in held.key[0].casefold():
        return entity_called(CHILD.singular, taken=taken)
    noun = held.noun or re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", held.singular).lower()
    return entity_called(noun, word=entity_called(CHILD.singular, taken=taken).word)


def _stated(tree: Fields) -> Stated:
    if "stated" not in tree.entries:
        return Stated()
    fields = read.as_fields(tree.entries["stated"], "stated")
    return Stated(*(_table_column(read.optional_text(fields, name)) for name in ("end", "year", "authority")))


def _table_column(text: str | None) -> tuple[str, str] | None:
    table, _, column = (text or "").partition(".")
    return (table, column) if table else None


def _list_title(name: str, titles: Fields | None) -> str:
    stated = read.text(titles, name) if titles is not None else ""
    return stated or name.replace("_", " ").capitalize()


def _dates(tree: Fields, problems: Problems) -> tuple[date, date]:
    days: dict[str, date] = {}
    for name in ("start", "end"):
        written = read.text(tree, name)
        try:
            days[name] = date.fromisoformat(written)
        except ValueError:
            message = f"`{shown(written)}` is not a date of the calendar."
            problems.add("M511", message, "write the date as 2026-04-01", locate(tree, (name,)))
    if len(days) < 2:
        return date.min, date.max
    start, end, year = days["start"], days["end"], read.text(tree, "year")
    if start >= end:
        message = f"The year ends on {end.isoformat()}, which is not after its start on {start.isoformat()}."
        help = "write the first day as `start` and the last as `end`"
        problems.add("M511", message, help, locate(tree, ("end",)))
    elif year != f"{start.year}-{end.year % 100:02}":
        message = f"The year {shown(year)} does not run from {start.isoformat()} to {end.isoformat()}."
        help = f"write {start.year}-{end.year % 100:02} as `year`, or correct `start` and `end`"
        problems.add("M511", message, help, locate(tree, ("year",)))
    return start, end


def _tables(tree: Fields, group: str, common: _Columns, problems: Problems) -> dict[str, Table]:
    tables: dict[str, Table] = {}
    for name, node in read.below(tree, group):
        _check_complete(name, node, group, locate(tree, (group, name)), problems)
        tables[name] = _table(name, node, common)
    return tables


def _check_complete(name: str, node: Fields, group: str, span: Span, problems: Problems) -> None:
    for need in _TABLE_NEEDS:
        spared = (group == "reference" and need == "singular") or (
            need == "key" and "per_return" in node.entries
        )
        if need not in node.entries and not spared:
            message = f"`{shown(name)}` is new here, and does not state its `{need}`."
            problems.add("M506", message, f"add `{need}:`, or correct the table's name", span)


def _table(name: str, node: Fields, common: _Columns) -> Table:
    parent, per_return = read.optional_text(node, "parent"), read.truth(node, "per_return")
    period = read.texts(node, "period")
    if len(period) not in (0, 2):
        raise ShapeError("period")
    return Table(
        name=name,
        singular=read.text(node, "singular", name),
        title=read.text(node, "title"),
        key=read.texts(node, "key"),
        parent=parent,
        parent_key=read.texts(node, "parent_key"),
        one=read.truth(node, "one") or per_return,
        order=read.texts(node, "order"),
        period=(period[0], period[1]) if period else None,
        columns={column: _column(column, fields, common) for column, fields in read.below(node, "columns")},
        derived={column: _column(column, fields, common) for column, fields in read.below(node, "derived")},
        file_names=read.texts(node, "file_names"),
        required=read.truth(node, "required"),
        per_return=per_return,
        xml=_xml_block(node),
        noun=read.text(node, "noun"),
    )


def _column(name: str, node: Fields, common: _Columns) -> Column:
    return Column(
        name=name,
        type=ColumnType(read.one_of(node, "type", _TYPES)),
        title=read.text(node, "title"),
        required=cast(Required, read.one_of(node, "required", get_args(Required))),
        codes=read.optional_text(node, "codes"),
        personal=read.truth(node, "personal"),
        minimum=read.number(node, "minimum"),
        maximum=read.number(node, "maximum"),
        max_length=read.whole(node, "max_length"),
        aliases=read.texts(node, "aliases"),
        derive=_derive(node),
        many=read.truth(node, "many"),
        exact=common.exact,
        dates=common.dates,
        xml=_xml_value(node),
    )


def _xml_root(tree: Fields) -> XmlRoot | None:
    if "xml" not in tree.entries:
        return None
    fields = read.as_fields(tree.entries["xml"], "xml")
    passed_over = tuple(_path(path) for path in read.texts(fields, "passed_over"))
    return XmlRoot(read.text(fields, "root"), _texts_at(fields, "marks"), passed_over)


def _xml_block(node: Fields) -> XmlBlock | None:
    if "xml" not in node.entries:
        return None
    fields = read.as_fields(node.entries["xml"], "xml")
    return XmlBlock(
        _path(read.text(fields, "path")),
        _path(read.text(fields, "inside")),
        read.texts(fields, "any_of"),
        _texts_at(fields, "where"),
    )


def _xml_value(node: Fields) -> XmlValue | None:
    number, path = read.text(node, "xml_number"), read.text(node, "xml")
    if number:
        return XmlValue(_path(number), absolute=True, number=True)
    return XmlValue(_path(path), path.startswith("/")) if path else None


def _texts_at(fields: Fields, name: str) -> dict[tuple[str, ...], str]:
    if name not in fields.entries:
        return {}
    inner = read.as_fields(fields.entries[name], name)
    return {_path(path): read.text(inner, path) for path in inner.entries}


def _path(text: str) -> tuple[str, ...]:
    return tuple(step for step in text.split("/") if step not in ("", "."))


def _derive(node: Fields) -> Derive | None:
    if "derive" not in node.entries:
        return None
    how = read.as_fields(node.entries["derive"], "derive")
    options = {option: read.text(how, option) for option in how.entries if option != "kind"}
    return Derive(read.one_of(how, "kind", ("", *OPTIONS)), options)
