"""Scenarios as examples of a rule: the rows of a table, numbered children, and the verdict that each row has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

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
from lacdsl.values import format_date, shift


def can_be_written(rule: ty.Rule) -> bool:
    """Examples can give a verdict to the rows that the rule is about: not to those of derived tables and spells."""
    about = rule.population
    return about is None or about.kind == "entity" or (about.kind == "table" and about.year != "either")


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
    judged = Field([rows], model).verdicts(program, rule, marks)
    verdicts = {each.spot: each.verdict for each in judged}
    flagged = {cell for each in judged for cell in each.cells}
    about = rule.population
    own = (about.year, about.name) if about is not None and about.kind == "table" else None
    homes = sorted(rows, key=lambda home: (home == own, home[0] == "this", home[0] != "reference"))
    lines: list[t.Cells] = []
    for home in homes:
        spots = verdicts if home == own else {}
        lines += _table(home, rows[home], spots, _by_row(home, flagged), model, relative)
    if about is None:
        lines += [t.Cells(("Return",)), t.Cells((verdicts.get(("return", "", 0), "not run"),))]
    elif about.kind == "entity":
        key = model.tables[model.root].key[0]
        lines.append(t.Cells((ty.entity_name(model), key)))
        children = sorted((int(spot[1]), verdict) for spot, verdict in verdicts.items())
        lines += [t.Cells((verdict, str(number))) for number, verdict in children]
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


_SPAN = 62


def relative_date(day: date, model: Model) -> str:
    """`start - 1 day`, `end + 2 years`, by whichever end of the year is nearer; or dd/mm/yyyy, where neither is near."""
    found: list[tuple[bool, int, int, str]] = []
    for name, base in (("start", model.start), ("end", model.end)):
        years = round((day - base).days / 365.25)
        moved = shift(base, years, "years", model.leap_day)
        days = (day - moved).days if moved is not None else _SPAN + 1
        if abs(days) <= _SPAN:
            text = name + _step(years, "year") + _step(days, "day")
            found.append((years != 0, text.count(" "), abs(days), text))
    if found:
        return min(found)[-1]
    days = (day - model.start).days
    years, rest = divmod(days, 365)
    return f"start{_step(years, 'year')}{_step(rest, 'day')}" if abs(years) < 30 else format_date(day)


def _step(amount: int, unit: str) -> str:
    if not amount:
        return ""
    sign = "+" if amount > 0 else "-"
    return f" {sign} {abs(amount)} {unit}{'' if abs(amount) == 1 else 's'}"
