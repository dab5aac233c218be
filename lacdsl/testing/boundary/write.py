"""Scenarios as examples of a rule: the rows of a table, numbered children, and the verdict that each row has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal

from lacdsl.interpreter import FlaggedCell
from lacdsl.model import Model, Table
from lacdsl.semantics import typed as ty
from lacdsl.syntax import tree as t
from lacdsl.syntax.marks import MARK
from lacdsl.syntax.printer import print_item
from lacdsl.testing.boundary.field import Field, Spot
from lacdsl.testing.boundary.palette import day_of
from lacdsl.testing.boundary.reads import Home, table_of
from lacdsl.testing.boundary.scenario import Row, Scenario
from lacdsl.testing.examples import in_a_table
from lacdsl.values import format_date, shift


def example_of(
    program: ty.Program,
    rule: ty.Rule,
    title: str,
    scenarios: Sequence[Scenario],
    relative: bool,
    marks: bool = False,
) -> t.Example:
    """One example with the rows of all scenarios, every child with a number of its own.

    `relative`: dates are written by their distance from the collection year, so that they hold in any year.
    `marks`: the cells that the rule flags are marked.
    """
    model = program.model
    rows = _numbered(scenarios, model)
    field = Field([rows], model)
    judged = field.verdicts(program, rule, marks)
    verdicts = {each.spot: each.verdict for each in judged}
    flagged = {cell for each in judged for cell in each.cells}
    about = rule.population
    own = {spot[:2] for spot in verdicts} if in_a_table(rule) else set()
    homes = sorted(rows, key=lambda home: (home in own, home[0] == "this", home[0] != "reference"))
    lines: list[t.Cells] = []
    for home in homes:
        spots = verdicts if home in own else {}
        lines += _table(home, rows[home], spots, _by_row(home, flagged), model, relative)
    if about is None:
        lines += [t.Cells(("Return",)), t.Cells((verdicts.get(("return", "", 0), "not run"),))]
    elif about.kind == "entity":
        key = model.tables[model.root].key[0]
        lines.append(t.Cells((ty.entity_name(model), key)))
        children = sorted((int(spot[1]), verdict) for spot, verdict in verdicts.items())
        lines += [t.Cells((verdict, str(number))) for number, verdict in children]
    elif about.kind == "spells":
        names, keys = field.spells(program, about)
        lines.append(t.Cells((about.name, *names)))
        spells = [(key, each.verdict) for each, key in zip(judged, keys, strict=True)]
        spells.sort(key=lambda spell: [(len(part), part) for part in spell[0]])
        lines += [t.Cells((verdict, *key)) for key, verdict in spells]
    return t.Example(title, tuple(lines))


def text_of(example: t.Example) -> str:
    """The example in the one form there is, as it stands in a file of rules."""
    body = t.Body(None, t.Ref(None, ("X",)), flags=(t.Ref(None, ("X",)),), examples=(example,))
    text = print_item(t.Rule("X", "X", body))
    return text[text.index("  example ") :]


def _numbered(scenarios: Sequence[Scenario], model: Model) -> Scenario:
    """All rows together; the children are numbered from 1 in the order in which they come."""
    root = model.tables[model.root].key[0]
    numbers: dict[tuple[int, str], str] = {}
    made: Scenario = {}
    for place, scenario in enumerate(scenarios):
        for home, rows in scenario.items():
            for row in rows:
                own = dict(row)
                child = own.get(root)
                if home[0] != "reference" and child:
                    own[root] = numbers.setdefault((place, child.strip().upper()), str(len(numbers) + 1))
                made.setdefault(home, []).append(own)
    return made


def _by_row(home: Home, cells: Iterable[FlaggedCell]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for cell in cells:
        if (cell.year, cell.table) == home:
            found.setdefault(cell.row, set()).add(cell.column)
    return found


def _table(
    home: Home,
    rows: list[Row],
    verdicts: dict[Spot, str],
    flagged: Mapping[int, set[str]],
    model: Model,
    relative: bool,
) -> list[t.Cells]:
    if not rows:
        return []
    table = table_of(model, home)
    key = model.tables[model.root].key if home[0] != "reference" else ()
    names = [
        name
        for name in (*table.columns, *table.derived)
        if name in key
        or any(row.get(name) is not None for row in rows)
        or any(name in columns for columns in flagged.values())
    ]
    names = names or [next(iter(table.columns))]
    heading = f"last year {table.singular}" if home[0] == "last" else table.singular
    lines = [t.Cells((heading, *names))]
    for place, row in enumerate(rows):
        marks = flagged.get(place, ())
        cells = tuple(
            _cell(row.get(name), table, model, relative) + (MARK if name in marks else "") for name in names
        )
        lines.append(t.Cells((verdicts.get((*home, place), ""), *cells)))
    return lines


def _cell(text: str | None, table: Table, model: Model, relative: bool) -> str:
    if text is None:
        return ""
    day = day_of(text)
    if day is not None and relative:
        return relative_date(day, model)
    plain = text == text.strip() and "|" not in text and not re.match(r"start|end|authority|.*\*$", text)
    return text if plain else f'"{text}"'


_NEAR, _FAR = 62, 30
"""Within how many days a date is near an anniversary, and how many years off dates are still counted."""


def relative_date(day: date, model: Model) -> str:
    """`start - 1 day`, `end + 2 years`, `end - 17 years + 6 months`, from the end of the year that makes it shorter.

    dd/mm/yyyy for a date that is too far off to be counted.
    """
    found: list[tuple[bool, int, int, str]] = []
    for name, base in (("start", model.start), ("end", model.end)):
        years = round((day - base).days / 365.25)
        if abs(years) >= _FAR:
            continue
        for months in range(-6, 7):
            moved = _moved(_moved(base, years, "years", model), months, "months", model)
            days = (day - moved).days
            if abs(days) <= (31 if months else _NEAR):
                text = name + _step(years, "year") + _step(months, "month") + _step(days, "day")
                found.append((years != 0, text.count(" "), abs(days), text))
    return min(found)[-1] if found else format_date(day, model.dates[0])


def _moved(day: date, amount: int, unit: Literal["years", "months"], model: Model) -> date:
    return shift(day, amount, unit, model.leap_day) or day


def _step(amount: int, unit: str) -> str:
    if not amount:
        return ""
    sign = "+" if amount > 0 else "-"
    return f" {sign} {abs(amount)} {unit}{'' if abs(amount) == 1 else 's'}"
