"""What a run needed is let go of when it ends, not when Python next looks for circles."""

from __future__ import annotations

import gc
import weakref
from importlib import import_module
from typing import Any

import pandas as pd
import pytest

import lacdsl
from lacdsl.engine.evaluator import Evaluator
from lacdsl.engine.store import Store

HEADER = {"CHILD": ["1", "2"], "SEX": ["1", "2"], "DOB": ["01/01/2010"] * 2, "ETHNIC": ["WBRI"] * 2}
EPISODES = {
    "CHILD": ["1", "2"],
    "DECOM": ["01/05/2025"] * 2,
    "RNE": ["S"] * 2,
    "LS": ["C2"] * 2,
    "DEC": [None] * 2,
    "REC": [None] * 2,
}
OC3 = {"CHILD": ["3"], "DOB": ["01/01/2007"], "IN_TOUCH": ["YES"], "ACTIV": ["F1"], "ACCOM": ["B1"]}


def test_the_prepared_tables_are_gone_when_a_check_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    stores: list[weakref.ref[_Watched]] = []

    class _Watched(Store):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            stores.append(weakref.ref(self))

    monkeypatch.setattr(import_module("lacdsl.engine.run"), "Store", _Watched)
    rules = lacdsl.load_ruleset("dfe/lac/2025-26")
    tables = {"Header": pd.DataFrame(HEADER), "Episodes": pd.DataFrame(EPISODES)}
    gc.collect()
    gc.disable()
    try:
        report = lacdsl.check(tables, rules, tables)
        assert (report.rules["status"] == "ran").any()
        assert [store() for store in stores] == [None]
    finally:
        gc.enable()


def test_tables_of_both_years_are_made_first_and_gone_before_the_other_rules(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held: list[set[str]] = []
    forget = Evaluator.forget

    def watched(engine: Evaluator, place: int) -> None:
        forget(engine, place)
        held.append({rel.name for rel in engine.world._relations})

    monkeypatch.setattr(Evaluator, "forget", watched)
    tables = {
        name: pd.DataFrame(of) for name, of in (("Header", HEADER), ("Episodes", EPISODES), ("OC3", OC3))
    }
    rules = lacdsl.load_ruleset("dfe/lac/2025-26")
    report = lacdsl.check(tables, rules, tables, only=["352", "1001", "INT03"])
    assert report.rules["rule"].tolist() == ["352", "1001", "INT03"]
    assert set(report.rules["status"]) == {"ran"}
    assert [("CareEpisode" in names, "Episodes" in names) for names in held] == [
        (False, True),
        (False, True),
        (False, False),
    ]
