"""Mistakes put into a made-up census: in a share of its rows one cell is blank, impossible, or of another time."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import pandas as pd

from lacdsl.model import ColumnType, Model


def make_mistakes(dice: Random, tables: Mapping[str, pd.DataFrame], rate: float, model: Model) -> int:
    """Puts a mistake into about `rate` of the rows of every table but the header; how many there are."""
    count = 0
    for name, frame in tables.items():
        table = model.tables[name]
        keys = set(table.parent_key) | ({table.key[0]} if table.key else set())
        columns = [column for column in table.columns.values() if column.name not in keys]
        if table.per_return or not columns or not rate:
            continue
        for row in range(len(frame)):
            if dice.random() >= rate:
                continue
            column = dice.choice(columns)
            place = list(frame.columns).index(column.name)
            cell = frame.iat[row, place]
            frame.iat[row, place] = _wrong(dice, cell, column.type)
            count += 1
    return count


def _wrong(dice: Random, cell: object, kind: ColumnType) -> str | None:
    if isinstance(cell, str) and dice.random() < 0.4:
        return None
    if kind is ColumnType.DATE:
        return dice.choice(("2019-02-30", "2010-01-01", "2031-06-01", "01/04/2026", "2024-12-25"))
    if kind is ColumnType.YES_NO:
        return dice.choice(("yes", "2", "true"))
    if kind is ColumnType.INTEGER:
        return dice.choice(("-1", "two"))
    return dice.choice(("X9", "n/a", "21", "rc7"))
