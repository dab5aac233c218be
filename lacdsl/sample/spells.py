"""The tables with several rows a child, besides Episodes: Reviews, Missing, SWEpisodes and DoLo."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lacdsl.sample.arrays import NEVER, Ints
from lacdsl.sample.book import Book
from lacdsl.sample.calendar import birthday
from lacdsl.sample.codes import LAW, PLACE
from lacdsl.sample.columns import dates, texts

_HALF_YEAR = 182
_CODES = tuple(f"PN{number}" for number in range(8))


def reviews(book: Book) -> pd.DataFrame:
    """Reviews: within a month of coming into care, three months later, and then every half-year."""
    dice, view, window = book.dice("reviews"), book.view, book.window
    which = np.flatnonzero(~view.breaks)
    begins, ends = view.begins()[which], np.minimum(view.ends()[which], window.end)
    size = len(which)
    third = begins + 100 + dice.below(size, 12)
    reached = np.maximum((window.start - third) // _HALF_YEAR, 0)
    regular = third[:, None] + _HALF_YEAR * (reached[:, None] + np.arange(1, 4))
    jitter = np.floor(dice.unit(size, 3) * 20 - 10).astype(np.int64)
    day = np.column_stack([begins + 12 + dice.below(size, 14), third, regular + jitter])
    held = (day >= np.maximum(window.start, begins + 1)[:, None]) & (day <= ends[:, None])
    child, number = np.nonzero(held)
    when = day[child, number]
    order = np.lexsort((when, child))
    person, when = view.children[which][child[order]], when[order]
    older = 1 + dice.pick(len(person), (44, 6, 4, 8, 10, 20, 8))
    code = np.where(when < birthday(book.people.born[person], 4), 0, older)
    return pd.DataFrame({**book.child(person), "REVIEW": dates(when), "REVIEW_CODE": texts(_CODES, code)})


def missing(book: Book, before: pd.DataFrame | None) -> pd.DataFrame:
    """Missing: times missing in the last period of care. Who was missing when `before` ended comes back."""
    dice, view, window = book.dice("missing"), book.view, book.window
    law = view.all.law[view.at[view.last]]
    size = len(view.children)
    old_enough = birthday(book.people.born[view.children], 10) <= window.start
    chosen = old_enough & (law != LAW["V3"]) & (law != LAW["V4"]) & dice.chance(size, 0.13)
    begin = np.maximum(view.begins(), window.start) + 3
    end = np.minimum(view.ends(), window.end) - 2
    carried = _still_missing(book, before)
    back = carried[view.children]
    returned = window.start + dice.below(size, 20)
    begin = np.where(back != NEVER, np.maximum(begin, returned + 3), begin)

    days = np.maximum(end - begin, 0)
    times = np.where(chosen, np.minimum(1 + dice.wait(size, 1.2), np.minimum(days // 12, 8)), 0)
    child = np.repeat(np.arange(size), times)
    number = np.arange(len(child)) - np.repeat(np.cumsum(times) - times, times)
    slot = days[child] / np.maximum(times[child], 1)
    start = begin[child] + np.floor((number + 0.1 + 0.5 * dice.unit(len(child))) * slot).astype(np.int64)
    lasts = np.minimum(np.floor(dice.unit(len(child)) ** 3 * 0.35 * slot).astype(np.int64), 40)
    still = (number == times[child] - 1) & view.open[view.last[child]] & dice.chance(len(child), 0.05)
    still &= start > view.all.decom[view.at[view.last[child]]]
    # Whoever leaves care in the first days of the next year has been found by then.
    still &= view.all.stay_end[view.at[view.last[child]]] > window.end + 25

    again = np.flatnonzero(back != NEVER)
    everyone = np.concatenate([child, again])
    started = np.concatenate([start, back[again]])
    ended = np.concatenate([np.where(still, NEVER, start + lasts), returned[again]])
    kind = dice.pick(len(everyone), (75, 25))
    order = np.lexsort((started, everyone))
    return pd.DataFrame(
        {
            **book.child(view.children[everyone[order]]),
            "MISSING": texts(("M", "A"), kind[order]),
            "MIS_START": dates(started[order]),
            "MIS_END": dates(ended[order]),
        }
    )


def _still_missing(book: Book, before: pd.DataFrame | None) -> Ints:
    """For each child of all, the day since which it was missing when last year ended, or NEVER."""
    since = np.full(len(book.people.born), NEVER)
    if before is not None and len(before):
        rows = before[before["MIS_END"].isna()]
        person = rows["CHILD"].str.slice(3).astype("int64").to_numpy() - 1
        day = pd.to_datetime(rows["MIS_START"], format="%d/%m/%Y").to_numpy().astype("datetime64[D]")
        since[person] = day.astype(np.int64)
    return since


def liberty(book: Book) -> pd.DataFrame:
    """DoLo: orders made and ended within one placement, in a children's home or an unregistered place."""
    dice, view, window = book.dice("liberty"), book.view, book.window
    episodes, at = view.all, view.at
    fits = np.isin(episodes.placed.place[at], [PLACE["K2"], PLACE["Z12"], PLACE["Z13"]])
    begin = np.maximum(episodes.decom[at], window.start) + 2
    end = np.minimum(view.dec, window.end) - 2
    ten = birthday(book.people.born[episodes.person[at]], 10) <= begin
    index = np.flatnonzero(fits & ten & (end - begin > 40) & dice.chance(len(at), 0.05))
    person, first = np.unique(episodes.person[at[index]], return_index=True)
    index = index[first]
    size = len(index)
    start = dice.between(size, begin[index], end[index] - 30)
    stop = np.minimum(start + dice.between(size, 20, 180), end[index])
    open_ended = view.open[index] & dice.chance(size, 0.3)
    return pd.DataFrame(
        {
            **book.child(person),
            "DOLO_START": dates(start),
            "DOLO_END": dates(np.where(open_ended, NEVER, stop)),
        }
    )
