"""From what a caller hands over to what the engine takes: the model's tables, looked at and never changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lacdsl.diagnostics import Diagnostic, LacdslError, suggest
from lacdsl.engine.series import raw_of
from lacdsl.engine.store import CellLines
from lacdsl.ingest import Tables
from lacdsl.ingest.issues import Issue, Kind
from lacdsl.ingest.tables import Readings
from lacdsl.model import ColumnType, Model, Table
from lacdsl.rulesets import RuleInfo, Ruleset
from lacdsl.values import cell_text

Frames = dict[str, pd.DataFrame]
POSTCODES = "Postcode"


def selected(rules: Ruleset, only: Iterable[str] | None, issues: list[Issue]) -> list[RuleInfo]:
    """The rules to run, in the order of the ruleset. Codes that it does not have are said in `issues`."""
    if only is None:
        return list(rules.rules.values())
    wanted = [only] if isinstance(only, str) else [str(code) for code in only]
    for code, found in unknown_codes(rules, wanted).items():
        issues.append(Issue("", Kind.UNKNOWN_RULE, f"{found.message} {found.help}", value=code))
    return [info for code, info in rules.rules.items() if code in set(wanted)]


def unknown_codes(rules: Ruleset, codes: Iterable[str]) -> dict[str, Diagnostic]:
    """A diagnostic (A901) for every code that the ruleset does not have, with near codes or why it was removed."""
    found = {}
    for code in codes:
        if code in rules.rules:
            continue
        near, removed = suggest(code, rules.rules), rules.removed.get(code)
        help = (
            f"Did you mean {' or '.join(near)}?" if near else f"`lacdsl rules {rules.name}` lists its rules."
        )
        if removed is not None:
            help = f"It has been removed: {removed}" if removed else "It has been removed."
        found[code] = Diagnostic("A901", f"{rules.name} has no rule {code}.", help)
    return found


def known_frames(
    tables: Mapping[str, pd.DataFrame], declared: Mapping[str, Table], what: str, issues: list[Issue]
) -> Frames:
    """The tables that the model has. Others are left out, and said so in `issues`; `what` names the tables there.

    LacdslError A903 when something is no DataFrame.
    """
    if not isinstance(tables, Mapping):
        raise _no_frames(f"{what.capitalize()} are a {type(tables).__name__}.")
    found: Frames = {}
    for name, frame in tables.items():
        if frame is None:
            continue
        if not isinstance(frame, pd.DataFrame):
            raise _no_frames(f"`{name}` of {what} is a {type(frame).__name__}.")
        if name not in declared:
            near = suggest(str(name), declared)
            hint = f" Is {near[0]} meant?" if near else ""
            message = f"The model has no table {name}; it is left out.{hint}"
            issues.append(Issue("", Kind.NOT_RECOGNISED, message, table=str(name)))
            continue
        found[name] = _by_declared_names(declared[name], frame)
        if not isinstance(tables, Tables):
            issues.extend(_column_issues(declared[name], frame))
    return found


def _by_declared_names(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with columns that go by an alias under the name that the model gives them; the given one is left alone."""
    meant = {
        alias: column.name
        for column in table.columns.values()
        if column.name not in frame.columns
        for alias in column.aliases
        if alias in frame.columns
    }
    return frame.rename(columns=meant) if meant else frame


def _column_issues(table: Table, frame: pd.DataFrame) -> Iterator[Issue]:
    """What is odd about the columns of a table that did not come through `read_folder`."""
    names = frame.columns
    for name in dict.fromkeys(names[names.duplicated()]):
        message = f"There are several columns {name}; the first is read."
        yield Issue("", Kind.HEADING, message, table=table.name, column=str(name))
    lacking = {name.casefold(): name for name in table.columns if name not in names}
    for name in names:
        meant = lacking.get(str(name).strip().casefold())
        if meant is not None and name != meant:
            message = f"The column {name!r} is not read; the model calls it {meant}."
            yield Issue("", Kind.UNKNOWN_COLUMN, message, table=table.name, column=str(name))


def needs_postcodes(rules: Sequence[RuleInfo], model: Model, frames: Sequence[Frames]) -> bool:
    """Does any of the rules read a column that has to be worked out with the directory of postcodes?"""
    used = {pair for info in rules for pair in info.derived}
    return any(POSTCODES in info.reference for info in rules) or any(
        table in held
        and column not in held[table].columns
        and _from_postcodes(model.tables[table], column, held)
        for held in frames
        for table, column in used
    )


def _from_postcodes(table: Table, name: str, held: Frames) -> bool:
    column = table.derived.get(name)
    if column is None or column.derive is None or name in held[table.name].columns:
        return False
    derive = column.derive
    if derive.kind == "inside_authority":
        return _from_postcodes(table, derive.options["column"], held)
    return derive.kind == "distance" or (derive.kind == "lookup" and derive.options["table"] == POSTCODES)


def postcodes_in(model: Model, frames: Sequence[Frames]) -> list[str]:
    """The distinct texts in all postcode columns."""
    found: set[str] = set()
    for held in frames:
        for name, frame in held.items():
            table = model.tables[name] if name in model.tables else model.reference[name]
            for column in table.columns.values():
                if column.type is ColumnType.POSTCODE and column.name in frame.columns:
                    found.update(_distinct(frame, column.name))
    return sorted(found)


def _distinct(frame: pd.DataFrame, name: str) -> list[str]:
    series = frame[name]
    if isinstance(series, pd.DataFrame):
        series = series.iloc[:, 0]
    texts = (cell_text(value) for value in raw_of(series).distinct())
    return [text for text in texts if text is not None]


def lines_of(tables: Mapping[str, pd.DataFrame] | None) -> Mapping[str, NDArray[np.int32]]:
    """The line of the file for every row, by table; nothing for tables that are not from files."""
    return tables.lines if isinstance(tables, Tables) else {}


def cell_lines_of(tables: Mapping[str, pd.DataFrame] | None) -> CellLines:
    """The line of the file for single cells, by table and column, where files have each cell on a line of its own."""
    return tables.cell_lines if isinstance(tables, Tables) else {}


def readings_of(tables: Mapping[str, pd.DataFrame] | None) -> Readings:
    """How rules read cells that are not written as the return writes them; as they are when not from files."""
    return tables.readings if isinstance(tables, Tables) else {}


def _no_frames(message: str) -> LacdslError:
    help = 'Give a mapping of names to DataFrames, such as {"Header": ..., "Episodes": ...}.'
    return LacdslError([Diagnostic("A903", message, help)])
