"""When each child was born, came into care and left it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lacdsl.sample.adoption import Plans
from lacdsl.sample.arrays import NEVER, Bools, Ints, ints
from lacdsl.sample.calendar import Window, birthday
from lacdsl.sample.dice import Dice
from lacdsl.sample.kinds import Kind


@dataclass(slots=True)
class Spans:
    """One entry a child. `aged_out`: care ends with the 18th birthday. `stayed_on`: it goes on beyond."""

    born: Ints
    start: Ints
    end: Ints
    aged_out: Bools
    stayed_on: Bools


def make_spans(dice: Dice, kind: Ints, left: Bools, plans: Plans, this: Window, last: Window) -> Spans:
    """The span of care that each child is seen by; those who `left`, and LEAVERs, left it last year.

    Each child is looked after on some day drawn from the year, and care reaches back and on from there, so
    that care which lasts is met more often than care which does not.
    """
    size = len(kind)
    gone = left | (kind == Kind.LEAVER)
    seen = np.where(gone, dice.between(size, last.start + 5, last.end - 1), _some_day(dice, size, this))
    born = seen - _age(dice, kind)
    start = np.maximum(seen - _back(dice, kind), born)
    start = np.where(kind == Kind.ASYLUM, np.maximum(start, birthday(born, 13)), start)
    end = np.where(gone, seen, seen + _on(dice, kind))
    none = np.zeros(size, dtype=np.bool_)
    spans = Spans(born, start, end, none, kind == Kind.STAYER)
    _adopted(dice, spans, np.flatnonzero(kind == Kind.ADOPTION), seen, left, plans)
    _left(dice, spans, np.flatnonzero(kind == Kind.LEAVER), last)
    stayers = np.flatnonzero(spans.stayed_on)
    spans.start[stayers] = birthday(spans.born[stayers], 16) + dice.between(len(stayers), 30, 400)
    adult = np.where(spans.stayed_on, NEVER, birthday(spans.born, 18))
    spans.aged_out = spans.end >= adult
    spans.end = np.minimum(spans.end, adult)
    # Whether care that ends on the last day of the year lasted all year is disputed; so it ends later.
    spans.end[(spans.end == this.end) & ~spans.aged_out] = NEVER
    return spans


def _some_day(dice: Dice, size: int, window: Window) -> Ints:
    return dice.between(size, window.start + 5, window.end - 2)


def _mixture(dice: Dice, size: int, means: tuple[float, float]) -> Ints:
    """Waits of two kinds, a short and a long one, as often the one as the other."""
    return np.where(dice.chance(size, 0.5), dice.wait(size, means[0]), dice.wait(size, means[1]))


def _back(dice: Dice, kind: Ints) -> Ints:
    """Days in care up to the day that the child is seen."""
    size = len(kind)
    usual = 1 + _mixture(dice, size, (250.0, 1200.0))
    return np.where(kind == Kind.REMAND, dice.between(size, 5, 90), usual)


def _on(dice: Dice, kind: Ints) -> Ints:
    """Days in care from then on, if the child does not turn 18."""
    size = len(kind)
    usual = 8 + _mixture(dice, size, (250.0, 1500.0))
    return np.where(kind == Kind.REMAND, dice.between(size, 5, 90), usual)


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


def _adopted(dice: Dice, spans: Spans, who: Ints, seen: Ints, left: Bools, plans: Plans) -> None:
    """Those on the way to adoption come into care very young, and are seen somewhere along the way."""
    total, gone = plans.adopted[who], left[who]
    spans.start[who] = seen[who] - np.where(gone, total, dice.below(len(who), total))
    spans.end[who] = np.where(plans.reversed[who], NEVER, spans.start[who] + total)
    spans.born[who] = spans.start[who] - plans.age[who]


def _left(dice: Dice, spans: Spans, who: Ints, last: Window) -> None:
    """Care leavers: most left on their 18th birthday last year, some before it, a few long after."""
    size = len(who)
    how = dice.pick(size, (68, 24, 8))
    end = np.maximum(spans.end[who], last.start + 100)
    age = np.where(how == 1, dice.between(size, 6030, 6540), dice.between(size, 6960, 7600))
    born = np.where(how == 0, birthday(end, -18), end - age)
    spans.born[who] = born
    spans.end[who] = np.where(how == 0, birthday(born, 18), end)
    spans.start[who] = np.maximum(end - 130 - _mixture(dice, size, (250.0, 1200.0)), born)
    spans.stayed_on[who] = how == 2
