"""Long lists of findings are written piece by piece, and nothing shows where one piece ends."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import pairwise
from typing import TextIO

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacdsl.report import Report, pieces, write_csv, write_json


@given(st.lists(st.integers(1, 4), max_size=8), st.integers(1, 6))
def test_the_cells_of_a_finding_stay_together(cells: list[int], size: int) -> None:
    numbers = [number for number, many in enumerate(cells) for _ in range(many)]
    found = list(pieces.pieces(pd.DataFrame({"finding": numbers}), size))
    assert [number for piece in found for number in piece["finding"].tolist()] == numbers
    assert all(one["finding"].iloc[-1] != other["finding"].iloc[0] for one, other in pairwise(found))
    assert all(len(piece) < size + max(cells) for piece in found)


@pytest.mark.parametrize("write", [write_csv, lambda report, out: write_json(report, out, version="1.2.3")])
def test_a_report_is_the_same_however_small_the_pieces(
    report: Report, write: Callable[[Report, TextIO], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, cut = io.StringIO(), io.StringIO()
    write(report, whole)
    monkeypatch.setattr(pieces, "PIECE", 1)
    assert len(list(pieces.pieces(report.findings))) > 1
    write(report, cut)
    assert cut.getvalue() == whole.getvalue()
