"""Columns that the model derives: from another table, from a reference table, from the authority."""

from __future__ import annotations

import numpy as np

from lacdsl.engine.keys import Keys, key_columns
from lacdsl.engine.store import Store
from lacdsl.engine.vectors import MISSING, OK, Index, Vec
from lacdsl.model import Column, Derive
from lacdsl.semantics.typed import Kind
from lacdsl.values import fold, round_numbers

METRES_PER_KILOMETRE = 1000.0
KILOMETRES_PER_MILE = 1.6093
POSTCODES = "Postcode"
GRID = ("EAST", "NORTH")


def can_derive(store: Store, year: str, table: str, column: Column) -> bool:
    """Everything that the column is derived from is there."""
    derive = column.derive
    if derive is None or store.frame(year, table) is None:
        return False
    options = derive.options
    if derive.kind == "has_row":
        return all(_has_key(store, year, each, table) for each in (table, options["table"]))
    if derive.kind == "lookup":
        return _readable(store, year, table, options["by"]) and _can_look_up(
            store, options["table"], options["take"]
        )
    if derive.kind == "inside_authority":
        return bool(store.context.authority) and _readable(store, year, table, options["column"])
    ends = (options["from_column"], options["to_column"])
    return _can_look_up(store, POSTCODES, *GRID) and all(_readable(store, year, table, end) for end in ends)


def _has_key(store: Store, year: str, table: str, level: str) -> bool:
    """The table is there, with the columns that hold the key of its ancestor `level` (or its own)."""
    names = key_columns(store.model, table, level) or ()
    return store.frame(year, table) is not None and all(store.has(year, table, name) for name in names)


def _can_look_up(store: Store, reference: str, *columns: str) -> bool:
    """The reference table is there, with its key and these columns."""
    if store.frame("reference", reference) is None:
        return False
    key = store.model.reference[reference].key[0]
    return all(_readable(store, "reference", reference, name) for name in (key, *columns))


def _readable(store: Store, year: str, table: str, name: str) -> bool:
    if store.has(year, table, name):
        return True
    column = store.table(year, table).column(name)
    return column is not None and can_derive(store, year, table, column)


def read_column(store: Store, keys: Keys, year: str, table: str, column: Column) -> Vec:
    """A column of a table: as supplied when it was, else derived; `can_derive` must hold."""
    if column.derive is None or store.has(year, table, column.name):
        return store.vec(year, table, column)
    with store.preparing():
        return _derived(store, keys, year, table, column.derive)


def _derived(store: Store, keys: Keys, year: str, table: str, derive: Derive) -> Vec:
    if derive.kind == "has_row":
        return _has_row(store, keys, year, table, derive)
    if derive.kind == "lookup":
        return _lookup(store, keys, year, table, derive)
    if derive.kind == "inside_authority":
        return _inside(store, keys, year, table, derive)
    return _distance(store, keys, year, table, derive)


def _column(store: Store, keys: Keys, year: str, table: str, name: str) -> Vec:
    column = store.table(year, table).column(name)
    assert column is not None
    return read_column(store, keys, year, table, column)


def _has_row(store: Store, keys: Keys, year: str, table: str, derive: Derive) -> Vec:
    level = table
    there = np.zeros(keys.count(level) + 1, np.bool_)
    there[keys.numbers(year, derive.options["table"], level)] = True
    there[-1] = False
    mine = keys.numbers(year, table, level)
    flags = np.array([store.text_number("0"), store.text_number("1")], np.int32)
    return Vec(Kind.TEXT, flags[there[mine].astype(np.int64)])


def _rows_by_text(store: Store, keys: Keys, reference: str, key: str) -> Index:
    """For every text number the first row of a reference table that has it as key, or -1."""
    column = _column(store, keys, "reference", reference, key).flat()
    found = np.full(len(store.texts) + 1, -1, np.int64)
    rows = np.arange(len(column))[::-1]
    if column.state is not None:
        rows = rows[column.state[rows] == OK]
    found[column.data[rows].astype(np.int64)] = rows
    return found


def _reference_rows(store: Store, keys: Keys, reference: str, by: Vec) -> tuple[Index, Vec]:
    key = store.model.reference[reference].key[0]
    rows = _rows_by_text(store, keys, reference, key)
    number = by.data.astype(np.int64)
    found = np.where(number < len(rows) - 1, rows[np.minimum(number, len(rows) - 1)], -1)
    if by.state is not None:
        found = np.where(by.state == OK, found, -1)
    return found, by


def _lookup(store: Store, keys: Keys, year: str, table: str, derive: Derive) -> Vec:
    reference, take = derive.options["table"], derive.options["take"]
    by = _column(store, keys, year, table, derive.options["by"])
    taken = _column(store, keys, "reference", reference, take)
    found, _ = _reference_rows(store, keys, reference, by)
    values = taken.take(found).flat()
    return Vec(values.kind, values.data, values.state, by.codes)


def _inside(store: Store, keys: Keys, year: str, table: str, derive: Derive) -> Vec:
    column = _column(store, keys, year, table, derive.options["column"])
    context = store.context
    codes = {context.authority or ""} if context.inside is None else context.inside
    own = [store.text_number(fold(code)) for code in codes]
    words = np.array([store.text_number("OUT"), store.text_number("IN")], np.int32)
    return Vec(Kind.TEXT, words[np.isin(column.data, own).astype(np.int64)], column.state, column.codes)


def _distance(store: Store, keys: Keys, year: str, table: str, derive: Derive) -> Vec:
    ends = []
    for option in ("from_column", "to_column"):
        by = _column(store, keys, year, table, derive.options[option])
        rows, _ = _reference_rows(store, keys, POSTCODES, by)
        points = [_column(store, keys, "reference", POSTCODES, name).take(rows) for name in GRID]
        ends.append([Vec(v.flat().kind, v.flat().data, v.flat().state, by.codes).flat() for v in points])
    with np.errstate(over="ignore"):
        squares = sum(
            (a.data.astype(np.float64) - b.data.astype(np.float64)) ** 2 for a, b in zip(*ends, strict=True)
        )
    exact = np.sqrt(squares) / METRES_PER_KILOMETRE / KILOMETRES_PER_MILE
    state = np.where(np.isfinite(exact), OK, MISSING).astype(np.uint8)
    for point in (*ends[0], *ends[1]):
        if point.state is not None:
            state[point.state != OK] = MISSING
    exact[state != OK] = 0.0
    return Vec(Kind.NUMBER, round_numbers(exact, 1), state if state.any() else None)
