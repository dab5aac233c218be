"""Columns of values and of truth, as the engine computes with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lacdsl.semantics.typed import Kind

Codes = NDArray[np.signedinteger[Any]]
"""Places in a list of distinct values, -1 for none, in as few bytes as they come in."""
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
DAY = np.int32
"""How days since 1970 are held."""
Index = NDArray[np.signedinteger[Any]]
"""Numbers of rows. Those that are kept take four bytes each (`narrow`), what is worked out with them eight."""


def narrow(index: Index) -> Index:
    """Numbers of rows (or of keys) in the form in which they are kept: four bytes each, -1 for none."""
    return index.astype(np.int32, copy=False)


OK, MISSING, INVALID = STATES = 0, 1, 2
UNKNOWN = 2
"""A truth that is neither 1 nor 0."""


@dataclass(slots=True)
class Vec:
    """Values of one kind, one a row.

    `data` holds days since 1970 (dates), numbers of texts in the store (texts), floats (numbers), or numbers of partial
    dates in the store. `state` is 0 where there is a value, 1 missing, 2 invalid; None when there is one everywhere.

    With `codes`, `data` and `state` hold the distinct values only and `codes` says which one each row has (-1: missing),
    so that work is done once per distinct value.
    """

    kind: Kind
    data: NDArray[np.generic]
    state: NDArray[np.uint8] | None = None
    codes: Codes | None = None

    def __len__(self) -> int:
        return len(self.data) if self.codes is None else len(self.codes)

    def flat(self) -> Vec:
        """The same with one value a row."""
        if self.codes is None:
            return self
        if not len(self.data):
            empty = np.zeros(len(self.codes), self.data.dtype)
            return Vec(self.kind, empty, np.full(len(self.codes), MISSING, np.uint8))
        data = self.data.take(self.codes, mode="clip")
        state = None if self.state is None else self.state.take(self.codes, mode="clip")
        if len(data) and int(self.codes.min()) < 0:
            state = np.zeros(len(self.codes), np.uint8) if state is None else state
            state[self.codes < 0] = MISSING
        return Vec(self.kind, data, state)

    def take(self, rows: Index) -> Vec:
        """The values of other rows; -1 is a row that does not exist."""
        gaps = rows < 0 if len(rows) and int(rows.min()) < 0 else None
        if self.codes is not None:
            codes = (
                self.codes.take(rows, mode="clip") if len(self.codes) else np.full(len(rows), -1, np.int32)
            )
            if gaps is not None:
                codes[gaps] = -1
            return Vec(self.kind, self.data, self.state, codes)
        if not len(self.data):
            return missing(self.kind, len(rows))
        state = None if self.state is None else self.state.take(rows, mode="clip")
        if gaps is not None:
            state = np.zeros(len(rows), np.uint8) if state is None else state
            state[gaps] = MISSING
        return Vec(self.kind, self.data.take(rows, mode="clip"), state)

    def ok(self) -> Bools | None:
        """Where there is a value, for the rows (or the distinct values); None when everywhere."""
        return None if self.state is None else self.state == OK


@dataclass(slots=True)
class Tri:
    """Truth, one a row: definitely true, definitely false; neither is unknown. `false` None: the opposite of true."""

    true: Bools
    false: Bools | None = None

    def __len__(self) -> int:
        return len(self.true)

    def falses(self) -> Bools:
        """Where it is definitely false."""
        return ~self.true if self.false is None else self.false

    def unknown(self) -> Bools:
        """Where it is neither."""
        return np.zeros(len(self.true), np.bool_) if self.false is None else ~(self.true | self.false)

    def take(self, rows: Index) -> Tri:
        """The truth of other rows; of a row that does not exist (-1) it is unknown."""
        known = np.full(len(self.true) + 1, UNKNOWN, np.uint8)
        known[:-1] = self.true
        if self.false is not None:
            known[:-1][~(self.true | self.false)] = UNKNOWN
        found = known[rows]
        true = found == 1
        return Tri(true, found == 0) if (found == UNKNOWN).any() else Tri(true)


def missing(kind: Kind, n: int) -> Vec:
    """A column without any value."""
    kinds = {Kind.NUMBER: np.float64, Kind.DATE: DAY}
    return Vec(kind, np.zeros(n, kinds.get(kind, np.int32)), np.full(n, MISSING, np.uint8))


def concatenated(parts: Sequence[Vec]) -> Vec:
    """Columns one below the other. Distinct values stay held once for each of the columns."""
    if len(parts) == 1:
        return parts[0].flat()
    coded = [part.codes for part in parts if part.codes is not None]
    held = parts if len(coded) == len(parts) else [part.flat() for part in parts]
    data = np.concatenate([part.data for part in held])
    states = None
    if any(part.state is not None for part in held):
        states = np.concatenate(
            [np.zeros(len(part.data), np.uint8) if part.state is None else part.state for part in held]
        )
    codes = _moved(coded, [len(part.data) for part in held]) if held is parts else None
    return Vec(held[0].kind, data, states, codes)


def _moved(codes: Sequence[Codes], sizes: Sequence[int]) -> Codes:
    """Codes into lists of these sizes as codes into all of them one after the other."""
    kind: type[np.int16 | np.int32] = np.int16 if sum(sizes) <= np.iinfo(np.int16).max else np.int32
    moved: list[Codes] = [each.astype(kind) for each in codes]
    for each, before in zip(moved, np.cumsum([0, *sizes]).tolist(), strict=False):
        each[each >= 0] += before
    return np.concatenate(moved)


def constant(truth: bool, n: int) -> Tri:
    """The same truth everywhere."""
    return Tri(np.full(n, truth, np.bool_))


def tri(true: Bools, ok: Bools | None) -> Tri:
    """Truth that is unknown where `ok` is false."""
    return Tri(true) if ok is None else Tri(true & ok, ~true & ok)


def negate(value: Tri) -> Tri:
    """Kleene not."""
    if value.false is None:
        return Tri(~value.true)
    return Tri(value.false, value.true)


def conjunction(parts: list[Tri]) -> Tri:
    """Kleene and."""
    true = parts[0].true
    for part in parts[1:]:
        true = true & part.true
    if all(part.false is None for part in parts):
        return Tri(true)
    false = parts[0].falses()
    for part in parts[1:]:
        false = false | part.falses()
    return Tri(true, false)


def disjunction(parts: list[Tri]) -> Tri:
    """Kleene or."""
    true = parts[0].true
    for part in parts[1:]:
        true = true | part.true
    if all(part.false is None for part in parts):
        return Tri(true)
    false = parts[0].falses()
    for part in parts[1:]:
        false = false & part.falses()
    return Tri(true, false)


def spread(truth: Tri, codes: Codes) -> Tri:
    """Truth of distinct values to truth of rows; a row without a value (-1) is unknown."""
    return truth.take(codes)


def join_states(states: list[NDArray[np.uint8] | None]) -> NDArray[np.uint8] | None:
    """The state of a value made of several: invalid when one is, else missing when one is."""
    joined: NDArray[np.uint8] | None = None
    for state in states:
        if state is not None:
            joined = state if joined is None else np.maximum(joined, state)
    return joined
