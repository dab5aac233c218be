"""The way to adoption: what is planned when, and the episodes that come of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lacdsl.sample.arrays import Bools, Ints
from lacdsl.sample.dice import Dice


@dataclass(frozen=True, slots=True)
class Plans:
    """One entry a child, read for those on the way to adoption only. Days count from the start of care.

    `order` placement order made (for `consent`, nothing happens then), `placed` with the adopters, `adopted`
    care ends; `decided` before `order`, or for `consent` before `placed`; `age` in days at the start of care.
    `carers`: the adopters are the foster carers. `reversed`: at `placed` the plan is given up instead.
    """

    age: Ints
    decided: Ints
    order: Ints
    placed: Ints
    adopted: Ints
    consent: Bools
    carers: Bools
    reversed: Bools

    def take(self, index: Ints) -> Plans:
        return Plans(
            self.age[index],
            self.decided[index],
            self.order[index],
            self.placed[index],
            self.adopted[index],
            self.consent[index],
            self.carers[index],
            self.reversed[index],
        )


def make_plans(dice: Dice, left: Bools) -> Plans:
    """A plan for each child. Those who `left` last year were adopted."""
    size = len(left)
    order = dice.between(size, 120, 330)
    placed = order + dice.between(size, 50, 300)
    consent = dice.chance(size, 0.1)
    decided = np.where(consent, placed - dice.between(size, 20, 45), order - dice.between(size, 5, 60))
    return Plans(
        age=np.floor(1100 * dice.unit(size) ** 2).astype(np.int64),
        decided=decided,
        order=order,
        placed=placed,
        adopted=placed + dice.between(size, 110, 320),
        consent=consent,
        carers=dice.chance(size, 0.15),
        reversed=dice.chance(size, 0.06) & ~consent & ~left,
    )
