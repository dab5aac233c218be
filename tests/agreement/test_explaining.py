"""A row is explained on a part of the return only; its verdict there is the one that it has in the whole."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings

from lacdsl.engine import Context, EngineInput
from lacdsl.explaining import Target, explain_rule
from lacdsl.interpreter import Context as PlainContext
from lacdsl.interpreter import Data, Interpreter
from lacdsl.semantics.typed import Program
from tests.agreement.strategies import worlds
from tests.agreement.test_agreement import TODAY


@settings(suppress_health_check=list(HealthCheck))
@given(worlds())
def test_the_part_that_is_explained_has_the_verdict_of_the_whole(
    world: tuple[Program, Any, Any, Any],
) -> None:
    program, this, last, reference = world
    model = program.model
    plain = Interpreter(
        program, Data(this, last, reference), PlainContext(model.start, model.end, TODAY, "E1")
    )
    context = Context(model.start, model.end, TODAY, "E1")
    data = EngineInput(this, last, reference)
    for code, rule in program.rules.items():
        outcome = plain.run_rule(rule)
        if outcome.status != "ran" or rule.population is None:
            continue
        for number, at in enumerate(plain.where_from(rule)):
            if not at or number > 5:
                continue
            told = explain_rule(
                program, code, data, context, Target(rows=frozenset(at[:1])), lambda *_: reference
            )
            found = {row.at: (row.verdict, row.message) for row in told.rows}
            message = plain.message(rule, number) if outcome.verdicts[number] == "fails" else ""
            assert found[at] == (outcome.verdicts[number], message), (code, at)
