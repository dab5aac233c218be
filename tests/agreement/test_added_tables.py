"""Both ways of running rules agree where a ruleset has added a table, too."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lacdsl.semantics.typed import Program
from tests.agreement.strategies import worlds
from tests.agreement.test_agreement import by_engine, by_interpreter


@settings(suppress_health_check=list(HealthCheck))
@given(worlds(), st.integers(0, 20), st.integers(0, 20))
def test_engine_and_interpreter_agree_on_added_tables_and_columns(
    world: tuple[Program, dict[str, pd.DataFrame], dict[str, pd.DataFrame] | None, dict[str, pd.DataFrame]],
    nth: int,
    other: int,
) -> None:
    program, *data = world
    tables = dict(program.model.tables)
    leaves = [
        name
        for name, table in tables.items()
        if table.parent is not None and not any(each.parent == name for each in tables.values())
    ]
    chosen = leaves[nth % len(leaves)]
    tables[chosen] = replace(tables[chosen], added_by="council")
    rest = [table for table in tables.values() if not table.added_by]
    table = rest[other % len(rest)]
    last = [*table.columns][-1]
    if last not in (*table.key, *table.parent_key, *table.order):
        columns = {**table.columns, last: replace(table.columns[last], added_by="council")}
        tables[table.name] = replace(table, columns=columns)
    program = replace(program, model=replace(program.model, tables=tables))
    assert by_engine(program, *data) == by_interpreter(program, *data)
