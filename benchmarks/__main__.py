"""Times `lacdsl check` and its steps on made-up returns of several sizes.

`python -m benchmarks [--children 1000,10000,50000] [--runs 3] [--ruleset NAME] [--codes CODE,...] [--json FILE]`

Every run has a process of its own, and of several runs the quickest counts, for each number by itself. Times are seconds
on the wall clock, but for those that are called CPU. benchmarks/README.md says what the columns mean.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.measure import AUTHORITY

STEPS = ["import", "rules", "read", "postcodes", "plan", "prepare", "evaluate", "findings", "report"]
COLUMNS = ["children", "csv_mb", *STEPS, "check", "command", "cpu", "cold", "read_mb", "peak_mb", "found"]


def main() -> int:
    """Runs every size and prints a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--children", default="1000,10000,50000")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--ruleset", default="dfe/lac/2025-26")
    parser.add_argument("--errors", type=float, default=0.02)
    parser.add_argument("--codes", help="only these rules, with commas")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    records = []
    print("".join(f"{name:>10}" for name in COLUMNS))
    for children in (int(text) for text in arguments.children.split(",")):
        with tempfile.TemporaryDirectory() as made:
            record = _of_size(children, Path(made), arguments)
        records.append(record)
        print("".join(_shown(record[name]) for name in COLUMNS), flush=True)
    print("\nSlowest rules of the last size (what several rules need counts for the first of them):")
    for code, seconds in records[-1]["slowest"]:
        print(f"{code:>12}  {seconds:.4f}")
    if arguments.json:
        arguments.json.write_text(json.dumps(records, indent=1), encoding="utf-8")
    return 0


def _of_size(children: int, folder: Path, arguments: argparse.Namespace) -> dict[str, Any]:
    year = arguments.ruleset.rpartition("/")[2]
    sample = ["sample", "lac", str(folder), "--children", str(children), "--year", year]
    _lacdsl([*sample, "--errors", str(arguments.errors), "--seed", "7"])
    check = ["check", str(folder / "this_year"), "--last-year", str(folder / "last_year"), "--ruleset"]
    check += [arguments.ruleset, "--authority", AUTHORITY, "--provider-list"]
    check += [str(folder / "reference" / "providers.csv")]
    if arguments.codes:
        check += ["--only", arguments.codes]
    _lacdsl(check)  # fills the caches
    runs = []
    for _ in range(arguments.runs):
        wall, cpu = _lacdsl(check)
        cold, _ = _lacdsl(check, LACDSL_NO_CACHE="1")
        runs.append({**_steps(folder, arguments), "command": wall, "cpu": cpu, "cold": cold})
    record = {name: min(run[name] for run in runs) for name in runs[0] if name != "slowest"}
    files = [*folder.glob("this_year/*.csv"), *folder.glob("last_year/*.csv")]
    csv_mb = sum(file.stat().st_size for file in files) / 1e6
    return record | {"children": children, "csv_mb": csv_mb, "slowest": runs[0]["slowest"]}


def _steps(folder: Path, arguments: argparse.Namespace) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.measure", str(folder), arguments.ruleset]
    command += [arguments.codes] if arguments.codes else []
    found: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return found


def _lacdsl(arguments: list[str], **settings: str) -> tuple[float, float]:
    """Seconds on the wall clock and of CPU that a command took, from the start of Python to its end."""
    before, begin = os.times(), perf_counter()
    command = [sys.executable, "-m", "lacdsl", *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ | settings)
    wall, after = perf_counter() - begin, os.times()
    user, system = (after[place] - before[place] for place in (2, 3))
    return wall, user + system


def _shown(value: Any) -> str:
    return f"{value:>10.2f}" if isinstance(value, float) and value < 100 else f"{round(value):>10,}"


if __name__ == "__main__":
    sys.exit(main())
