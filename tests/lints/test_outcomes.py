"""What the lints hold to be impossible never happens, whatever the rules and the data."""

from __future__ import annotations

import pandas as pd
from hypothesis import HealthCheck, given, settings

from lacdsl.interpreter import Context, Data, Interpreter
from lacdsl.lints.outcomes import FALSE, TRUE, UNKNOWN, Judge
from lacdsl.semantics.typed import Program
from tests.agreement.strategies import worlds
from tests.agreement.test_agreement import TODAY

_VERDICTS = {"passes": TRUE, "fails": FALSE, "unknown": UNKNOWN}
Tables = dict[str, pd.DataFrame]


@settings(suppress_health_check=list(HealthCheck))
@given(worlds())
def test_every_verdict_was_held_to_be_possible(
    world: tuple[Program, Tables, Tables | None, Tables],
) -> None:
    program, this, last, reference = world
    judge = Judge(program)
    context = Context(program.model.start, program.model.end, TODAY, "E1")
    interpreter = Interpreter(program, Data(this, last, reference), context)
    for rule in program.rules.values():
        verdicts = set(interpreter.run_rule(rule).verdicts)
        start = judge.start(rule.population)
        known = judge.given(rule.where, start)
        applies = TRUE if rule.where is None else judge.outcomes(rule.where, start)
        assert "n/a" not in verdicts or applies & ~TRUE, rule.where
        possible = judge.outcomes(rule.must, known) if known is not None else 0
        for word, bit in _VERDICTS.items():
            assert word not in verdicts or possible & bit, (word, rule.where, rule.must)
