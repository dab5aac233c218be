"""SWEpisodes: who has been each child's social worker, and why that changed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lacdsl.sample.arrays import NEVER, Ints, ints
from lacdsl.sample.book import Book
from lacdsl.sample.columns import dates, texts
from lacdsl.sample.dice import Dice
from lacdsl.sample.people import People
from lacdsl.sample.view import View

_REASONS = (
    "MANAGE", "FCONTA", "LEFTRL", "ORGRST", "TSPROC", "ABSENC", "CHCHAN", "PCCHAN", "SWDIED", "OTHERS",
)  # fmt: skip
_FIRST_CONTACT = _REASONS.index("FCONTA")
_A_WORKER = 15  # children
_MOST = 6


@dataclass(frozen=True, slots=True)
class Workers:
    """Allocations over both years, by child and start; `end` is NEVER for the one that lasts."""

    person: Ints
    worker: Ints
    start: Ints
    end: Ints
    reason: Ints


def make_workers(seed: int, people: People, this: View, last: View) -> Workers:
    """A chain of allocations for every child of either year, without a gap, the last one open.

    One starts on the day that the child's last period of care began, or later.
    """
    dice = Dice(seed, "workers")
    size = len(people.born)
    came, first = np.full(size, NEVER), np.full(size, NEVER)
    for view in (last, this):  # what this year says, where both say something
        came[view.children] = view.begins()
        first[view.children] = np.minimum(first[view.children], view.all.stay_start[view.at[view.first]])
    person = np.flatnonzero(came != NEVER)
    size = len(person)
    came, first = came[person], first[person]
    long_ago = last.window.start - 20
    chain = np.where(came < long_ago, came + dice.below(size, np.minimum(long_ago - came, 1500)), came)

    days = np.maximum(this.window.end - 10 - chain, 0)
    changes = np.minimum(dice.poisson(days * (0.55 / 365), _MOST), days // 40)
    row = np.repeat(np.arange(size), changes + 1)
    number = np.arange(len(row)) - np.repeat(np.cumsum(changes + 1) - changes - 1, changes + 1)
    slot = days[row] / (changes[row] + 1)
    later = chain[row] + np.floor((number - 0.4 + 0.6 * dice.unit(len(row))) * slot).astype(np.int64)
    start = np.where(number == 0, chain[row], later)

    # Those who were in care before have had a worker then.
    earlier = np.flatnonzero(first < chain - 5)
    contact = came[earlier] == chain[earlier]
    earlier = earlier[contact]
    row, start = np.concatenate([row, earlier]), np.concatenate([start, first[earlier]])
    number = np.concatenate([number, np.full(len(earlier), -1)])
    order = np.lexsort((start, row))
    row, start, number = row[order], start[order], number[order]
    end = np.full(len(row), NEVER)
    follows = row[:-1] == row[1:]
    first_contact = (number == -1) | ((number == 0) & (start == came[row]))
    gap = np.where(first_contact[1:], 1, 0)  # a first contact comes after the last worker's last day
    end[:-1] = np.where(follows, start[1:] - gap, NEVER)
    reason = ints(dice.pick(len(row), (22, 0, 26, 10, 24, 9, 2, 2, 0.3, 4.7)))
    reason[first_contact] = _FIRST_CONTACT
    return Workers(
        person=person[row],
        worker=dice.below(len(row), max(len(people.born) // _A_WORKER, 3)),
        start=start,
        end=end,
        reason=reason,
    )


def social_workers(book: Book, workers: Workers) -> pd.DataFrame:
    """SWEpisodes: those since the start of the year before; in 2023-24, the first return, of that year."""
    window = book.window
    since = window.start if window.name == "2023-24" else window.start - 365
    position = book.seen()
    wanted = (workers.start <= window.end) & (workers.end >= since) & (position[workers.person] >= 0)
    index = np.flatnonzero(wanted)
    end = workers.end[index]
    total = int(workers.worker.max()) + 1 if len(workers.worker) else 0
    ids = [f"XX{number:06}" if number % 40 == 7 else f"SW{100_000 + number * 37}" for number in range(total)]
    return pd.DataFrame(
        {
            **book.child(workers.person[index]),
            "SW_ID": texts(ids, workers.worker[index]),
            "SW_DECOM": dates(workers.start[index]),
            "SW_DEC": dates(np.where(end > window.end, NEVER, end)),
            "SW_REASON": texts(_REASONS, workers.reason[index]),
        }
    )
