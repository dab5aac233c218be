"""Options that several commands have, said once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Rulesets = Annotated[
    list[str] | None,
    typer.Option(
        "--ruleset",
        "-r",
        metavar="NAME",
        help="A ruleset's name or folder; none: the official rules. May be given again.",
    ),
]
LastYear = Annotated[
    list[Path] | None,
    typer.Option(metavar="FILE|FOLDER|ZIP", help="Last year's files; may be given again."),
]
CollectionYear = Annotated[
    str | None, typer.Option(metavar="YEAR", help="The collection year, such as 2026-27.")
]
Authority = Annotated[
    str | None, typer.Option(metavar="CODE", help="The council: its ONS code, DfE number or name.")
]
ProviderList = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Ofsted's list of providers, as CSV or Excel file.")
]
