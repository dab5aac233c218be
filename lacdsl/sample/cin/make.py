"""A made-up children in need census, as its XML file or as CSV tables."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Literal

import pandas as pd

from lacdsl.model import Model, load_model
from lacdsl.resources import rulesets_folder
from lacdsl.sample.cin.days import census_year
from lacdsl.sample.cin.episodes import Writer
from lacdsl.sample.cin.mistakes import make_mistakes
from lacdsl.sample.cin.people import AUTHORITY, make_person
from lacdsl.sample.cin.rows import Rows
from lacdsl.sample.refuse import refuse_nonsense
from lacdsl.sample.write import write_files
from lacdsl.sample.xml_out import write_xml

Form = Literal["xml", "csv"]
YEARS = ("2022-23", "2023-24", "2024-25", "2025-26", "2026-27")
_MOST_CHILDREN = 800_000


@dataclass(frozen=True, slots=True)
class CensusSummary:
    """What was written: the rows of each table, and in how many there is a mistake."""

    children: int
    tables: dict[str, int]
    errors: int
    folder: Path


def census_tables(
    *, children: int, year: str = "2026-27", errors: float = 0.02, seed: int = 1
) -> tuple[dict[str, pd.DataFrame], int]:
    """The tables of a census by name, and how many rows have a mistake; all cells are text or missing.

    The same arguments give the same tables anywhere. With `errors` 0 the census passes the rules. Raises LacdslError
    for a year without a sample, and for a number that makes no sense.
    """
    refuse_nonsense(children, _MOST_CHILDREN, year, YEARS, errors)
    dice, period, rows = Random(f"census {seed}"), census_year(year), Rows()
    rows.add(
        "Header",
        {},
        Collection="CIN",
        Year=period.end.year,
        ReferenceDate=period.end,
        SourceLevel="L",
        LEA=AUTHORITY,
        SoftwareCode="lacdsl, made up",
        Release="1",
        SerialNo="1",
        DateTime=f"{period.end.year}-05-01T09:00:00",
    )
    writer = Writer(dice, period, year, rows)
    for number in range(children):
        person = make_person(dice, number, period, year)
        keys = {"LAchildID": person.id}
        rows.tables.setdefault("ChildIdentifiers", []).append(person.identifiers)
        rows.add("ChildCharacteristics", keys, Ethnicity=person.ethnicity)
        for disability in person.disabilities:
            rows.add("Disabilities", keys, Disability=disability)
        writer.child(person)
    model = model_of(year)
    tables = rows.frames(model)
    return tables, make_mistakes(Random(f"mistakes {seed}"), tables, errors, model)


def make_census(
    folder: Path,
    *,
    children: int,
    year: str = "2026-27",
    errors: float = 0.02,
    seed: int = 1,
    form: Form = "xml",
) -> CensusSummary:
    """Writes `census.xml`, or a CSV file for each table, into `folder`; the other arguments are those of `census_tables`.

    Replaces an earlier sample in the same folder. LacdslError when the folder cannot be written to, and when it holds
    files that are not a sample.
    """
    tables, mistakes = census_tables(children=children, year=year, errors=errors, seed=seed)
    if form == "xml":
        write_files(folder, {"census.xml": lambda path: write_xml(path, tables, model_of(year))})
    else:
        write_files(folder, {f"{name}.csv": frame for name, frame in tables.items()})
    counts = {name: len(frame) for name, frame in tables.items()}
    return CensusSummary(children, counts, mistakes, folder)


def model_of(year: str) -> Model:
    """The data model of a collection."""
    return load_model(rulesets_folder() / "dfe" / "cin" / year / "model.yaml", validate=False)
