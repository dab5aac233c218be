"""Tables and columns that a ruleset adds to the model of the one that it extends; what is there stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from lacdsl.diagnostics import LacdslError, Related, Span
from lacdsl.model.diagnostics import Problems, shown
from lacdsl.model.fields import as_fields
from lacdsl.model.files import NOT_HELD, Held, tree_of
from lacdsl.model.nodes import Fields, Node, Scalar
from lacdsl.model.types import Model, Table

_ADDING = ("tables", "code_lists")
_WHOLE = ("extends", "year")


@dataclass(frozen=True, slots=True)
class Addition:
    """A model.yaml that adds to another model, and the name of the ruleset that it belongs to."""

    path: Path
    ruleset: str


@dataclass(slots=True)
class Added:
    """Who added what: the ruleset by (table, column), None as column for the whole table."""

    by: dict[tuple[str, str | None], str] = field(default_factory=dict)

    def marked(self, model: Model) -> Model:
        """The model, with the name of the ruleset at all that was added."""
        if not self.by:
            return model
        return replace(model, tables={name: self._marked(table) for name, table in model.tables.items()})

    def _marked(self, table: Table) -> Table:
        columns = {
            name: replace(column, added_by=self.by.get((table.name, name), ""))
            for name, column in table.columns.items()
        }
        return replace(table, columns=columns, added_by=self.by.get((table.name, None), ""))


def adds(path: Path, held: Held = NOT_HELD) -> bool:
    """Does a model file add to the model that its ruleset inherits? Else it describes a whole year by itself.

    A file that cannot be read is taken for one that adds: reading it says what is wrong.
    """
    try:
        return not any(name in tree_of(path, None, Problems(), held).entries for name in _WHOLE)
    except LacdslError:
        return True


def check_adding(tree: Fields, base: Fields, problems: Problems) -> None:
    """Collect what a model that adds cannot state, though a whole model can."""
    for name in tree.entries:
        if name not in _ADDING and name in (
            *base.entries,
            "remove",
            "reference",
            "root",
            "entity",
            "name",
            "title",
            "xml",
        ):
            message = f"`{shown(name)}` is for a whole return; this model adds tables and columns to one."
            help = "remove it; what is added stands under `tables:`, the titles of code lists under `code_lists:`"
            problems.add("M535", message, help, tree.keys[name])


def with_added(base: Fields, tree: Fields, owner: str, added: Added, problems: Problems) -> Fields:
    """`base` with the tables and columns of `tree`, which belongs to the ruleset `owner`."""
    result = base
    if "tables" in tree.entries:
        old, new = _group(base, "tables"), as_fields(tree.entries["tables"], "tables")
        reference = _group(base, "reference")
        for name, node in new.entries.items():
            if name in reference.entries:
                _refuse(
                    f"`{shown(name)}` is a reference table of", new.keys[name], reference.keys[name], problems
                )
                continue
            table = as_fields(node, name)
            before = old.entries.get(name)
            if before is None:
                added.by[name, None] = owner
                if "columns" in table.entries:
                    table = _with(
                        table, "columns", _personal(_group(table, "columns")), table.keys["columns"]
                    )
            else:
                table = _with_columns(name, as_fields(before, name), table, problems)
            for column in _group(as_fields(node, name), "columns").entries:
                added.by.setdefault((name, column), owner)
            old = _with(old, name, table, old.keys.get(name, new.keys[name]))
        result = _with(result, "tables", old, base.keys.get("tables", tree.keys["tables"]))
    if "code_lists" in tree.entries:
        old, new = _group(result, "code_lists"), as_fields(tree.entries["code_lists"], "code_lists")
        for name, node in new.entries.items():
            if name in old.entries:
                _refuse(
                    f"The code list `{shown(name)}` has a title in", new.keys[name], old.keys[name], problems
                )
                continue
            old = _with(old, name, node, new.keys[name])
        result = _with(result, "code_lists", old, tree.keys["code_lists"])
    return result


def check_codes(files: Iterable[Path], known: Mapping[str, Path], problems: Problems) -> None:
    """Collect the code lists that would take the place of one of the base."""
    for file in files:
        if file.stem in known:
            message = f"The code list `{shown(file.stem)}` is there already, and a ruleset that adds may not change it."
            help = "give the file another name, and name that under `codes:`"
            place = Span(file.as_posix(), 1, 1, 1, 2)
            problems.add(
                "M534",
                message,
                help,
                place,
                (Related(Span(known[file.stem].as_posix(), 1, 1, 1, 2), "it is here"),),
            )


def _with_columns(name: str, before: Fields, table: Fields, problems: Problems) -> Fields:
    """A table of the base with new columns behind its own."""
    for part in table.entries:
        if part != "columns":
            message = f"`{shown(name)}` is there in the model that this one adds to: its `{shown(part)}` stays as it is."
            help = "state only new `columns` here, or give your own table another name"
            related = (Related(before.keys[part], "it is stated here"),) if part in before.keys else ()
            problems.add("M534", message, help, table.keys[part], related)
    new = _group(table, "columns")
    known = {**_group(before, "columns").keys, **_group(before, "derived").keys}
    kept = _group(before, "columns")
    for column, node in _personal(new).entries.items():
        if column in known:
            _refuse(
                f"`{shown(column)}` is a column of `{shown(name)}` in",
                new.keys[column],
                known[column],
                problems,
            )
            continue
        kept = _with(kept, column, node, new.keys[column])
    return _with(before, "columns", kept, before.keys.get("columns", before.span))


def _personal(columns: Fields) -> Fields:
    """The columns, personal unless they say that they are not: what nobody thought about is not passed on."""
    for name, node in columns.entries.items():
        column = as_fields(node, name)
        if "personal" not in column.entries:
            column = _with(column, "personal", Scalar(True, column.span), column.span)
        columns = _with(columns, name, column, columns.keys[name])
    return columns


def _refuse(what: str, span: Span, before: Span, problems: Problems) -> None:
    message = f"{what} the model that this one adds to, and cannot be changed."
    help = "leave it out, or give your own another name"
    problems.add("M534", message, help, span, (Related(before, "it is stated here"),))


def _group(fields: Fields, name: str) -> Fields:
    node = fields.entries.get(name)
    return Fields(fields.span) if node is None else as_fields(node, name)


def _with(fields: Fields, name: str, value: Node, key: Span) -> Fields:
    return Fields(fields.span, {**fields.entries, name: value}, {**fields.keys, name: key})
