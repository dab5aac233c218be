"""Episodes as a table, and what is kept beside it: PlacedAdoption, AD1 and PrevPerm."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lacdsl.sample.arrays import NEVER, Bools, Ints, ints
from lacdsl.sample.book import Book
from lacdsl.sample.calendar import days_text
from lacdsl.sample.codes import (
    CHANGES,
    END,
    ENDS,
    LEGAL,
    NEEDS,
    NEW,
    PLACE,
    PROVIDERS,
    RNE,
    place_texts,
)
from lacdsl.sample.columns import dates, texts
from lacdsl.sample.kinds import Kind
from lacdsl.sample.world import World


def episodes(book: Book, world: World) -> pd.DataFrame:
    """Episodes: CHILD to URN. What happens after the year is not in it."""
    rows, at, is_open = book.view.all, book.view.at, book.view.open
    return pd.DataFrame(
        {
            "CHILD": book.ids.at(rows.person[at]),
            "DECOM": dates(rows.decom[at]),
            "RNE": texts(NEW, rows.rne[at]),
            "LS": texts(LEGAL, rows.law[at]),
            "CIN": texts(NEEDS, rows.need[at]),
            "PLACE": texts(place_texts(book.window.name), rows.placed.place[at]),
            "PLACE_PROVIDER": texts(PROVIDERS, rows.placed.provider[at]),
            "DEC": dates(book.view.dec),
            "REC": texts(ENDS, np.where(is_open, 0, rows.rec[at])),
            "REASON_PLACE_CHANGE": texts(CHANGES, np.where(is_open, 0, rows.change[at])),
            "HOME_POST": texts(world.postcodes, rows.home[at]),
            "PL_POST": texts(world.postcodes, rows.placed.post[at]),
            "URN": texts(world.urns, rows.placed.urn[at]),
        }
    )


def adoption_decisions(book: Book) -> pd.DataFrame:
    """PlacedAdoption: the decision that a child should be adopted, and its end where it came to nothing."""
    view, people, window = book.view, book.people, book.window
    which = np.flatnonzero(people.kind[view.children] == Kind.ADOPTION)
    person, begins = view.children[which], view.begins()[which]
    plans = people.plans.take(person)
    decided = begins + plans.decided
    ceased = np.where(plans.reversed, begins + plans.placed, NEVER)
    index = np.flatnonzero((decided <= window.end) & (ceased >= window.start))
    ended = np.where(ceased[index] > window.end, NEVER, ceased[index])
    why = book.dice("plans").pick(len(index), (35, 10, 35, 20))
    return pd.DataFrame(
        {
            **book.child(person[index]),
            "DATE_PLACED": dates(decided[index]),
            "DATE_PLACED_CEASED": dates(ended),
            "REASON_PLACED_CEASED": texts(("RD1", "RD2", "RD3", "RD4"), np.where(ended == NEVER, -1, why)),
        }
    )


def adoptions(book: Book) -> pd.DataFrame:
    """AD1: the adopters of those adopted in the year."""
    dice, view, people = book.dice("adopters"), book.view, book.people
    rec = view.all.rec[view.at[view.last]]
    adopted = (view.ends() != NEVER) & ((rec == END["E11"]) | (rec == END["E12"]))
    which = np.flatnonzero(adopted)
    person, begins, last = view.children[which], view.begins()[which], view.at[view.last[which]]
    plans = people.plans.take(person)
    size = len(person)
    decided = begins + plans.decided
    matched = dice.between(size, decided, view.all.decom[last] - 5)
    place = view.all.placed.place[last]
    # Sex and legal status of the adopters go together.
    couples = (
        ("M1", "L0"), ("F1", "L0"), ("MM", "L12"), ("FF", "L12"), ("MF", "L11"), ("MF", "L3"), ("MM", "L4"),
        ("FF", "L4"), ("MF", "L2"),
    )  # fmt: skip
    couple = dice.pick(size, (2, 12, 4, 4, 58, 12, 3, 3, 2))
    with_carers = (place == PLACE["A3"]) | (place == PLACE["A5"])
    return pd.DataFrame(
        {
            **book.child(person),
            "DATE_INT": dates(decided),
            "DATE_MATCH": dates(matched),
            "FOSTER_CARE": texts(("0", "1"), with_carers.astype(np.int64)),
            "NB_ADOPTR": texts(("1", "2"), (couple > 1).astype(np.int64)),
            "SEX_ADOPTR": texts([sexes for sexes, _ in couples], couple),
            "LS_ADOPTR": texts([status for _, status in couples], couple),
        }
    )


_PERMANENCE = ("Z1", "P1", "P2", "P3", "P4")
_AUTHORITIES = (
    "352", "350", "351", "353", "354", "355", "356", "357", "358", "359", "888", "341", "383", "WAL",
)  # fmt: skip


def permanence(book: Book) -> pd.DataFrame:
    """PrevPerm: for those who came into care in the year, whether they had a permanent home before."""
    dice, view, people = book.dice("permanence"), book.view, book.people
    rows = view.at[(view.all.rne[view.at] == RNE["S"]) & (view.all.decom[view.at] >= book.window.start)]
    person = np.unique(view.all.person[rows])
    size = len(person)
    earliest = view.all.decom[view.at[view.first[book.seen()[person]]]]
    room = earliest - 410 - people.born[person]
    which = np.where(room > 60, dice.pick(size, (92, 1.5, 3, 2.5, 1)), 0)
    when = people.born[person] + 40 + dice.below(size, room - 50)
    known = dice.pick(size, (70, 12, 12, 6))
    lost = which == _PERMANENCE.index("P4")
    authority = np.where(dice.chance(size, 0.6), 0, dice.below(size, len(_AUTHORITIES)))
    return pd.DataFrame(
        {
            **book.child(person),
            "PREV_PERM": texts(_PERMANENCE, which),
            "LA_PERM": texts(
                (*_AUTHORITIES, "999"),
                np.where(which == 0, -1, np.where(lost, len(_AUTHORITIES), authority)),
            ),
            "DATE_PERM": _partly_known(when, np.where(lost, 3, known), which > 0),
        }
    )


def _partly_known(days: Ints, known: Ints, wanted: Bools) -> pd.Series:
    """Dates of which less and less is known: all, month and year, the year, nothing."""
    index = np.flatnonzero(wanted)
    texts_of: list[str] = []
    for day, much in zip(days[index].tolist(), known[index].tolist(), strict=True):
        whole = days_text(day, day)[0]
        texts_of.append((whole, f"zz{whole[2:]}", f"zz/zz{whole[5:]}", "zz/zz/zzzz")[much])
    position = np.full(len(days), -1)
    position[index] = np.arange(len(index))
    return texts(texts_of, ints(position))
