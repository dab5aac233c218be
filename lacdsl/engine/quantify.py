"""Conditions and totals over many rows: any, exactly one, count, sum, first, latest.

Where the condition does not read the row This, it is worked out once for every row of the inner relation and gathered by
parent. Where it does, rows are paired, in pieces so that no data can exhaust the memory; parts of the condition that do
not read This are used first, to leave rows out before they are paired.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lacdsl.engine.domain import Domain
from lacdsl.engine.pairing import Link, equal_link, key_link
from lacdsl.engine.relation import Relation
from lacdsl.engine.vectors import OK, Bools, Index, Tri, Vec, conjunction
from lacdsl.semantics import typed as s
from lacdsl.semantics.typed import Kind

if TYPE_CHECKING:
    from lacdsl.engine.evaluator import Evaluator

PIECE = 2_000_000
TOO_MANY = 4_000_000_000


class TooManyPairs(RuntimeError):
    """More pairs of rows than can be looked at in any sensible time."""


@dataclass(slots=True)
class Pairs:
    """A piece of the pairs of outer positions and inner rows, and the truth of the condition for each."""

    outer: Index
    inner: Index
    truth: Tri
    domain: Domain


def any_of(engine: Evaluator, rows: s.Rows, domain: Domain) -> Tri:
    """Kleene or over the rows that belong with each position."""
    grouped = _grouped(engine, rows, domain)
    if grouped is not None:
        target, groups, count = grouped
        truth = _where(engine, rows, target)
        inner = target.group(_level(engine, rows, domain))
        true = _marked(inner, truth.true, count)[groups]
        if truth.false is None:
            return Tri(true)
        maybe = _marked(inner, ~truth.falses(), count)[groups]
        return Tri(true, ~maybe)
    n = domain.size
    true, maybe = np.zeros(n, np.bool_), np.zeros(n, np.bool_)
    link = _link(engine, rows, domain)
    for piece in _pairs(engine, rows, domain, link):
        true[piece.outer[piece.truth.true]] = True
        maybe[piece.outer[~piece.truth.falses()]] = True
    maybe |= true
    if link.unknown is not None:
        maybe |= link.unknown
    return Tri(true, ~maybe)


def exactly_one(engine: Evaluator, rows: s.Rows, domain: Domain) -> Tri:
    """True for one row and false for all others."""
    n = domain.size
    sure, open_ = np.zeros(n, np.int64), np.zeros(n, np.int64)
    link = _link(engine, rows, domain)
    for piece in _pairs(engine, rows, domain, link):
        sure += np.bincount(piece.outer[piece.truth.true], minlength=n)
        open_ += np.bincount(piece.outer[piece.truth.unknown()], minlength=n)
    if link.unknown is not None:
        open_ += link.unknown
    return Tri((sure == 1) & (open_ == 0), (sure > 1) | ((sure == 0) & (open_ == 0)))


def aggregate(engine: Evaluator, node: s.Aggregate, domain: Domain) -> Vec:
    """count, sum, min, max over the rows for which the condition is true."""
    n = domain.size
    counts = np.zeros(n, np.int64)
    totals = _start(node.which, n)
    seen = np.zeros(n, np.int64)
    link = None
    grouped = _grouped(engine, node.rows, domain)
    if grouped is not None and not (node.value is not None and engine.graph.uses_this(node.value)):
        target, groups, count = grouped
        inner = target.group(_level(engine, node.rows, domain))
        chosen = np.flatnonzero(_where(engine, node.rows, target).true & (inner >= 0))
        total, number, have = _gather(engine, node, target, None, chosen, inner[chosen], count)
        counts, seen, totals = number[groups], have[groups], total[groups]
        outside = groups == count
        counts[outside] = seen[outside] = 0
    else:
        link = _link(engine, node.rows, domain)
        for piece in _pairs(engine, node.rows, domain, link):
            chosen = np.flatnonzero(piece.truth.true)
            total, number, have = _gather(
                engine, node, piece.domain.here, piece.domain, chosen, piece.outer[chosen], n
            )
            counts += number[:n]
            seen += have[:n]
            totals = _combine(node.which, totals, total[:n])
    if node.which == "count":
        state = None if link is None or link.unknown is None else link.unknown.astype(np.uint8)
        return Vec(Kind.NUMBER, counts.astype(np.float64), state)
    state = np.where(seen > 0, OK, 1).astype(np.uint8)
    totals = np.where(seen > 0, totals, 0.0)
    data = totals.astype(np.int64) if node.kind is Kind.DATE else totals
    return Vec(node.kind, data, state)


def pick(engine: Evaluator, row: s.Pick, domain: Domain) -> tuple[Relation, Index]:
    """The first or latest row for which the condition is true."""
    rows = row.rows
    target = engine.relation(rows.rel)
    place = target.order().place
    grouped = _grouped(engine, rows, domain)
    if grouped is not None:
        _, groups, count = grouped
        inner = target.group(_level(engine, rows, domain))
        truth = _where(engine, rows, target).true
        order = target.order().rows
        order = order[truth[order] & (inner[order] >= 0)] if len(order) else order
        found = np.full(count + 1, -1, np.int64)
        ordered = order[::-1] if row.which == "first" else order
        found[inner[ordered]] = ordered
        found[count] = -1
        return target, found[groups]
    best = np.full(domain.size, -1, np.int64)
    for piece in _pairs(engine, rows, domain, _link(engine, rows, domain)):
        chosen = np.flatnonzero(piece.truth.true & (place[piece.inner] >= 0))
        outer, inner = piece.outer[chosen], piece.inner[chosen]
        rank = place if not (rows.anywhere or rows.rel.kind == "reference") else target.rank()
        ranks = rank[inner] if row.which == "latest" else -rank[inner]
        sequence = np.lexsort([ranks, outer])
        best[outer[sequence]] = inner[sequence]
    return target, best


def rows_of(engine: Evaluator, rows: s.Rows, domain: Domain) -> tuple[Relation, Index, Index]:
    """All rows for which the condition is true: their relation, the positions they belong with, the rows."""
    target = engine.relation(rows.rel)
    outer, inner = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for piece in _pairs(engine, rows, domain, _link(engine, rows, domain)):
        chosen = np.flatnonzero(piece.truth.true)
        outer.append(piece.outer[chosen])
        inner.append(piece.inner[chosen])
    return target, np.concatenate(outer), np.concatenate(inner)


# ---------------------------------------------------------------- gathering by parent


def _grouped(engine: Evaluator, rows: s.Rows, domain: Domain) -> tuple[Relation, Index, int] | None:
    """The inner relation and, for every position, its parent's number (the count of parents where there is none)."""
    if rows.other or rows.anywhere or rows.equal or rows.rel.kind == "reference":
        return None
    if rows.where is not None and engine.graph.uses_this(rows.where):
        return None
    target = engine.relation(rows.rel)
    source, where = engine.rower.rows(rows.base, domain)
    level = _level(engine, rows, domain)
    count = engine.world.keys.count(level)
    groups = source.group(level)
    if where is not None:
        groups = np.append(groups, -1)[where]
    return target, np.where(groups < 0, count, groups), count


def _level(engine: Evaluator, rows: s.Rows, domain: Domain) -> str:
    source, _ = engine.rower.rows(rows.base, domain)
    return engine.world.common_level(source, engine.relation(rows.rel))


def _where(engine: Evaluator, rows: s.Rows, target: Relation) -> Tri:
    if rows.where is None:
        return Tri(np.ones(target.n, np.bool_))
    return engine.truth(rows.where, engine.plain(target))


def _marked(groups: Index, chosen: Bools, count: int) -> Bools:
    marked = np.zeros(count + 1, np.bool_)
    marked[groups[chosen]] = True  # a group of -1 marks the last place, which is cleared
    marked[count] = False
    return marked


# ---------------------------------------------------------------- pairing


def _link(engine: Evaluator, rows: s.Rows, domain: Domain) -> Link:
    target = engine.relation(rows.rel)
    if rows.anywhere or rows.rel.kind == "reference":
        return equal_link(engine, rows, domain, target)
    source, where = engine.rower.rows(rows.base, domain)
    level = engine.world.common_level(source, target)
    groups = source.group(level)
    if where is not None:
        groups = np.append(groups, -1)[where]
    return key_link(target, groups, level, engine.world.keys.count(level))


def _pairs(engine: Evaluator, rows: s.Rows, domain: Domain, link: Link) -> Iterator[Pairs]:
    target = engine.relation(rows.rel)
    local, joined = _split(engine, rows.where)
    before = conjunction([engine.truth(part, engine.plain(target)) for part in local]) if local else None
    if before is not None:
        link = link.keep(~before.falses())
    lengths = link.lengths()
    if int(lengths.sum()) > TOO_MANY:
        raise TooManyPairs(
            f"{int(lengths.sum()):,} pairs of rows would have to be compared; do many rows share one key?"
        )
    base, base_rows = engine.rower.rows(rows.base, domain)
    this, this_rows = (
        (domain.here, domain.here_rows) if domain.this is None else (domain.this, domain.this_rows)
    )
    for positions in _pieces(lengths):
        outer, inner = link.expand(positions, lengths)
        if rows.other:
            mine = outer if base_rows is None else base_rows[outer]
            keep = ~_same_row(base, mine, target, inner)
            outer, inner = outer[keep], inner[keep]
        mine = outer if this_rows is None else this_rows[outer]
        pairs = Domain(target, inner, this, mine)
        parts = [before.take(inner)] if before is not None else []
        parts.extend(engine.truth(part, pairs) for part in joined)
        truth = conjunction(parts) if parts else Tri(np.ones(len(inner), np.bool_))
        yield Pairs(outer, inner, truth, pairs)


def _split(engine: Evaluator, where: s.Expr | None) -> tuple[list[s.Expr], list[s.Expr]]:
    """The parts of a condition that do not read This, and those that do."""
    if where is None:
        return [], []
    parts = list(where.items) if isinstance(where, s.And) else [where]
    local = [part for part in parts if not engine.graph.uses_this(part)]
    return local, [part for part in parts if engine.graph.uses_this(part)]


def _pieces(lengths: Index) -> Iterator[Index]:
    """Positions with partners, in pieces of not too many pairs (or of a single position)."""
    positions = np.flatnonzero(lengths)
    if not len(positions):
        return
    ends = np.cumsum(lengths[positions])
    start = 0
    while start < len(positions):
        done = int(ends[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, done + PIECE, side="right")))
        yield positions[start:stop]
        start = stop


def _same_row(base: Relation, mine: Index, target: Relation, inner: Index) -> Bools:
    if base is target:
        return np.equal(mine, inner)
    if base.source_table != target.source_table or not base.source_table:
        return np.zeros(len(mine), np.bool_)
    same_year = np.equal(base.year[mine], target.year[inner])
    return np.logical_and(same_year, np.equal(base.row[mine], target.row[inner]))


# ---------------------------------------------------------------- totals


def _start(which: str, n: int) -> NDArray[np.float64]:
    return np.full(n, {"max": -np.inf, "min": np.inf}.get(which, 0.0))


def _combine(which: str, a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    if which == "max":
        return np.maximum(a, b)
    return np.minimum(a, b) if which == "min" else a + b


def _gather(
    engine: Evaluator,
    node: s.Aggregate,
    target: Relation,
    pairs: Domain | None,
    chosen: Index,
    places: Index,
    count: int,
) -> tuple[NDArray[np.float64], Index, Index]:
    """Totals, numbers of rows, and numbers of values, for `count` places and one more that is empty."""
    number = np.bincount(places, minlength=count + 1)
    totals = _start(node.which, count + 1)
    if node.value is None:
        return totals, number, number
    column = engine.value(node.value, engine.plain(target) if pairs is None else pairs).take(chosen).flat()
    have = np.ones(len(chosen), np.bool_) if column.state is None else column.state == OK
    data, at = column.data[have].astype(np.float64), places[have]
    if node.which == "sum":
        totals = np.bincount(at, weights=data, minlength=count + 1).astype(np.float64)
    elif node.which == "max":
        np.maximum.at(totals, at, data)
    elif node.which == "min":
        np.minimum.at(totals, at, data)
    return totals, number, np.bincount(at, minlength=count + 1)
