"""`lacdsl sample`: made-up returns."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from lacdsl.cli.guard import guarded
from lacdsl.cli.output import say
from lacdsl.cli.progress import progress

app = typer.Typer(
    help="Make a return of made-up children.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Children = Annotated[int, typer.Option(metavar="N", help="How many children.", min=1)]
Year = Annotated[str, typer.Option(metavar="YEAR", help="The collection year.")]
Errors = Annotated[
    float,
    typer.Option(
        metavar="SHARE",
        help="How many rows have something wrong in them: 0.02 is 2 in 100.",
        min=0.0,
        max=1.0,
    ),
]
Seed = Annotated[int, typer.Option(metavar="N", help="The same number makes the same children again.")]


@app.callback()
def group() -> None:
    """Make a return of made-up children."""


@app.command("lac")
@guarded
def lac(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to put it.")],
    children: Children = 500,
    year: Year = "2026-27",
    errors: Errors = 0.02,
    seed: Seed = 1,
) -> None:
    """Make this year's and last year's return on looked after children.

    They lie in `this_year` and `last_year`, beside a list of providers in `reference`.
    """
    from lacdsl.sample import make_sample

    with progress("Making up children"):
        made = make_sample(folder, children=children, year=year, errors=errors, seed=seed)
    rows = sum(made.tables.values())
    say(
        f"{children:,} made-up children in {folder}: {rows:,} rows this year, {made.errors:,} of them with a mistake."
    )


class Form(StrEnum):
    """The forms that a census can be written in."""

    XML = "xml"
    CSV = "csv"


@app.command("cin")
@guarded
def cin(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to put it.")],
    children: Children = 500,
    year: Year = "2026-27",
    errors: Errors = 0.02,
    seed: Seed = 1,
    form: Annotated[
        Form, typer.Option("--format", help="One XML file, or a CSV file for each table.")
    ] = Form.XML,
) -> None:
    """Make a census of children in need."""
    from lacdsl.sample import make_census

    with progress("Making up children"):
        made = make_census(folder, children=children, year=year, errors=errors, seed=seed, form=form.value)
    rows = sum(made.tables.values())
    say(f"{children:,} made-up children in {folder}: {rows:,} rows, {made.errors:,} of them with a mistake.")
