"""A value that is lacking stands in a message in one pair of brackets, by the engine and by the interpreter."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

import lacdsl

RULES = """
rule ENDS "No end"
  for each Episode
  must     DEC is present
  flag     DEC
  message  "The episode of {DECOM} has no end ({DEC}), reason {REC}"

rule ADOPTED "No details"
  for each Episode
  must     any AD1
  flag     DECOM
"""
MANIFEST = "name: council\ntitle: Ours\nversion: 1.0.0\nowner: We\nscope: local\nreturn: lac\nyear: 2026-27\n"


def rules_in(folder: Path) -> lacdsl.Ruleset:
    (folder / "ruleset.yaml").write_text(MANIFEST + "extends: dfe/lac/2026-27\n")
    (folder / "own.rules").write_text(RULES)
    return lacdsl.load_ruleset(folder)


def test_no_brackets_in_brackets_and_nothing_said_twice(tmp_path: Path) -> None:
    rules = rules_in(tmp_path)
    episodes = {"CHILD": ["1"], "DECOM": ["01/05/2026"], "DEC": [None], "REC": [None]}
    tables = {"Episodes": pd.DataFrame(episodes, dtype=object), "AD1": pd.DataFrame({"CHILD": []})}
    report = lacdsl.check(tables, rules, only=["ENDS"])
    wanted = "The episode of 01/05/2026 has no end (blank), reason (blank)"
    why = lacdsl.explain(tables, rules, "ENDS", row=0)
    assert report.findings["message"].tolist() == [why.told.rows[0].message] == [wanted]
    said = str(lacdsl.explain(tables, rules, "ADOPTED", row=0))
    assert "- there is no row in AD1\n" in said
