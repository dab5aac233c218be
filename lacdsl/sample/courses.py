"""Care that takes a course of its own: adoption, remand, staying on past 18, short breaks."""

from __future__ import annotations

import numpy as np

from lacdsl.sample.arrays import Bools, Ints, ints
from lacdsl.sample.calendar import Window
from lacdsl.sample.codes import LAW, PLACE, PR, RNE
from lacdsl.sample.dice import Dice
from lacdsl.sample.kinds import Kind
from lacdsl.sample.people import People, Stays
from lacdsl.sample.placements import Drawer, Placements
from lacdsl.sample.rows import Batches
from lacdsl.sample.world import NO_URN, NOT_INSPECTED

_SLOT = 30  # days; at most one short break in each
_SLOTS = 24
_THIS_YEAR_SLOT, _LAST_YEAR_SLOT = 18, 5  # in these every child with short breaks has one


def add_adoptions(dice: Dice, drawer: Drawer, people: People, stays: Stays, batches: Batches) -> None:
    """Foster care, often a move, the placement order, the adopters."""
    index = np.flatnonzero(people.kind[stays.person] == Kind.ADOPTION)
    size, person, start = len(index), stays.person[index], stays.start[index]
    plans, home = people.plans.take(person), people.home[person]
    law = np.where(plans.consent | dice.chance(size, 0.3), LAW["V2"], LAW["C1"])
    placed = drawer.at(np.full(size, PLACE["U6"]), home, Placements.none(size))
    batches.add(index, start, RNE["S"], law, placed)

    # Before the order many move; those whose carers adopt come to these carers now.
    moves = np.flatnonzero(plans.carers | dice.chance(size, 0.5))
    kinds = np.where(plans.carers[moves], PLACE["U2"], PLACE["U6"])
    placed.put(moves, drawer.at(kinds, home[moves], placed.take(moves)))
    to_court = (law[moves] == LAW["V2"]) & ~plans.consent[moves]
    law[moves[to_court]] = LAW["C1"]
    when = start[moves] + plans.order[moves] // 3
    batches.add(index[moves], when, np.where(to_court, RNE["B"], RNE["P"]), law[moves], placed.take(moves))

    ordered = np.flatnonzero(~plans.consent)
    law[ordered] = LAW["E1"]
    batches.add(index[ordered], (start + plans.order)[ordered], RNE["L"], law[ordered], placed.take(ordered))

    given_up = np.flatnonzero(plans.reversed)
    batches.add(index[given_up], (start + plans.placed)[given_up], RNE["L"], LAW["C2"], placed.take(given_up))

    goes = np.ones(size, dtype=np.bool_)
    goes[given_up] = False
    there = np.flatnonzero(goes)
    stay_put = plans.carers[there]
    batches.add(
        index[there],
        (start + plans.placed)[there],
        np.where(stay_put, RNE["T"], RNE["P"]),
        law[there],
        _adopters(dice, drawer, plans.consent[there], stay_put, home[there], placed.take(there)),
    )


def _adopters(
    dice: Dice, drawer: Drawer, consent: Bools, carers: Bools, home: Ints, old: Placements
) -> Placements:
    """A3 to A6: through a regional agency, which has no Ofsted number, or a voluntary one."""
    world, size = drawer.world, len(home)
    place = np.where(
        consent,
        np.where(carers, PLACE["A3"], PLACE["A4"]),
        np.where(carers, PLACE["A5"], PLACE["A6"]),
    )
    rows = world.groups["adoption"]
    row = rows[dice.below(size, len(rows))]
    voluntary = dice.chance(size, 0.3) & ~carers
    return Placements(
        place=place,
        provider=np.where(voluntary, PR["PR5"], PR["PR1"]),
        post=np.where(carers, old.post, drawer.address(home, old.post)),
        urn=np.where(voluntary, world.urn[row], NOT_INSPECTED),
    )


def add_single(dice: Dice, drawer: Drawer, people: People, stays: Stays, batches: Batches) -> None:
    """Stays of one episode: on remand, past 18 in a children's home, or an agreed series of short breaks."""
    kind = people.kind[stays.person]
    for wanted, laws, places in (
        (Kind.REMAND, ("J1", "J1", "J1", "J3"), ("R5", "R5", "K1", "K2")),
        (Kind.STAYER, ("V2",), ("K2",)),
    ):
        index = np.flatnonzero(kind == wanted)
        size = len(index)
        law = ints([LAW[code] for code in laws])[dice.below(size, len(laws))]
        place = ints([PLACE[code] for code in places])[dice.below(size, len(places))]
        home = people.home[stays.person[index]]
        batches.add(index, stays.start[index], RNE["S"], law, drawer.at(place, home, Placements.none(size)))
    index = np.flatnonzero(kind == Kind.SERIES)
    batches.add(index, stays.start[index], RNE["S"], LAW["V4"], _respite(len(index)))


def _respite(size: int) -> Placements:
    """A residential home for short breaks. Of those, neither postcode nor Ofsted number is returned."""
    placed = Placements.none(size)
    placed.place[:] = PLACE["R1"]
    placed.provider[:] = PR["PR4"]
    placed.urn[:] = NO_URN
    return placed


def short_breaks(dice: Dice, people: People, this: Window, last: Window) -> Stays:
    """Single short breaks, each a period of care of two to five days."""
    children = np.flatnonzero(people.kind == Kind.BREAKS)
    size = len(children)
    slots = np.arange(_SLOTS)
    happens = dice.unit(size, _SLOTS) < 0.55
    here = people.this_year[children]
    happens[:, _THIS_YEAR_SLOT] = here
    happens[:, _LAST_YEAR_SLOT] |= ~here
    happens &= here[:, None] | (slots < _SLOTS // 2 - 1)
    first = np.maximum(last.start + np.floor(dice.unit(size) * 400).astype(np.int64), 0)
    begin = last.start + _SLOT * slots + np.floor(dice.unit(size, _SLOTS) * 15).astype(np.int64)
    happens &= (begin >= first[:, None]) | (slots == _THIS_YEAR_SLOT) | (slots == _LAST_YEAR_SLOT)
    days = 2 + np.floor(dice.unit(size, _SLOTS) * 4).astype(np.int64)
    happens &= begin <= this.end
    child, slot = np.nonzero(happens)
    start = begin[child, slot]
    no = np.zeros(len(child), dtype=np.bool_)
    return Stays(children[child], start, start + days[child, slot], no, no)


def add_short_breaks(stays: Stays, index: Ints, batches: Batches) -> None:
    """The one episode of each short break."""
    batches.add(index, stays.start[index], RNE["S"], LAW["V3"], _respite(len(index)))
