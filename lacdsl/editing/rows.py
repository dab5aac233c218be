"""What can be written in a row of a table of examples."""

from __future__ import annotations

from collections.abc import Iterator

from lacdsl.editing.cursor import Cursor
from lacdsl.model import Table
from lacdsl.semantics.world import World

_VERDICTS = ("passes", "fails", "n/a", "unknown", "not run")
_DATES = ("start", "end")


def row_choices(text: str, cursor: Cursor, world: World) -> tuple[tuple[str, str, str], ...]:
    """What can stand in the cell of the cursor: text, kind and what it means."""
    cells = cursor.before.lstrip().count("|")
    heading = _heading(text, cursor, world)
    own = cursor.before.lstrip().lstrip("|").split("|")[0].strip()
    if cells == 1:
        tables = ((word, "table", table.title) for word, table in world.tables.items())
        return (*((word, "word", "verdict") for word in _VERDICTS), *tables)
    if own in world.tables:
        table = world.tables[own]
        return tuple((name, "column", column.title) for name, column in table.columns.items())
    return tuple(_values(heading, cells, world)) if heading is not None else ()


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
