"""What a run needed is let go of when it ends, not when Python next looks for circles."""

from __future__ import annotations

import gc
import weakref
from importlib import import_module
from typing import Any

import pandas as pd
import pytest

import lacdsl
from lacdsl.engine.store import Store


def test_the_prepared_tables_are_gone_when_a_check_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    stores: list[weakref.ref[_Watched]] = []

    class _Watched(Store):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            stores.append(weakref.ref(self))

    monkeypatch.setattr(import_module("lacdsl.engine.run"), "Store", _Watched)
    rules = lacdsl.load_ruleset("dfe/lac/2025-26")
    header = {"CHILD": ["1", "2"], "SEX": ["1", "2"], "DOB": ["01/01/2010"] * 2, "ETHNIC": ["WBRI"] * 2}
    episodes = {"CHILD": ["1", "2"], "DECOM": ["01/05/2025"] * 2, "RNE": ["S"] * 2, "LS": ["C2"] * 2}
    tables = {"Header": pd.DataFrame(header), "Episodes": pd.DataFrame(episodes)}
    gc.collect()
    gc.disable()
    try:
        report = lacdsl.check(tables, rules, tables)
        assert (report.rules["status"] == "ran").any()
        assert [store() for store in stores] == [None]
    finally:
        gc.enable()
