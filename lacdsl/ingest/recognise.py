"""Which table of the return a sheet is: by its headings first, by its name when they do not settle it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lacdsl.diagnostics import suggest
from lacdsl.ingest.headings import folded
from lacdsl.model import Model, Table

_BETWEEN_WORDS = re.compile(r"[\s_.\-]+")
_IN_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[^\W\d][^()\[\]]*[)\]]\s*$")
"""A remark behind a heading; not the number that tells headings of one name apart."""
_YEARS = re.compile(r"(?<!\d)(?:\d{8}|\d{6}|(?:19|20)\d{2}(?:[_/]\d{2,4})?|\d{2}_\d{2}|\d{4})(?!\d)")


@dataclass(frozen=True, slots=True)
class Match:
    """What a sheet is. `table` is None when it is no table of the return.

    `columns` gives the model's name for each heading that has one. `missing` are declared columns that the
    sheet lacks. `named` is the table that the name of the file speaks of, `nearest` the one that the sheet
    is most like.
    """

    table: str | None
    columns: dict[str, str]
    missing: tuple[str, ...]
    named: str | None
    nearest: str | None


def recognise(headings: Sequence[str], name: str, model: Model, told: str | None = None) -> Match:
    """The table that these headings and this file (or sheet) name stand for.

    A sheet that holds all columns of a table is that table (of several, the one with most columns). Else
    the table that the name speaks of, when two of its columns are there, one of them found in no other
    table or half of all. Else the one table of which more than half the columns are there, one of them
    found in no other table. `told` is the table where that is known.

    Tables of the return come before those that a ruleset adds, and no file need have the columns that it adds to them:
    a file of the return is the same table with and without them.
    """
    named = table_named(name, model)
    words = _words(headings)
    found = {table.name: _columns_found(words, table) for table in model.tables.values()}
    chosen = told or _complete(found, named, model) or _partial(found, named, _of_return(model))
    chosen = chosen or _partial(found, named, _added(model))
    nearest = chosen or _nearest(found, name, named, model)
    columns = found[chosen] if chosen else {}
    missing = _lacking(columns, model.tables[chosen]) if chosen else ()
    return Match(chosen, columns, missing, named, nearest)


def table_named(name: str, model: Model) -> str | None:
    """The table that the name of a file or sheet speaks of, whatever year or prefix it carries; None when
    unclear.
    """
    words = f"_{_worded(_YEARS.sub('_', _worded(name)))}_"
    best: list[str] = []
    longest = 0
    for table in model.tables.values():
        patterns = {_worded(text) for text in (*table.file_names, table.name, table.singular)}
        length = max((len(pattern) for pattern in patterns if f"_{pattern}_" in words), default=0)
        if length > longest:
            best, longest = [table.name], length
        elif length and length == longest:
            best.append(table.name)
    own = [name for name in best if not model.tables[name].added_by]
    best = own or best
    return best[0] if len(best) == 1 else None


def _of_return(model: Model) -> list[Table]:
    return [table for table in model.tables.values() if not table.added_by]


def _added(model: Model) -> list[Table]:
    return [table for table in model.tables.values() if table.added_by]


def _worded(name: str) -> str:
    """The words of a name in small letters, with an underscore between them."""
    return _BETWEEN_WORDS.sub("_", name).strip("_").casefold()


def lacking(headings: Sequence[str], table: Table) -> tuple[str, ...]:
    """The declared columns of the table for which there is no heading."""
    return _lacking(_columns_found(_words(headings), table), table)


def meanings(headings: Sequence[str], table: Table) -> dict[str, str]:
    """The column of the table that each heading speaks of, if it does, though several may speak of one."""
    known = _names(table)
    found: dict[str, str] = {}
    for heading in headings:
        name = known.get(folded(heading)) or known.get(folded(_IN_BRACKETS.sub("", heading)))
        if name is not None:
            found[heading] = name
    return found


def _names(table: Table) -> dict[str, str]:
    """Every folded heading that a column of the table may have, with its name."""
    known: dict[str, str] = {}
    columns = (*table.columns.values(), *table.derived.values())
    # What a ruleset adds never takes a heading of the return's own.
    for added in (False, True):
        group = [column for column in columns if bool(column.added_by) is added]
        for column in group:
            for text in (column.name, *column.aliases):
                known.setdefault(folded(text), column.name)
        for column in group:
            known.setdefault(folded(column.title), column.name)
        for column in group:
            for text in (column.name, *column.aliases):
                for prefix in (table.name, table.singular):
                    known.setdefault(folded(prefix + text), column.name)
    return known


def _words(headings: Sequence[str]) -> list[tuple[str, str, str]]:
    """Each heading, its folded form, and the folded form without what stands in brackets."""
    return [(heading, folded(heading), folded(_IN_BRACKETS.sub("", heading))) for heading in headings]


def _columns_found(words: Sequence[tuple[str, str, str]], table: Table) -> dict[str, str]:
    """Heading (see `_words`) -> column of the table: its name, an alias, or what the model calls it in words.

    The exact spelling comes before another one, the first heading before a later one.
    """
    known = _names(table)
    found = {heading: heading for heading, _, _ in words if table.column(heading) is not None}
    taken = set(found)
    for heading, form, _ in words:
        name = known.get(form)
        if name is not None and name not in taken:
            found[heading] = name
            taken.add(name)
    for heading, _, form in words:
        name = known.get(form)
        if heading not in found and name is not None and name not in taken:
            found[heading] = name
            taken.add(name)
    return found


def _lacking(found: dict[str, str], table: Table) -> tuple[str, ...]:
    there = set(found.values())
    return tuple(name for name in table.asked_for if name not in there)


def _complete(found: dict[str, dict[str, str]], named: str | None, model: Model) -> str | None:
    complete = [table for table in model.tables.values() if not _lacking(found[table.name], table)]
    most = max((len(table.asked_for) for table in complete), default=0)
    likely = [table for table in complete if len(table.asked_for) == most]
    best = [table.name for table in likely if not table.added_by] or [table.name for table in likely]
    if named in best:
        return named
    return best[0] if len(best) == 1 else None


def _partial(found: dict[str, dict[str, str]], named: str | None, tables: list[Table]) -> str | None:
    """The one of `tables` that a sheet is most likely, though it lacks some of its columns."""
    hits = {table.name: set(found[table.name].values()) & set(table.asked_for) for table in tables}
    own = {table.name: len(hits[table.name] & _own_columns(table, tables)) for table in tables}
    share = {table.name: _share(found[table.name], table) for table in tables}
    if named in share and len(hits[named]) >= 2 and (own[named] or share[named] >= 0.5):
        return named
    likely = {name: share[name] for name in share if own[name] and share[name] > 0.5}
    best = [name for name, value in likely.items() if value == max(likely.values())]
    return best[0] if len(best) == 1 else None


def _own_columns(table: Table, tables: list[Table]) -> set[str]:
    others = {name for other in tables if other is not table for name in other.asked_for}
    return set(table.asked_for) - others


def _share(found: dict[str, str], table: Table) -> float:
    return 1 - len(_lacking(found, table)) / max(1, len(table.asked_for))


def _nearest(found: dict[str, dict[str, str]], name: str, named: str | None, model: Model) -> str | None:
    if named is not None:
        return named
    best = max(found, key=lambda table: _share(found[table], model.tables[table]), default=None)
    if best is not None and found[best]:
        return best
    near = suggest(name, model.tables)
    return near[0] if near else None
