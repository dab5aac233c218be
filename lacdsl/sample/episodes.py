"""Whole care histories: every episode with its start, its end and the reasons for both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lacdsl.sample.arrays import NEVER, Bools, Ints
from lacdsl.sample.calendar import Window
from lacdsl.sample.care import Care
from lacdsl.sample.codes import CHANGE, CHANGES, END, LAW, NEEDS, RNE, TEMPORARY
from lacdsl.sample.courses import add_adoptions, add_short_breaks, add_single, short_breaks
from lacdsl.sample.dice import Dice
from lacdsl.sample.endings import end_reasons
from lacdsl.sample.kinds import Kind
from lacdsl.sample.people import People, Stays, earlier_stays
from lacdsl.sample.placements import Drawer, Placements
from lacdsl.sample.rows import Batches
from lacdsl.sample.world import World


@dataclass(frozen=True, slots=True)
class Episodes:
    """One entry an episode, by child and start. `dec` is NEVER while it is open; codes are numbers.

    `stay` numbers the period of care that the episode belongs to, `stay_start` and `stay_end` are its bounds.
    """

    person: Ints
    stay: Ints
    stay_start: Ints
    stay_end: Ints
    decom: Ints
    dec: Ints
    rne: Ints
    law: Ints
    need: Ints
    placed: Placements
    rec: Ints
    change: Ints
    home: Ints


def make_episodes(
    seed: int, world: World, people: People, stays: Stays, this: Window, last: Window
) -> Episodes:
    """The episodes of both years; those that ended before last year may be among them."""
    dice = Dice(seed, "care")
    drawer = Drawer(world, dice, registered=this.name > "2022-23")
    stays = stays.join(earlier_stays(dice, people, stays, last.start))
    single = len(stays.person)
    stays = stays.join(short_breaks(dice, people, this, last))
    kind = people.kind[stays.person]
    ordinary = np.flatnonzero((kind == Kind.ORDINARY) | (kind == Kind.ASYLUM) | (kind == Kind.LEAVER))
    batches = Batches(this.end)
    Care(dice, drawer, batches, last.start, this.end + 1).add(people, stays, ordinary)
    add_adoptions(dice, drawer, people, stays, batches)
    add_single(dice, drawer, people, stays, batches)
    add_short_breaks(stays, np.arange(single, len(stays.person)), batches)
    return _assemble(Dice(seed, "ends"), people, stays, batches, this)


def _assemble(dice: Dice, people: People, stays: Stays, batches: Batches, this: Window) -> Episodes:
    rows = batches.all()
    order = np.lexsort((rows.decom, stays.person[rows.stay]))
    stay, decom, law, rne = rows.stay[order], rows.decom[order], rows.law[order], rows.rne[order]
    placed, person = rows.placed.take(order), stays.person[rows.stay[order]]
    follows = np.zeros(len(stay), dtype=np.bool_)  # another episode of the same stay comes next
    follows[:-1] = stay[:-1] == stay[1:]
    ended = ~follows & (stays.end[stay] <= this.end)
    dec = np.where(ended, stays.end[stay], NEVER)
    dec[:-1] = np.where(follows[:-1], decom[1:], dec[:-1])
    rec = np.where(follows, END["X1"], END[""])
    final = np.flatnonzero(ended)
    rec[final] = end_reasons(dice, people, stays, stay[final], law[final], placed.place[final])
    need = _needs(dice, people, stays)
    short = (law == LAW["V3"]) | (law == LAW["V4"])
    return Episodes(
        person=person,
        stay=stay,
        stay_start=stays.start[stay],
        stay_end=stays.end[stay],
        decom=decom,
        dec=dec,
        rne=rne,
        law=law,
        need=need[stay],
        placed=placed,
        rec=rec,
        change=_changes(dice, follows, rne, placed.place),
        home=np.where(short, 0, people.home[person]),
    )


def _changes(dice: Dice, follows: Bools, rne: Ints, place: Ints) -> Ints:
    """Why the next placement was made, on the episode before it; never around temporary placements."""
    weights = [0.0] * len(CHANGES)
    for code, share in (("CARPL", 46), ("CREQB", 13), ("CREQO", 8), ("LAREQ", 9), ("CHILD", 6), ("OTHER", 7)):
        weights[CHANGE[code]] = share
    for code, share in (("CLOSE", 4), ("STAND", 4), ("ALLEG", 2), ("APPRR", 1)):
        weights[CHANGE[code]] = share
    chosen = dice.pick(len(rne), weights)
    moved, same_carer, away = (np.zeros(len(rne), dtype=np.bool_) for _ in range(3))
    after = rne[1:]
    moved[:-1] = follows[:-1] & (after != RNE["L"])
    same_carer[:-1] = (after == RNE["T"]) | (after == RNE["U"])
    away[:-1] = TEMPORARY[place[:-1]] | TEMPORARY[place[1:]]
    chosen[same_carer] = CHANGE["PLACE"]
    return np.where(moved & ~away, chosen, CHANGE[""])


def _needs(dice: Dice, people: People, stays: Stays) -> Ints:
    """The category of need, the same for a whole stay."""
    usual = dice.pick(len(stays.person), (63, 3, 3, 7, 15, 2, 0.3, 6.7))
    kind = people.kind[stays.person]
    usual[(kind == Kind.BREAKS) | (kind == Kind.SERIES)] = NEEDS.index("N2")
    usual[kind == Kind.REMAND] = NEEDS.index("N6")
    usual[people.asylum[stays.person]] = NEEDS.index("N8")
    return usual
