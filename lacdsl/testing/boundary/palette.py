"""The texts that are tried in each column: what the rule speaks of, its neighbours, and something else."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta

from lacdsl.model import Column as ModelColumn
from lacdsl.model import ColumnType, Model
from lacdsl.testing.boundary.reads import Column, Reads, table_of
from lacdsl.testing.boundary.regexes import matching
from lacdsl.values import format_date, format_number, shift
from lacdsl.values.calendar import ShiftUnit

_UNITS: dict[str, ShiftUnit] = {"days": "days", "weeks": "weeks", "months": "months", "years": "years"}
_MANY = 12
_LINKS = ("1", "1", "1", "2")
"""Numbers of an episode or a plan within a child: few, so that rows belong together."""


class Palette:
    """Texts for cells; the same for the same rule."""

    def __init__(self, model: Model, reads: Reads) -> None:
        self.model = model
        self.reads = reads
        self._form = model.dates[0]
        self._no_date = {"yyyy-mm-dd": "2026-06-31"}.get(self._form, "31/06/2026")
        tables = [model.tables[name] for year, name in reads.columns if year != "reference"]
        root = model.tables[model.root].key
        self._links = {name for table in tables for name in table.parent_key if name not in root}
        self._texts: dict[Column, list[str]] = {}
        for (_, name), columns in reads.columns.items():
            for column in columns:
                self._texts.setdefault((name, column), [])
        self._fill()
        self.steps = sorted({(sign * amount, unit) for amount, unit in reads.shifts for sign in (1, -1)})

    def _fill(self) -> None:
        for home, columns in self.reads.columns.items():
            table = table_of(self.model, home)
            for name in columns:
                declared = table.column(name)
                if declared is not None:
                    self._texts[home[1], name] = self._own(declared, (home[1], name))
        for one, other in self.reads.linked * 2:
            if one in self._texts and other in self._texts:
                both = list(dict.fromkeys([*self._texts[one], *self._texts[other]]))
                self._texts[one] = self._texts[other] = both

    def _own(self, column: ModelColumn, key: Column) -> list[str]:
        values = self.reads.values.get(key, set())
        texts = sorted(value for value in values if isinstance(value, str))
        numbers = sorted(value for value in values if isinstance(value, float))
        if column.type in (ColumnType.DATE, ColumnType.PARTIAL_DATE):
            return []
        if column.type in (ColumnType.INTEGER, ColumnType.NUMBER):
            step = 1.0 if column.type is ColumnType.INTEGER else 0.1
            near = {n + d for n in (*numbers, *self.reads.numbers) for d in (-step, 0.0, step)}
            return [format_number(round(n, 1)) for n in sorted(near or {0.0, 1.0, 2.0})] + ["x"]
        for pattern in sorted(self.reads.patterns.get(key, ())):
            texts += matching(pattern)
        for length in sorted(self.reads.lengths.get(key, ())):
            texts += ["1234567890ABCDEFGHIJ"[:n] for n in (length - 1, length, length + 1) if n > 0]
        if column.codes is not None:
            listed = list(self.model.code_lists[column.codes].codes)
            return texts + [code for code in listed if code not in texts][: 3 if texts else _MANY] + ["ZZ9"]
        if column.type is ColumnType.FLAG:
            return list(dict.fromkeys([*texts, "0", "1"]))
        if column.type is ColumnType.YES_NO:
            return ["true", "false", "true", "false", "maybe"]
        if column.name in self._links:
            return [*_LINKS, *texts]
        if column.type is ColumnType.POSTCODE:
            return [*texts, "ZZ1 1AA", "ZZ1 1AB", "ZZ99 3VZ"]
        stem = {ColumnType.IDENTIFIER: "A1"}.get(column.type, "AB")
        return list(dict.fromkeys([*texts, stem, f"{stem}2", f"{stem}3"]))

    # ------------------------------------------------------------ one cell

    def text(self, key: Column, column: ModelColumn, known: list[date], dice: random.Random) -> str | None:
        """A text for a cell; dates are put beside the days that are `known`, and become known."""
        luck = dice.random()
        if luck < 0.1:
            return None
        if column.type is ColumnType.DATE:
            return format_date(self._day(known, dice), self._form) if luck < 0.95 else self._no_date
        if column.type is ColumnType.PARTIAL_DATE:
            text = format_date(self._day(known, dice))
            return text if luck < 0.8 else f"zz{text[2:]}" if luck < 0.9 else f"zz/zz/{text[6:]}"
        texts = self._texts[key]
        return dice.choice(texts) if texts else None

    def _day(self, known: list[date], dice: random.Random) -> date:
        day = dice.choice(known)
        if self.steps and dice.random() < 0.6:
            amount, unit = dice.choice(self.steps)
            day = shift(day, amount, _UNITS.get(unit, "days"), self.model.leap_day) or day
        luck = dice.random()
        if luck < 0.5:
            day += timedelta(days=dice.choice((-1, 1)))
        elif luck < 0.6:
            day += timedelta(days=dice.choice((-40, 40, 90)))
        known.append(day)
        return day

    def anchors(self, dice: random.Random) -> list[date]:
        """The days to start from."""
        model = self.model
        middle = date(model.start.year, 6, 1)
        days = [model.start, model.end, middle] if self.reads.moments else [middle]
        days += sorted(self.reads.days)
        if dice.random() < 0.1:
            days.append(date(2012, 2, 29))
        return days


def day_of(text: str | None) -> date | None:
    """The date that a text is, in either form; None when it is none."""
    try:
        if found := re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})", text or ""):
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(text or "") if re.fullmatch(r"\d{4}-\d\d-\d\d", text or "") else None
    except ValueError:
        return None
