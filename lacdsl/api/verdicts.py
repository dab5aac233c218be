"""The verdict of every row: for exploring, and for comparing two rulesets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lacdsl.api.checking import laid_out
from lacdsl.api.inputs import selected
from lacdsl.engine import Places, RuleOutcome, Verdicts, run
from lacdsl.ingest import Tables
from lacdsl.ingest.issues import Issue
from lacdsl.report.collection import Collection
from lacdsl.rulesets import Ruleset

WORDS = ("fails", "passes", "unknown", "n/a")
_YEARS = {0: "this", 1: "last"}


@dataclass(frozen=True, slots=True)
class Stood:
    """A row that was judged: table, year and position (as supplied), the file and line it is from, and its child.

    `noun` is what the return calls such a child.
    """

    table: str
    year: str
    row: int
    entity: str
    file: str = ""
    line: int | None = None
    noun: str = "child"

    @property
    def place(self) -> str:
        """`episodes.csv:17`, or the child."""
        if self.table:
            at = f"{self.file}:{self.line}" if self.line is not None else f"{self.table} row {self.row}"
            return f"last year's {at}" if self.year == "last" else at
        return f"{self.noun} {self.entity}" if self.entity else "the return"


class Judged:
    """What a rule says of every row."""

    def __init__(
        self,
        outcome: RuleOutcome,
        verdicts: Verdicts | None,
        places: Places | None,
        files: Files,
        noun: str,
    ) -> None:
        self.outcome = outcome
        self._noun = noun
        self._places = places
        self._files = files
        self.size = 0 if verdicts is None else len(verdicts.fails)
        self.codes = np.full(self.size, 3, np.int8)
        for code, word in enumerate(WORDS[:3]):
            if verdicts is not None:
                self.codes[getattr(verdicts, word)] = code

    def counts(self) -> dict[str, int]:
        """How many rows have each verdict."""
        found = np.bincount(self.codes, minlength=4)
        return {word: int(found[code]) for code, word in enumerate(WORDS)}

    def rows(self, word: str, most: int) -> list[Stood]:
        """The first rows with a verdict."""
        return [self.at(int(row)) for row in np.flatnonzero(self.codes == WORDS.index(word))[:most]]

    def at(self, number: int) -> Stood:
        """The row at that place of the rule's population."""
        places = self._places
        assert places is not None
        year = _YEARS.get(int(places.year[number]), "this")
        row, entity = int(places.row[number]), places.entity[number]
        file, line = self._files.of(places.table, year, row)
        return Stood(places.table, year, row, "" if entity is None else str(entity), file, line, self._noun)

    def keys(self) -> list[tuple[int, int, str]]:
        """For every row what it is, the same whatever the rule: year, position, child."""
        places = self._places
        if places is None:
            return []
        children = ["" if each is None else str(each) for each in places.entity]
        known = places.row >= 0
        return [
            (int(year), int(row), "" if there else child)
            for year, row, there, child in zip(places.year, places.row, known, children, strict=True)
        ]


class Files:
    """Which file and line a row is from."""

    def __init__(self, tables: Mapping[str, object], last: Mapping[str, object] | None) -> None:
        self._held = {"this": tables, "last": last}

    def of(self, table: str, year: str, row: int) -> tuple[str, int | None]:
        """The file's name and the line; ("", None) for a row that is from none."""
        held = self._held.get(year)
        if not isinstance(held, Tables) or row < 0:
            return "", None
        lines = held.lines.get(table)
        file = held.files.get(table, "")
        if lines is None or row >= len(lines) or not file:
            return str(file), None
        return str(file).replace("\\", "/").rsplit("/", 1)[-1], int(lines[row])


def judged(
    tables: Mapping[str, pd.DataFrame],
    rules: Ruleset,
    last_year: Mapping[str, pd.DataFrame] | None = None,
    reference: Mapping[str, pd.DataFrame] | None = None,
    collection: Collection | None = None,
    only: Iterable[str] | None = None,
) -> dict[str, Judged]:
    """The verdicts of the rules on every row, by code; arguments as those of `check`."""
    issues: list[Issue] = []
    chosen = selected(rules, only, issues)
    laid = laid_out(tables, rules, last_year, reference, collection, chosen, issues)
    codes = [info.code for info in chosen]
    found = run(rules.program, laid.data, laid.context, codes, keep_verdicts=True)
    files = Files(tables, last_year)
    noun = rules.model.entity.singular
    return {
        outcome.code: Judged(
            outcome, found.verdicts.get(outcome.code), found.places.get(outcome.code), files, noun
        )
        for outcome in found.outcomes
    }
