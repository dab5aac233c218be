"""Do the columns of one table fit together, and fit the rest of the model?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from lacdsl.diagnostics import Related, Span
from lacdsl.model.diagnostics import Problems, near, shown
from lacdsl.model.types import Column, ColumnType, Derive, Model, Table

Where = Callable[..., Span]

_NUMERIC = (ColumnType.INTEGER, ColumnType.NUMBER)

OPTIONS: Mapping[str, tuple[str, ...]] = {
    "has_row": ("table",),
    "lookup": ("table", "by", "take"),
    "inside_authority": ("column",),
    "distance": ("from_column", "to_column"),
}
"""The options that each kind of `derive` takes, all of them needed."""


def check_columns(table: Table, group: str, model: Model, where: Where, problems: Problems) -> None:
    """Collect what is wrong with the columns of `table`. `group` is `tables` or `reference`."""
    for part, columns in (("columns", table.columns), ("derived", table.derived)):
        for column in columns.values():
            path = (group, table.name, part, column.name)
            _check_codes(column, model, path, where, problems)
            _check_limits(column, path, where, problems)
            if (column.derive is not None) != (part == "derived"):
                message = f"`{column.name}` is under `{part}`, but it {_has(column)} a `derive`."
                help = "columns of the file stand under `columns`, those with a `derive` under `derived`"
                problems.add("M524", message, help, where(*path))
            elif column.derive is not None:
                _check_derive(column, column.derive, table, model, path, where, problems)
    _check_headings(table, group, where, problems)


def _has(column: Column) -> str:
    return "has" if column.derive is not None else "does not have"


def _check_codes(
    column: Column, model: Model, path: tuple[str, ...], where: Where, problems: Problems
) -> None:
    if column.codes is None:
        if column.type is ColumnType.CODE:
            message = f"`{column.name}` is of type code, but names no code list."
            problems.add("M522", message, "add `codes:`, or use type text", where(*path))
        return
    if column.type is not ColumnType.CODE:
        message = f"`{column.name}` names a code list, but is of type {column.type}."
        problems.add("M522", message, "use type code, or remove `codes`", where(*path, "codes"))
    if column.codes not in model.code_lists:
        message = f"There is no code list `{shown(column.codes)}`."
        otherwise = f"add codes/{shown(column.codes)}.csv beside the model file"
        help = near(column.codes, model.code_lists, otherwise)
        problems.add("M521", message, help, where(*path, "codes"))


def _check_limits(column: Column, path: tuple[str, ...], where: Where, problems: Problems) -> None:
    low, high = column.minimum, column.maximum
    if low is None and high is None:
        return
    limit = where(*path, "minimum" if low is not None else "maximum")
    if column.type not in _NUMERIC:
        message = f"`{column.name}` is of type {column.type}, which has no smallest or largest value."
        problems.add("M523", message, "use type integer or number, or remove the limits", limit)
    elif low is not None and high is not None and low > high:
        message = f"The smallest value of `{column.name}`, {low}, is above the largest, {high}."
        problems.add("M523", message, "swap `minimum` and `maximum`", limit)


def _check_derive(
    column: Column,
    derive: Derive,
    table: Table,
    model: Model,
    path: tuple[str, ...],
    where: Where,
    problems: Problems,
) -> None:
    place = (*path, "derive")
    takes, given = OPTIONS[derive.kind], derive.options
    if set(given) != set(takes):
        message = f"`{derive.kind}` takes {_listed(takes)}, but is given {_listed(given)}."
        example = ", ".join(f"{option}: ..." for option in takes)
        problems.add("M524", message, f"write `derive: {{kind: {derive.kind}, {example}}}`", where(*place))
        return
    earlier = list(table.derived)[: list(table.derived).index(column.name)]
    here = [*table.columns, *earlier]
    for option in takes:
        if option in ("by", "column", "from_column", "to_column"):
            what = f"a column of `{table.name}` above this one"
            _need(given[option], here, what, where(*place, option), problems)
    if derive.kind == "has_row":
        _need(given["table"], model.tables, "a table of this model", where(*place, "table"), problems)
    elif derive.kind == "lookup":
        _need(given["table"], model.reference, "a reference table", where(*place, "table"), problems)
        looked_up = model.reference.get(given["table"])
        if looked_up is not None:
            what = f"a column of `{looked_up.name}`"
            _need(given["take"], looked_up.columns, what, where(*place, "take"), problems)
    elif derive.kind == "distance":
        postcodes = model.reference.get("Postcode")
        for needed in ("EAST", "NORTH"):
            if postcodes is None or needed not in postcodes.columns:
                message = f"A distance needs the column `{needed}` of a reference table `Postcode`."
                problems.add("M525", message, "declare it under `reference:`", where(*place))


def _need(name: str, known: Iterable[str], what: str, span: Span, problems: Problems) -> None:
    names = list(known)
    if name not in names:
        help = near(name, names, f"name one of: {', '.join(names)}")
        problems.add("M525", f"`{shown(name)}` is not {what}.", help, span)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{shown(name)}`" for name in names) or "nothing"


def _check_headings(table: Table, group: str, where: Where, problems: Problems) -> None:
    taken: dict[str, tuple[str, Span]] = {}
    for part, columns in (("columns", table.columns), ("derived", table.derived)):
        for column in columns.values():
            path = (group, table.name, part, column.name)
            headings = [(column.name, where(*path))]
            headings += [(alias, where(*path, "aliases", at)) for at, alias in enumerate(column.aliases)]
            for heading, span in headings:
                first, place = taken.setdefault(heading.casefold(), (column.name, span))
                if place != span:
                    message = f"The heading `{shown(heading)}` could be `{first}` or `{column.name}`."
                    help = "leave the heading with one of the two columns"
                    problems.add("M526", message, help, span, (Related(place, f"`{first}` claims it here"),))
