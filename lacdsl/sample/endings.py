"""Why care ends."""

from __future__ import annotations

import numpy as np

from lacdsl.sample.arrays import Bools, Ints, ints
from lacdsl.sample.calendar import birthday
from lacdsl.sample.codes import ADOPTIVE, END, FOSTER, LAW, PLACE
from lacdsl.sample.dice import Dice
from lacdsl.sample.kinds import Kind
from lacdsl.sample.people import People, Stays

# Why care ended, by what brought it about; SGO stands for the codes of special guardianship.
_REASONS: dict[str, dict[str, float]] = {
    "fostered to 18": {"E17": 55, "E5": 20, "E6": 15, "E8": 10},
    "to 18": {"E5": 45, "E6": 30, "E7": 8, "E8": 17},
    "leaver": {"E5": 35, "E6": 25, "E4A": 25, "E8": 15},
    "from 16": {
        "E4A": 28, "E4B": 14, "E13": 6, "E3": 4, "E5": 14, "E6": 12, "E7": 1, "E8": 18, "E9": 2, "E2": 1,
    },
    "fostered": {
        "E4A": 40, "E4B": 10, "SGO": 20, "E41": 9, "E13": 6, "E3": 5, "E8": 8, "E16": 1.5, "E2": 0.5,
    },
    "child": {"E4A": 52, "E4B": 14, "E41": 9, "E47": 2, "E48": 1, "E13": 8, "E3": 5, "E8": 8, "E2": 1},
    "asylum": {"E8": 42, "E15": 24, "E16": 9, "E3": 13, "E4A": 12},
    "brief": {"E4A": 75, "E4B": 25},
    "remand": {"E14": 50, "E9": 40, "E4A": 10},
    "order": {"E12": 85, "E11": 15},
    "consent": {"E11": 1},
    "break": {"E4A": 1},
}  # fmt: skip
_RELATIVES = ints([PLACE["U1"], PLACE["U2"], PLACE["U3"]])


def end_reasons(dice: Dice, people: People, stays: Stays, stay: Ints, law: Ints, place: Ints) -> Ints:
    """REC of the last episode of each of some stays that have ended."""
    person = stays.person[stay]
    kind, fostered = people.kind[person], FOSTER[place]
    grown = stays.end[stay] >= birthday(people.born[person], 16)
    cases: dict[str, Bools] = {
        "break": (kind == Kind.BREAKS) | (kind == Kind.SERIES),
        "remand": kind == Kind.REMAND,
        "consent": ADOPTIVE[place] & (law != LAW["E1"]),
        "order": ADOPTIVE[place],
        "brief": stays.brief[stay],
        "fostered to 18": stays.aged_out[stay] & fostered,
        "to 18": stays.aged_out[stay],
        "leaver": (kind == Kind.LEAVER) | (kind == Kind.STAYER),
        "asylum": people.asylum[person],
        "from 16": grown,
        "fostered": fostered,
    }
    names = list(_REASONS)
    which = np.select(list(cases.values()), [names.index(name) for name in cases], names.index("child"))
    codes = sorted({code for shares in _REASONS.values() for code in shares})
    weights = [[shares.get(code, 0.0) for code in codes] for shares in _REASONS.values()]
    chosen = dice.pick_by(which, weights)
    # Special guardianship goes to the foster carers, who may be relatives or friends or not.
    guardian = np.where(np.isin(place, _RELATIVES), END["E45"], END["E46"])
    numbers = ints([END.get(code, 0) for code in codes])
    return np.where(numbers[chosen] == 0, guardian, numbers[chosen])
