"""The forms of a report with 100,000 findings, in a process of its own: `python -m benchmarks.reports FOLDER RULESET`.

Prints seconds of CPU for each form as JSON.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import Any

from benchmarks.measure import AUTHORITY

FINDINGS = 100_000


def measure(folder: Path, ruleset: str) -> dict[str, Any]:
    """Each form written once."""
    from lacdsl import api
    from lacdsl.report import write_csv, write_json
    from lacdsl.report.excel import write_excel
    from lacdsl.report.html import write_html

    rules = api.load_ruleset(ruleset)
    this = api.read_folder(folder / "this_year", rules.model)
    last = api.read_folder(folder / "last_year", rules.model, year="last")
    collection = api.Collection(year=rules.model.year, authority=AUTHORITY)
    begin = process_time()
    report = api.check(this, rules, last, None, collection)
    record: dict[str, Any] = {
        "check": process_time() - begin,
        "all": int(report.findings["finding"].nunique()),
    }
    numbers = report.findings["finding"].unique()[:FINDINGS]
    report = replace(report, findings=report.findings[report.findings["finding"].isin(numbers)])
    with tempfile.TemporaryDirectory() as made:
        forms: dict[str, Callable[[Path], None]] = {
            "xlsx": lambda path: write_excel(report, path, version=""),
            "html": lambda path: _text(path, lambda out: write_html(report, out, version="")),
            "json": lambda path: _text(path, lambda out: write_json(report, out, version="")),
            "csv": lambda path: _text(path, lambda out: write_csv(report, out)),
        }
        for name, write in forms.items():
            path = Path(made) / f"report.{name}"
            begin = process_time()
            write(path)
            record[name] = process_time() - begin
            record[f"{name}_mb"] = path.stat().st_size / 1e6
        begin = process_time()
        report.pseudonymised()
        record["pseudonymise"] = process_time() - begin
    record["findings"], record["cells"] = len(numbers), len(report.findings)
    return record


def _text(path: Path, write: Callable[[Any], None]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        write(out)


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), sys.argv[2])))
