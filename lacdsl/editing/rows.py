"""What can be written in a row of a table of examples."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lark import Token

from lacdsl.editing.choice import Choice
from lacdsl.editing.cursor import Cursor, first_member, table_at
from lacdsl.editing.meanings import VERDICTS
from lacdsl.model import Column, ColumnType
from lacdsl.semantics import typed as ty
from lacdsl.semantics.world import World

_DATES = ("start", "end")
_HEADINGS = ("rule", "title")
_RETURN = "Return"
_YEAR = re.compile(r"(last year|either year)\s+")
# What the cells of columns of these types hold.
_CELLS = {
    ColumnType.FLAG: {"0": "no", "1": "yes"},
    ColumnType.YES_NO: {"true": "yes", "false": "no"},
}


def row_choices(cursor: Cursor, world: World) -> Iterator[Choice]:
    """What can stand in the cell of the cursor, in the order of the file or list that it is from."""
    number = cursor.before.lstrip().count("|")
    members = member_headings(cursor)
    if members is not None:
        yield from _of_a_member(members, number, cursor, world)
        return
    first = cells_of(cursor.before)[0]
    parameters = family_parameters(cursor.tokens)
    rel = rel_of(first, world)
    if number == 1:
        yield from _first_cell(cursor, world, parameters)
    elif first in parameters:
        names = (*world.model.tables[world.model.root].key, *parameters)
        yield from (Choice(name, "parameter", "", 0) for name in names if name != first)
    elif rel is not None:
        yield from _headings(rel, cursor, world)
    else:
        yield from _values(column_of_cell(cursor, world), world)


def family_parameters(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The parameters of the family that is being written: the headings of the table of its members."""
    return tuple(name for name in _family_rows(tokens, 1)[0] if name and name not in _HEADINGS)


def family_members(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Code and title of every member of the family that is being written."""
    names, *rows = _family_rows(tokens, 1000)
    for row in rows:
        held = dict(zip(names, row, strict=False))
        if held.get("rule"):
            yield held["rule"], held.get("title", "")


def rel_of(cell: str, world: World) -> ty.Rel | None:
    """The rows that the first cell of a heading names: `Episode`, `last year Episode`."""
    year: ty.Year = "last" if cell.startswith("last") else "this"
    return world.plain_rel(_YEAR.sub("", cell), year)


def _family_rows(tokens: Sequence[Token], most: int) -> list[list[str]]:
    """The first rows of the table of members of the family that is being written; one without cells if there is none."""
    if not any(token.type == "FAMILY" for token in tokens[:2]):
        return [[]]
    rows: list[list[str]] = []
    for token in tokens[2:] if tokens[0].type == "FAMILY" else tokens[3:]:
        if token.type != "ROW" or len(rows) == most:
            break
        rows.append(cells_of(str(token)))
    return rows or [[]]


def cells_of(row: str) -> list[str]:
    """The cells of a row, without the blanks round them."""
    return [cell.strip() for cell in row.strip().removeprefix("|").removesuffix("|").split("|")]


def member_headings(cursor: Cursor) -> list[str] | None:
    """The headings of the table of members in which the cursor stands, none yet in its first row."""
    lines = cursor.text.split("\n")
    number = cursor.line - 1
    while number >= 0 and lines[number].lstrip().startswith("|"):
        number -= 1
    words = lines[number].split()[:2] if number >= 0 else []
    if "family" not in words[:1] and words != ["replace", "family"]:
        return None
    if number == cursor.line - 1:
        return []
    return cells_of(lines[number + 1])


def _of_a_member(headings: list[str], number: int, cursor: Cursor, world: World) -> Iterator[Choice]:
    if not headings:
        yield from (Choice(word, "word", order=0) for word in _HEADINGS)
        return
    if number - 1 >= len(headings) or headings[number - 1] in _HEADINGS:
        return
    before = cells_of(cursor.before)
    named = [world.tables[cell] for cell in before if cell in world.tables]
    if not named:
        yield from (Choice(word, "table", table.title, 0) for word, table in world.tables.items())
    for table in named or world.tables.values():
        yield from (
            Choice(name, "column", f"{table.singular}: {column.title}", 1)
            for name, column in table.columns.items()
        )
    for name, codes in world.model.code_lists.items():
        yield Choice(name, "list", codes.title, 2)
    yield from (Choice(name, "list", "list of codes", 2) for name in world.lists)


def _first_cell(cursor: Cursor, world: World, parameters: Sequence[str]) -> Iterator[Choice]:
    """Verdicts below the heading of the rule's own rows; a further heading anywhere."""
    own = _own_word(cursor, world)
    heading = _heading(cursor, world)
    if heading is not None and heading[0] in (own, *parameters):
        yield from (Choice(word, "word", about, 0) for word, about in VERDICTS.items())
    yield from (Choice(name, "parameter", "parameter of the family", 1) for name in parameters)
    titles = {word: table.title for word, table in (*world.tables.items(), *world.reference.items())}
    for word in (*world.tables, *world.reference):
        yield Choice(word, "table", titles[word], 1 if word == own else 2)
    for word in (world.entity, *world.spells, *world.derived, _RETURN):
        if word == own:
            yield Choice(word, "table", "what the rule is about", 1)
    for word in world.tables:
        title = f"{titles[word]}, in last year's files"
        yield Choice(f"last year {word}", "table", title, 1 if own == f"last year {word}" else 3)


def _own_word(cursor: Cursor, world: World) -> str:
    """How the rule that is being written names its own rows."""
    for place, token in enumerate(cursor.tokens):
        if token.type == "FOR_THE_RETURN":
            return _RETURN
        if token.type == "FOR_EACH":
            rel = table_at(cursor.tokens, place + 1, world)
            return world.spoken(rel) if rel is not None else ""
    return ""


def _headings(rel: ty.Rel, cursor: Cursor, world: World) -> Iterator[Choice]:
    """Columns that do not stand there yet: the key, then what the rule reads, then the others."""
    before = cells_of(cursor.before)
    read = {str(token) for token in cursor.tokens if token.type == "NAME"}
    table = world.table(rel) if rel.kind not in ("spells", "entity") else None
    keys = world.model.tables[world.model.root].key
    for name in world.columns(rel):
        column = table.column(name) if table is not None else None
        if name not in before:
            order = 0 if name in keys else 1 if name in read else 2
            yield Choice(name, "column", column.title if column is not None else "", order)


def column_of_cell(cursor: Cursor, world: World) -> Column | None:
    """The column, in the heading above, of the cell in which the cursor stands."""
    number = cursor.before.lstrip().count("|")
    heading = _heading(cursor, world)
    if heading is None or number - 1 >= len(heading):
        return None
    stand_for = first_member(cursor.tokens)
    word, name = (stand_for.get(cell, cell) for cell in (heading[0], heading[number - 1]))
    rel = rel_of(word, world)
    table = world.table(rel) if rel is not None else None
    return table.column(name) if table is not None else None


def _values(column: Column | None, world: World) -> Iterator[Choice]:
    if column is None:
        return
    if column.codes is not None:
        codes = world.model.code_lists[column.codes]
        yield from (Choice(code, "code", label, 0) for code, label in codes.codes.items())
    elif column.type in _CELLS:
        yield from (Choice(code, "code", label, 0) for code, label in _CELLS[column.type].items())
    elif column.type.value.endswith("date"):
        yield from (Choice(word, "word", f"{word} of the collection", 0) for word in _DATES)


def _heading(cursor: Cursor, world: World) -> list[str] | None:
    """The cells of the heading above the cursor."""
    lines = cursor.text.split("\n")
    parameters = family_parameters(cursor.tokens)
    for number in range(cursor.line - 1, -1, -1):
        if not lines[number].lstrip().startswith("|"):
            return None
        cells = cells_of(lines[number])
        if cells[0] in (_RETURN, *parameters) or rel_of(cells[0], world) is not None:
            return cells
    return None
