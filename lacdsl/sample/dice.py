"""Seeded draws that come out the same on every machine and with every version of numpy."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from lacdsl.sample.arrays import Bools, Floats, Ints, ints


class Dice:
    """A stream of draws that depends on the seed and on its name only.

    Everything is made from evenly spread numbers in [0, 1) of the PCG64 generator, whose stream is fixed for
    good; numpy's own poisson, choice and the like may change from one version to the next. Separate names
    give separate streams, so that one more draw for reviews does not change everybody's placements.
    """

    def __init__(self, seed: int, name: str) -> None:
        entropy = [seed % 2**64, zlib.crc32(name.encode())]
        self._generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy)))

    def unit(self, *shape: int) -> Floats:
        """Numbers in [0, 1)."""
        return self._generator.random(shape)

    def chance(self, size: int, probability: Floats | float) -> Bools:
        """True with that probability, one for all or one for each."""
        return np.asarray(self.unit(size) < probability)

    def below(self, size: int, limit: Ints | int) -> Ints:
        """Whole numbers from 0 up to but not including `limit`; 0 where `limit` is below 1."""
        return ints(np.floor(self.unit(size) * np.maximum(limit, 1)))

    def between(self, size: int, low: Ints | int, high: Ints | int) -> Ints:
        """Whole numbers from `low` to `high`, both included; `low` where `high` is lower."""
        return ints(low + self.below(size, ints(high) - low + 1))

    def pick(self, size: int, weights: Sequence[float]) -> Ints:
        """Positions in `weights`, in proportion to them."""
        return ints(np.searchsorted(_shares(weights), self.unit(size), side="right"))

    def pick_by(self, band: Ints, weights: Sequence[Sequence[float]]) -> Ints:
        """As `pick`, with the row of `weights` that `band` names for each."""
        shares = np.array([_shares(row) for row in weights])
        return ints((self.unit(len(band))[:, None] >= shares[band]).sum(axis=1))

    def wait(self, size: int, mean: float) -> Ints:
        """Days until something that happens at random: exponential, rounded down."""
        return ints(np.floor(-mean * np.log1p(-self.unit(size))))

    def poisson(self, mean: Floats, most: int) -> Ints:
        """How often something happens that happens `mean` times on average, at the most `most` times."""
        draw, term = self.unit(len(mean)), np.exp(-mean)
        total, count = term.copy(), np.zeros(len(mean), dtype=np.int64)
        for k in range(1, most + 1):
            count += draw >= total
            term = term * mean / k
            total += term
        return count


def _shares(weights: Sequence[float]) -> Floats:
    """Upper bounds of each position's share of [0, 1); the last one is out of reach."""
    shares: Floats = np.cumsum(np.asarray(weights, dtype=np.float64))
    shares /= shares[-1]
    shares[-1] = 2.0
    return shares
