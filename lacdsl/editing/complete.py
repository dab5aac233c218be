"""What can be written next: words of the language, tables, columns, codes with their labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lacdsl.editing.cursor import Cursor, cursor_at, left_column, path_before
from lacdsl.editing.names import Scope, scope_of
from lacdsl.editing.rows import family_parameters, row_choices
from lacdsl.model import Column
from lacdsl.semantics import typed as ty
from lacdsl.semantics.functions import FUNCTIONS
from lacdsl.semantics.world import World
from lacdsl.syntax.parser import words
from lacdsl.syntax.place import CLAUSES, ITEMS

# Terminals that stand for one of several words, or for words of more than one part.
_SPELLED = {
    "STATE": ("missing", "present", "valid", "invalid", "supplied"),
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
    "FUNCTION": ("max", "min", "year", "month", "day"),
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
_JOINED = {
    "__ANON_0": "where",
    "DIFFERS": "differs from",
    "SAME": "same as",
    "LISTED": "listed in",
    "OF_THE_SAME": "of the same",
}
_SEVERITIES = ("error", "query", "note")
_TABLE_BEFORE = (
    "FOR_EACH", "QUANTIFIER", "PICK", "OF", "OVER", "OTHER", "LAST_YEAR", "EITHER_YEAR", "OPTIONAL", "WITHOUT",
    "OF_THE_SAME",
)  # fmt: skip
_LISTS_AFTER = "IN"
# Behind these stands a name of the writer's own.
_NAMED_ANEW = ("LET", "CODES", "PARAMETER", "TABLE", "SPELLS", "COLUMN")
_TOTALLED = ("sum", "min", "max", "distinct")


NO_RULES: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be written.

    `kind`: word, table, column, code, define, let, list, parameter, function, rule.
    """

    text: str
    kind: str
    detail: str = ""
    order: int = 5


def choices(
    text: str, line: int, column: int, world: World | None, rules: Mapping[str, str] = NO_RULES
) -> tuple[Choice, ...]:
    """What can be written at a place, the likeliest first; all that begins as the word there does.

    `rules` are those that can be replaced, removed or treated: their titles by code.
    """
    cursor = cursor_at(text, line, column)
    if cursor.in_comment or (cursor.in_text and not cursor.before.rstrip().endswith("{")):
        return ()
    rest = [] if cursor.in_row else list(_rest_of_a_phrase(text, cursor))
    if cursor.in_row:
        found = row_choices(text, cursor, world) if world is not None else ()
        made = [Choice(each, kind, detail) for each, kind, detail in found]
    elif _wants_code(cursor):
        made = [Choice(code, "rule", title, 0) for code, title in rules.items()]
    elif rest and cursor.before.split()[-1] != "or":
        made = rest
    else:
        made = [*rest, *_choices(cursor, world)]
    start = cursor.prefix.casefold()
    unique = {(each.text, each.kind): each for each in made if each.text.casefold().startswith(start)}
    return tuple(sorted(unique.values(), key=lambda each: (each.order, each.text)))


def _choices(cursor: Cursor, world: World | None) -> Iterator[Choice]:
    yield from _words(cursor)
    if world is None or not cursor.tokens:
        return
    scope = scope_of(cursor, world)
    last = cursor.tokens[-1].type
    parameters = family_parameters(cursor.tokens)
    if _is_new_name(cursor):
        return
    if last in _TABLE_BEFORE or "NAME" in cursor.expected:
        yield from (Choice(name, "parameter", "parameter of the family", 0) for name in parameters)
    if _is_totalled(cursor):
        yield from _all_columns(world)
    if last == "DOT":
        yield from _columns(scope.row(path_before(cursor.tokens)), world)
    elif last == "SEVERITY" or (last == "AS" and cursor.tokens[0].type == "TREAT_RULE"):
        yield from (Choice(word, "word", order=0) for word in _SEVERITIES)
    elif last in _TABLE_BEFORE or cursor.tokens[-1].type == "DEFINE":
        if last in ("QUANTIFIER", "OF", "OVER"):
            yield from (Choice(name, "let", "named above", 0) for name in scope.lets)
        yield from _tables(world, order=0)
    elif "NAME" in cursor.expected:
        beside = left_column(cursor.tokens)
        if beside is not None:
            yield from _codes(scope.column(beside), world)
        if last == "LBRACE" or (last == "COMMA" and beside is not None):
            return
        if last == _LISTS_AFTER and cursor.tokens[-2].type != "LISTED":
            yield from (
                Choice(name, "list", "list of codes", 1) for name in (*world.lists, *world.model.code_lists)
            )
            return
        yield from _names(scope, world)


def _words(cursor: Cursor) -> Iterator[Choice]:
    known = words()
    if [token.type for token in cursor.tokens[-3:]] == ["LET", "NAME", "EQUAL"]:
        yield Choice("all", "word", "all rows", 4)
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
        elif name in known and (name not in ("LAST", "FIRST") or cursor.tokens[0].type == "SPELLS"):
            yield Choice(known[name], "word", order=4)


def _rest_of_a_phrase(text: str, cursor: Cursor) -> Iterator[Choice]:
    """What completes a phrase of several words of which the first are written: `collection`, `for`, `exactly`."""
    words = cursor.before.split()
    for count in range(min(3, len(words)), 0, -1):
        begun = " ".join(words[-count:])
        if not begun.islower() or not begun.replace(" ", "").isalpha():
            continue
        start = cursor.before.rstrip()
        for word in reversed(words[-count:]):
            start = start.rstrip()[: -len(word)]
        earlier = cursor_at(text, cursor.line, len(start))
        for choice in _words(earlier):
            if choice.text.startswith(f"{begun} "):
                yield Choice(choice.text[len(begun) + 1 :], choice.kind, choice.detail, 0)


def _wants_code(cursor: Cursor) -> bool:
    """Does the code of an earlier ruleset's rule belong here?"""
    kinds = [token.type for token in cursor.tokens]
    return kinds in (["REMOVE_RULE"], ["TREAT_RULE"], ["REPLACE", "RULE"])


def _is_new_name(cursor: Cursor) -> bool:
    kinds = [token.type for token in cursor.tokens]
    in_a_list = kinds[0] == "CODES" or kinds[:2] == ["REPLACE", "CODES"]
    return (
        kinds[-1] in _NAMED_ANEW
        or in_a_list
        or (kinds[0] == "DEFINE" and kinds[-1] == "DOT" and len(kinds) == 3)
    )


def _is_totalled(cursor: Cursor) -> bool:
    """Is this what a total is taken of, whose table comes only behind `over`?"""
    words = [str(token) for token in cursor.tokens]
    for place in range(len(words) - 1, 0, -1):
        if words[place] == "over" or cursor.tokens[place].type in CLAUSES:
            return False
        if words[place] == "of" and words[place - 1] in _TOTALLED:
            return True
        if words[place] == "distinct" and words[place - 1] == "of":
            return True
    return False


def _all_columns(world: World) -> Iterator[Choice]:
    for word, table in world.tables.items():
        yield from (
            Choice(name, "column", f"{word}: {column.title}", 1) for name, column in table.columns.items()
        )


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
