"""How to put a wrong name right: near names here, then the same name elsewhere, then codes."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from lacdsl.diagnostics import suggest
from lacdsl.semantics import typed as ty
from lacdsl.semantics.foreign import value_help
from lacdsl.semantics.scope import Scope
from lacdsl.semantics.wording import either
from lacdsl.semantics.world import World

# How much less alike than the nearest name another one may be and still be shown.
_MARGIN = 0.15


def near(name: str, candidates: Iterable[str], limit: int = 3) -> list[str]:
    """Near names, best first, without those that are much less alike than the best one."""
    found = suggest(name, candidates, limit)
    likeness = [SequenceMatcher(None, name.casefold(), other.casefold()).ratio() for other in found]
    return [other for other, alike in zip(found, likeness, strict=True) if alike >= max(likeness) - _MARGIN]


def names_in_scope(world: World, scope: Scope) -> list[str]:
    """Everything that a bare name could be here."""
    names = [*scope.lets]
    if scope.here is not None:
        names += [*world.columns(scope.here), *world.define_names(scope.here)]
    return [*names, *world.parameters, *world.table_names()]


def name_help(world: World, name: str, scope: Scope) -> str:
    """What was meant by a bare name that is unknown."""
    own = [*scope.lets]
    if scope.here is not None:
        own += [*world.columns(scope.here), *world.define_names(scope.here)]
    own += world.parameters
    same = [other for other in own if other.casefold() == name.casefold()]
    if same:
        return f"Did you mean {either(same)}? Capital and small letters are not the same."
    if scope.nested and scope.this is not None and name in world.columns(scope.this):
        return f"`{name}` is a column of the row that the rule is about: in here write `this.{name}`."
    foreign = value_help(name)
    if foreign:
        return foreign
    found = _elsewhere(world, name, scope.here)
    others = near(name, own)
    if others:
        return " ".join([f"Did you mean {either(others)}?", *found])
    if found:
        return " ".join(found)
    others = near(name, world.table_names())
    if others:
        return f"Did you mean {either(others)}?"
    lists = code_lists_with(world, name)
    if lists:
        beside = _columns_with(world, scope.here, lists)
        if beside:
            return f"`{name}` is a code: write `{beside} = {name}`, or `{beside} in {{…, {name}}}` for one of several."
        return f"`{name}` is a code of {either(lists[:3])}: put it beside a column with that list."
    return _all_columns(world, scope.here)


def column_help(world: World, name: str, rel: ty.Rel) -> str:
    """What was meant by an unknown name after the dot of a row of `rel`."""
    others = near(name, [*world.columns(rel), *world.define_names(rel)])
    if others:
        return f"Did you mean {either(f'{world.word(rel)}.{other}' for other in others)}?"
    owners = [owner for owner in world.owners(name) if owner != world.word(rel)]
    if owners:
        return f"`{name}` is a column of {either(owners[:4])}."
    return _all_columns(world, rel)


def table_help(world: World, name: str, scope: Scope | None = None) -> str:
    """What was meant by an unknown table."""
    if name.casefold() == "return":
        return "Write `for the return`: a rule about the files as a whole."
    candidates = [*(scope.lets if scope is not None else ()), *world.table_names()]
    for word, table in (*world.tables.items(), *world.reference.items()):
        if table.name.casefold() == name.casefold():
            return f"Rules call a table by the word for one row of it: write `{word}`."
    others = near(name, candidates)
    if others:
        return f"Did you mean {either(others)}?"
    return f"The tables are {', '.join(world.tables)}."


def code_lists_with(world: World, code: str) -> list[str]:
    """The model's code lists that hold the code."""
    return [name for name, codes in world.model.code_lists.items() if code in codes.codes]


def code_help(world: World, code: str, list_name: str, names: list[str]) -> str:
    """What was meant by a code that the list does not have: near codes with their labels, then near names."""
    codes = world.model.code_lists[list_name].codes
    others = [f"`{other}` ({codes[other]})" for other in near(code, codes)]
    if others:
        parts = [f"Did you mean {' or '.join(others)}?"]
    else:
        shown = ", ".join(list(codes)[:12]) + (", …" if len(codes) > 12 else "")
        parts = [
            f'The codes of {list_name} are {shown}. For an old code name a list: `codes old = {{"{code}"}}`, then `in old`.'
        ]
    columns = near(code, names, 2)
    if columns:
        parts.append(
            f"There {'are columns' if len(columns) > 1 else 'is a column'} {either(columns)} as well."
        )
    return " ".join(parts)


def quoted_code_help(world: World, text: str, list_name: str) -> str:
    """What was meant by a text in quotes that the list does not have: the code with that label, or a near one."""
    codes = world.model.code_lists[list_name].codes
    wanted = text.casefold()
    labelled = [code for code, label in codes.items() if len(wanted) > 3 and wanted in label.casefold()]
    others = labelled[:3] or near(text, codes)
    meant = f"Did you mean {' or '.join(f'`{code}` ({codes[code]})' for code in others)}?" if others else ""
    if labelled:
        return meant
    return f'{meant} For a code of another year, name a list, `codes old = {{"{text}"}}`, and write `in old`.'.lstrip()


def _columns_with(world: World, here: ty.Rel | None, lists: list[str]) -> str | None:
    """The first column of the row whose codes are one of the lists."""
    columns = world.columns(here) if here is not None else {}
    return next((name for name, column in columns.items() if column.codes in lists), None)


def _elsewhere(world: World, name: str, here: ty.Rel | None) -> list[str]:
    owners = world.owners(name)
    if not owners:
        return []
    for owner in owners:
        rel = world.plain_rel(owner)
        if here is not None and rel is not None and world.is_single(here, rel):
            return [f"`{name}` is a column of {owner}: write `{owner}.{name}`."]
    return [f"`{name}` is a column of {either(owners[:4])}: say which row, as in `any {owners[0]} where …`."]


def _all_columns(world: World, rel: ty.Rel | None) -> str:
    if rel is None:
        return "Say which rows are meant: `any T where …`, `count of T where …`."
    names = list(world.columns(rel))
    shown = ", ".join(names[:14]) + (", …" if len(names) > 14 else "")
    return f"The columns of {world.word(rel)} are {shown}."
