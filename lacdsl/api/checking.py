"""`check`: tables and rules to a report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from time import perf_counter

import pandas as pd

from lacdsl.api.inputs import (
    POSTCODES,
    Frames,
    cell_lines_of,
    known_frames,
    lines_of,
    needs_postcodes,
    postcodes_in,
    readings_of,
    selected,
)
from lacdsl.api.outcome import by_year, findings_frame, issues_frame, rules_frame
from lacdsl.api.stated import stated_issues
from lacdsl.diagnostics import LacdslError
from lacdsl.engine import Context, EngineInput, run, says
from lacdsl.ingest import Tables, report_same_year, report_zeros_between_years
from lacdsl.ingest.issues import Issue, Kind
from lacdsl.report.collection import Collection
from lacdsl.report.result import Report
from lacdsl.rulesets import RuleInfo, Ruleset


def check(
    tables: Mapping[str, pd.DataFrame],
    rules: Ruleset,
    last_year: Mapping[str, pd.DataFrame] | None = None,
    reference: Mapping[str, pd.DataFrame] | None = None,
    collection: Collection | None = None,
    only: Iterable[str] | None = None,
) -> Report:
    """What `rules` find in `tables`.

    `tables` and `last_year` are DataFrames by their names in the model, or what `read_folder` gives; `reference` are
    reference tables such as Provider. No DataFrame is changed, and no index is looked at. Postcodes are looked up in
    the installed directory where rules need that and `reference` holds no Postcode table. `only` are rule codes;
    those that the ruleset does not have are left out, and said so among the load issues.

    LacdslError for a wrong collection (A902) or tables that are no DataFrames (A903). Whatever is wrong with the data
    ends up in the report.
    """
    clock = Clock()
    issues: list[Issue] = []
    chosen = selected(rules, only, issues)
    if isinstance(tables, Tables) and isinstance(last_year, Tables):
        report_zeros_between_years(tables, last_year, rules.model, issues)
        report_same_year(tables, last_year, rules.model, issues)
    laid = laid_out(tables, rules, last_year, reference, collection, chosen, issues, clock)
    with clock.step("rules"):
        data, about, this, last = laid.data, laid.about, laid.this, laid.last
        found = run(rules.program, data, laid.context, [info.code for info in chosen])
    for step in ("plan", "prepare", "evaluate", "findings"):
        clock.seconds[step] = getattr(found.profile, step)
    with clock.step("report"):
        supplied = [held for held in (tables, last_year) if isinstance(held, Tables)]
        return Report(
            findings_frame(found.findings),
            rules_frame(found.outcomes, rules.rules),
            issues_frame([held.issues for held in supplied], issues),
            rules,
            about,
            {(held.year, name): file for held in supplied for name, file in held.files.items()},
            clock.seconds,
            found.profile.rules,
            by_year(this, last),
            by_year(data.lines, data.last_lines),
            tuple(each for held in supplied for each in held.file_reports),
            by_year(data.readings, data.last_readings),
            about=found.about,
        )


@dataclass(frozen=True, slots=True)
class LaidOut:
    """Everything that the engine takes, made from what a caller handed over."""

    data: EngineInput
    context: Context
    about: Collection
    this: Frames
    last: Frames | None


def laid_out(
    tables: Mapping[str, pd.DataFrame],
    rules: Ruleset,
    last_year: Mapping[str, pd.DataFrame] | None,
    reference: Mapping[str, pd.DataFrame] | None,
    collection: Collection | None,
    chosen: list[RuleInfo],
    issues: list[Issue],
    clock: Clock | None = None,
) -> LaidOut:
    """What the engine takes. What is odd goes to `issues`."""
    clock = clock or Clock()
    model = rules.model
    with clock.step("tables"):
        this = known_frames(tables, model.tables, "the tables", issues)
        last = (
            None if last_year is None else known_frames(last_year, model.tables, "last year's tables", issues)
        )
        others = known_frames(reference or {}, model.reference, "the reference tables", issues)
        about = collection_of(collection, rules, this, issues)
    with clock.step("postcodes"):
        others = _with_postcodes(rules, chosen, [this, last or {}], others)
    data = EngineInput(
        this,
        last,
        others,
        lines_of(tables),
        lines_of(last_year),
        readings_of(tables),
        readings_of(last_year),
        cell_lines_of(tables),
        cell_lines_of(last_year),
    )
    return LaidOut(data, _context(about), about, this, last)


def context_of(collection: Collection, issues: list[Issue]) -> Context:
    """What the engine knows of a completed collection besides the tables."""
    return _context(replace(collection, authority=_authority(collection.authority, issues)))


def _context(about: Collection) -> Context:
    assert isinstance(about.start, date) and isinstance(about.end, date) and isinstance(about.today, date)
    return Context(about.start, about.end, about.today, about.authority, _inside(about.authority))


def reference_with_postcodes(
    rules: Ruleset,
    chosen: list[RuleInfo],
    this: Mapping[str, pd.DataFrame],
    last: Mapping[str, pd.DataFrame] | None,
    given: Frames,
) -> Frames:
    """The reference tables, with the postcodes of the tables where rules need them."""
    return _with_postcodes(rules, chosen, [dict(this), dict(last or {})], given)


class Clock:
    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        start = perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = perf_counter() - start


def collection_of(
    collection: Collection | None, rules: Ruleset, tables: Frames, issues: list[Issue]
) -> Collection:
    """What is stated goes first, then what the files say, then the year of the rules."""
    given, model = collection or Collection(), rules.model
    if given.year is not None and given.year != model.year:
        message = f"The collection is of {given.year}, the rules are those of {model.year}."
        issues.append(Issue("", Kind.OTHER_YEAR, message))
    found = says(model, tables)
    issues.extend(stated_issues(found, given, model))
    if given.start is None and given.end is None and found.end is not None:
        given = replace(given, start=found.start, end=found.end)
    authority = _authority(given.authority or found.authority, issues)
    return replace(given.completed(model, date.today()), authority=authority)


def _authority(text: str | None, issues: list[Issue]) -> str | None:
    if text is None or not text.strip():
        return None
    from lacdsl.reference.authorities import resolve_authority

    try:
        return resolve_authority(text)
    except LacdslError as error:
        message = " ".join(
            part for found in error.diagnostics for part in (found.message, found.help) if part
        )
        issues.append(Issue("", Kind.REFERENCE, message, value=text))
        return text.strip().upper()


def _inside(authority: str | None) -> frozenset[str] | None:
    """The codes of all places that count as inside the authority, those of former authorities and districts too."""
    if authority is None:
        return None
    from lacdsl.reference.authorities import codes_inside

    return codes_inside(authority)


def _with_postcodes(
    rules: Ruleset, chosen: list[RuleInfo], frames: list[Frames], reference: Frames
) -> Frames:
    model = rules.model
    if (
        POSTCODES not in model.reference
        or POSTCODES in reference
        or not needs_postcodes(chosen, model, frames)
    ):
        return reference
    from lacdsl.reference.postcodes import postcode_table

    return {**reference, POSTCODES: postcode_table(postcodes_in(model, [*frames, reference]))}
