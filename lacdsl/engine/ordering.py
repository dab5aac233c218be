"""Sorting rows within their parent: by the declared order, ties settled by content so that file order never matters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lacdsl.engine.relation import Groups, Order
from lacdsl.engine.vectors import OK, Bools, Index, Vec

Ties = Callable[[Index], Sequence[Vec]]
"""The columns that settle ties, for some rows; they are made only where there are any."""

Names = Callable[[NDArray[Any]], Sequence[str]]
"""The texts with some numbers."""

_FAR = np.iinfo(np.int64).max


def make_order(
    parent: Groups, by: Sequence[Vec], ties: Ties, names: Names, last_key: NDArray[np.int64]
) -> Order:
    """The order of rows within `parent` by the columns `by`, then by the content of `ties`, then by `last_key`.

    Rows without a parent, or without a value in the first of `by`, have no place. Missing and invalid values of the other
    columns come last. `names` are the texts behind the numbers of text columns.
    """
    n = len(parent)
    placed = parent >= 0
    first = by[0].flat() if by else None
    if first is not None and first.state is not None:
        placed = placed & (first.state == OK)
    rows = np.flatnonzero(placed)
    keys = [_sortable(column.take(rows), names) for column in by]
    sequence = _sorted_rows(parent[rows], keys) if keys else np.argsort(parent[rows], kind="stable")
    rows = rows[sequence]
    rows = _settle(rows, parent, by, ties, names, last_key)
    place = np.full(n, -1, np.int32)
    place[rows] = np.arange(len(rows))
    return Order(rows, place, parent)


def full_rank(
    placed: NDArray[np.bool_],
    by: Sequence[Vec],
    ties: Ties,
    names: Names,
    last_key: NDArray[np.int64],
) -> Index:
    """The position of every row, whatever its parent, in the order of `make_order`; rows without a place come last."""
    everyone = np.arange(len(placed))
    keys = [_sortable(column, names) for column in (*by, *ties(everyone))]
    sequence = np.lexsort([last_key, *reversed(keys), ~placed])
    rank = np.empty(len(placed), np.int32)
    rank[sequence] = everyone
    return rank


def _sorted_rows(parent: Groups, keys: list[NDArray[np.int64]]) -> Index:
    first = keys[0]
    if len(first):
        low, high = int(first.min()), int(first.max())
        width = high - low + 1
        if width > 0 and int(parent.max(initial=0)) < (2**62) // width:
            joined = parent.astype(np.int64) * width + (first - low)
            order = np.argsort(joined, kind="stable")
            if len(keys) == 1:
                return order
            ranked = joined[order]
            tied = np.flatnonzero(ranked[1:] == ranked[:-1])
            if not len(tied):
                return order
            part = np.union1d(tied, tied + 1)
            chosen = order[part]
            again = np.lexsort([*(key[chosen] for key in reversed(keys[1:])), joined[chosen]])
            order[part] = chosen[again]
            return order
    return np.lexsort([*reversed(keys), parent])


def _settle(
    rows: Index,
    parent: Groups,
    by: Sequence[Vec],
    ties: Ties,
    names: Names,
    last_key: NDArray[np.int64],
) -> Index:
    if len(rows) < 2:
        return rows
    same = parent[rows[1:]] == parent[rows[:-1]]
    for column in by:
        near = np.flatnonzero(same)
        if not len(near):
            return rows
        same[near] = _alike(column.take(rows[near]).flat(), column.take(rows[near + 1]).flat())
    tied = np.flatnonzero(same)
    if not len(tied):
        return rows
    part = np.union1d(tied, tied + 1)
    run = np.cumsum(np.concatenate([[True], ~same]))[part]
    chosen = rows[part]
    keys = [_sortable(column, names) for column in ties(chosen)]
    again = np.lexsort([last_key[chosen], *reversed(keys), run])
    settled = rows.copy()
    settled[part] = chosen[again]
    return settled


def _alike(left: Vec, right: Vec) -> Bools:
    """Where two columns have equal values, or neither has one."""
    n = len(left.data)
    one, other = (np.ones(n, np.bool_) if side.state is None else side.state == OK for side in (left, right))
    alike: Bools = np.where(one & other, left.data == right.data, one == other)
    return alike


def _sortable(column: Vec, names: Names) -> NDArray[np.int64]:
    taken = column.flat()
    if taken.kind.value in ("text",):
        distinct, inverse = np.unique(taken.data, return_inverse=True)
        texts = names(distinct)
        rank = np.empty(len(distinct), np.int64)
        rank[sorted(range(len(texts)), key=texts.__getitem__)] = np.arange(len(texts))
        keys = rank[inverse] if len(distinct) else np.zeros(0, np.int64)
    elif np.issubdtype(taken.data.dtype, np.floating):
        keys = np.unique(taken.data, return_inverse=True)[1].astype(np.int64)
    else:
        keys = taken.data.astype(np.int64)
    if taken.state is not None:
        keys = np.where(taken.state == OK, keys, _FAR)
    return keys
