"""What commands are given: files of both years, lists beside them, and the ruleset where none is named."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lacdsl.cli.memory import give_memory_back

if TYPE_CHECKING:
    import pandas as pd

    from lacdsl.api import Tables
    from lacdsl.cli.progress import Tell
    from lacdsl.model import Model

FAMILY = "dfe/lac"
NamedRuleset = Annotated[
    str | None,
    typer.Option(
        "--ruleset",
        "-r",
        metavar="NAME",
        help="A ruleset's name or folder; none: the latest official one.",
    ),
]


def default_ruleset(year: str | None, paths: Sequence[Path] = ()) -> str:
    """The official rules of the return that the files are, of the year, that which they state, or the latest there is."""
    from lacdsl.api.guess import guessed_ruleset

    return guessed_ruleset(paths, year, FAMILY)


def tables_of_both_years(
    paths: Sequence[Path], last_year: Sequence[Path] | None, model: Model, tell: Tell | None = None
) -> tuple[Tables, Tables | None]:
    """This year's and last year's tables, read side by side; what is wrong with this year's is said first.

    `tell` is called with the name of each file before it is read.
    """
    from concurrent.futures import ThreadPoolExecutor

    from lacdsl.ingest import read

    with ThreadPoolExecutor(max_workers=1) as beside:
        last = beside.submit(read, last_year, model, year="last", tell=tell) if last_year else None
        this = read(paths, model, year="this", tell=tell)
        before = last.result() if last is not None else None
    give_memory_back()
    return this, before


def provider_table(path: Path | None) -> tuple[dict[str, pd.DataFrame] | None, pd.DataFrame | None]:
    """Ofsted's list as the reference table Provider, and what was wrong with the file."""
    if path is None:
        return None, None
    from lacdsl.reference.providers import read_providers

    table, issues = read_providers(path)
    return {"Provider": table}, issues


def worker_table(path: Path | None) -> tuple[pd.DataFrame | None, pd.DataFrame | None]:
    """Who works with which child, and what was wrong with the file."""
    if path is None:
        return None, None
    from lacdsl.reference.workers import read_workers

    return read_workers(path)
