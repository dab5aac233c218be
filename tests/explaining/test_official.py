"""Every official rule is explained: the verdict is the engine's, and each part is said in whole English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from jsonschema import Draft202012Validator

import lacdsl
from lacdsl.api.checking import laid_out
from lacdsl.engine import run
from lacdsl.explaining import Places, RowExplained, Target, as_text, as_values, explain_rule
from lacdsl.interpreter import Explanation, RowUsed
from lacdsl.sample import make_sample
from lacdsl.wording import Parts, Vocabulary

COLLECTION = lacdsl.Collection("2026-27", "E08000003", today="2027-05-01")
ODD = re.compile(r"`|\bNone\b|\bthe the\b|\bof of\b|\bis is\b|\(\)|\bis a [aeio]|  |_")
"""What no sentence has in it: rule language, gaps, words twice."""


def parts_of(row: RowExplained) -> Iterator[Explanation]:
    waiting = list(row.why.parts)
    while waiting:
        part = waiting.pop()
        waiting += part.parts
        if part.expr is not None:
            yield part


@pytest.mark.parametrize("family", ["lac", "cin"])
def test_every_rule(family: str, tmp_path: Path) -> None:
    rules = lacdsl.load_ruleset(f"dfe/{family}/2026-27")
    if family == "lac":
        make_sample(tmp_path, children=30, year="2026-27", errors=0.3, seed=4)
        tables = lacdsl.read_folder(tmp_path / "this_year", rules.model)
        last = lacdsl.read_folder(tmp_path / "last_year", rules.model, year="last")
    else:
        from lacdsl.sample import make_census

        make_census(tmp_path, children=30, year="2026-27", errors=0.3, seed=4)
        tables, last = lacdsl.read_folder(tmp_path, rules.model), None
    laid = laid_out(tables, rules, last, None, COLLECTION, list(rules.rules.values()), [])
    result = run(rules.program, laid.data, laid.context, list(rules.rules), keep_verdicts=True)
    parts = Parts(Vocabulary(rules.model, rules.shared))
    schema = Draft202012Validator(lacdsl.explanation_schema())
    told = 0
    for code in rules.rules:
        verdicts, rule = result.verdicts.get(code), rules.program.rules[code]
        population = rule.population
        if (
            verdicts is None
            or population is None
            or population.kind != "table"
            or population.year == "either"
        ):
            continue
        for verdict, mask in (
            ("fails", verdicts.fails),
            ("unknown", verdicts.unknown),
            ("passes", verdicts.passes),
        ):
            for row in np.flatnonzero(mask)[:1].tolist():
                target = Target(rows=frozenset({RowUsed(population.name, population.year, row)}))
                found = explain_rule(
                    rules.program, code, laid.data, laid.context, target, lambda *_: laid.data.reference
                )
                (explained,) = found.rows
                values = {**as_values(found, rules.model, Places()), "english": []}
                assert not list(schema.iter_errors(values)), code
                lines = as_text(found, rules.model, Places()).splitlines()
                assert max(map(len, lines)) <= 100, (code, row)
                assert explained.verdict == verdict, (code, row)
                for part in parts_of(explained):
                    told += 1
                    assert part.expr is not None
                    if part.sort == "value":
                        said = [parts.value(part.expr, part.around)]
                    else:
                        said = [parts.condition(part.expr, part.around, no=no) for no in (False, True)]
                        assert said[0] != said[1], (code, part.text)
                    for text in said:
                        assert text and not ODD.search(re.sub(r'"[^"]*"|/.*/', "it", text)), (
                            code,
                            part.text,
                            text,
                        )
    assert told > 500
