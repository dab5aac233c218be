"""Do the parts of a model fit together? Parents, keys, orders, periods, names and headings."""

from __future__ import annotations

from collections.abc import Callable

from lacdsl.diagnostics import Related, Span
from lacdsl.model.check_columns import check_columns
from lacdsl.model.check_xml import check_xml
from lacdsl.model.diagnostics import Problems, near, shown
from lacdsl.model.types import ColumnType, Model, Table

Where = Callable[..., Span]
"""Path in the model file, as in where("tables", "Episodes", "key", 0) -> the place of that thing."""


def check_model(model: Model, where: Where, problems: Problems) -> None:
    """Collect everything in `model` that contradicts itself or names what is not there."""
    _check_root(model, where, problems)
    _check_names(model, where, problems)
    _check_entity(model, where, problems)
    for table in model.tables.values():
        _check_parent(table, model, where, problems)
    _check_circles(model, where, problems)
    _check_stated(model, where, problems)
    check_xml(model, where, problems)
    for group, tables in (("tables", model.tables), ("reference", model.reference)):
        for table in tables.values():
            _check_row_columns(table, group, where, problems)
            check_columns(table, group, model, where, problems)


def _check_root(model: Model, where: Where, problems: Problems) -> None:
    root = model.tables.get(model.root)
    if root is None:
        message = f"The root `{shown(model.root)}` is not a table of this model."
        help = near(model.root, model.tables, "name the table that everything belongs to")
        problems.add("M515", message, help, where("root"))
    elif root.parent is not None:
        message = f"`{root.name}` is the root, so it cannot have a parent."
        help = "remove `parent`, or name another table as `root`"
        problems.add("M515", message, help, where("tables", root.name, "parent"))


def _check_names(model: Model, where: Where, problems: Problems) -> None:
    everything = [("tables", table) for table in model.tables.values()]
    everything += [("reference", table) for table in model.reference.values()]
    reported: set[str] = set()
    files: dict[str, str] = {}
    # Of two, the one that was added is the one to change.
    for group, table in sorted(everything, key=lambda pair: not pair[1].added_by):
        for other_group, other in everything:
            clash = table.singular in (other.singular, other.name)
            if clash and other is not table and table.singular not in reported:
                reported.add(table.singular)
                message = (
                    f"`{table.singular}` would stand for both `{table.name}` and `{other.name}` in rules."
                )
                help = "give each table a word of its own as `singular`"
                related = Related(where(other_group, other.name, "singular"), f"`{other.name}` has it here")
                problems.add("M520", message, help, where(group, table.name, "singular"), (related,))
    for group, table in everything:
        for position, name in enumerate(table.file_names):
            claimed = files.setdefault(name.casefold(), table.name)
            if claimed != table.name:
                message = f"A file named `{shown(name)}` could be `{claimed}` or `{table.name}`."
                help = "leave the name with one of the two tables"
                problems.add("M527", message, help, where(group, table.name, "file_names", position))


def _check_entity(model: Model, where: Where, problems: Problems) -> None:
    word = model.entity.word
    for group, tables in (("tables", model.tables), ("reference", model.reference)):
        for table in tables.values():
            if word in (table.singular, table.name):
                message = f"`{word}` would stand for both what the return counts and `{table.name}` in rules."
                help = f"write another word for it under `entity`, such as `word: {word}Number`"
                related = Related(where(group, table.name, "singular"), f"`{table.name}` has it here")
                problems.add("M520", message, help, where("entity", "word"), (related,))


def _check_parent(table: Table, model: Model, where: Where, problems: Problems) -> None:
    if table.per_return:
        for part in ("parent", "parent_key", "key", "order", "period"):
            if getattr(table, part):
                message = f"`{table.name}` has one row for the whole return, so it has no `{part}`."
                help = f"remove `{part}`, or `per_return`"
                problems.add("M531", message, help, where("tables", table.name, part))
        return
    if table.parent is None:
        if table.name != model.root and model.root in model.tables:
            message = f"`{table.name}` has no parent, so its rows would belong to no row of `{model.root}`."
            help = "add `parent:` and `parent_key:`"
            problems.add("M515", message, help, where("tables", table.name))
        return
    parent = model.tables.get(table.parent)
    if parent is None:
        message = f"The parent `{shown(table.parent)}` of `{table.name}` is not a table of this model."
        help = near(table.parent, model.tables, f"name one of: {', '.join(model.tables)}")
        problems.add("M513", message, help, where("tables", table.name, "parent"))
        return
    if not table.parent_key:
        message = f"`{table.name}` does not state the columns that tie it to `{parent.name}`."
        help = f"add `parent_key: [{', '.join(parent.key)}]`"
        problems.add("M519", message, help, where("tables", table.name, "parent"))
    for position, column in enumerate(table.parent_key):
        for holder in (table, parent):
            if column not in holder.columns:
                message = f"The parent key column `{shown(column)}` is not a column of `{holder.name}`."
                help = near(column, holder.columns, "the table and its parent both need the column")
                problems.add("M519", message, help, where("tables", table.name, "parent_key", position))


def _check_circles(model: Model, where: Where, problems: Problems) -> None:
    reported: set[str] = set()
    for table in model.tables.values():
        circle = [table.name, *model.ancestors(table.name)]
        last = model.tables.get(circle[-1])
        if last is None or last.parent != table.name or table.name in reported:
            continue
        reported.update(circle)
        message = f"Each of these is the parent of the one before: {' -> '.join([*circle, table.name])}."
        help = f"let one of them hang from `{model.root}`"
        problems.add("M514", message, help, where("tables", table.name, "parent"))


def _check_stated(model: Model, where: Where, problems: Problems) -> None:
    for part in ("end", "year", "authority"):
        found = getattr(model.stated, part)
        if found is None:
            continue
        table, column = model.tables.get(found[0]), found[1]
        if table is None or column not in table.columns or not table.per_return:
            message = f"`{shown('.'.join(found))}` is no column of a table with one row for the whole return."
            help = "name a column of the return's header as `Table.COLUMN`"
            problems.add("M532", message, help, where("stated", part))
        elif part == "end" and table.columns[column].type is not ColumnType.DATE:
            message = f"`{'.'.join(found)}` is of type {table.columns[column].type}, not date."
            problems.add("M532", message, "name a date column", where("stated", part))


def _check_row_columns(table: Table, group: str, where: Where, problems: Problems) -> None:
    for part, code, columns in (("key", "M516", table.key), ("order", "M517", table.order)):
        for position, column in enumerate(columns):
            if column not in table.columns:
                message = f"The {part} column `{shown(column)}` is not a column of `{table.name}`."
                help = near(column, table.columns, f"name one of: {', '.join(table.columns)}")
                problems.add(code, message, help, where(group, table.name, part, position))
    for position, column in enumerate(table.period or ()):
        found = table.columns.get(column)
        if found is None:
            message = f"The period column `{shown(column)}` is not a column of `{table.name}`."
            help = near(column, table.columns, f"name one of: {', '.join(table.columns)}")
        elif found.type is not ColumnType.DATE:
            message = f"The period column `{column}` is of type {found.type}, not date."
            help = "name two date columns: the start and the end"
        else:
            continue
        problems.add("M518", message, help, where(group, table.name, "period", position))
