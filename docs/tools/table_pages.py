"""Pages of the tables, columns and codes of each return, made from its latest data model when the manual is built.

mkdocs runs this as a hook.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lacdsl.model import load_model
from lacdsl.model.describe import KINDS
from lacdsl.model.types import CodeList, Column, Model, Table
from lacdsl.resources import rulesets_folder

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

RETURNS = {"lac": "looked after children", "cin": "children in need"}
YEAR = "2026-27"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the pages to those that are written."""
    from mkdocs.structure.files import File

    for name in RETURNS:
        files.append(File.generated(config, f"rules/{name}/tables.md", content=page(name)))
    return files


def page(name: str) -> str:
    """All tables of a return, then the codes of its lists."""
    model = load_model(rulesets_folder() / "dfe" / name / YEAR / "model.yaml", validate=False)
    lines = [
        f"# Tables, columns and codes: {RETURNS[name]}",
        "",
        f"What there is to ask about in the collection {YEAR}. Rules call a table by the word in its heading, and columns "
        "by their names. Columns that are *worked out* need not be in the files.",
        "",
    ]
    for table in model.tables.values():
        lines += _table(table, model)
    if model.reference:
        lines += ["## To look things up in", "", "What rules can compare with, beside the return.", ""]
        for held in model.reference.values():
            lines += [f"### {held.singular}", "", f"{held.title}.", "", *_columns(held.columns, {}, model)]
    lines += ["## Codes", ""]
    for codes in model.code_lists.values():
        lines += _codes(codes)
    return "\n".join(lines)


def _table(table: Table, model: Model) -> list[str]:
    parent = model.tables[table.parent].singular if table.parent else ""
    facts = [f"{table.title}."]
    if parent:
        facts.append(f"{'One row' if table.one else 'Any number of rows'} for each {parent}.")
    if table.order:
        facts.append(f"In the order of {', '.join(f'`{column}`' for column in table.order)}.")
    return [f"## {table.singular}", "", " ".join(facts), "", *_columns(table.columns, table.derived, model)]


def _columns(columns: Mapping[str, Column], derived: Mapping[str, Column], model: Model) -> list[str]:
    lines = ["| column | holds | is |", "|---|---|---|"]
    lines += [f"| `{each.name}` | {each.title} | {_kind(each, model)} |" for each in columns.values()]
    lines += [f"| `{each.name}` | {each.title} | *worked out* |" for each in derived.values()]
    return [*lines, ""]


def _kind(column: Column, model: Model) -> str:
    if column.codes is None:
        return KINDS[column.type.value]
    title = model.code_lists[column.codes].title
    return f"{'codes' if column.many else 'a code'}: [{title}](#{column.codes})"


def _codes(codes: CodeList) -> list[str]:
    lines = [f"### {codes.title} {{ #{codes.name} }}", "", f"In rules `{codes.name}`.", ""]
    lines += ["| code | means |", "|---|---|"]
    return [*lines, *(f"| `{code}` | {label} |" for code, label in codes.codes.items()), ""]
