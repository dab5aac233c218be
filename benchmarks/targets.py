"""What the project promises about its speed, each beside what was measured."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.commands import Spent, lacdsl
from benchmarks.sizes import Plan, make, measured, of_size

SMALL, LARGE, HUGE = 10_000, 50_000, 200_000
CENSUS, LARGE_CENSUS = 20_000, 85_000
LARGEST_GROWTH = 4.5


@dataclass(frozen=True, slots=True)
class Line:
    """One promise: what, the most that it may be, what it was, the unit, and what else is good to know."""

    what: str
    target: float
    found: float
    unit: str = "s"
    note: str = ""

    def shown(self) -> str:
        """The line of the table."""
        digits = 0 if self.unit == "MB" else 2 if self.unit != "ms" else 0
        verdict = "" if self.found <= self.target else "  over"
        return (
            f"{self.what:<58}{self.target:>9,.{digits}f}{self.found:>10,.{digits}f} {self.unit:<3}"
            f"{verdict:<6} {self.note}".rstrip()
        )


def small(plan: Plan) -> Iterator[Line]:
    """A council of middling size."""
    found = of_size(SMALL, plan)
    yield Line("10,000 children: prepare and evaluate, cpu", 0.5, found["prepare"] + found["evaluate"])
    yield Line("10,000 children: whole command", 2.5, found["command"], note=f"cpu {found['cpu']:.2f}")
    yield Line("10,000 children: ruleset not kept yet", 4, found["cold"], note=f"cpu {found['cold_cpu']:.2f}")
    yield Line("10,000 children: first run ever", 6, found["first"], note=f"cpu {found['first_cpu']:.2f}")


def large(plan: Plan) -> Iterator[Line]:
    """The largest councils together, and four times that."""
    found = of_size(LARGE, plan)
    checked = found["prepare"] + found["evaluate"]
    size = f"{found['csv_mb']:.0f} MB"
    yield Line("50,000 children: prepare and evaluate, cpu", 1.5, checked, note=size)
    yield Line("50,000 children: reading both years, cpu", 2, found["read"])
    yield Line("50,000 children: whole command", 5, found["command"], note=f"cpu {found['cpu']:.2f}")
    yield Line("50,000 children: peak of memory", 1200, found["peak_mb"], "MB")
    huge = of_size(HUGE, replace(plan, runs=max(1, plan.runs - 1)))
    growth = huge["check"] / found["check"]
    yield Line("50,000 to 200,000 children: growth of the cpu of checking", LARGEST_GROWTH, growth, "x")
    yield Line("200,000 children: peak of memory", 4 * 1200, huge["peak_mb"], "MB")


def reports(plan: Plan) -> Iterator[Line]:
    """100,000 findings."""
    with tempfile.TemporaryDirectory() as made:
        make(Path(made), LARGE, plan.ruleset, 0.2)
        runs = [measured(["benchmarks.reports", made, plan.ruleset], Path(made)) for _ in range(plan.runs)]
    best = {name: min(run[name] for run in runs) for name in runs[0]}
    note = f"{best['findings']:,.0f} findings, {best['cells']:,.0f} cells"
    yield Line("100,000 findings as workbook, cpu", 15, best["xlsx"], note=note)
    yield Line("100,000 findings as page, cpu", 4, best["html"])


def census(plan: Plan) -> Iterator[Line]:
    """A census of children in need, as XML."""
    spent, size = _census(CENSUS, plan.runs)
    note = f"{size:.0f} MB, cpu {spent.cpu:.2f}"
    yield Line("census, 20,000 children as XML: whole command", 6, spent.wall, note=note)
    spent, size = _census(LARGE_CENSUS, 1)
    yield Line("census, 100 MB of XML: peak of memory", 1200, spent.peak_mb, "MB", f"{size:.0f} MB")


def editor(plan: Plan) -> Iterator[Line]:
    """What an author of rules feels."""
    with tempfile.TemporaryDirectory() as made:
        found = measured(["benchmarks.editor", plan.ruleset], Path(made))
    note = f"median; best {1000 * found['diagnostics_best']:.0f}"
    yield Line("editor: from a keystroke to its diagnostics", 150, 1000 * found["diagnostics"], "ms", note)
    note = f"median; best {1000 * found['completion_best']:.0f}"
    yield Line("editor: completion", 50, 1000 * found["completion"], "ms", note)
    with tempfile.TemporaryDirectory() as made:
        found = measured(["benchmarks.editor", plan.ruleset, "--lines", "3000"], Path(made))
    note = f"median; best {1000 * found['diagnostics_best']:.0f}"
    yield Line("editor: the same in a file of 3,000 lines", 60, 1000 * found["diagnostics"], "ms", note)


PARTS: dict[str, Callable[[Plan], Iterator[Line]]] = {
    "small": small,
    "editor": editor,
    "census": census,
    "reports": reports,
    "large": large,
}


def _census(children: int, runs: int) -> tuple[Spent, float]:
    with tempfile.TemporaryDirectory() as made:
        folder, cache = Path(made), Path(made) / "cache"
        lacdsl(["sample", "cin", str(folder / "census"), "--children", str(children), "--seed", "7"])
        file = folder / "census" / "census.xml"
        command = ["check", str(file)]
        lacdsl(["rules", "dfe/cin/2026-27"], cache)
        best: Spent | None = None
        for _ in range(runs):
            best = lacdsl(command, cache).best(best)
        assert best is not None
        return best, file.stat().st_size / 1e6
