"""What can be written next: words of the language, tables, columns, codes with their labels. The likeliest first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from lacdsl.editing.choice import Choice
from lacdsl.editing.cursor import Cursor, cursor_at, left_column, path_before
from lacdsl.editing.earlier import of_earlier_rules
from lacdsl.editing.names import Scope, scope_of
from lacdsl.editing.rows import family_members, family_parameters, row_choices
from lacdsl.editing.snippets import snippets
from lacdsl.editing.wordlist import BEGINNING, named_choices, next_choices
from lacdsl.model import Column, ColumnType
from lacdsl.semantics import typed as ty
from lacdsl.semantics.functions import FUNCTIONS
from lacdsl.semantics.scope import ColumnInfo
from lacdsl.semantics.world import World
from lacdsl.syntax import print_expr
from lacdsl.syntax.place import CLAUSES

_SEVERITIES = ("error", "query", "note")
_TABLE_BEFORE = (
    "FOR_EACH", "QUANTIFIER", "PICK", "OF", "OVER", "OTHER", "LAST_YEAR", "EITHER_YEAR", "OPTIONAL", "WITHOUT",
    "OF_THE_SAME",
)  # fmt: skip
# Behind these stands a name of the writer's own.
_NAMED_ANEW = ("LET", "CODES", "PARAMETER", "TABLE", "SPELLS", "COLUMN")
_TOTALLED = ("sum", "min", "max", "distinct")
_BEHIND_TITLE = re.compile(r'\s+example\b[^"]*"[^"]*"\s+(?P<word>in|from|until)?\s*$')
# What the values of columns of these types are written as.
_WRITTEN = {
    ColumnType.FLAG: {"0": "no", "1": "yes"},
    ColumnType.YES_NO: {"yes": "", "no": ""},
}
NO_RULES: Mapping[str, str] = {}


def choices(
    text: str, line: int, column: int, world: World | None, rules: Mapping[str, str] = NO_RULES
) -> tuple[Choice, ...]:
    """What can be written at a place, the likeliest first; all that begins as the word there does.

    `rules` are those that can be replaced, removed or treated: their titles by code.
    """
    cursor = cursor_at(text, line, column)
    if cursor.in_comment or cursor.in_text:
        return ()
    made = [*snippets(cursor, world), *_made(cursor, world, rules)]
    start = cursor.prefix.casefold()
    unique = {(each.text, each.kind): each for each in made if each.text.casefold().startswith(start)}
    if cursor.in_row:  # in the order of the file or the list that they are from
        return tuple(sorted(unique.values(), key=lambda each: each.order))
    return tuple(sorted(unique.values(), key=lambda each: (each.order, each.text)))


def _made(cursor: Cursor, world: World | None, rules: Mapping[str, str]) -> list[Choice]:
    if cursor.in_row:
        return list(row_choices(cursor, world)) if world is not None else []
    if _wants_code(cursor):
        return [Choice(code, "rule", title, 0) for code, title in rules.items()]
    behind = _BEHIND_TITLE.match(cursor.before)
    if behind is not None:
        return _years(behind.group("word") or "", world)
    rest = list(_rest_of_a_phrase(cursor))
    if rest and cursor.before.split()[-1] != "or":
        return rest
    return [*rest, *_choices(cursor, world)]


def _choices(cursor: Cursor, world: World | None) -> Iterator[Choice]:
    yield from next_choices(cursor)
    yield from named_choices(cursor)
    if world is None or not cursor.tokens:
        return
    earlier = list(of_earlier_rules(cursor, world))
    if earlier:
        yield from earlier
        return
    scope = scope_of(cursor, world)
    last = cursor.tokens[-1].type
    parameters = family_parameters(cursor.tokens)
    if last == "FOR_MEMBER":
        yield from (Choice(code, "rule", title, 0) for code, title in family_members(cursor.tokens))
    if _is_new_name(cursor):
        if last in ("LBRACE", "COMMA"):
            yield from _codes_of_lists(cursor, world)
        return
    if last in _TABLE_BEFORE or "NAME" in cursor.expected:
        yield from (Choice(name, "parameter", "parameter of the family", 0) for name in parameters)
    if "NAME" in cursor.expected and _is_totalled(cursor):
        yield from _all_columns(world)
    if last == "DOT":
        yield from _columns(scope.row(path_before(cursor.tokens)), world, order=0)
    elif last == "SEVERITY" or (last == "AS" and cursor.tokens[0].type == "TREAT_RULE"):
        yield from (Choice(word, "word", order=0) for word in _SEVERITIES)
    elif last in _TABLE_BEFORE or last == "DEFINE":
        if last in ("QUANTIFIER", "OF", "OVER"):
            yield from (Choice(name, "let", "named above", 0) for name in scope.lets)
        yield from _tables(world, order=0)
    elif "NAME" in cursor.expected or "NUMBER" in cursor.expected:
        yield from _values(cursor, scope, world)


def _values(cursor: Cursor, scope: Scope, world: World) -> Iterator[Choice]:
    last = cursor.tokens[-1].type
    beside = left_column(cursor.tokens)
    if beside is not None:
        yield from _codes(scope.column(beside), world)
    if last == "LBRACE" or (last == "COMMA" and beside is not None) or "NAME" not in cursor.expected:
        return
    if last == "IN" and cursor.tokens[-2].type != "LISTED":
        yield from _lists(scope.column(_before_in(cursor)), world)
        return
    yield from _names(cursor, scope, scope.info(beside) if beside is not None else None)


def _before_in(cursor: Cursor) -> tuple[str, ...]:
    """The column before an `in` or `not in` that ends what is written."""
    end = -2 if cursor.tokens[-2].type == "NOT" else -1
    names: list[str] = []
    place = len(cursor.tokens) + end - 1
    while place >= 0 and cursor.tokens[place].type in ("NAME", "WORD", "PREVIOUS", "NEXT", "THIS"):
        names.insert(0, str(cursor.tokens[place]))
        if cursor.tokens[place - 1].type != "DOT":
            break
        place -= 2
    return tuple(names)


def _rest_of_a_phrase(cursor: Cursor) -> Iterator[Choice]:
    """What completes a phrase of several words of which the first are written: `collection`, `for`, `exactly`."""
    words = cursor.before.split()
    for count in range(min(3, len(words)), 0, -1):
        begun = " ".join(words[-count:])
        if not begun.islower() or not begun.replace(" ", "").isalpha():
            continue
        start = cursor.before.rstrip()
        for word in reversed(words[-count:]):
            start = start.rstrip()[: -len(word)]
        earlier = cursor_at(cursor.text, cursor.line, len(start))
        for choice in next_choices(earlier):
            if choice.text.startswith(f"{begun} "):
                yield Choice(choice.text[len(begun) + 1 :], choice.kind, choice.detail, 0)


def _wants_code(cursor: Cursor) -> bool:
    """Does the code of an earlier ruleset's rule belong here?"""
    kinds = [token.type for token in cursor.tokens]
    return kinds in (["REMOVE_RULE"], ["TREAT_RULE"], ["REPLACE", "RULE"])


def _years(word: str, world: World | None) -> list[Choice]:
    """What says in which collections an example is run."""
    year = world.model.year if world is not None else ""
    if not year:
        return []
    if word:
        return [Choice(year, "word", "the collection of these rules", 0)]
    said = {
        "in": "in this collection only",
        "from": "in it and all later ones",
        "until": "in it and all earlier ones",
    }
    return [Choice(f"{each} {year}", "word", about, n) for n, (each, about) in enumerate(said.items())]


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
    if any(token.type == "SPELLS" for token in cursor.tokens[:2]):
        return False
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


def _names(cursor: Cursor, scope: Scope, beside: ColumnInfo | None) -> Iterator[Choice]:
    world = scope.world
    yield from (Choice(name, "let", "named above", 1) for name in scope.lets)
    if scope.here != scope.this:
        yield Choice("this", "word", "the rule's own row", 2.6)
    shows = cursor.clause in ("FLAG", "NEEDS") or cursor.in_message
    read = {str(token) for token in cursor.tokens if token.type == "NAME"} if shows else set()
    for choice in _columns(scope.here, world, order=2, beside=beside):
        yield replace(choice, order=1.5) if choice.text in read else choice
    if cursor.clause in ("FLAG", "NEEDS"):
        yield from _tables(world, order=BEGINNING)
        return
    for choice in _tables(world, order=BEGINNING + 5):
        rel = world.plain_rel(choice.text)
        own = rel is not None and _is_one(rel, scope.here, world)
        yield Choice(choice.text, "table", choice.detail, BEGINNING + 1) if own else choice
    yield from (Choice(name, "parameter", "parameter", BEGINNING + 2) for name in world.parameters)
    yield from (
        Choice(name, "function", function.form, BEGINNING + 3) for name, function in FUNCTIONS.items()
    )


def _is_one(rel: ty.Rel, here: ty.Rel | None, world: World) -> bool:
    """Is there one row of `rel`, at most, that belongs to the row at hand?"""
    if rel.kind == "spells" and here is not None:
        return world.source(rel) == here
    return rel.kind != "entity" and world.is_single(here, rel)


def _columns(
    rel: ty.Rel | None, world: World, order: float, beside: ColumnInfo | None = None
) -> Iterator[Choice]:
    if rel is None:
        return
    table = world.table(rel) if rel.kind not in ("spells", "entity") else None
    for name, info in world.columns(rel).items():
        column = table.column(name) if table is not None else None
        other = beside is not None and info.kind is not beside.kind
        title = column.title if column is not None else ""
        yield Choice(name, "column", title, order + (BEGINNING + 1.5 if other else 0))
    own = {name for word, name in world.defines if word == world.word(rel)}
    for name in world.define_names(rel):
        yield Choice(name, "define", "definition", order + (0.5 if name in own else BEGINNING + 1.5))


def _tables(world: World, order: float) -> Iterator[Choice]:
    for word, table in (*world.tables.items(), *world.reference.items()):
        yield Choice(word, "table", table.title, order + (1 if word in world.reference else 0))
    yield Choice(world.entity, "table", f"each {world.model.entity.singular}", order)
    yield from (Choice(name, "table", "derived table", order + 0.5) for name in world.derived)
    yield from (Choice(name, "table", "spells", order + 0.5) for name in world.spells)


def _codes(column: Column | None, world: World) -> Iterator[Choice]:
    if column is None:
        return
    codes = world.model.code_lists.get(column.codes or "")
    labels = codes.codes if codes is not None else _WRITTEN.get(column.type, {})
    yield from (Choice(code, "code", label, 0) for code, label in labels.items())


def _codes_of_lists(cursor: Cursor, world: World) -> Iterator[Choice]:
    """For a list of one's own: the codes of the lists that hold all that stand in it already."""
    begin = max(place for place, token in enumerate(cursor.tokens) if token.type == "LBRACE")
    written = {str(token).strip('"') for token in cursor.tokens[begin + 1 :]} - {","}
    for held in world.model.code_lists.values():
        if written <= set(held.codes):
            for code, label in held.codes.items():
                if code not in written and code.isidentifier():
                    yield Choice(code, "code", f"{label} ({held.title})", 0)


def _lists(column: Column | None, world: World) -> Iterator[Choice]:
    """Lists of codes: that of the column first, then those made for the rules of codes that it has."""
    own = column.codes if column is not None else None
    codes = set(world.model.code_lists[own].codes) if own is not None else set()
    for name, item in world.lists.items():
        listed = print_expr(item.options)
        fits = not codes or {each.strip('" ') for each in listed.strip("{}").split(",")} <= codes
        yield Choice(name, "list", listed, 1 if fits else 3)
    for name, held in world.model.code_lists.items():
        yield Choice(name, "list", held.title, 0 if name == own else 3)
