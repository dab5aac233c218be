"""`explain`: why rows of a return have the verdict that they have."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Any

import pandas as pd

from lacdsl.api.checking import collection_of, context_of, reference_with_postcodes
from lacdsl.api.found_again import found_again, has_pseudonym
from lacdsl.api.inputs import cell_lines_of, known_frames, lines_of, readings_of, unknown_codes
from lacdsl.api.outcome import by_year
from lacdsl.diagnostics import Diagnostic, LacdslError
from lacdsl.engine import EngineInput
from lacdsl.explaining import Explained, Places, Target, Tell, as_text, as_values, explain_rule
from lacdsl.ingest import Tables
from lacdsl.ingest.issues import Issue
from lacdsl.interpreter import Explanation, RowUsed
from lacdsl.model import Entity, Model
from lacdsl.model.diagnostics import shown
from lacdsl.report.collection import Collection
from lacdsl.rulesets import Ruleset


@dataclass(frozen=True)
class Answer:
    """Why rows have their verdicts: `str()` of it is text for a screen, `as_values()` plain values for JSON."""

    told: Explained
    model: Model
    places: Places
    rules: Ruleset

    @cached_property
    def english(self) -> tuple[str, ...]:
        """The rule in plain English."""
        from lacdsl.wording import Vocabulary, said

        tree = self.rules.trees.get(self.told.rule.code)
        if tree is None:
            return ()
        return tuple(said(tree, Vocabulary(self.model, self.rules.shared)))

    @cached_property
    def tell(self) -> Tell:
        """Says a part of the rule in plain English."""
        from lacdsl.wording import Parts, Vocabulary

        parts = Parts(Vocabulary(self.model, self.rules.shared))

        def told(part: Explanation, turned: bool) -> str:
            if part.expr is None:
                return ""
            if part.sort == "value":
                return parts.value(part.expr, part.around)
            return parts.condition(part.expr, part.around, no=turned)

        return told

    @property
    def verdicts(self) -> list[str]:
        """The verdict of every row that is explained: passes, fails, unknown or n/a."""
        return [row.verdict for row in self.told.rows]

    def text(self, *, full: bool = False) -> str:
        """Text for a screen; `full`: with the parts that settled nothing."""
        return as_text(self.told, self.model, self.places, self.english, self.tell, full=full)

    def as_values(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {**as_values(self.told, self.model, self.places, self.tell), "english": list(self.english)}

    def __str__(self) -> str:
        return self.text()


def schema() -> dict[str, Any]:
    """The JSON Schema of what `Answer.as_values` gives and `lacdsl explain --format json` writes."""
    text = files("lacdsl.explaining").joinpath("explanation.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def explain(
    tables: Mapping[str, pd.DataFrame],
    rules: Ruleset,
    rule: str | None = None,
    *,
    row: int | None = None,
    table: str | None = None,
    year: str = "this",
    child: str | None = None,
    finding: Mapping[str, Any] | None = None,
    last_year: Mapping[str, pd.DataFrame] | None = None,
    reference: Mapping[str, pd.DataFrame] | None = None,
    collection: Collection | None = None,
    most: int = 5,
) -> Answer:
    """Why rows of `tables` have the verdict that they have by one rule.

    Which rows: `row` of `table` (0-based as in a report; the rule's own table when none is named) of this or the last
    `year`; all rows of a `child`; the row that a `finding` of a JSON report is about (its rule may be left out); with
    none of these the first rows that fail. Of many the first `most` are explained. The other arguments are those of
    `check`.

    LacdslError: A901 no such rule, A911 no such row, and those of `check`.
    """
    code = str(finding["rule"]) if rule is None and finding is not None else rule or ""
    problems = unknown_codes(rules, [code])
    if problems:
        raise LacdslError(list(problems.values()))
    issues: list[Issue] = []
    model = rules.model
    this = known_frames(tables, model.tables, "the tables", issues)
    about = collection_of(collection, rules, this, issues)
    last = None if last_year is None else known_frames(last_year, model.tables, "last year's tables", issues)
    given = known_frames(reference or {}, model.reference, "the reference tables", issues)
    frames = {"this": this, "last": last or {}}
    if finding is None:
        target = _target(rules, code, row, table, year, child, frames)
    else:
        again = found_again(finding, model, frames, by_year(readings_of(tables), readings_of(last_year)))
        if again.gone and has_pseudonym(finding):
            raise _other_row(finding, model.entity)
        target = Target(finding.get("entity"), again.rows, again.cells, again.gone, of_finding=True)
    told = explain_rule(
        rules.program,
        code,
        EngineInput(
            this,
            last,
            given,
            lines_of(tables),
            lines_of(last_year),
            readings_of(tables),
            readings_of(last_year),
            cell_lines_of(tables),
            cell_lines_of(last_year),
        ),
        context_of(about, issues),
        target,
        lambda these, those: reference_with_postcodes(rules, [rules.rules[code]], these, those, given),
        most,
    )
    supplied = [held for held in (tables, last_year) if isinstance(held, Tables)]
    files: dict[tuple[str, str], str] = {
        (held.year, name): file for held in supplied for name, file in held.files.items()
    }
    places = Places(files, by_year(lines_of(tables), lines_of(last_year)))
    return Answer(told, model, places, rules)


def _target(
    rules: Ruleset,
    code: str,
    row: int | None,
    table: str | None,
    year: str,
    child: str | None,
    frames: Mapping[str, Mapping[str, pd.DataFrame]],
) -> Target:
    if row is None:
        return Target(child)
    name = _named(rules, code, table)
    held = frames.get(year, {}).get(name)
    if held is None or not 0 <= row < len(held):
        year_word = "last year's " if year == "last" else ""
        count = (
            "was not supplied"
            if held is None
            else f"has rows 0 to {len(held) - 1}"
            if len(held)
            else "is empty"
        )
        message = f"There is no row {row} of {year_word}{name}: it {count}."
        help = "Rows are counted from 0 without the heading, as in reports. Or name a line: --line FILE:LINE"
        raise LacdslError([Diagnostic("A911", message, help)])
    return Target(child, frozenset({_used(name, year, row)}))


def _other_row(finding: Mapping[str, Any], entity: Entity) -> LacdslError:
    first = finding["cells"][0]
    year_word = "last year's " if first["year"] == "last" else ""
    place = f"row {first['row']}" if first.get("line") is None else f"line {first['line']}"
    message = (
        f"Finding {finding['finding']} has a pseudonym for its {entity.singular}, so it is looked for where it stood, "
        f"and {place} of {year_word}{first['table']} is another row now."
    )
    help = f"Give the very files that the report was made of. Or name the rule and a row: {entity.option}, --line"
    return LacdslError([Diagnostic("A911", message, help)])


def _named(rules: Ruleset, code: str, table: str | None) -> str:
    """The table that is meant: that of the rule, or the one called so, as files or as rules call it."""
    model = rules.model
    if table is None:
        own = rules.rules[code].table or model.root
        return own if own in model.tables else _source(rules, own)
    wanted = table.strip().casefold()
    for name, about in model.tables.items():
        if wanted in (name.casefold(), about.singular.casefold()):
            return name
    for name in (*rules.program.derived, *rules.program.spells):
        if wanted == name.casefold():
            return _source(rules, name)
    message = f"There is no table {shown(table)}."
    raise LacdslError([Diagnostic("A911", message, f"Tables of the return: {', '.join(model.tables)}.")])


def _source(rules: Ruleset, name: str) -> str:
    """The table of the return that rows of a derived table or of spells are made of."""
    program = rules.program
    while name not in rules.model.tables:
        item = program.derived.get(name) or program.spells.get(name)
        if item is None:
            return rules.model.root
        name = item.source.name
    return name


def _used(table: str, year: str, row: int) -> RowUsed:
    return RowUsed(table, "last" if year == "last" else "this", row)
