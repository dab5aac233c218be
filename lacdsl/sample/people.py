"""Who the children are, and when they were looked after."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lacdsl.sample.adoption import Plans, make_plans
from lacdsl.sample.arrays import Bools, Ints
from lacdsl.sample.calendar import Window, birthday
from lacdsl.sample.dice import Dice
from lacdsl.sample.kinds import LEFT_SHARE, Kind, draw_kinds
from lacdsl.sample.spans import make_spans
from lacdsl.sample.world import World


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

    def join(self, more: Stays) -> Stays:
        """These, and then some more."""
        return Stays(
            np.concatenate([self.person, more.person]),
            np.concatenate([self.start, more.start]),
            np.concatenate([self.end, more.end]),
            np.concatenate([self.aged_out, more.aged_out]),
            np.concatenate([self.brief, more.brief]),
        )


def make_people(dice: Dice, world: World, children: int, this: Window, last: Window) -> tuple[People, Stays]:
    """Children, `children` of them for this year's return, and the period of care that each is seen by.

    They are numbered in the order in which they came into care.
    """
    left = int(children * LEFT_SHARE)
    size = children + left
    kind = draw_kinds(dice, children, left)
    here = np.arange(size) < children
    plans = make_plans(dice, ~here)
    spans = make_spans(dice, kind, ~here, plans, this, last)
    came_late = spans.aged_out & (spans.start >= birthday(spans.born, 13))
    asylum = (kind == Kind.ASYLUM) | ((kind == Kind.LEAVER) & came_late & dice.chance(size, 0.15))
    boy = dice.chance(size, np.where(asylum, 0.9, np.where(kind == Kind.REMAND, 0.85, 0.55)))
    # No girls: one rule asks for MOTHER when there are short breaks only, and another forbids it.
    boy |= (kind == Kind.BREAKS) | (kind == Kind.SERIES)
    home = world.homes[dice.below(size, len(world.homes))]

    order = np.argsort(spans.start, kind="stable")
    people = People(
        born=spans.born[order],
        boy=boy[order],
        ethnic=_ethnic(dice, asylum)[order],
        kind=np.where(spans.stayed_on, Kind.STAYER, kind)[order],
        asylum=asylum[order],
        this_year=here[order],
        home=np.where(asylum, 0, home)[order],
        plans=plans.take(order),
    )
    none = np.zeros(size, dtype=np.bool_)
    return people, Stays(np.arange(size), spans.start[order], spans.end[order], spans.aged_out[order], none)


def earlier_stays(dice: Dice, people: People, stays: Stays, since: int) -> Stays:
    """For some children another period of care, before the one at hand; it ended on `since` or later."""
    size = len(stays.person)
    end = stays.start - dice.between(size, 9, 200)
    start = end - dice.between(size, 40, 500)
    ordinary = people.kind[stays.person] == Kind.ORDINARY
    young = birthday(people.born[stays.person], 17) > stays.start
    back = ordinary & young & dice.chance(size, 0.15) & (start > people.born[stays.person]) & (end >= since)
    index = np.flatnonzero(back)
    no, yes = np.zeros(len(index), dtype=np.bool_), np.ones(len(index), dtype=np.bool_)
    return Stays(stays.person[index], start[index], end[index], no, yes)


def _ethnic(dice: Dice, asylum: Bools) -> Ints:
    weights = (
        (52, 1, 3, 0.3, 0.6, 4, 1.5, 2, 5, 1, 7, 2, 2, 2, 6, 2.5, 0.5, 3, 0.3, 0.8),
        (0, 0, 2, 0, 0, 0, 0, 0, 1, 0, 1, 1, 32, 0, 34, 4, 0.5, 22, 0.5, 2),
    )
    return dice.pick_by(asylum.astype(np.int64), weights)
