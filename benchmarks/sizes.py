"""`lacdsl check` and its steps on made-up returns of looked after children of several sizes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.commands import Spent, check_command, environment, lacdsl

STEPS = ["import", "rules", "read", "postcodes", "plan", "prepare", "evaluate", "findings", "report"]
COLUMNS = [
    "children",
    "csv_mb",
    *STEPS,
    "check",
    "command",
    "cpu",
    "cold",
    "first",
    "read_mb",
    "peak_mb",
    "found",
]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is run."""

    ruleset: str
    errors: float
    codes: str | None
    runs: int


def of_size(children: int, plan: Plan) -> dict[str, Any]:
    """One row of the table: of several runs the quickest, for each number by itself."""
    with tempfile.TemporaryDirectory() as made, tempfile.TemporaryDirectory() as kept:
        folder, cache = Path(made), Path(kept)
        make(folder, children, plan.ruleset, plan.errors)
        command = check_command(folder, plan.ruleset, *(["--only", plan.codes] if plan.codes else []))
        first = lacdsl(command, cache)
        warm: Spent | None = None
        cold: Spent | None = None
        runs = []
        for _ in range(plan.runs):
            warm = lacdsl(command, cache).best(warm)
            runs.append(_steps(folder, plan, cache))
            shutil.rmtree(cache / "lacdsl" / "rulesets", ignore_errors=True)
            cold = lacdsl(command, cache).best(cold)
        assert warm is not None and cold is not None
        record = {name: min(run[name] for run in runs) for name in runs[0] if name != "slowest"}
        record |= {"command": warm.wall, "cpu": warm.cpu, "cold": cold.wall, "first": first.wall}
        record |= {"children": children, "csv_mb": megabytes(folder), "slowest": runs[0]["slowest"]}
        return record | {"peak_mb": warm.peak_mb, "cold_cpu": cold.cpu, "first_cpu": first.cpu}


def make(folder: Path, children: int, ruleset: str, errors: float) -> None:
    """A made-up return."""
    sample = ["sample", "lac", str(folder), "--children", str(children), "--year", ruleset.rpartition("/")[2]]
    lacdsl([*sample, "--errors", str(errors), "--seed", "7"])


def megabytes(folder: Path) -> float:
    """The size of both years' files."""
    files = [*folder.glob("this_year/*.csv"), *folder.glob("last_year/*.csv")]
    return sum(file.stat().st_size for file in files) / 1e6


def measured(arguments: list[str], cache: Path) -> dict[str, Any]:
    """What one of the modules of this package prints as JSON, run in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", *arguments], stdout=subprocess.PIPE, check=True, env=environment(cache)
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _steps(folder: Path, plan: Plan, cache: Path) -> dict[str, Any]:
    codes = [plan.codes] if plan.codes else []
    return measured(["benchmarks.measure", str(folder), plan.ruleset, *codes], cache)
