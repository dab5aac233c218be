"""Where a child is placed: the kind of place, its provider, postcode and Ofsted number, all fitting."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lacdsl.sample.arrays import Bools, Ints, ints
from lacdsl.sample.codes import FOSTER, PLACE, PLACES, PR
from lacdsl.sample.dice import Dice
from lacdsl.sample.world import NO_URN, World


@dataclass(slots=True)
class Placements:
    """One placement for each of some children, as code numbers and as positions in the World's lists."""

    place: Ints
    provider: Ints
    post: Ints
    urn: Ints

    @classmethod
    def none(cls, size: int) -> Placements:
        return cls(*(np.zeros(size, dtype=np.int64) for _ in range(4)))

    def take(self, index: Ints) -> Placements:
        return Placements(self.place[index], self.provider[index], self.post[index], self.urn[index])

    def put(self, index: Ints, other: Placements) -> None:
        self.place[index] = other.place
        self.provider[index] = other.provider
        self.post[index] = other.post
        self.urn[index] = other.urn


# How common each kind of place is for the ages 0 to 3, 4 to 9, 10 to 15, and 16 or 17.
_KINDS = {
    "U6": (38, 36, 33, 17),
    "U4": (6, 18, 20, 15),
    "U3": (18, 13, 8, 6),
    "U1": (6, 9, 7, 5),
    "U5": (7, 2, 0.5, 0),
    "U2": (2, 0.5, 0, 0),
    "P1": (13, 11, 6, 5),
    "K2": (0.5, 5, 19, 16),
    "SUP": (0, 0, 0, 29),
    "R3": (6, 0.5, 0, 0.5),
    "S1": (0, 1.5, 2, 1),
    "K1": (0, 0, 0.5, 0.5),
    "R1": (0, 0.5, 0.5, 0.5),
    "R2": (0.5, 0.3, 0.4, 0.4),
    "P3": (0, 0, 0, 0.3),
    "Z11": (0.5, 0.5, 0.6, 1),
    "Z12": (0, 0.3, 0.6, 0.8),
    "Z13": (0, 0.3, 0.6, 0.8),
    "Z14": (0.5, 0.5, 0.5, 0.7),
}
_CODES = ints([PLACE[code] for code in _KINDS])
_WEIGHTS = tuple(tuple(float(shares[band]) for shares in _KINDS.values()) for band in range(4))

# Who provides the places for which that does not hang on the provider list; none for T and Z places.
_USUAL = {"P1": "PR0", "P2": "PR4", "P3": "PR4", "R1": "PR4", "R2": "PR3", "R5": "PR3", "SUP": "PR4"}
_USUAL_PROVIDER = ints([PR[_USUAL.get(code, "")] for code in PLACES])
_LISTED = ("K1", "K2", "SUP", "R3", "S1")  # places with an address in the provider list
_RELATIVE = np.isin(np.arange(len(PLACES)), [PLACE["U1"], PLACE["U2"], PLACE["U3"]])


@dataclass(frozen=True, slots=True)
class Drawer:
    """Draws placements. Unless `registered`, supported accommodation has no Ofsted number: up to 2022-23."""

    world: World
    dice: Dice
    registered: bool

    def draw(self, band: Ints, parents: Bools, home: Ints, old: Placements) -> Placements:
        """A placement for each, other than the one before.

        `band` is 0 to 3 for the ages under 4, under 10, under 16 and from 16; `parents` says who may be
        placed with their own parents; `home` is the postcode that the child comes from, 0 for none.
        """
        place = _CODES[self.dice.pick_by(band, _WEIGHTS)]
        barred = (place == PLACE["P1"]) & (~parents | (home == 0) | (old.place == PLACE["P1"]))
        place[barred] = PLACE["U6"]
        return self.at(place, home, old)

    def at(self, place: Ints, home: Ints, old: Placements) -> Placements:
        """The rest of a placement of a known kind, other than the one before."""
        new = Placements(
            place, _USUAL_PROVIDER[place], self.address(home, old.post), np.full(len(place), NO_URN)
        )
        with_parents = place == PLACE["P1"]
        new.post[with_parents] = home[with_parents]
        self._foster(new, old, np.flatnonzero(FOSTER[place]))
        for code in _LISTED:
            if self.registered or code != "SUP":
                self._listed(new, old, code, np.flatnonzero(place == PLACE[code]))
        return new

    def address(self, home: Ints, old: Ints) -> Ints:
        """A postcode in or around the authority that is neither the home nor the last one."""
        size = len(home)
        pool = self.dice.pick(size, (0.58, 0.32, 0.10))
        lists = (self.world.homes, self.world.near, self.world.far)
        length = ints([len(members) for members in lists])[pool]
        position = self.dice.below(size, length)
        every = np.concatenate(lists)
        first = ints([0, len(lists[0]), len(lists[0]) + len(lists[1])])[pool]
        post = every[first + position]
        for _ in range(2):
            taken = (post == home) | (post == old)
            position = np.where(taken, (position + 1) % length, position)
            post = every[first + position]
        return ints(post)

    def _foster(self, new: Placements, old: Placements, index: Ints) -> None:
        """Relatives and friends are carers of the authority's own; others come from all kinds of agency."""
        providers = ("PR1", "PR2", "PR4", "PR5")
        chosen = self.dice.pick(len(index), (0.5, 0.03, 0.39, 0.08))
        chosen[_RELATIVE[new.place[index]]] = 0
        for number, code in enumerate(providers):
            who = index[chosen == number]
            rows = self.world.groups[f"fostering {code}"]
            new.provider[who] = PR[code]
            new.urn[who] = self.world.urn[rows[self.dice.below(len(who), len(rows))]]
        # A few live outside England, where Ofsted does not inspect.
        away = index[(chosen == 2) & self.dice.chance(len(index), 0.015)]
        new.urn[away] = NO_URN
        abroad = self.world.abroad
        chosen = self.dice.below(len(away), len(abroad))
        again = abroad[chosen] == old.post[away]
        new.post[away] = abroad[np.where(again, (chosen + 1) % len(abroad), chosen)]

    def _listed(self, new: Placements, old: Placements, code: str, index: Ints) -> None:
        world, rows = self.world, self.world.groups[code]
        chosen = self.dice.below(len(index), len(rows))
        same = (world.urn[rows[chosen]] == old.urn[index]) & (world.post[rows[chosen]] == old.post[index])
        row = rows[np.where(same, (chosen + 1) % len(rows), chosen)]
        new.provider[index] = world.provider[row]
        new.post[index] = world.post[row]
        new.urn[index] = world.urn[row]
