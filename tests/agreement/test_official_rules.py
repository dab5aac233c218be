"""The engine and the interpreter agree on every row of dirty returns, for all official rules.

The rules at random of the other tests reach everything that can be written; these are what is written. Run with many more
returns by `make fuzz`.
"""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lacdsl.rulesets import load_ruleset
from tests.agreement.dirty import dirty_return
from tests.agreement.test_agreement import by_engine, by_interpreter

NAMES = ("dfe/lac/2022-23", "dfe/lac/2026-27", "dfe/cin/2022-23", "dfe/cin/2026-27")
FEW = settings(
    max_examples=max(1, settings().max_examples // 30), suppress_health_check=list(HealthCheck), deadline=None
)
EXAMPLES, CHILDREN = 110, 6

ruleset = cache(load_ruleset)


@pytest.mark.parametrize("name", NAMES)
@FEW
@given(seed=st.integers(0, 2**31 - 1))
def test_engine_and_interpreter_agree_on_official_rules(name: str, seed: int) -> None:
    rules = ruleset(name)
    data = dirty_return(rules, seed, EXAMPLES, CHILDREN)
    one, other = by_engine(rules.program, *data), by_interpreter(rules.program, *data)
    assert one.keys() == other.keys() == rules.rules.keys()
    wrong = [f"{code}: {_first(one[code], other[code])}" for code in one if one[code] != other[code]]
    assert not wrong, f"{name}, seed {seed}: {wrong}"
    # What agrees because nothing is there proves nothing.
    for word, share in (("passes", 0.4), ("fails", 0.4), ("unknown", 0.1)):
        assert sum(word in words for words, _ in one.values()) > share * len(one), (word, seed)


def _first(one: tuple[str, ...], other: tuple[str, ...]) -> str:
    pairs = [(place, a, b) for place, (a, b) in enumerate(zip(one[0], other[0], strict=False)) if a != b]
    return f"row {pairs[0][0]}: engine {pairs[0][1]}, interpreter {pairs[0][2]}" if pairs else "other cells"
