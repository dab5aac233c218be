"""What can be written in a row of a table of examples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lark import Token

from lacdsl.editing.cursor import Cursor
from lacdsl.model import Table
from lacdsl.semantics.world import World

_VERDICTS = ("passes", "fails", "n/a", "unknown", "not run")
_DATES = ("start", "end")
_HEADINGS = ("rule", "title")


def row_choices(text: str, cursor: Cursor, world: World) -> tuple[tuple[str, str, str], ...]:
    """What can stand in the cell of the cursor: text, kind and what it means."""
    cells = cursor.before.lstrip().count("|")
    members = _members(text, cursor)
    if members is not None:
        return tuple(_of_a_member(members, cells, cursor, world))
    heading = _heading(text, cursor, world)
    own = cursor.before.lstrip().lstrip("|").split("|")[0].strip()
    parameters = family_parameters(cursor.tokens)
    if own in parameters:
        names = (*world.model.tables[world.model.root].key, *parameters)
        return tuple((name, "parameter", "") for name in names if name != own)
    if parameters and cells > 1 and heading is None:
        return tuple((word, "word", f"{word} of the collection") for word in _DATES)
    if cells == 1:
        parameter_words = tuple((name, "parameter", "parameter of the family") for name in parameters)
        tables = ((word, "table", table.title) for word, table in world.tables.items())
        return (*((word, "word", "verdict") for word in _VERDICTS), *parameter_words, *tables)
    if own in world.tables:
        table = world.tables[own]
        return tuple((name, "column", column.title) for name, column in table.columns.items())
    return tuple(_values(heading, cells, world)) if heading is not None else ()


def family_parameters(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The parameters of the family that is being written: the headings of the table of its members."""
    if not any(token.type == "FAMILY" for token in tokens[:2]):
        return ()
    row = next((str(token) for token in tokens if token.type == "ROW"), "")
    names = [cell.strip() for cell in row.strip().strip("|").split("|")]
    return tuple(name for name in names if name and name not in _HEADINGS)


def _members(text: str, cursor: Cursor) -> list[str] | None:
    """The headings of the table of members in which the cursor stands, none yet in its first row."""
    lines = text.split("\n")
    number = cursor.line - 1
    while number >= 0 and lines[number].lstrip().startswith("|"):
        number -= 1
    words = lines[number].split()[:2] if number >= 0 else []
    if "family" not in words[:1] and words != ["replace", "family"]:
        return None
    if number == cursor.line - 1:
        return []
    return [cell.strip() for cell in lines[number + 1].strip().strip("|").split("|")]


def _of_a_member(
    headings: list[str], cells: int, cursor: Cursor, world: World
) -> Iterator[tuple[str, str, str]]:
    if not headings:
        yield from ((word, "word", "") for word in _HEADINGS)
        return
    if cells - 1 >= len(headings) or headings[cells - 1] in _HEADINGS:
        return
    yield from ((word, "table", table.title) for word, table in world.tables.items())
    before = [cell.strip() for cell in cursor.before.split("|")]
    named = [world.tables[cell] for cell in before if cell in world.tables]
    for table in named or world.tables.values():
        yield from (
            (name, "column", f"{table.singular}: {column.title}") for name, column in table.columns.items()
        )


def _values(heading: tuple[Table, list[str]], cells: int, world: World) -> Iterator[tuple[str, str, str]]:
    table, columns = heading
    column = table.column(columns[cells - 1]) if cells - 1 < len(columns) else None
    if column is None:
        return
    if column.codes is not None:
        codes = world.model.code_lists[column.codes]
        yield from ((code, "code", label) for code, label in codes.codes.items())
    elif column.type.value.endswith("date"):
        yield from ((word, "word", f"{word} of the collection") for word in _DATES)


def _heading(text: str, cursor: Cursor, world: World) -> tuple[Table, list[str]] | None:
    """The table and the columns of the heading above the cursor."""
    lines = text.split("\n")
    for number in range(cursor.line - 1, -1, -1):
        line = lines[number].strip()
        if not line.startswith("|"):
            return None
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells and cells[0] in world.tables:
            return world.tables[cells[0]], cells
    return None
