"""Derived tables and spells as relations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lacdsl.engine.ordering import make_order
from lacdsl.engine.relation import Groups, Order, Relation, compact, dense
from lacdsl.engine.vectors import DAY, OK, Bools, Index, Vec, missing, narrow
from lacdsl.semantics import typed as s
from lacdsl.semantics.typed import Kind

if TYPE_CHECKING:
    from lacdsl.engine.evaluator import Evaluator


def derived_relation(engine: Evaluator, rel: s.Rel, item: s.DerivedTable) -> Relation:
    """The rows of the source that are kept."""
    source = engine.relation(item.source)
    domain = engine.plain(source)
    keep = np.ones(source.n, np.bool_) if item.where is None else engine.truth(item.where, domain).true
    if item.one_per:
        level = engine.world.parent_level(source)
        numbers, ok = dense([source.column(name) for name in item.one_per])
        parent = source.group(level)
        keep = keep & ok & (parent >= 0)
        rows = _in_order(source, keep)
        label, count = compact(
            parent[rows].astype(np.int64) * (int(numbers.max(initial=0)) + 1) + numbers[rows]
        )
        if item.preferring is not None:
            preferred = engine.truth(item.preferring, domain).true[rows]
            rows, label = (np.concatenate([each[preferred], each[~preferred]]) for each in (rows, label))
        first = np.zeros(count, np.int32)
        first[label[::-1]] = rows[::-1]
        return _subset(engine, rel, source, np.sort(first))
    return _subset(engine, rel, source, narrow(np.flatnonzero(keep)))


def _in_order(source: Relation, keep: Bools) -> Index:
    """The rows that are kept, in the order of the source whatever their parent; those without a place come last."""
    order = source.order()
    if (keep & (order.place < 0)).any():
        rows = np.flatnonzero(keep)
        return rows[np.argsort(source.rank()[rows])]
    return order.rows[keep[order.rows]]


def _subset(engine: Evaluator, rel: s.Rel, source: Relation, kept: Index) -> Relation:
    def sort(_: Relation) -> Order:
        whole = source.order()
        parent = whole.parent[kept]
        inside = np.full(source.n, -1, np.int32)
        inside[kept] = np.arange(len(kept))
        rows = inside[whole.rows]
        rows = rows[rows >= 0]
        place = np.full(len(kept), -1, np.int32)
        place[rows] = np.arange(len(rows))
        return Order(rows, place, parent)

    return Relation(
        rel,
        len(kept),
        source.table,
        source.source_table,
        source.year[kept],
        source.row[kept],
        lambda name: source.column(name).take(kept),
        lambda name, rows: source.content(name, kept if rows is None else kept[rows]),
        lambda level: source.group(level)[kept],
        sort,
        lambda _: source.rank()[kept],
    )


def spells_relation(engine: Evaluator, rel: s.Rel, item: s.Spells) -> Relation:
    """Runs of neighbouring rows of the source."""
    source = engine.relation(item.source)
    if item.where is not None:
        keep = engine.truth(item.where, engine.plain(source)).true & (source.order().place >= 0)
        filtered = _subset(engine, item.source, source, narrow(np.flatnonzero(keep)))
    else:
        filtered = source
    order = filtered.order()
    domain = engine.plain(filtered)
    together = engine.truth(item.together, domain).true
    rows = order.rows
    begins = np.ones(len(rows), np.bool_)
    same_parent = order.parent[rows[1:]] == order.parent[rows[:-1]]
    begins[1:] = ~(together[rows[1:]] & same_parent)
    number = np.cumsum(begins) - 1
    count = int(begins.sum())
    starts = np.flatnonzero(begins)
    ends = np.append(starts[1:], len(rows)) - 1 if count else starts
    first, last = rows[starts], rows[ends]

    spell_of = np.full(source.n, -1, np.int32)
    back = np.flatnonzero(keep) if item.where is not None else np.arange(source.n)
    spell_of[back[rows]] = number

    columns: dict[str, Vec] = {}
    for column in item.columns:
        columns[column.name] = _spell_column(engine, column, filtered, rows, number, first, last, count)

    def keys(level: str) -> Groups:
        return filtered.group(level)[first]

    def read(name: str) -> Vec:
        return columns.get(name) or missing(Kind.TEXT, count)

    everyone = np.arange(count)
    parent = order.parent[first]
    made = Relation(
        rel,
        count,
        source.table,
        "",
        np.full(count, -1, np.int8),
        np.full(count, -1, np.int32),
        read,
        lambda name, rows: read(name) if rows is None else read(name).take(rows),
        keys,
        lambda _: make_order(parent, [], lambda _: [], lambda _: [], everyone),
        lambda _: everyone,
    )
    made.spell_of = spell_of
    made.base = source
    made.first_rows, made.last_rows = narrow(back[first]), narrow(back[last])
    return made


def _spell_column(
    engine: Evaluator,
    column: s.SpellColumn,
    source: Relation,
    rows: Index,
    number: Index,
    first: Index,
    last: Index,
    count: int,
) -> Vec:
    if column.which == "count" or column.value is None:
        return Vec(Kind.NUMBER, np.bincount(number, minlength=count).astype(np.float64))
    value = engine.value(column.value, engine.plain(source))
    if column.which in ("first", "last"):
        return value.take(first if column.which == "first" else last)
    taken = value.take(rows).flat()
    have = np.ones(len(rows), np.bool_) if taken.state is None else taken.state == OK
    data, at = taken.data[have].astype(np.float64), number[have]
    seen = np.bincount(at, minlength=count)
    if column.which == "sum":
        totals = np.bincount(at, weights=data, minlength=count)
    else:
        totals = np.full(count, -np.inf if column.which == "max" else np.inf)
        (np.maximum if column.which == "max" else np.minimum).at(totals, at, data)
    state = np.where(seen > 0, OK, 1).astype(np.uint8)
    totals = np.where(seen > 0, totals, 0.0)
    return Vec(column.kind, totals.astype(DAY) if column.kind is Kind.DATE else totals, state)
