"""What can be written next: words of the language, tables, columns, codes with their labels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lacdsl.editing.cursor import Cursor, cursor_at, left_column, path_before
from lacdsl.editing.names import Scope, scope_of
from lacdsl.editing.rows import row_choices
from lacdsl.model import Column
from lacdsl.semantics import typed as ty
from lacdsl.semantics.functions import FUNCTIONS
from lacdsl.semantics.world import World
from lacdsl.syntax.parser import words
from lacdsl.syntax.place import CLAUSES, ITEMS

# Terminals that stand for one of several words, or for words of more than one part.
_SPELLED = {
    "STATE": ("missing", "present", "valid", "invalid"),
    "POSITION": ("first", "last"),
    "QUANTIFIER": ("any", "no", "every", "exactly one"),
    "PICK": ("first", "latest"),
    "UNIT": ("days", "weeks", "months", "years"),
    "OR_ELSE": ("or else",),
    "LAST_YEAR": ("last year",),
    "EITHER_YEAR": ("either year",),
    "COLLECTION_START": ("collection start",),
    "COLLECTION_END": ("collection end",),
    "WORKING_DAYS": ("working days",),
    "FUNCTION": ("max", "min"),
    "OTHER": ("other",),
    "ANYWHERE": ("anywhere",),
    "OPTIONAL": ("optional",),
    "PREVIOUS": ("previous",),
    "NEXT": ("next",),
    "COMPARE": ("=", "<>", "<", "<=", ">", ">="),
    "MONTH": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ),
}  # fmt: skip
_JOINED = {"__ANON_0": "where", "DIFFERS": "differs from", "SAME": "same as", "LISTED": "listed in"}
_SEVERITIES = ("error", "query", "note")
_TABLE_BEFORE = (
    "FOR_EACH", "QUANTIFIER", "PICK", "OF", "OVER", "OTHER", "LAST_YEAR", "EITHER_YEAR", "OPTIONAL", "WITHOUT",
)  # fmt: skip
_LISTS_AFTER = "IN"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be written. `kind`: word, table, column, code, define, let, list, parameter, function."""

    text: str
    kind: str
    detail: str = ""
    order: int = 5


def choices(text: str, line: int, column: int, world: World | None) -> tuple[Choice, ...]:
    """What can be written at a place, the likeliest first; all that begins as the word there does."""
    cursor = cursor_at(text, line, column)
    if cursor.in_comment or (cursor.in_text and not cursor.before.rstrip().endswith("{")):
        return ()
    if cursor.in_row:
        found = row_choices(text, cursor, world) if world is not None else ()
        made = [Choice(each, kind, detail) for each, kind, detail in found]
    else:
        made = list(_choices(cursor, world))
    start = cursor.prefix.casefold()
    unique = {(each.text, each.kind): each for each in made if each.text.casefold().startswith(start)}
    return tuple(sorted(unique.values(), key=lambda each: (each.order, each.text)))


def _choices(cursor: Cursor, world: World | None) -> Iterator[Choice]:
    yield from _words(cursor)
    if world is None or not cursor.tokens:
        return
    scope = scope_of(cursor, world)
    last = cursor.tokens[-1].type
    if last == "DOT":
        yield from _columns(scope.row(path_before(cursor.tokens)), world)
    elif last == "SEVERITY" or (last == "AS" and cursor.tokens[0].type == "TREAT_RULE"):
        yield from (Choice(word, "word", order=0) for word in _SEVERITIES)
    elif last in _TABLE_BEFORE or cursor.tokens[-1].type == "DEFINE":
        yield from _tables(world, order=0)
    elif "NAME" in cursor.expected:
        beside = left_column(cursor.tokens)
        if beside is not None:
            yield from _codes(scope.column(beside), world)
        if last == "LBRACE" or (last == "COMMA" and beside is not None):
            return
        if last == _LISTS_AFTER:
            yield from (
                Choice(name, "list", "list of codes", 1) for name in (*world.lists, *world.model.code_lists)
            )
            return
        yield from _names(scope, world)


def _words(cursor: Cursor) -> Iterator[Choice]:
    known = words()
    for name in cursor.expected:
        if name in CLAUSES:
            if cursor.starts_line and cursor.tokens and not (name == "WHERE" and _inside_question(cursor)):
                yield Choice(CLAUSES[name], "word", "clause", 2)
        elif name in ITEMS:
            if cursor.starts_line or (cursor.tokens and cursor.tokens[-1].type == "REPLACE"):
                yield Choice(ITEMS[name], "word", "begins an item", 2)
        elif name in _SPELLED:
            yield from (Choice(word, "word", order=4) for word in _SPELLED[name])
        elif name in _JOINED:
            yield Choice(_JOINED[name], "word", order=4)
        elif name in known and not (name == "LAST" or name == "FIRST"):
            yield Choice(known[name], "word", order=4)


def _inside_question(cursor: Cursor) -> bool:
    return bool(cursor.tokens) and cursor.tokens[-1].type in ("AND", "OR", "NOT")


def _names(scope: Scope, world: World) -> Iterator[Choice]:
    yield from (Choice(name, "let", "named above", 1) for name in scope.lets)
    yield from _columns(scope.here, world, order=1)
    yield from _tables(world, order=3)
    yield from (Choice(name, "parameter", "parameter", 3) for name in world.parameters)
    yield from (Choice(name, "function", function.form, 4) for name, function in FUNCTIONS.items())


def _columns(rel: ty.Rel | None, world: World, order: int = 0) -> Iterator[Choice]:
    if rel is None:
        return
    table = world.table(rel) if rel.kind not in ("spells", "entity") else None
    for name in world.columns(rel):
        column = table.column(name) if table is not None else None
        yield Choice(name, "column", column.title if column is not None else "", order)
    for name in world.define_names(rel):
        yield Choice(name, "define", "definition", order + 1)


def _tables(world: World, order: int) -> Iterator[Choice]:
    for word, table in (*world.tables.items(), *world.reference.items()):
        yield Choice(word, "table", table.title, order)
    yield Choice(world.entity, "table", f"each {world.entity.lower()}", order)
    yield from (Choice(name, "table", "derived table", order) for name in world.derived)
    yield from (Choice(name, "table", "spells", order) for name in world.spells)


def _codes(column: Column | None, world: World) -> Iterator[Choice]:
    codes = world.model.code_lists.get(column.codes or "") if column is not None else None
    if codes is not None:
        yield from (Choice(code, "code", label, 0) for code, label in codes.codes.items())
