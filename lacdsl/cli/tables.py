"""`lacdsl tables`: the tables, columns and codes that rules can speak of."""

from __future__ import annotations

import json
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from lacdsl.cli.given import NamedRuleset, default_ruleset
from lacdsl.cli.output import many, say, show, unicode_output
from lacdsl.cli.progress import progress
from lacdsl.diagnostics import Diagnostic, LacdslError

if TYPE_CHECKING:
    from lacdsl.model import CodeList, Column, Model, Table


class Form(StrEnum):
    """Where the tables go."""

    TERMINAL = "terminal"
    JSON = "json"


def tables(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[TABLE|TABLE.COLUMN|COLUMN|LIST]",
            help="A table, a column or a list of codes; none: which tables there are.",
        ),
    ] = None,
    ruleset: NamedRuleset = None,
    find: Annotated[
        str | None,
        typer.Option("--find", metavar="WORDS", help="Search names, titles and labels for these words."),
    ] = None,
    form: Annotated[
        Form, typer.Option("--format", help="On the screen, or as JSON for other programs.")
    ] = Form.TERMINAL,
) -> None:
    """List tables, the columns of one, or the codes of a column."""
    from lacdsl.model.describe import as_values, every_table
    from lacdsl.rulesets import load_ruleset

    if find is not None and (name is not None or form is Form.JSON):
        message = "--find goes with neither a table nor --format json."
        raise LacdslError([Diagnostic("A906", message, "Leave one of the two out.")])
    with progress("Reading the rules"):
        rules = load_ruleset(ruleset or default_ruleset(None))
    if rules.own_warnings:
        show(rules.own_warnings)
    model = rules.model
    if find is not None:
        _search(model, find)
        return
    found = _named(model, name) if name is not None else (every_table(model), None)
    if form is Form.JSON:
        shown = found[0] if isinstance(found[0], tuple) else (found[0],)
        text = json.dumps(as_values(model, shown), ensure_ascii=False, indent=1)
        unicode_output().write(text + "\n")
    elif name is None:
        _list(model, rules.name)
    elif isinstance(found[0], tuple):
        _columns_named(model, found[0], found[1] or "")
    elif found[1] is not None:
        _column(model, found[0], found[0].column(found[1]))
    else:
        _table(model, found[0], ruleset)


def _named(model: Model, name: str) -> tuple[Table | tuple[Table, ...], str | None]:
    """The table, the table and the column of it, or all tables with a column (or list) of that name."""
    from lacdsl.model.describe import columns_of, every_table

    table, _, column = name.partition(".")
    by_name = {each.singular.casefold(): each for each in every_table(model)}
    by_name |= {
        each.name.casefold(): each for each in every_table(model) if each.name.casefold() not in by_name
    }
    chosen = by_name.get(table.casefold())
    if chosen is not None:
        if not column:
            return chosen, None
        columns = {each.name.casefold(): each.name for each in columns_of(chosen)}
        if column.casefold() in columns:
            return chosen, columns[column.casefold()]
        raise _unknown(f"`{chosen.singular}` has no column `{column}`.", column, columns.values())
    wanted = name.casefold()
    having = tuple(
        each for each in every_table(model) if any(col.name.casefold() == wanted for col in columns_of(each))
    )
    if having and not column:
        exact = next(col.name for col in columns_of(having[0]) if col.name.casefold() == wanted)
        return (having[0], exact) if len(having) == 1 else (having, exact)
    if name in model.code_lists:
        return (), name
    everything = [each.singular for each in every_table(model)]
    everything += [col.name for each in every_table(model) for col in columns_of(each)]
    raise _unknown(f"There is no table, column or list `{name}`.", name, [*everything, *model.code_lists])


def _unknown(message: str, name: str, candidates: Iterable[str]) -> LacdslError:
    from lacdsl.diagnostics import suggest

    near = suggest(name, candidates)
    help_ = f"Did you mean {' or '.join(f'`{each}`' for each in near)}?" if near else ""
    search = f'Search with `lacdsl tables --find "{name.casefold()}"`.'
    return LacdslError([Diagnostic("A901", message, f"{help_} {search}".strip())])


def _list(model: Model, ruleset: str) -> None:
    from lacdsl.model.describe import columns_of, every_table

    say(f"{model.title}, collection {model.year}  ({ruleset})")
    say()
    wide = max(len(table.singular) for table in every_table(model))
    for table in every_table(model):
        held = many(len(columns_of(table)), "column")
        say(f"{table.singular:<{wide}}  {table.title} ({held}){_layer(table.added_by)}".rstrip())
    say()
    say("`lacdsl tables TABLE` shows the columns of one, `lacdsl tables --find WORDS` searches.")


def _table(model: Model, table: Table, ruleset: str | None) -> None:
    from lacdsl.model.describe import NEEDED, columns_of, kind, relation

    say(f"{table.singular}  {table.title}{_layer(table.added_by)}")
    said = relation(table, model)
    if said:
        say(said)
    say()
    lines = [("column", "holds", "needed", "is")]
    for column in columns_of(table):
        derived = column.name in table.derived
        needed = "worked out" if derived else NEEDED[column.required]
        title = column.title + (_layer(column.added_by) if not table.added_by else "")
        lines.append((column.name, kind(column), needed, title))
    wide = [max(len(line[at]) for line in lines) for at in range(3)]
    for line in lines:
        say(
            "  ".join(
                [*(f"{text:<{size}}" for text, size in zip(line, wide, strict=False)), line[3]]
            ).rstrip()
        )
    with_codes = next((column.name for column in columns_of(table) if column.codes), None)
    if with_codes is not None:
        asked = f" --ruleset {ruleset}" if ruleset else ""
        say()
        say(f"`lacdsl tables {table.singular}.{with_codes}{asked}` shows the codes of a column.")


def _column(model: Model, table: Table, column: Column | None) -> None:
    from lacdsl.model.describe import NEEDED, kind

    assert column is not None
    needed = "worked out" if column.name in table.derived else f"needed: {NEEDED[column.required]}"
    personal = ", personal" if column.personal else ""
    say(f"{table.singular}.{column.name}  {column.title}{_layer(column.added_by)}")
    say(f"{kind(column)}, {needed}{personal}")
    if column.minimum is not None or column.maximum is not None:
        say(f"from {_number(column.minimum)} to {_number(column.maximum)}")
    if column.codes is not None:
        say()
        _codes(model.code_lists[column.codes])


def _codes(codes: CodeList) -> None:
    wide = max((len(code) for code in codes.codes), default=0)
    for code, label in codes.codes.items():
        say(f"{code:<{wide}}  {label}".rstrip())


def _columns_named(model: Model, having: tuple[Table, ...], name: str) -> None:
    """A column that several tables have, or a list of codes with the columns that use it."""
    from lacdsl.model.describe import kind, users

    if having:
        held = [(table, column) for table in having if (column := table.column(name)) is not None]
        for table, column in held:
            say(f"{table.singular}.{column.name}  {column.title} ({kind(column)})")
        lists = {column.codes for _, column in held}
        codes = lists.pop() if len(lists) == 1 else None
    else:
        codes = name
        say(f"{name}  {model.code_lists[name].title}")
        columns = [f"{table.singular}.{column.name}" for table, column in users(model, name)]
        if columns:
            say(f"of {', '.join(columns)}")
    if codes is not None:
        say()
        _codes(model.code_lists[codes])


def _search(model: Model, words: str) -> None:
    from lacdsl.model.describe import find, kind, users

    lines = []
    for found in find(model, words):
        if found.table is not None and found.column is not None:
            what = f"{found.table.singular}.{found.column.name}"
            lines.append((what, f"{found.column.title} ({kind(found.column)})"))
        elif found.table is not None:
            lines.append((found.table.singular, found.table.title))
        elif found.codes is not None:
            columns = [f"{table.singular}.{column.name}" for table, column in users(model, found.codes.name)]
            of = f" ({', '.join(columns[:3])}{', …' if len(columns) > 3 else ''})" if columns else ""
            label = found.codes.codes[found.code] if found.code else found.codes.title
            lines.append((found.code or found.codes.name, f"{label}{of}"))
    if not lines:
        say(f"Nothing holds all of: {words}")
        return
    wide = max(len(first) for first, _ in lines)
    for first, second in lines:
        say(f"{first:<{wide}}  {second}")


def _layer(added_by: str) -> str:
    return f"  [{added_by}]" if added_by else ""


def _number(value: float | None) -> str:
    return "any" if value is None else f"{value:g}"
