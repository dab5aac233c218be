"""What must not matter: the order of rows, the pandas index and types, and children who have nothing to do with it."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lacdsl.engine import alike, pairing
from lacdsl.semantics.typed import Program
from tests.agreement.model import make_model
from tests.agreement.strategies import frames, places, programs
from tests.agreement.test_agreement import by_engine

MODEL = make_model()
QUIET = list(HealthCheck)


def _marked(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Every row with a name of its own in a column that no rule reads."""
    return {
        name: frame.assign(ROW=[f"{name}{n}" for n in range(len(frame))]) for name, frame in tables.items()
    }


def _by_name(program: Program, tables: dict[str, pd.DataFrame], found: dict[str, Any]) -> dict[str, Any]:
    """Verdicts by the content of the row: rows that are alike may change places."""
    named: dict[str, Any] = {}
    for code, (verdicts, _) in found.items():
        population = program.rules[code].population
        if verdicts == "not run" or population is None or population.kind == "entity":
            named[code] = verdicts if isinstance(verdicts, str) else Counter(verdicts)
            continue
        frame = tables.get(population.name)
        if frame is None or population.year != "this":
            named[code] = Counter(verdicts)
            continue
        rows = [repr(row) for row in frame.drop(columns="ROW").itertuples(index=False)]
        named[code] = Counter(zip(rows, verdicts, strict=True))
    return named


@settings(suppress_health_check=QUIET)
@given(
    programs(MODEL),
    frames(MODEL),
    st.none() | frames(MODEL),
    places(MODEL),
    st.randoms(use_true_random=False),
)
def test_the_order_of_rows_does_not_matter(
    program: Program, this: Any, last: Any, reference: Any, random: Any
) -> None:
    marked = _marked(this)
    shuffled = {}
    for name, frame in marked.items():
        order = list(range(len(frame)))
        random.shuffle(order)
        shuffled[name] = frame.iloc[order].set_axis([7] * len(order))
    before = by_engine(program, marked, last, reference)
    after = by_engine(program, shuffled, last, reference)
    assert _by_name(program, marked, before) == _by_name(program, shuffled, after)


@settings(suppress_health_check=QUIET)
@given(programs(MODEL), frames(MODEL), st.none() | frames(MODEL), places(MODEL))
def test_pandas_types_do_not_matter(program: Program, this: Any, last: Any, reference: Any) -> None:
    expected = by_engine(program, this, last, reference)
    as_text = {name: frame.astype("str") for name, frame in this.items()}
    as_categories = {name: frame.astype("category") for name, frame in this.items()}
    assert by_engine(program, as_text, last, reference) == expected
    assert by_engine(program, as_categories, last, reference) == expected


@settings(suppress_health_check=QUIET)
@given(programs(MODEL), frames(MODEL), st.none() | frames(MODEL), places(MODEL))
def test_tables_are_left_as_they_were(program: Program, this: Any, last: Any, reference: Any) -> None:
    copies = {name: frame.copy(deep=True) for name, frame in this.items()}
    by_engine(program, this, last, reference)
    for name, frame in this.items():
        pd.testing.assert_frame_equal(frame, copies[name])


def _with_another_child(tables: Any, more: dict[str, pd.DataFrame]) -> Any:
    """The tables with rows of a child that is in none of them, below their own."""
    if tables is None:
        return None
    joined = dict(tables)
    for name in tables.keys() & more.keys():
        joined[name] = pd.concat([tables[name], more[name].assign(ID="another")], ignore_index=True)
    return joined


def _own(found: dict[str, Any], program: Program, sizes: dict[tuple[str, str], int]) -> dict[str, Any]:
    """Verdicts and cells but for those of rows that were added; of children, who have no rows, all verdicts."""
    own: dict[str, Any] = {}
    for code, (verdicts, cells) in found.items():
        population = program.rules[code].population
        assert population is not None
        if verdicts == "not run" or population.kind == "entity":
            own[code] = (verdicts, cells if verdicts == "not run" else None)
        else:
            kept = [each for each in cells if all(row < sizes[year, table] for table, year, row, _ in each)]
            own[code] = (verdicts[: sizes[population.year, population.name]], kept)
    return own


@settings(suppress_health_check=QUIET)
@given(
    programs(MODEL, across=False),
    frames(MODEL),
    st.none() | frames(MODEL),
    frames(MODEL),
    frames(MODEL),
    places(MODEL),
)
def test_another_child_changes_nothing(
    program: Program, this: Any, last: Any, more: Any, before: Any, reference: Any
) -> None:
    sizes: dict[tuple[str, str], int] = defaultdict(int)
    for year, held in (("this", this), ("last", last or {})):
        sizes.update({(year, name): len(frame) for name, frame in held.items()})
    expected = _own(by_engine(program, this, last, reference), program, sizes)
    grown = by_engine(program, _with_another_child(this, more), _with_another_child(last, before), reference)
    found = _own(grown, program, sizes)
    for code, (verdicts, cells) in expected.items():
        if isinstance(verdicts, list) and cells is None:
            assert not Counter(verdicts) - Counter(found[code][0])
            assert len(found[code][0]) - len(verdicts) <= 1
        else:
            assert found[code] == (verdicts, cells)


@settings(suppress_health_check=QUIET)
@given(programs(MODEL), frames(MODEL), st.none() | frames(MODEL), places(MODEL), st.integers(1, 5))
def test_how_rows_are_paired_does_not_matter(
    program: Program, this: Any, last: Any, reference: Any, piece: int
) -> None:
    expected = by_engine(program, this, last, reference)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pairing, "PIECE", piece)
        assert by_engine(program, this, last, reference) == expected
        patch.setattr(alike, "MANY", -1)
        patch.setattr(alike, "WORTHWHILE", 0)
        assert by_engine(program, this, last, reference) == expected
