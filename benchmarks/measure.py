"""One run over one made-up return, in a process of its own: `python -m benchmarks.measure FOLDER RULESET [CODES]`.

Prints seconds on the wall clock by step, and counts, as JSON. Peak memory is that of this process, Python and pandas
included.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

AUTHORITY = "E08000003"


def measure(folder: Path, ruleset: str, codes: list[str] | None) -> dict[str, Any]:
    """The steps of `lacdsl check`, one by one."""
    begin = perf_counter()
    import lacdsl.cli.main  # noqa: F401
    from lacdsl import api
    from lacdsl.reference.providers import read_providers
    from lacdsl.report.terminal import write_terminal

    record: dict[str, Any] = {"import": perf_counter() - begin}
    begin = perf_counter()
    rules = api.load_ruleset(ruleset)
    record["rules"] = perf_counter() - begin
    begin, before = perf_counter(), _peak()
    this = api.read_folder(folder / "this_year", rules.model)
    last = api.read_folder(folder / "last_year", rules.model, year="last")
    providers, _ = read_providers(folder / "reference" / "providers.csv")
    record["read"] = perf_counter() - begin
    record["read_mb"] = _peak() - before
    begin = perf_counter()
    collection = api.Collection(year=rules.model.year, authority=AUTHORITY)
    report = api.check(this, rules, last, {"Provider": providers}, collection, codes)
    record["check"] = perf_counter() - begin
    for name in ("postcodes", "plan", "prepare", "evaluate", "findings"):
        record[name] = report.profile[name]
    begin = perf_counter()
    write_terminal(report, io.StringIO())
    record["report"] = perf_counter() - begin
    record["peak_mb"] = _peak()
    record["rows"] = sum(len(table) for held in (this, last) for table in held.tables.values())
    record["ran"] = int((report.rules["status"] == "ran").sum())
    record["found"] = int(report.rules["fails"].sum())
    record["slowest"] = sorted(report.slowest.items(), key=lambda pair: -pair[1])[:12]
    return record


def _peak() -> float:
    """Megabytes that the process has held at most so far."""
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / 2**20 if sys.platform == "darwin" else held / 2**10


if __name__ == "__main__":
    chosen = sys.argv[3].split(",") if len(sys.argv) > 3 else None
    print(json.dumps(measure(Path(sys.argv[1]), sys.argv[2], chosen)))
