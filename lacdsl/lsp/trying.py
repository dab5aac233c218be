"""Rules tried out: on their examples, and on a return. Slow enough to be done beside the typing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from lacdsl.diagnostics import LacdslError
from lacdsl.editing import Analysis
from lacdsl.lsp.failing import text_of, wrong_rows
from lacdsl.lsp.state import Tried

if TYPE_CHECKING:
    import pandas as pd


def try_examples(analysis: Analysis, codes: tuple[str, ...] = ()) -> dict[str, Tried]:
    """How the rules of a file (those with these codes) do on their examples, on both engines."""
    from lacdsl.testing import Settings, run_examples

    compiled = analysis.compiled
    if compiled is None:
        return {}
    wanted = [code for code in codes or compiled.program.rules if code in compiled.program.rules]
    found: dict[str, Tried] = {}
    settings = Settings(compiled.program.model, lambda: analysis.items, changed=False)
    results = run_examples(compiled.program, compiled.examples, wanted, settings=settings)
    for code in wanted:
        own = [each for each in results if each.code == code]
        titles = {each.title for each in own}
        wrong = tuple(title for title in titles if not all(each.ok for each in own if each.title == title))
        found[code] = Tried(len(titles), wrong, "", wrong_rows(analysis, code, own), text_of(analysis, code))
    return found


def try_data(folder: Path, data: Path, last_year: Path | None, codes: tuple[str, ...]) -> Mapping[str, str]:
    """How often rules of the ruleset in `folder`, as it lies on the disk, fire on a return."""
    import lacdsl

    try:
        rules = lacdsl.load_ruleset(folder)
        tables = lacdsl.read_folder(data, rules.model)
        before = lacdsl.read_folder(last_year, rules.model, year="last") if last_year is not None else None
        report = lacdsl.check(
            tables, rules, last_year=before, only=[code for code in codes if code in rules.rules]
        )
    except LacdslError as error:
        return dict.fromkeys(codes, f"not tried: {error.diagnostics[0].message}")
    return {str(row["rule"]): _said(row) for _, row in report.rules.iterrows()}


def _said(row: pd.Series) -> str:
    if row["status"] != "ran":
        return f"not run: {row['reason']}"
    concerned = int(row["fails"]) + int(row["passes"]) + int(row["unknown"])
    unknown = f", {int(row['unknown']):,} not checked" if row["unknown"] else ""
    return f"fires on {int(row['fails']):,} of {concerned:,} rows{unknown}"
