"""Which rows belong with which, before any condition is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lacdsl.engine.domain import Domain
from lacdsl.engine.relation import Groups, Relation, dense, sorted_by_group
from lacdsl.engine.vectors import OK, Bools, Index, Vec
from lacdsl.semantics import typed as s

if TYPE_CHECKING:
    from lacdsl.engine.evaluator import Evaluator


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

    def keep(self, chosen: Bools) -> Link:
        """The same with only the inner rows for which `chosen` is true."""
        kept = chosen[self.rows]
        running = np.concatenate([[0], np.cumsum(kept)])
        return Link(self.groups, self.rows[kept], running[self.offsets], self.unknown)

    def expand(self, positions: Index, lengths: Index) -> tuple[Index, Index]:
        """Pairs (position, inner row) for some positions that have partners."""
        sizes = lengths[positions]
        outer = np.repeat(positions, sizes)
        starts = self.offsets[self.groups[positions]]
        within = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return outer, self.rows[np.repeat(starts, sizes) + within]


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
    numbers = np.unique(numbers, return_inverse=True)[1].reshape(-1).astype(np.int64)
    numbers[~ok] = -1
    count = int(numbers.max(initial=-1)) + 1
    n = target.n
    order, offsets = sorted_by_group(numbers[:n], count)
    unknown = ~ok[n:]
    return Link(numbers[n:], order, offsets, unknown if unknown.any() else None)


def _stacked(a: Vec, b: Vec) -> Vec:
    states = [np.full(len(v.data), OK, np.uint8) if v.state is None else v.state for v in (a, b)]
    return Vec(a.kind, np.concatenate([a.data, b.data]), np.concatenate(states))
