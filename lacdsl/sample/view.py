"""The episodes as one year's return sees them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lacdsl.sample.arrays import NEVER, Bools, Ints, ints
from lacdsl.sample.calendar import Window
from lacdsl.sample.codes import END, LAW, RNE
from lacdsl.sample.episodes import Episodes


@dataclass(frozen=True, slots=True)
class View:
    """The episodes that are open on some day of a year; what comes after the year is not known yet.

    `at` are positions in `all`; `dec` is NEVER for those still open at the end of the year. Of the children
    seen, in order: `children`, and for each the position in `at` of its first and its last episode, whether
    it was looked after all year, and whether it was only ever here for short breaks.
    """

    window: Window
    all: Episodes
    at: Ints
    dec: Ints
    children: Ints
    first: Ints
    last: Ints
    all_year: Bools
    breaks: Bools

    @property
    def open(self) -> Bools:
        """Which episodes are open at the end of the year."""
        return np.equal(self.dec, NEVER)

    def begins(self) -> Ints:
        """For each child, the day on which the last of its periods of care began."""
        return self.all.stay_start[self.at[self.last]]

    def ends(self) -> Ints:
        """For each child, the day on which its last episode ended, or NEVER."""
        return self.dec[self.last]


def look(episodes: Episodes, window: Window) -> View:
    """What the return of that year holds."""
    at = np.flatnonzero((episodes.decom <= window.end) & (episodes.dec >= window.start))
    dec = np.where(episodes.dec[at] > window.end, NEVER, episodes.dec[at])
    person = episodes.person[at]
    starts = np.ones(len(at), dtype=np.bool_)
    starts[1:] = person[1:] != person[:-1]
    first = np.flatnonzero(starts)
    last = ints(np.append(first[1:], len(at)) - 1) if len(first) else first
    law = episodes.law[at]
    short = (law == LAW["V3"]) | (law == LAW["V4"])
    left = (dec != NEVER) & (episodes.rec[at] != END["X1"])
    came = (episodes.rne[at] == RNE["S"]) & (episodes.decom[at] > window.start)
    return View(
        window=window,
        all=episodes,
        at=at,
        dec=dec,
        children=person[first],
        first=first,
        last=last,
        all_year=~_any(short | left | came, first),
        breaks=~_any(~short, first),
    )


def _any(rows: Bools, first: Ints) -> Bools:
    """For each child, whether any of its rows is true."""
    return np.logical_or.reduceat(rows, first) if len(first) else np.zeros(0, dtype=np.bool_)
