"""Provider lists as they come from Ofsted or from a council: sheets of an Excel workbook, or one CSV file."""

from __future__ import annotations

import csv
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import resources
from pathlib import Path

import pandas as pd

from lacdsl.diagnostics import Diagnostic, LacdslError
from lacdsl.ingest import Issue, Kind, csv_reader
from lacdsl.ingest.excel_cells import unescaped

FIELDS = (
    "URN",
    "PLACE_CODES",
    "PROVIDER_CODES",
    "TYPE",
    "SUBTYPE",
    "SECTOR",
    "REG_END",
    "POSTCODE",
    "LA_CODE",
    "LA_NAME",
)
"""What a column of a provider list may mean. `data/provider_headings.csv` says which headings mean it, best
first.
"""

_ROWS_TO_HEADING = 20
_NOTHING = {"", "-", "n/a", "na", "null", "none"}


@dataclass(frozen=True, slots=True, eq=False)
class ProviderSheet:
    """One sheet: `cells` has a column of text for each of the FIELDS that it has, `line` the sheet's row of
    each row.
    """

    name: str
    cells: pd.DataFrame
    line: list[int]


def plain_words(text: str) -> str:
    """The text in small letters, apostrophes left out, one blank between words."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub(r"['\u2019`]", "", text.casefold())).split())


def provider_sheets(path: Path, issues: list[Issue]) -> list[ProviderSheet]:
    """The sheets of the file that have a column for the URN; others are reported.

    Raises LacdslError F612 when the file cannot be read.
    """
    if path.suffix.lower() in csv_reader.SUFFIXES:
        return _from_csv(path, issues)
    return _from_workbook(path, issues)


def _from_csv(path: Path, issues: list[Issue]) -> list[ProviderSheet]:
    try:
        sheets = csv_reader.read(path, issues)
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from error
    found: list[ProviderSheet] = []
    for sheet in sheets:
        places = _meanings(sheet.headings)
        if "URN" in places:
            cells = {field: [_text(cell) for cell in sheet.columns[place]] for field, place in places.items()}
            found.append(ProviderSheet(path.stem, pd.DataFrame(cells, dtype=object), sheet.lines.tolist()))
        else:
            issues.append(_no_urn(path.name, "The file"))
    return found


def _from_workbook(path: Path, issues: list[Issue]) -> list[ProviderSheet]:
    import openpyxl  # half as slow to import as pandas, and only a workbook needs it

    found: list[ProviderSheet] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's remarks on styles and filters that it does not keep
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
            try:
                for sheet in book.worksheets:
                    sheet.reset_dimensions()
                    rows = sheet.iter_rows(values_only=True)
                    texts = (
                        [unescaped(cell) if isinstance(cell, str) else cell for cell in row] for row in rows
                    )
                    read = _sheet(sheet.title, texts)
                    if read is None:
                        issues.append(_no_urn(path.name, f"The sheet '{sheet.title}'"))
                    else:
                        found.append(read)
            finally:
                book.close()
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from error
    except Exception as error:  # a damaged or disguised workbook can fail anywhere inside openpyxl
        raise _unreadable(path, "it is no Excel workbook (.xlsx), or a damaged one") from error
    return found


def _sheet(name: str, rows: Iterator[Sequence[object]]) -> ProviderSheet | None:
    numbered = enumerate(rows, start=1)
    for number, row in numbered:
        places = _meanings([_text(cell) or "" for cell in row])
        if "URN" in places:
            break
        if number >= _ROWS_TO_HEADING:
            return None
    else:
        return None
    lines: list[int] = []
    cells: dict[str, list[str | None]] = {field: [] for field in places}
    for number, row in numbered:
        texts = {field: _text(row[place]) if place < len(row) else None for field, place in places.items()}
        if any(texts.values()):
            lines.append(number)
            for field, text in texts.items():
                cells[field].append(text)
    return ProviderSheet(name, pd.DataFrame(cells, dtype=object), lines)


def _meanings(headings: Iterable[str]) -> dict[str, int]:
    """Field -> place of the column that means it."""
    places: dict[str, int] = {}
    for place, heading in enumerate(headings):
        places.setdefault(plain_words(heading), place)
    return {
        field: next(places[heading] for heading in known if heading in places)
        for field, known in _headings().items()
        if any(heading in places for heading in known)
    }


@cache
def _headings() -> dict[str, list[str]]:
    file = resources.files("lacdsl.reference").joinpath("data", "provider_headings.csv")
    known: dict[str, list[str]] = {field: [] for field in FIELDS}
    for row in csv.DictReader(file.read_text("utf-8").splitlines()):
        known[row["field"]].append(row["heading"])
    return known


def _text(cell: object) -> str | None:
    """A cell as text: dates as dd/mm/yyyy, 12.0 as 12; None for nothing and for what stands for nothing."""
    if isinstance(cell, datetime | date):
        return f"{cell.day:02}/{cell.month:02}/{cell.year:04}"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if cell is None or cell != cell:
        return None
    text = str(cell).strip()
    return None if text.casefold() in _NOTHING else text


def _no_urn(file: str, what: str) -> Issue:
    message = (
        f"{what} has no column headed URN and was left out. Nothing needs doing if it lists no providers."
    )
    return Issue(file, Kind.NOT_RECOGNISED, message, table="Provider")


def _unreadable(path: Path, why: str) -> LacdslError:
    help = "Save the list as an Excel workbook (.xlsx) or as 'CSV UTF-8' and give that file."
    return LacdslError([Diagnostic("F612", f"The provider list {path} cannot be read: {why}.", help)])
