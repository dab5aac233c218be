"""Which rows belong with which, and the truth of a condition for every pair of them.

Parts of the condition that do not read the row This leave rows out before they are paired. Pairs are made in pieces, so
that no data can exhaust the memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from lacdsl.engine.domain import Domain
from lacdsl.engine.relation import Groups, Relation, dense, sorted_by_group
from lacdsl.engine.vectors import OK, Bools, Index, Tri, Vec, conjunction, narrow
from lacdsl.semantics import typed as s

if TYPE_CHECKING:
    from lacdsl.engine.evaluator import Evaluator


PIECE = 2_000_000
TOO_MANY = 500_000_000


class TooManyPairs(RuntimeError):
    """More pairs of rows than can be looked at in any sensible time."""


@dataclass(slots=True)
class Link:
    """For every outer position a stretch of inner rows: `rows[offsets[group] : offsets[group + 1]]`.

    `groups` is -1 for a position that nothing belongs with. `unknown` marks positions for which that cannot be told.
    """

    groups: Groups
    rows: Index
    offsets: Index
    unknown: Bools | None = None

    def lengths(self) -> Index:
        """How many inner rows belong with each position."""
        sizes = np.append(np.diff(self.offsets), 0)
        return sizes[self.groups]

    def count(self) -> int:
        """How many pairs there are."""
        return int(self.lengths().sum())

    def group_of_rows(self) -> Groups:
        """The group of each of `rows`."""
        return np.repeat(np.arange(len(self.offsets) - 1), np.diff(self.offsets))

    def at(self, positions: Index) -> Link:
        """The same for some of the outer positions."""
        unknown = None if self.unknown is None else self.unknown[positions]
        return replace(self, groups=self.groups[positions], unknown=unknown)

    def keep(self, chosen: Bools) -> Link:
        """The same with only the inner rows for which `chosen` is true."""
        return self.kept(chosen[self.rows])

    def kept(self, kept: Bools) -> Link:
        """The same with only those of `rows`."""
        running = np.concatenate([[0], np.cumsum(kept)])
        return Link(self.groups, self.rows[kept], running[self.offsets], self.unknown)

    def expand(self, positions: Index, lengths: Index) -> tuple[Index, Index]:
        """Pairs (position, inner row) for some positions that have partners."""
        sizes = lengths[positions]
        outer = np.repeat(positions, sizes)
        return outer, self.rows[stretches(self.offsets[self.groups[positions]], sizes)]


@dataclass(slots=True)
class Pairing:
    """The rows of `target` that belong with each position of `domain`, and the condition for a pair.

    `before` is the truth, for every row of `target`, of the parts of the condition that do not read This (None: there are
    none); rows for which it is false are left out of `link`. `joined` are the parts that do.
    """

    rows: s.Rows
    domain: Domain
    target: Relation
    link: Link
    before: Tri | None
    joined: list[s.Expr]

    @classmethod
    def of(cls, engine: Evaluator, rows: s.Rows, domain: Domain) -> Pairing:
        """The pairing that `rows` means in `domain`."""
        target = engine.relation(rows.rel)
        link = _link(engine, rows, domain, target)
        local, joined = _split(engine, rows.where)
        before = None
        if local:
            before = conjunction([engine.truth(part, engine.plain(target)) for part in local])
            link = link.keep(~before.falses())
        return cls(rows, domain, target, link, before, joined)


@dataclass(slots=True)
class Pairs:
    """A piece of the pairs of outer positions and inner rows, and the truth of the condition for each."""

    outer: Index
    inner: Index
    truth: Tri
    domain: Domain


def pairs_of(engine: Evaluator, pairing: Pairing) -> Iterator[Pairs]:
    """All pairs in pieces, by position. All pairs of a position are in one piece."""
    rows, domain, link = pairing.rows, pairing.domain, pairing.link
    lengths = link.lengths()
    if int(lengths.sum()) > TOO_MANY:
        raise TooManyPairs(f"{int(lengths.sum()):,} pairs of rows would have to be compared")
    base, base_rows = engine.rower.rows(rows.base, domain)
    this, this_rows = (
        (domain.here, domain.here_rows) if domain.this is None else (domain.this, domain.this_rows)
    )
    for positions in _pieces(lengths):
        outer, inner = link.expand(positions, lengths)
        if rows.other:
            mine = outer if base_rows is None else base_rows[outer]
            keep = ~_same_row(base, mine, pairing.target, inner)
            outer, inner = outer[keep], inner[keep]
        mine = outer if this_rows is None else this_rows[outer]
        pairs = Domain(pairing.target, inner, this, mine)
        parts = [pairing.before.take(inner)] if pairing.before is not None else []
        parts.extend(engine.truth(part, pairs) for part in pairing.joined)
        truth = conjunction(parts) if parts else Tri(np.ones(len(inner), np.bool_))
        yield Pairs(outer, inner, truth, pairs)


def stretches(starts: Index, sizes: Index) -> Index:
    """The numbers from each start on, as many as its size says, one after the other."""
    within = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return np.repeat(starts, sizes) + within


def _link(engine: Evaluator, rows: s.Rows, domain: Domain, target: Relation) -> Link:
    if rows.anywhere or rows.rel.kind == "reference":
        if not rows.equal:
            return Link(np.zeros(domain.size, np.int64), np.arange(target.n), np.array([0, target.n]))
        key = (id(target), *(id(side) for pair in rows.equal for side in pair))
        if key not in domain.links:
            domain.links[key] = equal_link(engine, rows, domain, target)
        found: Link = domain.links[key]
        return found
    source, where = engine.rower.rows(rows.base, domain)
    level = rows.level or engine.world.common_level(source, target)
    groups = source.group(level)
    if where is not None:
        groups = np.append(groups, -1)[where]
    return key_link(target, groups, level, engine.world.keys.count(level))


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


def key_link(target: Relation, groups: Groups, level: str, count: int) -> Link:
    """Rows that share the key of an ancestor."""
    rows, offsets = target.by_group(level, count)
    return Link(groups, rows, offsets)


def equal_link(engine: Evaluator, rows: s.Rows, domain: Domain, target: Relation) -> Link:
    """Rows anywhere with equal values. A row without a value belongs with none; for a position without, it is unknown."""
    inner = [engine.value(left, engine.plain(target)).flat() for left, _ in rows.equal]
    outer = [engine.value(right, domain).flat() for _, right in rows.equal]
    joined = [_stacked(a, b) for a, b in zip(inner, outer, strict=True)]
    numbers, ok = dense(joined)
    numbers[~ok] = -1
    count = int(numbers.max(initial=-1)) + 1
    n = target.n
    order, offsets = sorted_by_group(numbers[:n], count)
    unknown = ~ok[n:]
    return Link(narrow(numbers[n:]), narrow(order), narrow(offsets), unknown if unknown.any() else None)


def _stacked(a: Vec, b: Vec) -> Vec:
    states = [np.full(len(v.data), OK, np.uint8) if v.state is None else v.state for v in (a, b)]
    return Vec(a.kind, np.concatenate([a.data, b.data]), np.concatenate(states))
