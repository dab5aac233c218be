"""Ordinary care: what happens to a child from one episode to the next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lacdsl.sample.arrays import Bools, Ints, ints
from lacdsl.sample.calendar import birthday
from lacdsl.sample.codes import LAW, PLACE, PLACES, RNE
from lacdsl.sample.dice import Dice
from lacdsl.sample.kinds import Kind
from lacdsl.sample.people import People, Stays
from lacdsl.sample.placements import Drawer, Placements
from lacdsl.sample.rows import Batches

_MOST = 12  # events in the two years
_RATE = 2.25  # events a year, on average over children
_EVENTS = ("L", "short", "T", "U", "B", "P")  # `short`: a temporary move and back
_SHARES = (0.17, 0.13, 0.07, 0.04, 0.08, 0.51)

# With the same carer, a placement may become one of another kind.
_LATER = np.full(len(PLACES), -1)
for _before, _after in (("U6", "U4"), ("U3", "U1"), ("U5", "U4"), ("U2", "U1")):
    _LATER[PLACE[_before]] = PLACE[_after]

_SHORT = ints([PLACE[code] for code in ("T0", "T1", "T2", "T3", "T4")])
_LONGEST = ints([30, 40, 20, 20, 7])  # days that each of them may last
_T3 = 3
_EMERGENCY = ints([LAW["L1"], LAW["L2"], LAW["L3"]])
_EMERGENCY_LONGEST = ints([3, 20, 6])


@dataclass(slots=True)
class _State:
    """Where each stay stands after what has happened so far."""

    law: Ints
    placed: Placements
    carer_holidays: Ints


class Care:
    """Ordinary stays, as far as their episodes are open on some day from `since` on and begin before `until`."""

    def __init__(self, dice: Dice, drawer: Drawer, batches: Batches, since: int, until: int) -> None:
        self._dice, self._drawer, self._batches = dice, drawer, batches
        self._since, self._until = since, until

    def add(self, people: People, stays: Stays, index: Ints) -> None:
        """Adds the episodes of the stays at `index` to the batches."""
        person = stays.person[index]
        self._stay, self._home = index, people.home[person]
        self._turns = [birthday(people.born[person], years) for years in (4, 10, 16)]
        ready = self._begin(stays.start[index], stays.end[index], people.kind[person])
        self._go_on(ready, stays.end[index])

    def _band(self, who: Ints, when: Ints) -> Ints:
        """The age band of some stays on a day each."""
        return ints(np.sum([when >= turn[who] for turn in self._turns], axis=0))

    def _begin(self, start: Ints, end: Ints, kind: Ints) -> Ints:
        """The first episode that is seen of each stay; returns the day from which more can happen."""
        dice, size = self._dice, len(start)
        everyone = np.arange(size)
        fresh = start >= self._since - 30
        unchanged = fresh | dice.chance(size, 0.35)
        known = self._since - 1 - dice.below(size, np.minimum(self._since - 1 - start, 700))
        decom = np.where(unchanged, start, known)
        later = ints([RNE[code] for code in "PLBTU"])[dice.pick(size, (55, 28, 12, 3, 2))]
        rne = np.where(unchanged, RNE["S"], later)

        law = dice.pick_by(fresh.astype(np.int64), ((24, 16, 60), (55, 37, 8)))  # V2, C1, C2
        law = np.where((kind == Kind.ASYLUM) & dice.chance(size, 0.9), LAW["V2"], law)
        placed = self._drawer.draw(
            self._band(everyone, decom), law != LAW["V2"], self._home, Placements.none(size)
        )
        self._now = _State(law, placed, np.zeros(size, dtype=np.int64))

        ready = np.maximum(decom, self._since)
        long_enough = unchanged & (end - start > 45) & (start >= self._since) & (kind == Kind.ORDINARY)
        sudden = long_enough & dice.chance(size, 0.09) & (placed.place != PLACE["P1"])
        which = dice.pick(size, (0.5, 0.45, 0.05))
        self._batches.add(self._stay, decom, rne, np.where(sudden, _EMERGENCY[which], law), placed)
        who = np.flatnonzero(sudden)
        lasts = dice.between(len(who), 1, _EMERGENCY_LONGEST[which[who]])
        self._batches.add(self._stay[who], start[who] + lasts, RNE["L"], law[who], placed.take(who))
        return np.where(sudden, start + 22, ready)

    def _go_on(self, ready: Ints, end: Ints) -> None:
        """All that happens after the first episode."""
        dice, size = self._dice, len(ready)
        begin = ready + 2
        days = np.maximum(np.minimum(end, self._until) - 1 - begin, 0)
        restless = -np.log1p(-dice.unit(size)) * 0.6 + 0.4  # some move often, others hardly ever
        events = np.minimum(dice.poisson(restless * days * (_RATE / 365), _MOST), days // 12)
        jitter = dice.unit(_MOST + 1, size)

        def day_of(number: int, who: Ints) -> Ints:
            share = (number + 0.15 + 0.7 * jitter[number][who]) / np.maximum(events[who], 1)
            return begin[who] + ints(np.floor(share * days[who]))

        for number in range(_MOST):
            who = np.flatnonzero(events > number)
            if not len(who):
                break
            until = np.where(events[who] > number + 1, day_of(number + 1, who), end[who])
            self._happens(who, day_of(number, who), until)

    def _happens(self, who: Ints, when: Ints, until: Ints) -> None:
        """One event for each stay in `who`; nothing else happens before `until`."""
        dice, now = self._dice, self._now
        law = now.law[who]
        later = _LATER[now.placed.place[who]]
        legal = (law == LAW["V2"]) | (law == LAW["C1"])
        names = {name: number for number, name in enumerate(_EVENTS)}
        event = dice.pick(len(who), _SHARES)
        event[~legal & np.isin(event, [names["L"], names["U"], names["B"]])] = names["P"]
        event[(later < 0) & np.isin(event, [names["T"], names["U"]])] = names["P"]
        at_home = now.placed.place[who] == PLACE["P1"]
        event[(at_home | (until - when < 5)) & (event == names["short"])] = names["P"]

        short = event == names["short"]
        self._away(who[short], when[short], until[short])
        changes_law = np.isin(event, [names["L"], names["U"], names["B"]])
        straight = (law == LAW["V2"]) & dice.chance(len(who), 0.7)
        now.law[who[changes_law]] = np.where(straight, LAW["C1"], LAW["C2"])[changes_law]
        upgraded = np.isin(event, [names["T"], names["U"]])
        now.placed.place[who[upgraded]] = later[upgraded]
        self._move(who, when, np.isin(event, [names["P"], names["B"]]))
        for name in ("L", "T", "U", "B", "P"):
            chosen = event == names[name]
            index = who[chosen]
            self._batches.add(
                self._stay[index], when[chosen], RNE[name], now.law[index], now.placed.take(index)
            )

    def _move(self, who: Ints, when: Ints, chosen: Bools) -> None:
        index = who[chosen]
        court = self._now.law[index] != LAW["V2"]
        band = self._band(index, when[chosen])
        old = self._now.placed.take(index)
        self._now.placed.put(index, self._drawer.draw(band, court, self._home[index], old))

    def _away(self, who: Ints, when: Ints, until: Ints) -> None:
        """Somewhere else for a few days, and back to the same placement."""
        dice, now = self._dice, self._now
        which = dice.pick(len(who), (0.1, 0.15, 0.25, 0.3, 0.2))
        which[(which == _T3) & (now.carer_holidays[who] >= 2)] = 0
        now.carer_holidays[who] += which == _T3
        old = now.placed.take(who)
        there = self._drawer.at(_SHORT[which], self._home[who], old)
        back = when + np.minimum(2 + dice.below(len(who), _LONGEST[which] - 1), until - when - 1)
        self._batches.add(self._stay[who], when, RNE["P"], now.law[who], there)
        self._batches.add(self._stay[who], back, RNE["P"], now.law[who], old)
