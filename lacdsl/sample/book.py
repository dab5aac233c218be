"""What the tables of one year's return are made from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lacdsl.sample.arrays import NEVER, Ints
from lacdsl.sample.calendar import Window, birthday
from lacdsl.sample.codes import LAW
from lacdsl.sample.columns import Words, dates
from lacdsl.sample.dice import Dice
from lacdsl.sample.episodes import Episodes
from lacdsl.sample.people import People
from lacdsl.sample.view import View


@dataclass(frozen=True, slots=True)
class Book:
    """One year's return in the making.

    `listed` are the children with a Header row. `before` is what the return of the year before saw, None when
    the return at hand is the older one. `mothered` is the day on which each child (of all) gave birth, or
    NEVER.
    """

    seed: int
    people: People
    ids: Words
    view: View
    before: View | None
    listed: Ints
    mothered: Ints

    @property
    def window(self) -> Window:
        return self.view.window

    def dice(self, name: str) -> Dice:
        """A stream of draws of its own for each table and year."""
        return Dice(self.seed, f"{name} {self.window.name}")

    def child(self, person: Ints) -> dict[str, pd.Series]:
        """The two columns that most tables begin with."""
        return {"CHILD": self.ids.at(person), "DOB": dates(self.people.born[person])}

    def seen(self) -> Ints:
        """For each child of all, its position in `view.children`, or -1."""
        position = np.full(len(self.people.born), -1)
        position[self.view.children] = np.arange(len(self.view.children))
        return position


def mothers(dice: Dice, people: People, view: View) -> Ints:
    """The day on which each child of all gave birth to her first child; NEVER for nearly all."""
    day = np.full(len(people.born), NEVER)
    person = view.children
    earliest = np.maximum(birthday(people.born[person], 14) + 200, view.window.start - 700)
    latest = np.minimum(view.ends(), view.window.end) - 1
    index = np.flatnonzero(
        ~people.boy[person] & ~view.breaks & (earliest < latest) & dice.chance(len(person), 0.04)
    )
    day[person[index]] = dice.between(len(index), earliest[index], latest[index])
    return day


def days_in_care(episodes: Episodes, since: int, until: int, from_day: Ints) -> Ints:
    """For each child of all, the days in care, short breaks left out, from that day on.

    Counts the whole of every episode that is open on some day from `since` to `until`.
    """
    known = (episodes.dec >= since) & (episodes.decom <= until)
    short = (episodes.law == LAW["V3"]) | (episodes.law == LAW["V4"])
    index = np.flatnonzero(known & ~short)
    person = episodes.person[index]
    end = np.where(episodes.dec[index] > until, until, episodes.dec[index])
    days = np.maximum(end - np.maximum(episodes.decom[index], from_day[person]), 0)
    return np.bincount(person, weights=days, minlength=len(from_day)).astype(np.int64)
