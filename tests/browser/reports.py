"""The reports whose pages are tried out: one of every kind that looks different, all of made-up children."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from typer.testing import CliRunner

from lacdsl.cli.main import app

HOSTILE = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"
YEAR = ("--year", "2026-27")
CENSUS = ("--ruleset", "dfe/cin/2026-27")
SIZES = {20_000: 2_000, 100_000: 10_000}
"""Findings that a large report has to hold, and how many children with mistakes have them."""


def pages(folder: Path) -> dict[str, Path]:
    """The pages by what they are."""
    _run("sample", "lac", folder / "lac", "--children", "40", *YEAR, "--errors", "0.1", "--seed", "1")
    _run("sample", "lac", folder / "clean", "--children", "20", *YEAR, "--errors", "0", "--seed", "1")
    _run("sample", "cin", folder / "cin", "--children", "40", *YEAR, "--errors", "0.1", "--seed", "1")
    this, last = folder / "lac" / "this_year", folder / "lac" / "last_year"
    census = folder / "cin" / "census.xml"
    _with_script_for_an_ethnic_group(this / "header.csv")
    workers = _workers(this / "social_worker_episodes.csv", folder / "workers.csv")
    listed = _run("rules", "dfe/cin/2026-27").splitlines()
    queries = ",".join(line.split()[0] for line in listed if line.split()[1:2] == ["query"])
    asked = {
        "looked after": (this, "--last-year", last, "--workers", workers, *YEAR),
        "census": (census, *CENSUS),
        "pseudonymised": (this, "--last-year", last, "--pseudonymise", *YEAR),
        "pseudonymised, summary only": (this, "--pseudonymise", "--summary-only", *YEAR),
        "only queries": (census, *CENSUS, "--only", queries),
        "nothing found": (folder / "clean" / "this_year", "--only", "101,102,142", *YEAR),
        "much not run": (_with_faults(this, folder / "faults"), *YEAR),
        "no rule run": (last / "header.csv", "--only", "501,502", *YEAR),
    }
    made = {
        name: _page(folder / f"{place}.html", *words) for place, (name, words) in enumerate(asked.items())
    }
    return {**made, "comparison": _comparison(folder, this, last)}


def large(folder: Path, findings: int) -> Path:
    """The page of a report with about so many findings."""
    made, children = folder / f"large-{findings}", str(SIZES[findings])
    _run("sample", "lac", made, "--children", children, *YEAR, "--errors", "1", "--seed", "1")
    page = _page(folder / f"{findings}.html", made / "this_year", "--last-year", made / "last_year", *YEAR)
    shutil.rmtree(made)
    return page


def _page(page: Path, *words: str | Path) -> Path:
    _run("check", *words, "--out", page)
    return page


def _comparison(folder: Path, this: Path, last: Path) -> Path:
    """Of a report with that of a later return, where the mistakes are others."""
    _run("sample", "lac", folder / "later", "--children", "40", *YEAR, "--errors", "0.1", "--seed", "2")
    for name, given in (("earlier", this), ("later", folder / "later" / "this_year")):
        _run("check", given, "--last-year", last, *YEAR, "--out", folder / f"{name}.json")
    page = folder / "comparison.html"
    _run("compare", folder / "earlier.json", folder / "later.json", "--out", page)
    return page


def _run(*words: str | Path) -> str:
    run = CliRunner().invoke(app, list(map(str, words)), catch_exceptions=False)
    if run.exit_code:
        raise SystemExit(run.output)
    return run.output


def _with_script_for_an_ethnic_group(header: Path) -> None:
    lines = header.read_text(encoding="utf-8").splitlines()
    cells = lines[1].split(",")
    cells[lines[0].split(",").index("ETHNIC")] = HOSTILE
    header.write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]) + "\n", encoding="utf-8")


def _workers(episodes: Path, made: Path) -> Path:
    with episodes.open(encoding="utf-8", newline="") as lines:
        known = sorted({row["SW_ID"] for row in csv.DictReader(lines)} - {""})
    rows = [
        f"{number},Worker {place % 5},Team {place % 2}" for place, number in enumerate(known) if place % 7
    ]
    made.write_text("\n".join(["SW_ID,WORKER,TEAM", *rows]) + "\n", encoding="utf-8")
    return made


def _with_faults(this: Path, made: Path) -> Path:
    """The return with files that cannot be read or are no tables, with one missing, and with a column missing.

    The number of one child is far too long.
    """
    shutil.copytree(this, made)
    for each in made.glob("*.csv"):
        held = each.read_text(encoding="utf-8")
        each.write_text(held.replace("MAN000003", 30 * "MAN000003"), encoding="utf-8")
    (made / "uasc.csv").unlink(missing_ok=True)
    (made / "broken.xlsx").write_bytes(b"PK\x03\x04 and no more")
    (made / "notes about the return.csv").write_text("Something,else\n1,2\n", encoding="utf-8")
    (made / "nothing.csv").write_text("", encoding="utf-8")
    (made / "oc2.csv").write_text("CHILD,DOB,SDQ_SCORE\n1,01/01/2010,31\n", encoding="utf-8")
    return made
