"""Checks the examples of a rule before anybody runs them: tables, columns, verdicts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lacdsl.diagnostics import Span, suggest
from lacdsl.semantics import typed as ty
from lacdsl.semantics.cells import cell_span
from lacdsl.semantics.suggestions import column_help, table_help
from lacdsl.semantics.wording import either
from lacdsl.syntax import tree as t
from lacdsl.syntax.marks import MARK, marked, unmarked

if TYPE_CHECKING:
    from lacdsl.semantics.compiler import Compiler

VERDICTS = ("passes", "fails", "n/a", "unknown", "not run")
RETURN = "Return"

_YEARS: dict[str, ty.Year] = {"last year ": "last", "": "this"}

_SPOKEN_YEAR = re.compile(r"(?:last|previous|prior)\s+year'?s?\s+(?P<table>\S+)", re.IGNORECASE)
# What people write for a verdict.
_SPOKEN_VERDICTS = {
    **dict.fromkeys(
        (
            "ok",
            "okay",
            "true",
            "yes",
            "pass",
            "passed",
            "valid",
            "correct",
            "right",
            "\N{CHECK MARK}",
            "good",
        ),
        "passes",
    ),
    **dict.fromkeys(
        ("false", "no", "fail", "failed", "error", "wrong", "invalid", "\N{BALLOT X}", "x", "bad"), "fails"
    ),
    **dict.fromkeys(("na", "not applicable", "none", "excluded", "skip", "skipped", "ignored"), "n/a"),
    **dict.fromkeys(("unsure", "not known", "not checked", "?"), "unknown"),
}


class Examples:
    """Checks examples; what is wrong with one does not touch the rule itself."""

    def __init__(self, compiler: Compiler) -> None:
        self.world = compiler.world
        self.problems = compiler.problems
        self.names = compiler.names

    def good(self, rule: t.Rule, population: ty.Rel | None, in_family: bool) -> tuple[t.Example, ...]:
        """The examples of the rule that can be run."""
        return tuple(example for example in rule.body.examples if self._check(example, population, in_family))

    def _check(self, example: t.Example, population: ty.Rel | None, in_family: bool) -> bool:
        before = self.problems.errors
        if example.member is not None and not in_family:
            self.problems.error(
                "X711",
                example.span,
                "The example is for a member, and the rule is no family.",
                f"Leave out `for {example.member}`.",
            )
        self._check_year(example)
        self._check_given(example)
        for ref in example.without:
            rel = self.names.relation(ref)
            if rel is not None and rel.kind not in ("table", "reference"):
                self.problems.error(
                    "X710",
                    ref.span,
                    f"`{ref.name}` is no table of the files, so it cannot be left out.",
                    "Name a table of the return or a reference table.",
                )
        heading: tuple[str, ...] = ()
        rel = None
        verdicts = 0
        for row in example.rows:
            first = row.cells[0] if row.cells else ""
            if first and first not in VERDICTS:
                heading, rel = row.cells, self._heading(row)
                continue
            verdicts += first in VERDICTS
            if not heading:
                self.problems.error(
                    "X706",
                    row.span,
                    "A row stands before any heading.",
                    "Begin with a heading: the table, then its columns.",
                )
                break
            self._check_row(row, first, heading, rel, population)
        if not verdicts and self.problems.errors == before:
            self.problems.error(
                "X701",
                example.span,
                "The example has no verdict, so it shows nothing.",
                f"Begin a row of the rule's own table with {either(VERDICTS)}.",
            )
        return self.problems.errors == before

    def _check_year(self, example: t.Example) -> None:
        year = example.year
        if year is None:
            return
        if (int(year[:4]) + 1) % 100 != int(year[5:]):
            self.problems.error(
                "X709",
                example.span,
                f"`{year}` is no collection year.",
                f"Write two years in a row: `{year[:4]}-{(int(year[:4]) + 1) % 100:02d}`.",
            )

    def _check_given(self, example: t.Example) -> None:
        seen: set[str] = set()
        for each in example.given:
            known = self.world.parameters
            if each.name not in known or each.name in seen:
                near = suggest(each.name, known, 1)
                others = (
                    f"The parameters are {', '.join(known)}." if known else "There are none in this ruleset."
                )
                self.problems.error(
                    "X714",
                    each.span,
                    f"`{each.name}` is given two values."
                    if each.name in seen
                    else f"`{each.name}` is no parameter.",
                    "Remove one of the two."
                    if each.name in seen
                    else f"Did you mean `{near[0]}`?"
                    if near
                    else others,
                )
            seen.add(each.name)

    def _heading(self, row: t.Cells) -> ty.Rel | None:
        """The relation that a heading names (None for the return and for an unknown one)."""
        text = " ".join(row.cells[0].split())
        if text == RETURN:
            return None
        year = "last year " if text.startswith("last year ") else ""
        word = text.removeprefix(year)
        said = _SPOKEN_YEAR.match(text)
        if said is not None and not year:
            self.problems.error(
                "X702",
                self._cell(row, 0),
                f"`{text}` is neither a verdict nor a table.",
                f"Did you mean `last year {said['table']}`?",
            )
            return None
        rel = self.world.plain_rel(word, _YEARS[year])
        if rel is None or (year and rel.kind != "table"):
            meant = _SPOKEN_VERDICTS.get(text.casefold())
            near = [meant] if meant else suggest(text, VERDICTS, 1)
            ruled = set(text) <= set("-:= ")
            self.problems.error(
                "X707" if near else "X702",
                self._cell(row, 0),
                f"`{text}` is neither a verdict nor a table.",
                "Leave the line out: nothing stands between a heading and its rows."
                if ruled
                else f"Did you mean `{near[0]}`?"
                if near
                else table_help(self.world, word),
            )
            return None
        self._check_columns(row, rel)
        return rel

    def _check_columns(self, row: t.Cells, rel: ty.Rel) -> None:
        seen: set[str] = set()
        known = {*self.world.columns(rel), *self._keys(rel)}
        small = [
            place
            for place, name in enumerate(row.cells)
            if place and name not in known and name.upper() in known
        ]
        if len(small) > 1:
            written = ", ".join(f"`{row.cells[place].upper()}`" for place in small)
            self.problems.error(
                "X703",
                self._cell(row, small[0]).to(self._cell(row, small[-1])),
                "Capital and small letters are not the same in the names of columns.",
                f"Write them as the data has them: {written}.",
            )
            return
        for place, name in enumerate(row.cells[1:], 1):
            if name and name not in known:
                starred = unmarked(name) in known
                self.problems.error(
                    "X703",
                    self._cell(row, place),
                    f"`{self.world.word(rel)}` has no column `{name}`.",
                    f"Put the `{MARK}` behind the cells below that the rule flags."
                    if starred
                    else column_help(self.world, name, rel),
                )
            elif name in seen and name:
                self.problems.error(
                    "X712",
                    self._cell(row, place),
                    f"The column `{name}` stands in the heading twice.",
                    "Remove one of the two.",
                )
            seen.add(name)

    def _cell(self, row: t.Cells, place: int) -> Span:
        return cell_span(row, place, self.problems.line(row.span.file, row.span.line))

    def _keys(self, rel: ty.Rel) -> tuple[str, ...]:
        table = self.world.table(rel)
        return table.parent_key if table is not None and rel.kind == "spells" else ()

    def _check_row(
        self,
        row: t.Cells,
        verdict: str,
        heading: tuple[str, ...],
        rel: ty.Rel | None,
        population: ty.Rel | None,
    ) -> None:
        self._check_marks(row, heading, rel)
        if any(row.cells[len(heading) :]):
            self.problems.error(
                "X705",
                row.span,
                f"The row has {len(row.cells)} cells, and the heading has {len(heading)}.",
                "Give every cell a heading.",
            )
        whole = " ".join(heading[0].split()) == RETURN
        if not verdict or (rel is None and not whole):
            return
        if not self._is_own(rel, population):
            wanted = self.world.spoken(population) if population is not None else RETURN
            self.problems.error(
                "X704",
                row.span,
                f"The rule is about {wanted if population is not None else 'the whole return'}, and this row is not.",
                f"Give verdicts to rows under the heading `{wanted}`, and leave the first cell empty elsewhere.",
            )

    def _check_marks(self, row: t.Cells, heading: tuple[str, ...], rel: ty.Rel | None) -> None:
        """Marks are for cells that could be flagged: those of the return."""
        if rel is not None and rel.kind == "table":
            return
        for place, cell in enumerate(row.cells):
            if place and marked(cell):
                self.problems.error(
                    "X713",
                    self._cell(row, place),
                    f"Rows of `{heading[0]}` stand in no file of the return, so none of their cells is flagged.",
                    f"Leave out the `{MARK}`, and mark the cells of the return that the rule flags.",
                )

    def _is_own(self, rel: ty.Rel | None, population: ty.Rel | None) -> bool:
        """Whether a row under the heading of `rel` is one of the rows that the rule is about."""
        if population is None or rel is None:
            return population is None and rel is None
        while population.kind == "derived":
            source = self.world.source(population)
            if source is None or (rel.kind, rel.name) == ("derived", population.name):
                break
            population = source
        if (rel.kind, rel.name) != (population.kind, population.name):
            return False
        return population.year in (rel.year, "either")
