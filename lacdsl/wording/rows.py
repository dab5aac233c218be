"""Rows and columns in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeGuard

from lacdsl.model import Column
from lacdsl.syntax import tree as t
from lacdsl.wording.english import is_question, small, spaced
from lacdsl.wording.vocabulary import Scope, Vocabulary

Place = tuple[str | None, str]
"""The table of a row, and how the row is called: `the previous episode`; "" for the row at hand."""

_WHENS = ("date adoption", "date the", "date an", "reason", "number", "main", "legal")
LAST = " in last year's return"
_YEARS = {"last": LAST, "either": " in this or last year's return"}
THIS = " in this year's return"
_CLAUSE = re.compile(r"\w+ (the|that|there|an|it) ")


@dataclass(frozen=True, slots=True)
class Placed(t.Ref):
    """A part of a row of which it is known already how it is called; without a name the row itself."""

    place: Place


def owner_of(words: Vocabulary, ref: t.Ref, scope: Scope) -> Place:
    """The row that the last name of a reference is a part of."""
    return ref.place if isinstance(ref, Placed) else row_of(words, t.Ref(ref.base, ref.names[:-1]), scope)


def row_of(words: Vocabulary, ref: t.Ref, scope: Scope) -> Place:
    """The row that a reference to a row names."""
    if isinstance(ref, Placed):
        return ref.place
    table, called = _start(words, ref.base, scope)
    for name in ref.names:
        table, called = step(words, name, (table, called), scope)
    return table, called


def _start(words: Vocabulary, base: object, scope: Scope) -> Place:
    match base:
        case "this":
            if not scope.nested:
                return scope.this, ""
            if scope.this is not None and (words.is_single(scope.this) or scope.this == words.entity.word):
                return scope.this, of_table(words, scope.this)
            return scope.this, f"this {words.noun_of(scope.this)}"
        case int(steps):
            word = "previous" if steps < 0 else "next"
            noun = words.noun_of(scope.here)
            return scope.here, f"the {word} {noun}" if abs(steps) == 1 else f"the {steps_away(noun, steps)}"
        case t.TableRef():
            return base.name, of_table(words, base.name) + (LAST if base.year == "last" else "")
        case _:
            return scope.here, ""


def step(words: Vocabulary, name: str, place: Place, scope: Scope) -> Place:
    """The row called `name`, seen from another row."""
    table, called = place
    let = scope.lets.get(name)
    if not called and let is not None:
        return _let_row(words, name, let, scope)
    define = words.define(table, name) if table is not None else None
    if define is not None and is_plain_pick(define.value):
        return define.value.table.name, plain_pick(words, define.value, scope)
    if define is not None:
        scope.used[f"{define.table}.{define.name}"] = define
        target = _target(words, define.value)
        noun = words.noun(target) if target else "row"
        of = f" of {called}" if called else ""
        return target, f'the {noun} "{spaced(name)}"{of}'
    if words.is_table(name):
        if name in words.tables and called:
            return name, f"the {words.noun(name)} of {called}"
        return name, of_table(words, name) + (LAST if LAST in called else "")
    return table, called


def steps_away(noun: str, steps: int) -> str:
    """`episode before the previous one`"""
    before = "before" if steps < 0 else "after"
    if abs(steps) == 2:
        return f"{noun} {before} the {'previous' if steps < 0 else 'next'} one"
    return f"{noun} {abs(steps)} {before} this one"


def is_plain_pick(value: t.Expr) -> TypeGuard[t.Pick]:
    """`latest Episode`: it is said where it stands, and needs no name."""
    return isinstance(value, t.Pick) and value.where is None


def plain_pick(words: Vocabulary, pick: t.Pick, scope: Scope) -> str:
    """`the latest episode in last year's return`"""
    other = "other " if pick.other else ""
    return f"the {pick.which} {other}{words.noun(pick.table.name)}{in_year(words, pick.table, scope)}"


def in_year(words: Vocabulary, table: t.TableRef, scope: Scope) -> str:
    """The year that rows are of; this one is said where the rule is about the rows of another."""
    of_return = table.name in words.tables or table.name in _singulars(words)
    if table.year == "this" and scope.year == "last" and of_return:
        return THIS
    return _YEARS.get(table.year, "")


def _singulars(words: Vocabulary) -> set[str]:
    return {table.singular for table in words.model.tables.values()}


def _let_row(words: Vocabulary, name: str, let: t.Expr, scope: Scope) -> Place:
    if is_plain_pick(let):
        return let.table.name, plain_pick(words, let, scope)
    if isinstance(let, t.Ref) and let.base is None and let.names[-1:] and words.is_table(let.names[-1]):
        return row_of(words, let, scope)
    if isinstance(let, t.Ref) and isinstance(let.base, t.TableRef | int):
        return row_of(words, let, scope)
    target = _target(words, let)
    noun = words.noun(target) if target else "row"
    return target, f'the {noun} "{spaced(name)}"'


def _target(words: Vocabulary, value: t.Expr) -> str | None:
    """The table of the row, or rows, that a value is."""
    match value:
        case t.Pick() | t.Quantifier():
            return value.table.name
        case t.Ref() if value.names and words.is_table(value.names[-1]):
            return value.names[-1]
        case t.Ref(base=t.TableRef() as base):
            return base.name
        case t.Ref(names=(*_, last)):
            define = next((each for (_, name), each in words.defines.items() if name == last), None)
            return _target(words, define.value) if define is not None else None
    return None


def of_table(words: Vocabulary, name: str) -> str:
    """How a row of a table is called that belongs to the row at hand."""
    if name == words.model.tables[words.model.root].singular or name == words.entity.word:
        return words.the_entity
    if words.is_of_return(name):
        return f"the {words.noun(name)}"
    return f"the {words.whose}{words.noun(name)}" if words.is_single(name) else f"the {words.noun(name)}"


def column_words(words: Vocabulary, table: str | None, name: str, called: str, alone: bool = False) -> str:
    """A column of a row as a phrase; `alone`: no other row at hand has such a thing, so that its own is not named."""
    column = words.column(table, name) if table is not None else None
    made = words.tables.get(table or "")
    if isinstance(made, t.Spells):
        of = called or f"the {words.noun(table or '')}"
        return f"the {spaced(name.lower())} of {of}"
    if column is None:
        return f'"{spaced(name)}"' + (f" of {called}" if called else "")
    return _titled(words, column, table or "", called, alone)


def _titled(words: Vocabulary, column: Column, table: str, called: str, alone: bool) -> str:
    title = column.title or column.name
    last = next((year for year in (LAST, THIS) if called.endswith(year)), "")
    row = called.removesuffix(last)
    noun = words.noun(table)
    if is_question(title) or _is_statement(title):
        text = f'"{small(title)}"'
        return f"{text}{last}" if row in ("", words.the_entity) or alone else f"{text} of {row}{last}"
    text = small(title)
    if alone and f"the {noun}" not in text and not _is_one_of_two(words, table, text):
        return f"the {text}{last}"
    if row:
        own_row = _with_row(text, noun, row)
        if own_row:
            return f"the {own_row}{last}"
    if text.startswith(words.whose):
        return f"the {text}" + (f" of {row}" if row not in ("", words.the_entity) else "") + last
    if row == words.the_entity:
        if words.the_entity in text:
            return f"the {text}{last or f' in {table}'}"
        at_root = table == words.model.tables[words.model.root].singular
        own = not _CLAUSE.match(text) if at_root else not text.startswith(_WHENS)
        return f"the {words.whose if own else ''}{text}{last}"
    in_row = f"the {words.whose}row in "
    if row.startswith(in_row):
        return f"the {text} in {row.removeprefix(in_row)}{last}"
    if not row:
        return f"the {text}{last}"
    clause = _CLAUSE.match(text) is not None
    return f"the {text} {'of' if not clause else 'for' if text.endswith(' in') else 'in'} {row}{last}"


def _is_one_of_two(words: Vocabulary, table: str, text: str) -> bool:
    """The title says `the plan`, and there are rows of another table that are plans as well."""
    noun = words.noun(table)
    last = noun.split()[-1]
    if last == noun or f"the {last}" not in text:
        return False
    others = (words.noun(each.singular) for each in words.model.tables.values() if each.singular != table)
    return any(other.split()[-1] == last for other in others)


def _with_row(text: str, noun: str, row: str) -> str:
    """`date the order ended` of the previous order: `date the previous order ended`; "" where the row is not named."""
    first = re.split(r" (?:to|with|of|in|or) ", noun)[0]
    names = {noun: row, first.split()[-1]: row, noun.split()[-1]: row}
    behind = re.search(r" with an? (.+)$", noun)
    if behind is not None:
        names = {behind[1]: row.replace(noun, behind[1])}
    for name, called in names.items():
        parts = re.split(rf"\bthe {re.escape(name)}\b", text)
        if len(parts) > 1:
            return called.join(parts)
    return ""


def _is_statement(title: str) -> bool:
    """`Teeth checked in the year`: a yes or no, that is no noun either."""
    first = title.split(" ", 1)[0]
    return (
        first in ("Has", "Got", "Was", "Is", "Convicted", "Missing")
        or " checked " in title
        or ("up to date" in title or " assessed " in title)
    )
