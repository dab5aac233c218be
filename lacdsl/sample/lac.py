"""A made-up SSDA903 return, this year's and last year's, with as many children and mistakes as wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from lacdsl.sample import children as per_child
from lacdsl.sample import papers, spells
from lacdsl.sample.book import Book, mothers
from lacdsl.sample.calendar import YEARS, window
from lacdsl.sample.columns import child_ids
from lacdsl.sample.dice import Dice
from lacdsl.sample.episodes import make_episodes
from lacdsl.sample.mistakes import make_mistakes
from lacdsl.sample.people import make_people
from lacdsl.sample.refuse import refuse_nonsense
from lacdsl.sample.view import look
from lacdsl.sample.workers import Workers, make_workers, social_workers
from lacdsl.sample.world import World, make_world
from lacdsl.sample.write import write_sample

Frames = dict[str, pd.DataFrame]

# The most children that the made-up identifiers have room for, last year's included.
_MOST_CHILDREN = 1_500_000


@dataclass(frozen=True, slots=True)
class SampleSummary:
    """What was written: the rows of each table in both years, and in how many there is a mistake."""

    children: int
    tables: Mapping[str, int]
    last: Mapping[str, int]
    errors: int
    folder: Path


def sample_tables(
    *, children: int, year: str = "2026-27", errors: float = 0.02, seed: int = 1
) -> tuple[Frames, Frames, pd.DataFrame]:
    """This year's tables, last year's tables, both by name, and the list of providers.

    All cells are text as in a file, or missing. `children` is the number of rows of this year's Header,
    before mistakes. `errors` is the probability that a row of this year's tables has a mistake in it; last
    year's tables have none. The same arguments give the same tables anywhere. With `errors` 0 the return
    should pass the rules.

    Raises LacdslError for a year without a sample, and for a number that makes no sense.
    """
    this, last, providers, _ = _sample(children, year, errors, seed)
    return this, last, providers


def make_sample(
    folder: Path, *, children: int, year: str = "2026-27", errors: float = 0.02, seed: int = 1
) -> SampleSummary:
    """Writes `this_year/*.csv`, `last_year/*.csv` and `reference/providers.csv` below `folder`.

    The arguments are those of `sample_tables`. Replaces an earlier sample in the same folder. Raises
    LacdslError for the reasons of `sample_tables`, when the folder cannot be written to, and when it holds
    CSV files that are not a sample.
    """
    this, last, providers, mistakes = _sample(children, year, errors, seed)
    write_sample(Path(folder), this, last, providers)
    return SampleSummary(
        children=children,
        tables={name: len(frame) for name, frame in this.items()},
        last={name: len(frame) for name, frame in last.items()},
        errors=mistakes,
        folder=Path(folder),
    )


def _sample(children: int, year: str, errors: float, seed: int) -> tuple[Frames, Frames, pd.DataFrame, int]:
    refuse_nonsense(children, _MOST_CHILDREN, year, YEARS, errors)
    this, last = window(int(year[:4])), window(int(year[:4]) - 1)
    world = make_world(this)
    people, stays = make_people(Dice(seed, "people"), world, children, this, last)
    episodes = make_episodes(seed, world, people, stays, this, last)
    now, before = look(episodes, this), look(episodes, last)
    mothered = mothers(Dice(seed, "mothers"), people, now)
    ids = child_ids(len(people.born))
    workers = make_workers(seed, people, now, before)
    older = Book(seed, people, ids, before, None, before.children, mothered)
    newer = Book(seed, people, ids, now, before, np.flatnonzero(people.this_year), mothered)
    last_tables = _tables(older, world, workers, None)
    this_tables = _tables(newer, world, workers, last_tables["Missing"])
    this_tables, mistakes = make_mistakes(Dice(seed, "mistakes"), this_tables, errors, this, world)
    return this_tables, last_tables, world.frame.copy(), mistakes


def _tables(book: Book, world: World, workers: Workers, missing_before: pd.DataFrame | None) -> Frames:
    """Every table of one year's return."""
    tables = {
        "Header": per_child.header(book),
        "Episodes": papers.episodes(book, world),
        "Reviews": spells.reviews(book),
        "UASC": per_child.asylum(book),
        "OC2": per_child.outcomes(book),
        "OC3": per_child.leavers(book),
        "AD1": papers.adoptions(book),
        "PlacedAdoption": papers.adoption_decisions(book),
        "PrevPerm": papers.permanence(book),
        "Missing": spells.missing(book, missing_before),
    }
    if book.window.name >= "2023-24":
        tables["SWEpisodes"] = social_workers(book, workers)
    if book.window.name >= "2026-27":
        tables["DoLo"] = spells.liberty(book)
    return tables
