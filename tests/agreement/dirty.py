"""Dirty returns for the official rules: made-up children, rows of the rules' own examples, and mistakes all over them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

import pandas as pd

from lacdsl.model import Column, ColumnType, Model, Table
from lacdsl.rulesets import Ruleset
from lacdsl.sample import census_tables, sample_tables
from lacdsl.testing.boundary.palette import day_of
from lacdsl.testing.examples import holds_in
from lacdsl.testing.tables import tables_of
from lacdsl.values import format_date

Row = dict[str, Any]
Rows = dict[tuple[str, str], list[Row]]
"""By year (or `reference`) and table."""
Frames = dict[str, pd.DataFrame]

JUNK = (
    "",
    " ",
    "?",
    "0",
    "-1",
    "1.0",
    "NULL",
    "31/02/2026",
    "2026-13-01",
    "ZZ9",
    "true",
    "nicht",
    "\u00a0",
    "1" * 40,
)
FAR = (-4000, -366, -31, -1, 1, 1, 2, 29, 92, 365, 6575)
_YEARS = ("this", "last")


def dirty_return(ruleset: Ruleset, seed: int, examples: int, children: int) -> tuple[Frames, Frames, Frames]:
    """This year's, last year's and reference tables; the same for the same seed.

    Rows come from so many `examples` of the rules, drawn at random, and from so many `children` of a sample.
    """
    model, dice = ruleset.model, random.Random(seed)
    rows: Rows = {}
    for number, tables in enumerate(_drawn(ruleset, dice, examples, children, seed)):
        _add(rows, tables, model, str(number))
    for (year, name), held in rows.items():
        table = (model.reference if year == "reference" else model.tables)[name]
        _soil(held, table, model, dice)
    return tuple(_frames(rows, model, year) for year in (*_YEARS, "reference"))  # type: ignore[return-value]


def _drawn(
    ruleset: Ruleset, dice: random.Random, examples: int, children: int, seed: int
) -> Iterator[Mapping[str, Frames]]:
    year = ruleset.model.year
    held = [each for some in ruleset.examples.values() for each in some if holds_in(each, year)]
    for example in dice.sample(held, min(examples, len(held))):
        made = tables_of(example, ruleset.model)
        yield {"this": made.this, "last": made.last, "reference": made.reference}
    if ruleset.return_name == "cin":
        yield {"this": census_tables(children=children, errors=0.5, seed=seed % 2**31)[0]}
    else:
        this, last, _ = sample_tables(children=children, errors=0.5, seed=seed % 2**31)
        yield {"this": this, "last": last}


def _add(rows: Rows, tables: Mapping[str, Frames], model: Model, prefix: str) -> None:
    """Take up rows; children of different origins are different children, but for a few that meet."""
    key = model.tables[model.root].key[0]
    for year, frames in tables.items():
        for name, frame in frames.items():
            if year != "reference" and name not in model.tables:
                continue
            for row in frame.to_dict("records"):
                made = {str(column): cell for column, cell in row.items() if isinstance(cell, str)}
                if year != "reference" and made.get(key):
                    made[key] = f"{made[key]}{prefix}"
                rows.setdefault((year, name), []).append(made)


def _soil(rows: list[Row], table: Table, model: Model, dice: random.Random) -> None:
    for row in list(rows):
        if dice.random() < 0.05:
            rows.append(dict(row))
        if dice.random() < 0.03:
            rows.remove(row)
    for row in rows:
        for column in table.columns.values():
            if dice.random() < 0.06:
                row[column.name] = _other(row.get(column.name), column, rows, model, dice)
    dice.shuffle(rows)


def _other(
    text: str | None, column: Column, rows: Sequence[Row], model: Model, dice: random.Random
) -> str | None:
    day = day_of(text)
    choice = dice.random()
    if choice < 0.15:
        return None
    if choice < 0.3:
        return dice.choice(JUNK)
    if day is not None and choice < 0.8:
        return format_date(day + timedelta(days=dice.choice(FAR)), dice.choice(column.dates))
    if column.codes is not None and choice < 0.7:
        return dice.choice(list(model.code_lists[column.codes].codes))
    if column.type in (ColumnType.FLAG, ColumnType.YES_NO) and choice < 0.7:
        return dice.choice(("0", "1", "true", "false"))
    if text is not None and choice < 0.8:
        return dice.choice((text.lower(), f" {text}", text[:-1], text + text[-1:]))
    other: str | None = dice.choice(rows).get(column.name)
    return other


def _frames(rows: Rows, model: Model, year: str) -> Frames:
    made: Frames = {}
    for name, table in (model.reference if year == "reference" else model.tables).items():
        held = rows.get((year, name), [])
        extra = dict.fromkeys(column for row in held for column in row if column not in table.columns)
        names = [*table.columns, *extra]
        cells = {column: pd.Series([row.get(column) for row in held], dtype=object) for column in names}
        made[name] = pd.DataFrame(cells, columns=names)
    return made
