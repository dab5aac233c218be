"""What the files of a return say themselves about the collection: its period, its year, whose return it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from lacdsl.engine.series import raw_of
from lacdsl.model import Model
from lacdsl.values import OK, cell_text, read_cell, shift


@dataclass(frozen=True, slots=True)
class Says:
    """`start` and `end` of the period, both inside, the calendar year that it ends in, and the code of the authority.

    None is what the files do not say. `unread` are cells, as TABLE.COLUMN and text, that are not what they should be, and
    `several` the columns that hold more than one value, of which the first counts.
    """

    start: date | None = None
    end: date | None = None
    year: int | None = None
    authority: str | None = None
    unread: tuple[tuple[str, str], ...] = ()
    several: tuple[str, ...] = ()


def says(model: Model, tables: Mapping[str, pd.DataFrame]) -> Says:
    """What the columns that the model names in `stated` hold."""
    unread: list[tuple[str, str]] = []
    several: list[str] = []

    def value(place: tuple[str, str] | None) -> object:
        frame = tables.get(place[0]) if place else None
        if place is None or frame is None or place[1] not in frame.columns:
            return None
        column = model.tables[place[0]].columns[place[1]]
        series = frame[place[1]]
        raw = raw_of(series if isinstance(series, pd.Series) else series.iloc[:, 0])
        used = pd.unique(raw.codes[raw.codes >= 0])
        cells = [(read_cell(cell, column), cell) for cell in raw.cells(used)]
        good = list(dict.fromkeys(cell[1] for cell, _ in cells if cell[0] == OK))
        name = ".".join(place)
        unread.extend((name, text) for cell, given in cells if cell[0] != OK and (text := cell_text(given)))
        if len(good) > 1:
            several.append(name)
        return good[0] if good else None

    end, year, authority = (
        value(model.stated.end),
        value(model.stated.year),
        value(model.stated.authority),
    )
    start = _year_before(end, model) if isinstance(end, date) else None
    return Says(
        start,
        end if isinstance(end, date) and start is not None else None,
        int(year) if isinstance(year, float) else None,
        str(authority) if authority is not None else None,
        tuple(unread),
        tuple(several),
    )


def _year_before(end: date, model: Model) -> date | None:
    """The first day of the period that ends on a day: the day after the same day a year before."""
    before = shift(end, -1, "years", model.leap_day)
    return None if before is None else before + timedelta(days=1)
