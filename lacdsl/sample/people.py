"""Who the children are, and when they were looked after."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from lacdsl.sample.adoption import Plans, make_plans
from lacdsl.sample.arrays import NEVER, Bools, Ints, ints
from lacdsl.sample.calendar import Window, birthday
from lacdsl.sample.dice import Dice
from lacdsl.sample.world import World


class Kind(IntEnum):
    """The course that a child's care takes."""

    ORDINARY = 0
    ADOPTION = 1
    ASYLUM = 2
    BREAKS = 3  # short breaks, each an episode of its own (V3)
    SERIES = 4  # short breaks, the agreement one episode (V4)
    REMAND = 5
    STAYER = 6  # stays in a children's home past the 18th birthday
    LEAVER = 7  # left last year, in this year's return as a care leaver only


_SHARES = (0.795, 0.045, 0.06, 0.008, 0.006, 0.01, 0.003, 0.073)
_LEFT_SHARES = (0.80, 0.06, 0.08, 0.01, 0.0, 0.05, 0.0, 0.0)
LEFT_SHARE = 0.2  # children who are in last year's return only, for each in this year's


@dataclass(frozen=True, slots=True)
class People:
    """One entry a child. `this_year` is false for those who are in last year's return only.

    `home` is a position in `World.postcodes`, 0 for none. `plans` mean something for the kind ADOPTION only.
    """

    born: Ints
    boy: Bools
    ethnic: Ints
    kind: Ints
    asylum: Bools
    this_year: Bools
    home: Ints
    plans: Plans


@dataclass(frozen=True, slots=True)
class Stays:
    """Periods of care, several a child at times. `end` is NEVER while nobody knows it."""

    person: Ints
    start: Ints
    end: Ints
    aged_out: Bools  # ends with the 18th birthday
    brief: Bools  # the child comes back into care later

    def take(self, index: Ints) -> Stays:
        return Stays(
            self.person[index], self.start[index], self.end[index], self.aged_out[index], self.brief[index]
        )


def make_people(dice: Dice, world: World, children: int, this: Window, last: Window) -> tuple[People, Stays]:
    """Children, `children` of them for this year's return, and the period of care that each is seen by.

    Numbered in the order in which they came into care. Care from long ago and care that lasts are seen alike often:
    each child is looked after on some day drawn from the year, and care reaches back and on from there.
    """
    left = int(children * LEFT_SHARE)
    size = children + left
    kind = np.concatenate([dice.pick(children, _SHARES), dice.pick(left, _LEFT_SHARES)])
    here = np.arange(size) < children
    leaver = kind == Kind.LEAVER
    gone = ~here | leaver

    seen = np.where(
        gone, dice.between(size, last.start + 5, last.end - 1), dice.between(size, this.start + 5, this.end - 2)
    )
    born = seen - _age(dice, kind)
    early = dice.chance(size, 0.25)  # of the care leavers, those who left before the 18th birthday
    seen = np.where(leaver, np.maximum(seen, last.start + 100), seen)
    coming_of_age = birthday(seen, -18)
    late = dice.chance(size, 0.1) & leaver & ~early
    born = np.where(leaver & ~early & ~late, coming_of_age, born)
    born = np.where(leaver & early, seen - dice.between(size, 6030, 6540), born)
    born = np.where(late, seen - dice.between(size, 6960, 7600), born)
    adult = birthday(born, 18)
    seen = np.where(leaver & ~early & ~late, adult, seen)

    before = 8 + _mixture(dice, size, (250.0, 1200.0))
    before = np.where(leaver, before + 120, before)
    before = np.where(kind == Kind.REMAND, dice.between(size, 5, 90), before)
    after = 8 + _mixture(dice, size, (250.0, 1500.0))
    after = np.where(kind == Kind.REMAND, dice.between(size, 5, 90), after)

    start = np.maximum(seen - before, born)
    asylum = (kind == Kind.ASYLUM) | (leaver & ~early & ~late & dice.chance(size, 0.12))
    start = np.where(asylum, np.maximum(start, birthday(born, 13)), start)
    stayer = (kind == Kind.STAYER) | late
    start = np.where(stayer, birthday(born, 16) + dice.between(size, 30, 400), start)
    end = np.where(gone, seen, seen + after)
    adoption, plans = kind == Kind.ADOPTION, make_plans(dice, size)
    start = np.where(adoption, seen - np.where(gone, plans.adopted, dice.below(size, plans.adopted)), start)
    end = np.where(adoption, np.where(plans.reversed & ~gone, NEVER, start + plans.adopted), end)
    born = np.where(adoption, start - plans.age, born)
    limit = np.where(stayer, NEVER, adult)
    aged_out = (end >= limit) & ~early
    end = np.where(aged_out, limit, end)
    # Whether care that ends on the very last day counts as care all year is disputed: nobody's does, by choice.
    end = np.where((end == this.end) & ~aged_out, NEVER, end)
    kind = np.where(late, Kind.STAYER, kind)

    order = np.argsort(start, kind="stable")
    boy = dice.chance(size, np.where(asylum, 0.9, np.where(kind == Kind.REMAND, 0.85, 0.55)))
    # Girls with short breaks only cannot be returned without a fault: one rule asks for MOTHER, another forbids it.
    boy |= (kind == Kind.BREAKS) | (kind == Kind.SERIES)
    home = world.homes[dice.below(size, len(world.homes))]
    people = People(
        born=born[order],
        boy=boy[order],
        ethnic=_ethnic(dice, asylum)[order],
        kind=kind[order],
        asylum=asylum[order],
        this_year=here[order],
        home=np.where(asylum, 0, home)[order],
        plans=plans.take(order),
    )
    stays = Stays(np.arange(size), start[order], end[order], aged_out[order], np.zeros(size, dtype=np.bool_))
    return people, stays


def earlier_stays(dice: Dice, people: People, stays: Stays, since: int) -> Stays:
    """A period of care before the one at hand, for some of those who came back into care after `since`."""
    size = len(stays.person)
    end = stays.start - dice.between(size, 9, 200)
    start = end - dice.between(size, 40, 500)
    ordinary = people.kind[stays.person] == Kind.ORDINARY
    young = birthday(people.born[stays.person], 17) > stays.start
    back = ordinary & young & dice.chance(size, 0.15) & (start > people.born[stays.person]) & (end >= since)
    index = np.flatnonzero(back)
    no, yes = np.zeros(len(index), dtype=np.bool_), np.ones(len(index), dtype=np.bool_)
    return Stays(stays.person[index], start[index], end[index], no, yes)


def _mixture(dice: Dice, size: int, means: tuple[float, float]) -> Ints:
    """Waits of two kinds, a short and a long one, as often the one as the other."""
    return np.where(dice.chance(size, 0.5), dice.wait(size, means[0]), dice.wait(size, means[1]))


def _age(dice: Dice, kind: Ints) -> Ints:
    """Age in days on the day that the child is seen in care."""
    band = dice.pick(len(kind), (5, 14, 19, 38, 24))
    low = ints([12, 366, 1827, 3653, 5844])[band]
    high = ints([365, 1826, 3652, 5843, 6560])[band]
    for some, least, most in (
        (Kind.ASYLUM, 5190, 6560),
        (Kind.BREAKS, 1500, 6100),
        (Kind.SERIES, 1500, 6100),
        (Kind.REMAND, 4500, 6540),
        (Kind.STAYER, 6600, 7200),
    ):
        low, high = np.where(kind == some, least, low), np.where(kind == some, most, high)
    return dice.between(len(kind), low, high)


def _ethnic(dice: Dice, asylum: Bools) -> Ints:
    weights = (
        (52, 1, 3, 0.3, 0.6, 4, 1.5, 2, 5, 1, 7, 2, 2, 2, 6, 2.5, 0.5, 3, 0.3, 0.8),
        (0, 0, 2, 0, 0, 0, 0, 0, 1, 0, 1, 1, 32, 0, 34, 4, 0.5, 22, 0.5, 2),
    )
    return dice.pick_by(asylum.astype(np.int64), weights)
