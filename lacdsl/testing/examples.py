"""Runs the examples that rules carry, on the engine and on the interpreter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from lacdsl.engine import Context, EngineInput, run
from lacdsl.interpreter import Context as PlainContext
from lacdsl.interpreter import Data, FlaggedCell, Interpreter
from lacdsl.semantics import typed as s
from lacdsl.syntax import tree as t
from lacdsl.testing.settings import Settings
from lacdsl.testing.spelled import words_of_spells
from lacdsl.testing.tables import (
    AUTHORITY,
    ExampleTables,
    Expected,
    Spot,
    period,
    tables_of,
    verdict_words,
)
from lacdsl.testing.why import why

ENGINES = ("engine", "interpreter")


@dataclass(frozen=True, slots=True)
class RowResult:
    """One expected row: its cells, what was expected and what came out; `why` is told where the two differ."""

    cells: tuple[str, ...]
    expected: str
    found: str
    line: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class CellResult:
    """A cell that is flagged and not marked, or marked and not flagged: in which line of the example, which column.

    `shown`: the table of the example has that column.
    """

    line: int
    column: str
    marked: bool
    shown: bool


@dataclass(slots=True)
class ExampleResult:
    """One example of one rule, run by one of ENGINES. `problem` says why it could not be run.

    `cells` are those of which the marks say something else than the rule; an example without a mark says nothing of them.
    """

    code: str
    title: str
    engine: str
    rows: list[RowResult] = field(default_factory=list)
    problem: str = ""
    example: t.Example | None = None
    cells: list[CellResult] = field(default_factory=list)

    @property
    def line(self) -> int:
        """Where the example stands in its file; 0 when that is not known."""
        return self.example.span.line if self.example is not None else 0

    @property
    def ok(self) -> bool:
        """Every row has the verdict that the example says, and the cells that it marks are those that are flagged."""
        return not self.problem and not self.cells and self.as_expected

    @property
    def as_expected(self) -> bool:
        """Every row has the verdict that the example says."""
        return all(row.expected == row.found for row in self.rows)


def run_examples(
    program: s.Program,
    examples: Mapping[str, Sequence[t.Example]],
    codes: Sequence[str] | None = None,
    engines: Sequence[str] = ENGINES,
    settings: Settings | None = None,
) -> list[ExampleResult]:
    """The results of all examples of the rules with these codes (all, when None).

    An example that names a year runs only in the collections that it holds in. Without `settings` one that gives values to
    parameters cannot be run.
    """
    results: list[ExampleResult] = []
    for code, rule in program.rules.items():
        if codes is not None and code not in codes:
            continue
        for example in examples.get(code, ()):
            if not holds_in(example, program.model.year):
                continue
            tables = tables_of(example, program.model)
            made = _reading(program, rule, example, settings)
            if isinstance(made, str):
                results += [
                    ExampleResult(code, example.title, each, problem=made, example=example)
                    for each in engines
                ]
                continue
            results.extend(_run(*made, example, tables, engine) for engine in engines)
    return results


def _reading(
    program: s.Program, rule: s.Rule, example: t.Example, settings: Settings | None
) -> tuple[s.Program, s.Rule] | str:
    """The rule as the example wants it; or why it cannot be had."""
    if settings is None:
        return "gives values to parameters, which cannot be done here" if example.given else (program, rule)
    values = settings.values(rule.layer, example)
    return settings.rule(rule.code, values) if values else (program, rule)


def holds_in(example: t.Example, year: str) -> bool:
    """The example is about the collection of `year` (such as 2026-27)."""
    if example.year is None:
        return True
    if example.years == "from":
        return year >= example.year
    return year <= example.year if example.years == "until" else year == example.year


def _run(
    program: s.Program, rule: s.Rule, example: t.Example, tables: ExampleTables, engine: str
) -> ExampleResult:
    result = ExampleResult(rule.code, example.title, engine, example=example)
    found = (_by_engine if engine == "engine" else _by_interpreter)(program, rule, tables)
    if found.problem:
        not_run = all(expected.verdict == "not run" for expected in tables.expected)
        result.problem = "" if not_run and tables.expected else found.problem
        return result
    words = found.of_all(program, rule, tables)
    for expected, word in zip(tables.expected, words, strict=True):
        reason = "" if word == expected.verdict else _reason(program, rule, tables, expected)
        line = expected.line
        result.rows.append(RowResult(line.cells, expected.verdict, word, line.span.line, reason))
    if tables.marks and result.as_expected:
        result.cells = [
            _cell(cell, tables) for cell in sorted(tables.marks ^ found.cells, key=_in_order(tables))
        ]
    return result


def _cell(cell: FlaggedCell, tables: ExampleTables) -> CellResult:
    spot = (cell.year, cell.table, cell.row)
    return CellResult(
        tables.lines[spot].span.line, cell.column, cell in tables.marks, cell.column in tables.headings[spot]
    )


def _in_order(tables: ExampleTables) -> Callable[[FlaggedCell], tuple[int, str]]:
    return lambda cell: (tables.lines[cell.year, cell.table, cell.row].span.line, cell.column)


def _reason(program: s.Program, rule: s.Rule, tables: ExampleTables, expected: Expected) -> str:
    """Why the interpreter gives the row its verdict."""
    interpreter = _interpreter(program, tables)
    position = expected.row
    if in_a_table(rule):
        spots = [(row.year, row.table, row.row) for (row,) in interpreter.where_from(rule)]
        if expected.spot not in spots:
            return f"{rule.population.name} leaves the row out" if rule.population is not None else ""
        position = spots.index(expected.spot)
    elif rule.population is not None and rule.population.kind == "entity":
        rows = interpreter.run_rule(rule).rows
        key = tables.entities[position].upper()
        found = [number for number, name in enumerate(rows) if name.split(" ", 1)[-1].upper() == key]
        position = found[0] if found else len(rows)
    try:
        return why(interpreter, rule, position)
    except IndexError:
        return ""


@dataclass(frozen=True, slots=True)
class _Found:
    """What an engine made of the rows: a word for each, of children by key; where rows stand; the cells flagged."""

    words: Sequence[str] = ()
    by_key: Mapping[str, str] = field(default_factory=dict)
    spots: Sequence[Spot] = ()
    cells: frozenset[FlaggedCell] = frozenset()
    problem: str = ""

    def of_all(self, program: s.Program, rule: s.Rule, tables: ExampleTables) -> list[str]:
        """The word for every row that an example expects something of."""
        about = rule.population
        if about is not None and about.kind == "entity":
            keys = (tables.entities[each.row].upper() for each in tables.expected)
            return [self.by_key.get(key, f"no such {program.model.entity.singular}") for key in keys]
        if about is not None and about.kind == "spells":
            return words_of_spells(program, about, tables, self.spots, self.words)
        if about is not None:
            by_spot = dict(zip(self.spots, self.words, strict=True))
            return [by_spot.get(each.spot, "n/a") for each in tables.expected]
        return [
            self.words[each.row] if each.row < len(self.words) else "no such row" for each in tables.expected
        ]


def _by_engine(program: s.Program, rule: s.Rule, tables: ExampleTables) -> _Found:
    model = program.model
    data = EngineInput(tables.this, tables.last, tables.reference)
    context = Context(*period(model, tables), model.end, AUTHORITY)
    result = run(program, data, context, [rule.code], keep_verdicts=True)
    outcome = result.outcomes[0]
    if outcome.status != "ran":
        return _Found(problem=f"not run: {outcome.reason}")
    verdicts = result.verdicts[rule.code]
    masks = {
        "passes": verdicts.passes.tolist(),
        "fails": verdicts.fails.tolist(),
        "unknown": verdicts.unknown.tolist(),
    }
    words = verdict_words(masks, len(verdicts.fails))
    found = result.findings
    columns = zip(found["table"], found["year"], found["row"], found["column"], strict=True)
    cells = frozenset(FlaggedCell(table, year, row, column) for table, year, row, column in columns)
    places = result.places[rule.code]
    rows = zip(places.year.tolist(), places.row.tolist(), strict=True)
    spots = [("last" if year else "this", places.table, row) for year, row in rows]
    return _Found(words, _by_key(rule, result.entities, words), spots, cells)


def _by_interpreter(program: s.Program, rule: s.Rule, tables: ExampleTables) -> _Found:
    interpreter = _interpreter(program, tables)
    outcome = interpreter.run_rule(rule)
    if outcome.status != "ran":
        return _Found(problem=f"not run: {outcome.reason}")
    by_key = _by_key(rule, [name.split(" ", 1)[-1] for name in outcome.rows], outcome.verdicts)
    cells = frozenset(cell for finding in outcome.findings for cell in finding.cells)
    spots = [(rows[0].year, rows[0].table, rows[0].row) for rows in interpreter.where_from(rule) if rows]
    return _Found(outcome.verdicts, by_key, spots, cells)


def in_a_table(rule: s.Rule) -> bool:
    """The rule is about rows that stand in a table of the return, all of them or those that a derived table keeps."""
    return rule.population is not None and rule.population.kind in ("table", "derived")


def _interpreter(program: s.Program, tables: ExampleTables) -> Interpreter:
    context = PlainContext(*period(program.model, tables), program.model.end, AUTHORITY)
    return Interpreter(program, Data(tables.this, tables.last, tables.reference), context)


def _by_key(rule: s.Rule, keys: Sequence[str], words: Sequence[str]) -> dict[str, str]:
    if rule.population is None or rule.population.kind != "entity":
        return {}
    return {key.upper(): word for key, word in zip(keys, words, strict=True)}
