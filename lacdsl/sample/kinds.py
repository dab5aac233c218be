"""The courses that a child's care can take, and how common they are."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from lacdsl.sample.arrays import Ints
from lacdsl.sample.dice import Dice


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


def draw_kinds(dice: Dice, children: int, left: int) -> Ints:
    """The kinds of this year's children and of those who have left since last year."""
    return np.concatenate([dice.pick(children, _SHARES), dice.pick(left, _LEFT_SHARES)])
