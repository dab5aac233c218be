"""The `lacdsl` command, run and measured as a whole: wall clock, CPU, and the peak of its memory."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from benchmarks.measure import AUTHORITY


@dataclass(frozen=True, slots=True)
class Spent:
    """What a command took: seconds, and megabytes at most."""

    wall: float
    cpu: float
    peak_mb: float

    def best(self, other: Spent | None) -> Spent:
        """The less of both, for each number by itself."""
        if other is None:
            return self
        return Spent(min(self.wall, other.wall), min(self.cpu, other.cpu), min(self.peak_mb, other.peak_mb))


def environment(cache: Path | None = None) -> dict[str, str]:
    """That of a user: Python keeps what it has compiled, and what lacdsl keeps between runs lies in `cache`."""
    settings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return settings if cache is None else settings | {"XDG_CACHE_HOME": str(cache)}


def lacdsl(arguments: Sequence[str], cache: Path | None = None) -> Spent:
    """A command, from the start of Python to its end. An exit status other than 0 is an error."""
    return python("-m", "lacdsl", *arguments, cache=cache)


def python(*arguments: str, cache: Path | None = None) -> Spent:
    """Python with these arguments. An exit status other than 0 is an error."""
    begin = perf_counter()
    command = [sys.executable, *arguments]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment(cache)
    ) as process:
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        wall = perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}\n{said.decode(errors='replace')}")
    scale = 2**20 if sys.platform == "darwin" else 2**10
    return Spent(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / scale)


def check_command(folder: Path, ruleset: str, *more: str) -> list[str]:
    """`lacdsl check` on both years of a made-up return, with its list of providers."""
    return [
        "check",
        str(folder / "this_year"),
        "--last-year",
        str(folder / "last_year"),
        "--ruleset",
        ruleset,
        "--authority",
        AUTHORITY,
        "--provider-list",
        str(folder / "reference" / "providers.csv"),
        *more,
    ]
