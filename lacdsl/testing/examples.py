"""Runs the examples that rules carry, on the engine and on the interpreter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lacdsl.engine import Context, EngineInput, run
from lacdsl.interpreter import Context as PlainContext
from lacdsl.interpreter import Data, Interpreter
from lacdsl.semantics import typed as s
from lacdsl.syntax import tree as t
from lacdsl.testing.tables import AUTHORITY, ExampleTables, period, tables_of, verdict_words
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


@dataclass(slots=True)
class ExampleResult:
    """One example of one rule, run by one of ENGINES. `problem` says why it could not be run."""

    code: str
    title: str
    engine: str
    rows: list[RowResult] = field(default_factory=list)
    problem: str = ""
    example: t.Example | None = None

    @property
    def line(self) -> int:
        """Where the example stands in its file; 0 when that is not known."""
        return self.example.span.line if self.example is not None else 0

    @property
    def ok(self) -> bool:
        """Every row has the verdict that the example says."""
        return not self.problem and all(row.expected == row.found for row in self.rows)


def run_examples(
    program: s.Program,
    examples: Mapping[str, Sequence[t.Example]],
    codes: Sequence[str] | None = None,
    engines: Sequence[str] = ENGINES,
) -> list[ExampleResult]:
    """The results of all examples of the rules with these codes (all, when None).

    An example that names a year runs only in the collections that it holds in.
    """
    results: list[ExampleResult] = []
    for code, rule in program.rules.items():
        if codes is not None and code not in codes:
            continue
        for example in examples.get(code, ()):
            if not holds_in(example, program.model.year):
                continue
            tables = tables_of(example, program.model)
            results.extend(_run(program, rule, example, tables, engine) for engine in engines)
    return results


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
    words, problem = (_by_engine if engine == "engine" else _by_interpreter)(program, rule, tables)
    if problem:
        not_run = all(expected.verdict == "not run" for expected in tables.expected)
        result.problem = "" if not_run and tables.expected else problem
        return result
    for expected in tables.expected:
        position = expected.row
        if rule.population is not None and rule.population.kind == "entity":
            key = tables.entities[position].upper()
            found = words[1].get(key, "no such child")
        else:
            found = words[0][position] if position < len(words[0]) else "no such row"
        reason = "" if found == expected.verdict else _reason(program, rule, tables, position)
        line = expected.line
        result.rows.append(RowResult(line.cells, expected.verdict, found, line.span.line, reason))
    return result


def _reason(program: s.Program, rule: s.Rule, tables: ExampleTables, position: int) -> str:
    """Why the interpreter gives the row its verdict."""
    interpreter = _interpreter(program, tables)
    if rule.population is not None and rule.population.kind == "entity":
        rows = interpreter.run_rule(rule).rows
        key = tables.entities[position].upper()
        found = [number for number, name in enumerate(rows) if name.split(" ", 1)[-1].upper() == key]
        position = found[0] if found else len(rows)
    try:
        return why(interpreter, rule, position)
    except IndexError:
        return ""


Words = tuple[list[str], dict[str, str]]


def _by_engine(program: s.Program, rule: s.Rule, tables: ExampleTables) -> tuple[Words, str]:
    model = program.model
    data = EngineInput(tables.this, tables.last, tables.reference)
    context = Context(*period(model, tables), model.end, AUTHORITY)
    result = run(program, data, context, [rule.code], keep_verdicts=True)
    outcome = result.outcomes[0]
    if outcome.status != "ran":
        return ([], {}), f"not run: {outcome.reason}"
    verdicts = result.verdicts[rule.code]
    masks = {
        "passes": verdicts.passes.tolist(),
        "fails": verdicts.fails.tolist(),
        "unknown": verdicts.unknown.tolist(),
    }
    words = verdict_words(masks, len(verdicts.fails))
    return (words, _by_key(rule, result.entities, words)), ""


def _by_interpreter(program: s.Program, rule: s.Rule, tables: ExampleTables) -> tuple[Words, str]:
    outcome = _interpreter(program, tables).run_rule(rule)
    if outcome.status != "ran":
        return ([], {}), f"not run: {outcome.reason}"
    words: list[str] = list(outcome.verdicts)
    return (words, _by_key(rule, [name.split(" ", 1)[-1] for name in outcome.rows], words)), ""


def _interpreter(program: s.Program, tables: ExampleTables) -> Interpreter:
    context = PlainContext(*period(program.model, tables), program.model.end, AUTHORITY)
    return Interpreter(program, Data(tables.this, tables.last, tables.reference), context)


def _by_key(rule: s.Rule, keys: Sequence[str], words: Sequence[str]) -> dict[str, str]:
    if rule.population is None or rule.population.kind != "entity":
        return {}
    return {key.upper(): word for key, word in zip(keys, words, strict=True)}
