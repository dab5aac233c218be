"""Does the XML form of a return fit its tables and columns?"""

from __future__ import annotations

from collections.abc import Callable

from lacdsl.diagnostics import Span
from lacdsl.model.diagnostics import Problems, near, shown
from lacdsl.model.types import Column, Model, Table

Where = Callable[..., Span]


def check_xml(model: Model, where: Where, problems: Problems) -> None:
    """Collect what is wrong with `xml` and `xml_number` in all tables of `model`."""
    for table in model.tables.values():
        stated = [column for column in table.columns.values() if column.xml is not None]
        if model.xml is None and (table.xml is not None or stated):
            message = f"`{table.name}` says where it stands in XML, but the model has no `xml:`."
            help = "add `xml: {root: NAME}` to the model"
            problems.add("M533", message, help, where("tables", table.name))
        elif table.xml is None:
            for column in stated:
                message = f"`{column.name}` says where it stands in XML, but `{table.name}` does not."
                help = "add `xml: {path: ...}` to the table"
                problems.add("M533", message, help, where("tables", table.name, "columns", column.name))
        else:
            _check_block(table, where, problems)


def _check_block(table: Table, where: Where, problems: Problems) -> None:
    assert table.xml is not None
    for place, name in enumerate(table.xml.any_of):
        if name not in table.columns:
            message = f"`{shown(name)}` is not a column of `{table.name}`."
            help = near(name, table.columns, f"name some of: {', '.join(table.columns)}")
            problems.add("M533", message, help, where("tables", table.name, "xml", "any_of", place))
    for column in table.columns.values():
        if column.xml is not None:
            _check_value(column, table, where, problems)


def _check_value(column: Column, table: Table, where: Where, problems: Problems) -> None:
    assert table.xml is not None and column.xml is not None
    value, block = column.xml, table.xml.path
    if value.number and block[: len(value.path)] != value.path:
        message = f"`/{'/'.join(value.path)}` is not `{'/'.join(block)}`, the block of `{table.name}`, or around it."
        help = "number the block itself, or an element that it stands in"
    elif value.absolute and not value.number and (not value.path or value.path[0] != block[0]):
        message = (
            f"`/{'/'.join(value.path)}` has no element around it that `{'/'.join(block)}` stands in as well."
        )
        help = "name a path that begins like that of the block"
    else:
        return
    part = "xml_number" if value.number else "xml"
    problems.add("M533", message, help, where("tables", table.name, "columns", column.name, part))
