"""The tables of a return as its XML file, by where the model says that each value stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any
from xml.sax.saxutils import escape

import pandas as pd

from lacdsl.model import Column, Model, Table

Path_ = tuple[str, ...]


class Element:
    """An element with texts by name and elements inside it, in the order in which they came."""

    __slots__ = ("inside", "known", "name", "text")

    def __init__(self, name: str) -> None:
        self.name = name
        self.text: str | None = None
        self.inside: list[Element] = []
        self.known: dict[object, Element] = {}

    def one(self, name: str, key: object = None) -> Element:
        """The element of that name and key in this one, made when there is none."""
        found = self.known.get((name, key))
        if found is None:
            found = self.known[name, key] = self.new(name)
        return found

    def new(self, name: str) -> Element:
        """Another element in this one."""
        made = Element(name)
        self.inside.append(made)
        return made


def write_xml(path: Path, tables: Mapping[str, pd.DataFrame], model: Model) -> None:
    """Writes the tables that have a place in XML. Rows are put into the element that has the key of their parent."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write('<?xml version="1.0" encoding="utf-8"?>\n')
        _write(tree_of(tables, model), stream, 0)


def tree_of(tables: Mapping[str, pd.DataFrame], model: Model) -> Element:
    """The outermost element, with all rows in it."""
    assert model.xml is not None
    root = Element(model.xml.name)
    record = _record(model)
    lists = {table.xml.path for table in model.tables.values() if table.xml is not None}
    for name, table in sorted(model.tables.items(), key=lambda each: len(model.ancestors(each[0]))):
        if table.xml is None or name not in tables:
            continue
        columns = [column for column in table.columns.values() if _place(column, table) is not None]
        columns = [column for column in columns if not column.many or _full(column, table) not in lists]
        frame = tables[name]
        for row in frame.astype(object).where(frame.notna(), None).to_dict("records"):
            block = _block(root, record, table, model, row)
            for path, text in table.xml.where.items():
                _put(block, path, text)
            for column in columns:
                cell = row.get(column.name)
                if cell is not None:
                    _put(block, _place(column, table) or (), str(cell))
    return root


def _record(model: Model) -> Path_:
    """The path that all tables with a key have in common: one of these elements for each child."""
    paths = [
        table.xml.path for table in model.tables.values() if table.xml is not None and not table.per_return
    ]
    shared = paths[0]
    for path in paths:
        while path[: len(shared)] != shared:
            shared = shared[:-1]
    return shared


def _block(root: Element, record: Path_, table: Table, model: Model, row: Mapping[Any, object]) -> Element:
    """The element of a row, within the elements of the rows that it belongs to."""
    assert table.xml is not None
    above = {
        other.xml.path: other.key
        for name in model.ancestors(table.name)
        if (other := model.tables[name]).xml is not None
        and other.xml.path != table.xml.path
        and not other.one
    }
    at, path = root, table.xml.path
    for length in range(1, len(path) + 1):
        prefix = path[:length]
        key: object = None
        if prefix in above:
            key = tuple(row.get(name) for name in above[prefix])
        elif prefix == record and not table.per_return:
            key = row.get(model.tables[model.root].key[0])
        elif prefix == path and not table.one:
            made = at.new(path[-1])
            at.known.setdefault((path[-1], tuple(row.get(name) for name in table.key)), made)
            return made
        at = at.one(path[length - 1], key)
    return at


def _place(column: Column, table: Table) -> Path_ | None:
    """Where the value stands within the block; None when it stands elsewhere."""
    assert table.xml is not None
    if column.xml is None:
        return (*table.xml.inside, column.name)
    return None if column.xml.absolute else column.xml.path


def _full(column: Column, table: Table) -> Path_:
    assert table.xml is not None
    return (*table.xml.path, *(_place(column, table) or ()))


def _put(block: Element, path: Path_, text: str) -> None:
    for name in path:
        block = block.one(name)
    block.text = text


def _write(element: Element, stream: IO[str], depth: int) -> None:
    for line in _lines(element, depth):
        stream.write(line)


def _lines(element: Element, depth: int) -> Iterator[str]:
    indent = "  " * depth
    if not element.inside:
        text = escape(element.text or "")
        yield f"{indent}<{element.name}>{text}</{element.name}>\n" if text else f"{indent}<{element.name}/>\n"
        return
    yield f"{indent}<{element.name}>\n"
    for inner in element.inside:
        yield from _lines(inner, depth + 1)
    yield f"{indent}</{element.name}>\n"
