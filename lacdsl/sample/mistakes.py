"""Puts realistic mistakes into clean tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

import numpy as np
import pandas as pd

from lacdsl.sample.arrays import Ints, ints
from lacdsl.sample.calendar import Window
from lacdsl.sample.dice import Dice
from lacdsl.sample.slip_lists import slips
from lacdsl.sample.slips import Row, Slip, moved
from lacdsl.sample.world import World

# Of the rows with a mistake, the shares that are there twice, and that are not there at all.
_TWICE = 0.03
_GONE = {"Header": 0.04}


def make_mistakes(
    dice: Dice, tables: Mapping[str, pd.DataFrame], errors: float, this: Window, world: World
) -> tuple[dict[str, pd.DataFrame], int]:
    """The tables with a mistake in about the share `errors` of their rows, and the number of those rows."""
    closed = tuple(world.urns[number] for number in np.unique(world.urn[world.groups["closed"]]))
    kinds = slips(this, closed)
    spoilt, total = {}, 0
    for name, frame in tables.items():
        rows = np.flatnonzero(dice.chance(len(frame), errors))
        spoilt[name] = _spoil(dice, name, frame, rows, kinds[name]) if len(rows) else frame
        total += len(rows)
    return spoilt, total


def _spoil(dice: Dice, name: str, frame: pd.DataFrame, rows: Ints, kinds: tuple[Slip, ...]) -> pd.DataFrame:
    """A table with a mistake in each of those rows."""
    fate = dice.unit(len(rows))
    gone = fate < _GONE.get(name, 0.0)
    twice = fate >= 1 - _TWICE
    which = dice.below(len(rows), len(kinds))
    chances = dice.unit(len(rows))
    part = frame.take(rows)
    changed = [_row(row) for row in part.to_dict("records")]
    for row, kind, chance, whole in zip(changed, which.tolist(), chances.tolist(), gone | twice, strict=True):
        if not whole:
            _change(row, kinds[kind], kinds[-1], chance)
    result = frame.copy()
    for column in frame.columns:
        values = result[column].array.copy()
        values[rows] = np.array([row[column] for row in changed], dtype=object)
        result[column] = values
    return _repeat(name, result, rows[twice], rows[gone])


def _row(record: Mapping[object, object]) -> Row:
    return {str(column): value if isinstance(value, str) else None for column, value in record.items()}


def _change(row: Row, slip: Slip, spare: Slip, chance: float) -> None:
    before = dict(row)
    slip(row, chance)
    if row == before:
        spare(row, chance)


def _repeat(name: str, frame: pd.DataFrame, twice: Ints, gone: Ints) -> pd.DataFrame:
    """Rows come twice, or go. Times missing that come twice do so with another start, and so overlap."""
    keep = np.setdiff1d(np.arange(len(frame)), gone, assume_unique=True)
    order = np.sort(np.concatenate([keep, twice]), kind="stable")
    result = frame.take(order).reset_index(drop=True)
    if name == "Missing" and len(twice):
        copies = ints(np.flatnonzero(order[1:] == order[:-1]) + 1)
        later = cast("Callable[[str, float], str]", moved(1))
        starts = result["MIS_START"].array.copy()
        starts[copies] = np.array([later(text, 0.0) for text in starts[copies]], dtype=object)
        result["MIS_START"] = starts
    return result
