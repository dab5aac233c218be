"""Conditions and totals over many rows: any, exactly one, count, sum, first, latest.

Where the condition does not read the row This, it is worked out once for every row of the inner relation and gathered by
parent. Where it does, rows are paired, and of many that are alike only a few.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lacdsl.engine.alike import few_decide, once_each
from lacdsl.engine.domain import Domain
from lacdsl.engine.pairing import Pairing, pairs_of, stretches
from lacdsl.engine.relation import Relation
from lacdsl.engine.vectors import DAY, MISSING, OK, Bools, Index, Tri, Vec
from lacdsl.semantics import typed as s
from lacdsl.semantics.typed import Kind

if TYPE_CHECKING:
    from lacdsl.engine.evaluator import Evaluator

MOST_SHOWN = 200_000
FEWEST_SHOWN = 10


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
    pairing, back = once_each(engine, few_decide(engine, Pairing.of(engine, rows, domain)))
    n = pairing.domain.size
    true, maybe = np.zeros(n, np.bool_), np.zeros(n, np.bool_)
    for piece in pairs_of(engine, pairing):
        true[piece.outer[piece.truth.true]] = True
        maybe[piece.outer[~piece.truth.falses()]] = True
    maybe |= true
    if pairing.link.unknown is not None:
        maybe |= pairing.link.unknown
    found = Tri(true, ~maybe)
    return found if back is None else found.take(back)


def exactly_one(engine: Evaluator, rows: s.Rows, domain: Domain) -> Tri:
    """True for one row and false for all others."""
    pairing, back = once_each(engine, Pairing.of(engine, rows, domain))
    n = pairing.domain.size
    sure, open_ = np.zeros(n, np.int64), np.zeros(n, np.int64)
    for piece in pairs_of(engine, pairing):
        sure += np.bincount(piece.outer[piece.truth.true], minlength=n)
        open_ += np.bincount(piece.outer[piece.truth.unknown()], minlength=n)
    if pairing.link.unknown is not None:
        open_ += pairing.link.unknown
    found = Tri((sure == 1) & (open_ == 0), (sure > 1) | ((sure == 0) & (open_ == 0)))
    return found if back is None else found.take(back)


def aggregate(engine: Evaluator, node: s.Aggregate, domain: Domain) -> Vec:
    """count, different, sum, min, max over the rows for which the condition is true."""
    grouped = _grouped(engine, node.rows, domain)
    if grouped is not None and not (node.value is not None and engine.graph.uses_this(node.value)):
        target, groups, count = grouped
        inner = target.group(_level(engine, node.rows, domain))
        chosen = np.flatnonzero(_where(engine, node.rows, target).true & (inner >= 0))
        total, number, have = _gather(engine, node, target, None, chosen, inner[chosen], count)
        number[count] = have[count] = 0
        return _total(node, number[groups], have[groups], total[groups], None)
    values = () if node.value is None else (node.value,)
    pairing, back = once_each(engine, Pairing.of(engine, node.rows, domain), values)
    n = pairing.domain.size
    numbers, seen, totals = np.zeros(n, np.int64), np.zeros(n, np.int64), _start(node.which, n)
    for piece in pairs_of(engine, pairing):
        chosen = np.flatnonzero(piece.truth.true)
        total, number, have = _gather(
            engine, node, piece.domain.here, piece.domain, chosen, piece.outer[chosen], n
        )
        numbers += number[:n]
        seen += have[:n]
        totals = _combine(node.which, totals, total[:n])
    found = _total(node, numbers, seen, totals, pairing.link.unknown)
    return found if back is None else found.take(back)


def _total(
    node: s.Aggregate, numbers: Index, seen: Index, totals: NDArray[np.float64], unknown: Bools | None
) -> Vec:
    """The value of an aggregate from the number of rows, of values, and their total, for every position."""
    if node.which in ("count", "distinct"):
        lost = None if unknown is None else unknown.astype(np.uint8)
        found = numbers if node.which == "count" else totals
        return Vec(Kind.NUMBER, found.astype(np.float64), lost)
    state = np.where(seen > 0, OK, MISSING).astype(np.uint8)
    totals = np.where(seen > 0, totals, 0.0)
    return Vec(node.kind, totals.astype(DAY) if node.kind is Kind.DATE else totals, state)


def pick(engine: Evaluator, row: s.Pick, domain: Domain) -> tuple[Relation, Index]:
    """The first or latest row for which the condition is true."""
    rows = row.rows
    target = engine.relation(rows.rel)
    place = target.order().place
    loose = _is_loose(rows)
    level = _level(engine, rows, domain)
    # Within one parent rows stand in their order; of several parents' rows it has to be asked.
    of_one_parent = not loose and level == engine.world.parent_level(target)
    grouped = _grouped(engine, rows, domain)
    if grouped is not None:
        _, groups, count = grouped
        inner = target.group(level)
        truth = _where(engine, rows, target).true
        order = target.order().rows
        order = order[truth[order] & (inner[order] >= 0)] if len(order) else order
        order = order if of_one_parent else order[np.argsort(target.rank()[order])]
        found = np.full(count + 1, -1, np.int64)
        ordered = order[::-1] if row.which == "first" else order
        found[inner[ordered]] = ordered
        found[count] = -1
        return target, found[groups]
    pairing, back = once_each(engine, Pairing.of(engine, rows, domain))
    best = np.full(pairing.domain.size, -1, np.int64)
    rank = place if of_one_parent else target.rank()
    for piece in pairs_of(engine, pairing):
        chosen = np.flatnonzero(piece.truth.true & (place[piece.inner] >= 0))
        outer, inner = piece.outer[chosen], piece.inner[chosen]
        ranks = rank[inner] if row.which == "latest" else -rank[inner]
        sequence = np.lexsort([ranks, outer])
        best[outer[sequence]] = inner[sequence]
    return target, best if back is None else best[back]


@dataclass(slots=True)
class Chosen:
    """Rows that belong with positions: `outer` the position, in order, `inner` the row.

    `limit`: so many rows at most of each position, as there would be too many in all; None: all of them.
    """

    target: Relation
    outer: Index
    inner: Index
    limit: int | None = None


def rows_of(engine: Evaluator, rows: s.Rows, domain: Domain) -> Chosen:
    """All rows for which the condition is true, or the first few of each position when they are very many."""
    pairing, back = once_each(engine, Pairing.of(engine, rows, domain))
    limit = None
    few = max(FEWEST_SHOWN, MOST_SHOWN // max(domain.size, 1))
    outer, inner = np.zeros(0, np.int64), np.zeros(0, np.int64)
    for piece in pairs_of(engine, pairing):
        chosen = np.flatnonzero(piece.truth.true)
        outer, inner = np.append(outer, piece.outer[chosen]), np.append(inner, piece.inner[chosen])
        if len(outer) > MOST_SHOWN:
            limit = few
            outer, inner = _first_few(outer, inner, few)
    if back is not None:
        offsets = np.searchsorted(outer, np.arange(pairing.domain.size + 1))
        sizes = np.diff(offsets)[back]
        if int(sizes.sum()) > MOST_SHOWN:
            limit = few
            sizes = np.minimum(sizes, few)
        inner = inner[stretches(offsets[back], sizes)]
        outer = np.repeat(np.arange(domain.size), sizes)
    return Chosen(pairing.target, outer, inner, limit)


def _first_few(outer: Index, inner: Index, few: int) -> tuple[Index, Index]:
    """Of sorted positions the first few rows of each."""
    keep = np.ones(len(outer), np.bool_)
    keep[few:] = outer[few:] != outer[:-few]
    return outer[keep], inner[keep]


# ---------------------------------------------------------------- gathering by parent


def _grouped(engine: Evaluator, rows: s.Rows, domain: Domain) -> tuple[Relation, Index, int] | None:
    """The inner relation and, for every position, its parent's number (the count of parents where there is none)."""
    if rows.other or rows.equal:
        return None
    if rows.where is not None and engine.graph.uses_this(rows.where):
        return None
    target = engine.relation(rows.rel)
    source, where = engine.rower.rows(rows.base, domain)
    level = _level(engine, rows, domain)
    if _is_loose(rows):
        return target, np.zeros(domain.size, np.int64), 1
    count = engine.world.keys.count(level)
    groups = source.group(level)
    if where is not None:
        groups = np.append(groups, -1)[where]
    return target, np.where(groups < 0, count, groups), count


def _is_loose(rows: s.Rows) -> bool:
    """No key links the rows; without an equality they are all rows of the table."""
    return rows.anywhere or rows.rel.kind == "reference"


def _level(engine: Evaluator, rows: s.Rows, domain: Domain) -> str:
    if _is_loose(rows):
        return ""
    source, _ = engine.rower.rows(rows.base, domain)
    return rows.level or engine.world.common_level(source, engine.relation(rows.rel))


def _where(engine: Evaluator, rows: s.Rows, target: Relation) -> Tri:
    if rows.where is None:
        return Tri(np.ones(target.n, np.bool_))
    return engine.truth(rows.where, engine.plain(target))


def _marked(groups: Index, chosen: Bools, count: int) -> Bools:
    marked = np.zeros(count + 1, np.bool_)
    marked[groups[chosen]] = True  # a group of -1 marks the last place, which is cleared
    marked[count] = False
    return marked


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
    if node.which == "distinct":
        _, first = np.unique(np.stack([at, data]), axis=1, return_index=True)
        totals = np.bincount(at[first], minlength=count + 1).astype(np.float64)
    elif node.which == "sum":
        totals = np.bincount(at, weights=data, minlength=count + 1).astype(np.float64)
    elif node.which == "max":
        np.maximum.at(totals, at, data)
    elif node.which == "min":
        np.minimum.at(totals, at, data)
    return totals, number, np.bincount(at, minlength=count + 1)
