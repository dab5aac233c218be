"""How much memory a check takes at most, by size and shape of the files: `python -m benchmarks.memory`.

`--children 50000,200000` for which sizes of a return, `--shapes all` (or names, with commas) for the shapes of
benchmarks/shapes.py, each made of `--shape-children` children. What is counted is the peak of the process (its resident
set), Python and its libraries included, which other work on the computer does not change. Every number comes from a
process of its own.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks import shapes
from benchmarks.commands import Spent, lacdsl, python
from benchmarks.measure import AUTHORITY
from benchmarks.sizes import make

FORMS = ("json", "csv", "xlsx", "html")
PROMISE = 6


def main() -> int:
    """Prints a line for each return."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--children", default="50000,200000")
    parser.add_argument("--shapes", default="")
    parser.add_argument("--shape-children", type=int, default=100_000)
    parser.add_argument("--forms", default=",".join(FORMS))
    parser.add_argument("--ruleset", default="dfe/lac/2025-26")
    parser.add_argument("--errors", type=float, default=0.02)
    arguments = parser.parse_args()
    forms = [form for form in arguments.forms.split(",") if form]
    print(f"Loading Python and its libraries: {_peak(python('-m', 'benchmarks.reading')).strip()} MB\n")
    print("".join(f"{name:>14}" for name in ("return", "files MB", "read", "check", *forms, "most", "times")))
    with tempfile.TemporaryDirectory() as kept:
        cache = Path(kept)
        lacdsl(["rules", arguments.ruleset], cache)
        for children in filter(None, arguments.children.split(",")):
            with tempfile.TemporaryDirectory() as made:
                make(Path(made), int(children), arguments.ruleset, arguments.errors)
                _line(f"{int(children):,}", Path(made), arguments.ruleset, forms, cache)
        wanted = list(shapes.SHAPES) if arguments.shapes == "all" else arguments.shapes.split(",")
        with tempfile.TemporaryDirectory() as made:
            source = Path(made) / "source"
            if any(wanted):
                make(source, arguments.shape_children, arguments.ruleset, arguments.errors)
            for name in filter(None, wanted):
                folder = Path(made) / name
                shapes.SHAPES[name](source, folder)
                shapes.copied(source, folder)
                _line(name, folder, arguments.ruleset, forms, cache)
    return 0


def _line(name: str, folder: Path, ruleset: str, forms: list[str], cache: Path) -> None:
    size = sum(file.stat().st_size for file in shapes.files(folder)) / 1e6
    read = python("-m", "benchmarks.reading", str(folder), ruleset, cache=cache)
    command = ["check", str(folder / "this_year"), "--ruleset", ruleset, "--authority", AUTHORITY]
    command += ["--provider-list", str(folder / "reference" / "providers.csv")]
    if (folder / "last_year").is_dir():
        command += ["--last-year", str(folder / "last_year")]
    spent = [lacdsl(command, cache)]
    spent += [lacdsl([*command, "--out", str(folder / f"report.{form}")], cache) for form in forms]
    most = max(each.peak_mb for each in spent) * 2**20 / 1e6
    print(f"{name:>14}{size:>14.1f}{_peak(read)}" + "".join(map(_peak, spent)), end="")
    print(f"{most:>14,.0f}{most / size:>14.1f}" + ("" if most <= PROMISE * size else "  over"), flush=True)


def _peak(spent: Spent) -> str:
    return f"{spent.peak_mb * 2**20 / 1e6:>14,.0f}"


if __name__ == "__main__":
    sys.exit(main())
