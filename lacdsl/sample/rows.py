"""Episodes as they are collected, a batch at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from lacdsl.sample.arrays import Ints
from lacdsl.sample.placements import Placements


@dataclass(frozen=True, slots=True)
class Rows:
    """Episodes without their ends. `stay` is a position in Stays, the others are code numbers."""

    stay: Ints
    decom: Ints
    rne: Ints
    law: Ints
    placed: Placements


@dataclass(slots=True)
class Batches:
    """Collects rows that start up to `last_day`; what starts later has not happened yet."""

    last_day: int
    parts: list[Rows] = field(default_factory=list)

    def add(self, stay: Ints, decom: Ints, rne: Ints | int, law: Ints | int, placed: Placements) -> None:
        """Another episode for each of some stays; a single code number stands for all of them."""
        size = len(stay)
        new, under = np.broadcast_to(rne, size), np.broadcast_to(law, size)
        index = np.flatnonzero(decom <= self.last_day)
        self.parts.append(Rows(stay[index], decom[index], new[index], under[index], placed.take(index)))

    def all(self) -> Rows:
        """Everything collected, in no particular order."""
        return join(self.parts)


def join(parts: Sequence[Rows]) -> Rows:
    """Several batches as one; of no batches, an empty one."""

    def column(pick: list[Ints]) -> Ints:
        return np.concatenate(pick) if pick else np.zeros(0, dtype=np.int64)

    return Rows(
        stay=column([part.stay for part in parts]),
        decom=column([part.decom for part in parts]),
        rne=column([part.rne for part in parts]),
        law=column([part.law for part in parts]),
        placed=Placements(
            place=column([part.placed.place for part in parts]),
            provider=column([part.placed.provider for part in parts]),
            post=column([part.placed.post for part in parts]),
            urn=column([part.placed.urn for part in parts]),
        ),
    )
