"""What a data model holds, in words and as plain values: tables, their columns, and codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lacdsl.model.types import CodeList, Column, Model, Table

KINDS: Mapping[str, str] = {
    "text": "text",
    "code": "code",
    "date": "date",
    "partial_date": "date, of which parts may be `zz`",
    "integer": "whole number",
    "number": "number",
    "flag": "0 or 1",
    "yes_no": "yes or no",
    "identifier": "reference",
    "postcode": "postcode",
}
NEEDED = {"always": "always", "conditional": "sometimes", "optional": "no"}


@dataclass(frozen=True, slots=True)
class Found:
    """Something that holds the words searched for: a table, a column of one, or a code of a list."""

    table: Table | None = None
    column: Column | None = None
    codes: CodeList | None = None
    code: str = ""


def kind(column: Column) -> str:
    """What a cell of the column holds."""
    if column.codes is None:
        return KINDS[column.type.value]
    return f"{'codes' if column.many else 'code'} of {column.codes}"


def relation(table: Table, model: Model) -> str:
    """How the rows of a table belong to those above it, and their order."""
    facts = []
    if table.per_return:
        facts.append("One row for the return.")
    elif table.parent:
        above = model.tables[table.parent].singular
        facts.append(f"{'One row' if table.one else 'Any number of rows'} for each {above}.")
    if table.order:
        facts.append(f"In the order of {', '.join(table.order)}.")
    if table.key:
        facts.append(f"Key: {', '.join(table.key)}.")
    return " ".join(facts)


def every_table(model: Model) -> tuple[Table, ...]:
    """The tables of the return, then those to look things up in."""
    return (*model.tables.values(), *model.reference.values())


def columns_of(table: Table) -> tuple[Column, ...]:
    """The columns of the file, then those that are worked out."""
    return (*table.columns.values(), *table.derived.values())


def users(model: Model, codes: str) -> tuple[tuple[Table, Column], ...]:
    """The columns that hold codes of a list."""
    return tuple(
        (table, column)
        for table in every_table(model)
        for column in columns_of(table)
        if column.codes == codes
    )


def find(model: Model, words: str) -> Iterator[Found]:
    """Tables, columns and codes in whose names, titles or labels all the words stand, in any case and order."""
    wanted = words.casefold().split()

    def holds(*texts: str) -> bool:
        text = " ".join(texts).casefold()
        return all(word in text for word in wanted)

    for table in every_table(model):
        if holds(table.singular, table.title, table.noun):
            yield Found(table=table)
        for column in columns_of(table):
            if holds(column.name, column.title, *column.aliases):
                yield Found(table=table, column=column)
    for codes in model.code_lists.values():
        if holds(codes.name, codes.title):
            yield Found(codes=codes)
        for code, label in codes.codes.items():
            if holds(code, label):
                yield Found(codes=codes, code=code)


def as_values(model: Model, tables: tuple[Table, ...]) -> dict[str, Any]:
    """Tables with their columns, and the lists of codes that these use, as plain values for other programs."""
    used = {column.codes for table in tables for column in columns_of(table) if column.codes}
    return {
        "return": model.name,
        "title": model.title,
        "year": model.year,
        "tables": [_table(table, model) for table in tables],
        "code_lists": {
            name: {"title": codes.title, "codes": dict(codes.codes)}
            for name, codes in model.code_lists.items()
            if name in used
        },
    }


def _table(table: Table, model: Model) -> dict[str, Any]:
    return {
        "name": table.singular,
        "title": table.title,
        "parent": model.tables[table.parent].singular if table.parent else None,
        "one_row_per_parent": table.one,
        "key": list(table.key),
        "order": list(table.order),
        "to_look_up": table.name in model.reference,
        "added_by": table.added_by or None,
        "columns": [
            {
                "name": column.name,
                "title": column.title,
                "type": column.type.value,
                "codes": column.codes,
                "several_codes": column.many,
                "needed": column.required,
                "personal": column.personal,
                "worked_out": column.name in table.derived,
                "added_by": column.added_by or None,
            }
            for column in columns_of(table)
        ],
    }
