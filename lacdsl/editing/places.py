"""Where a name is defined, and everywhere it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lacdsl.diagnostics import Span
from lacdsl.editing.cursor import Cursor, cursor_at, path_before
from lacdsl.editing.names import Scope, scope_of
from lacdsl.editing.project import Analysis
from lacdsl.editing.rows import cells_of, member_headings, rel_of
from lacdsl.rulesets.families import members_of
from lacdsl.semantics.world import World
from lacdsl.syntax import tree as t
from lacdsl.syntax.reserved import RESERVED

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_CODED = ("REMOVE_RULE", "TREAT_RULE", "RULE")

Named = t.Define | t.Codes | t.Parameter | t.DerivedTable | t.Spells


@dataclass(frozen=True, slots=True)
class Target:
    """What the word at the cursor names: an item of the rules, a table or column of the model, or a `let`."""

    word: str
    item: t.Item | None = None
    let: Span | None = None
    table: str = ""
    column: str = ""
    code: str = ""


def target_at(analysis: Analysis, line: int, column: int) -> Target | None:
    """What the word at a place names; None for a word of the language, a code or nothing."""
    world = analysis.world
    cursor = cursor_at(analysis.text, line, column)
    if world is None or not cursor.word or cursor.in_comment or cursor.in_text:
        return None
    if cursor.in_row:
        return _in_row(analysis, cursor, world)
    kind = cursor.tokens[-1].type if cursor.tokens else ""
    if kind in _CODED:
        found = rule_item(analysis, cursor.word)
        return Target(cursor.word, item=found, code=cursor.word) if found is not None else None
    names = (*path_before(cursor.tokens), cursor.word)
    scope = scope_of(cursor, world)
    if kind == "LET" or (len(names) == 1 and cursor.word in scope.lets):
        let = _let(analysis, line, cursor.word)
        return Target(cursor.word, let=let) if let is not None else None
    item = _item(names, scope, world, kind)
    if item is not None:
        return Target(cursor.word, item=item)
    found_column = scope.column(names)
    if found_column is not None:
        rel = scope.row(names[:-1])
        table = world.table(rel) if rel is not None else None
        return Target(
            cursor.word, table=table.name if table is not None else world.model.root, column=cursor.word
        )
    return _table(cursor.word, world)


def _in_row(analysis: Analysis, cursor: Cursor, world: World) -> Target | None:
    """In a heading of an example a table or a column; in the table of a family's members a rule or what they name."""
    is_first = cursor.before.count("|") == 1
    if member_headings(cursor) is not None:
        found = rule_item(analysis, cursor.word) if is_first else None
        if found is not None:
            return Target(cursor.word, item=found, code=cursor.word)
    elif not is_first:
        rel = rel_of(cells_of(cursor.before)[0], world)
        table = world.table(rel) if rel is not None and rel.kind != "spells" else None
        if table is not None and table.column(cursor.word) is not None:
            return Target(cursor.word, table=table.name, column=cursor.word)
        return None
    shared = _shared(cursor.word, world)
    return Target(cursor.word, item=shared) if shared is not None else _table(cursor.word, world)


def _shared(name: str, world: World) -> Named | None:
    held: Mapping[str, Named]
    for held in (world.lists, world.parameters, world.derived, world.spells):
        if name in held:
            return held[name]
    return None


def _table(name: str, world: World) -> Target | None:
    table = world.tables.get(name) or world.reference.get(name)
    return Target(name, table=table.name) if table is not None else None


def _item(names: tuple[str, ...], scope: Scope, world: World, kind: str) -> Named | None:
    name = names[-1]
    if len(names) == 1 or kind == "DEFINE":
        shared = _shared(name, world)
        if shared is not None:
            return shared
    if len(names) == 2 and (names[0], name) in world.defines:
        return world.defines[names[0], name]
    return scope.define(names)


def _let(analysis: Analysis, line: int, name: str) -> Span | None:
    for item in analysis.own:
        if item.span.line <= line + 1 <= item.span.end_line and isinstance(item, t.Rule | t.Family):
            for let in item.body.lets:
                if let.name == name:
                    return let.span
    return None


def rule_item(analysis: Analysis, code: str) -> t.Item | None:
    """The item that makes the rule of that code."""
    for held in analysis.items:
        if isinstance(held.item, t.Rule) and held.item.code == code:
            return held.item
        if isinstance(held.item, t.Family) and code in {each for each, _ in members_of(held.item)}:
            return held.item
    return None


def model_line(files: tuple[Path, ...], table: str, column: str) -> tuple[Path, int] | None:
    """The file of the data model and the line, from 0, that declares a table or a column of it; the latest file first."""
    for path in reversed([each for each in files if each.suffix == ".yaml"]):
        at = -1
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            if re.match(rf"  {re.escape(table)}:", line):
                at = number
                if not column:
                    return path, number
            elif at >= 0 and re.match(r"  \S", line):
                at = -1
            elif at >= 0 and re.match(rf"\s+{re.escape(column)}:", line):
                return path, number
    return None


def stands_at(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Line and column, from 0, of every place where a name stands as a word of the rules or in braces of a message.

    In tables of examples that is the first cell of a heading, in those of members any cell but the title.
    """
    if name not in text:
        return
    members = False
    titles = -1
    for number, line in enumerate(text.split("\n")):
        if not line.lstrip().startswith("|"):
            members, titles = line.startswith(("family", "replace family")), -1
            yield from ((number, column) for column in _in_line(line, name))
            continue
        first = line.find("|") + 1
        cells = line[first:].split("|")
        if members and titles < 0 and any(cell.strip() in ("rule", "title") for cell in cells):
            titles = next((place for place, cell in enumerate(cells) if cell.strip() == "title"), len(cells))
            continue
        for place, cell in enumerate(cells if members else cells[:1]):
            if place != titles:
                yield from ((number, first + column) for column in _in_line(cell, name))
            first += len(cell) + 1


def _in_line(line: str, name: str) -> Iterator[int]:
    quoted = braces = False
    place = 0
    while place < len(line):
        sign = line[place]
        if sign == '"':
            quoted = not quoted
        elif sign == "#" and not quoted:
            return
        elif quoted and sign in "{}":
            braces = sign == "{"
        match = _NAME.match(line, place)
        if match is None:
            place += 1
            continue
        if match.group() == name and (not quoted or braces):
            yield place
        place = match.end()


def why_not_called(name: str, world: World) -> str | None:
    """Why nothing can be renamed to `name`; None when it can."""
    if not _NAME.fullmatch(name):
        return "A name is made of letters, digits and _, and begins with a letter."
    if name in RESERVED:
        return f"`{name}` is a word of the language."
    taken = {*world.table_names(), *world.parameters, *world.lists, *(define for _, define in world.defines)}
    if name in taken or world.owners(name):
        return f"`{name}` is taken already."
    return None
