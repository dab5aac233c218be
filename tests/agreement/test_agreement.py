"""The engine and the interpreter agree on every verdict and every flagged cell, whatever the rules and the data."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
from hypothesis import HealthCheck, given, settings

from lacdsl.engine import Context, EngineInput, run
from lacdsl.interpreter import Context as PlainContext
from lacdsl.interpreter import Data, Interpreter
from lacdsl.semantics.typed import Program
from lacdsl.testing.tables import verdict_words
from tests.agreement.strategies import worlds

TODAY = date(2027, 5, 1)
Cell = tuple[str, str, int, str]


def by_engine(program: Program, this: Any, last: Any, reference: Any) -> dict[str, Any]:
    """Verdicts and cells by rule, as the engine has them."""
    model = program.model
    result = run(
        program,
        EngineInput(this, last, reference),
        Context(model.start, model.end, TODAY, "E1"),
        keep_verdicts=True,
    )
    found: dict[str, Any] = {}
    cells_of = _cells_of(result.findings)
    for outcome in result.outcomes:
        assert not outcome.fault, outcome.fault
        if outcome.status != "ran":
            found[outcome.code] = ("not run", outcome.reason)
            continue
        masks = result.verdicts[outcome.code]
        words = verdict_words(
            {
                "passes": masks.passes.tolist(),
                "fails": masks.fails.tolist(),
                "unknown": masks.unknown.tolist(),
            },
            len(masks.fails),
        )
        cells = [sorted(each) for each in cells_of.get(outcome.code, {}).values()]
        # Whatever fails can be pointed at; only a return without a header is nowhere.
        about = program.rules[outcome.code].population
        assert len(cells) == outcome.fails or (about is None and not _headed(program, this)), outcome.code
        found[outcome.code] = (_words(program, outcome.code, words), sorted(cells))
    return found


def _headed(program: Program, this: Any) -> bool:
    return any(table.per_return and len(this.get(name, ())) for name, table in program.model.tables.items())


def _cells_of(findings: pd.DataFrame) -> dict[str, dict[int, list[Cell]]]:
    """The cells by rule and finding."""
    found: dict[str, dict[int, list[Cell]]] = {}
    columns = (findings[name].tolist() for name in ("rule", "finding", "table", "year", "row", "column"))
    for rule, finding, *cell in zip(*columns, strict=True):
        found.setdefault(rule, {}).setdefault(finding, []).append(tuple(cell))  # type: ignore[arg-type]
    return found


def by_interpreter(program: Program, this: Any, last: Any, reference: Any) -> dict[str, Any]:
    """The same by the interpreter."""
    model = program.model
    plain = Interpreter(
        program, Data(this, last, reference), PlainContext(model.start, model.end, TODAY, "E1")
    )
    found: dict[str, Any] = {}
    for code, rule in program.rules.items():
        outcome = plain.run_rule(rule)
        if outcome.status != "ran":
            found[code] = ("not run", outcome.reason)
            continue
        cells = [
            sorted((c.table, c.year, c.row, c.column) for c in finding.cells) for finding in outcome.findings
        ]
        found[code] = (_words(program, code, list(outcome.verdicts)), sorted(each for each in cells if each))
    return found


def _words(program: Program, code: str, words: list[str]) -> list[str]:
    """Verdicts in the order of the rows; of children and spells, which have none in the files, sorted."""
    population = program.rules[code].population
    return sorted(words) if population is not None and population.kind in ("entity", "spells") else words


@settings(suppress_health_check=list(HealthCheck))
@given(worlds())
def test_engine_and_interpreter_agree(
    world: tuple[Program, dict[str, pd.DataFrame], dict[str, pd.DataFrame] | None, dict[str, pd.DataFrame]],
) -> None:
    assert by_engine(*world) == by_interpreter(*world)
