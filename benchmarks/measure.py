"""One run over one made-up return, in a process of its own: `python -m benchmarks.measure FOLDER RULESET [CODES]`.

Prints seconds by step, and counts, as JSON. Reading, and all that the engine does, is in seconds of CPU, which other
work on the machine disturbs little: it is what the wall clock would show were there none. Peak memory is that of this
process, Python and pandas included.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from importlib import import_module
from pathlib import Path
from time import perf_counter, process_time
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
    for name in ("lacdsl.engine.run", "lacdsl.engine.store", "lacdsl.api.checking"):
        setattr(import_module(name), "perf_counter", process_time)  # noqa: B010
    begin = perf_counter()
    rules = api.load_ruleset(ruleset)
    record["rules"] = perf_counter() - begin
    begin, before = process_time(), _peak()
    this = api.read_folder(folder / "this_year", rules.model)
    last = api.read_folder(folder / "last_year", rules.model, year="last")
    providers, _ = read_providers(folder / "reference" / "providers.csv")
    record["read"] = process_time() - begin
    record["read_mb"] = _peak() - before
    begin = process_time()
    collection = api.Collection(year=rules.model.year, authority=AUTHORITY)
    report = api.check(this, rules, last, {"Provider": providers}, collection, codes)
    record["check"] = process_time() - begin
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
