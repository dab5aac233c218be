"""Measures how fast lacdsl is, and prints it beside what it is to be.

`python -m benchmarks [--part small,editor,census,reports,large] [--runs 3] [--ruleset NAME] [--json FILE]`
`python -m benchmarks --sizes 1000,10000,50000 [--codes CODE,...]`: the steps of a check, for each of these sizes

Every run has a process of its own, and of several runs the quickest counts, for each number by itself. Times are seconds
on the wall clock, but for those that are called CPU. benchmarks/README.md says what is measured.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.sizes import COLUMNS, Plan, of_size
from benchmarks.targets import PARTS


def main() -> int:
    """Runs what is asked for and prints a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--part", default=",".join(PARTS), help="only these parts, with commas")
    parser.add_argument("--sizes", help="the steps of a check, for these numbers of children, with commas")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--ruleset", default="dfe/lac/2025-26")
    parser.add_argument("--errors", type=float, default=0.02)
    parser.add_argument("--codes", help="only these rules, with commas")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    plan = Plan(arguments.ruleset, arguments.errors, arguments.codes, arguments.runs)
    records = _steps(arguments.sizes, plan) if arguments.sizes else _targets(arguments.part, plan)
    if arguments.json:
        arguments.json.write_text(json.dumps(records, indent=1), encoding="utf-8")
    return 0


def _targets(parts: str, plan: Plan) -> list[dict[str, Any]]:
    records = []
    print(f"{'':<58}{'target':>9}{'measured':>10}")
    for part in parts.split(","):
        for line in PARTS[part](plan):
            records.append(asdict(line))
            print(line.shown(), flush=True)
    if hasattr(os, "getloadavg"):
        print(
            f"\nLoad of the computer over the last minutes: {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores"
        )
    return records


def _steps(sizes: str, plan: Plan) -> list[dict[str, Any]]:
    records = []
    print("".join(f"{name:>10}" for name in COLUMNS))
    for children in sizes.split(","):
        record = of_size(int(children), plan)
        records.append(record)
        print("".join(_shown(record[name]) for name in COLUMNS), flush=True)
    print("\nSlowest rules of the last size (what several rules need counts for the first of them):")
    for code, seconds in records[-1]["slowest"]:
        print(f"{code:>12}  {seconds:.4f}")
    return records


def _shown(value: Any) -> str:
    return f"{value:>10.2f}" if isinstance(value, float) and value < 100 else f"{round(value):>10,}"


if __name__ == "__main__":
    sys.exit(main())
