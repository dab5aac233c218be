"""Returns in the shapes that case systems export: made from a made-up return, for `benchmarks.memory`."""

from __future__ import annotations

import csv
import random
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

Row = list[str]
YEARS = ("this_year", "last_year")


def files(folder: Path) -> list[Path]:
    """What a check of the folder reads."""
    found = [file for year in YEARS for file in sorted((folder / year).glob("*"))]
    return found or [file for file in sorted(folder.iterdir()) if file.is_file()]


def one_table(source: Path, made: Path) -> None:
    """Nothing but this year's episodes."""
    _rewrite(source, made, _same, only="episodes.csv")


def wide(source: Path, made: Path) -> None:
    """Forty columns behind the episodes that nobody asked for, with few values in each."""

    def row(number: int, cells: Row) -> Row:
        return cells + [f"note {(number * step) % 97}" for step in range(1, 41)]

    _rewrite(source, made, row, only="episodes.csv")


def long_cells(source: Path, made: Path) -> None:
    """A note of 400 characters on every episode, no two the same."""

    def row(number: int, cells: Row) -> Row:
        return [*cells, f"{number} " + "seen at home and at school; " * 14]

    _rewrite(source, made, row, only="episodes.csv")


def all_different(source: Path, made: Path) -> None:
    """No cell of the episodes is like any other."""

    def row(number: int, cells: Row) -> Row:
        return [f"{cell[:3]}{number:07}{place:02}" for place, cell in enumerate(cells)]

    _rewrite(source, made, row, only="episodes.csv")


def utf_16(source: Path, made: Path) -> None:
    """Both years in UTF-16."""
    _encoded(source, made, "utf-16", "")


def windows_1252(source: Path, made: Path) -> None:
    """Both years in Windows-1252, with letters that only it and its like hold in every row."""
    _encoded(source, made, "cp1252", "Zo\u00eb O\u2019N\u00e9ill")


def line_breaks(source: Path, made: Path) -> None:
    """A cell of two lines in every tenth episode, so that rows are read one by one."""

    def row(number: int, cells: Row) -> Row:
        return [*cells, "seen\nat home" if number % 10 == 0 else "seen"]

    _rewrite(source, made, row, only="episodes.csv")


def zipped(source: Path, made: Path) -> None:
    """Each year's files in a zip."""
    for year in YEARS:
        (made / year).mkdir(parents=True)
        with zipfile.ZipFile(made / year / "files.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted((source / year).glob("*.csv")):
                archive.write(file, file.name)


def workbook(source: Path, made: Path) -> None:
    """This year as one workbook, a sheet for each table."""
    import xlsxwriter

    (made / YEARS[0]).mkdir(parents=True)
    book = xlsxwriter.Workbook(str(made / YEARS[0] / "return.xlsx"), {"constant_memory": True})
    for file in sorted((source / YEARS[0]).glob("*.csv")):
        sheet = book.add_worksheet(file.stem)
        for number, cells in enumerate(_rows(file)):
            sheet.write_row(number, 0, cells)
    book.close()


SHAPES: dict[str, Callable[[Path, Path], None]] = {
    "one table": one_table,
    "wide": wide,
    "long cells": long_cells,
    "all different": all_different,
    "utf-16": utf_16,
    "windows-1252": windows_1252,
    "line breaks": line_breaks,
    "zipped": zipped,
    "workbook": workbook,
}


def _same(_: int, cells: Row) -> Row:
    return cells


def _rows(file: Path) -> Iterator[Row]:
    with file.open(encoding="utf-8", newline="") as stream:
        yield from csv.reader(stream)


def _write(file: Path, rows: Iterable[Row], encoding: str = "utf-8") -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows(rows)


def _rewrite(source: Path, made: Path, change: Callable[[int, Row], Row], only: str) -> None:
    """This year's table `only` with every row changed; row 0 is that of the headings, whose own names stay."""
    rows = enumerate(_rows(source / YEARS[0] / only))
    _, headings = next(rows)
    extra = [f"EXTRA_{number}" for number in range(len(change(1, headings)) - len(headings))]
    _write(made / YEARS[0] / only, _below([*headings, *extra], (change(*each) for each in rows)))


def _encoded(source: Path, made: Path, encoding: str, letters: str) -> None:
    for year in YEARS:
        for file in sorted((source / year).glob("*.csv")):
            rows = _rows(file)
            headings = next(rows)
            if not letters:
                _write(made / year / file.name, _below(headings, rows), encoding)
                continue
            named = ([*cells, f"{letters} {random.randrange(5000)}"] for cells in rows)
            _write(made / year / file.name, _below([*headings, "NAME"], named), encoding)


def _below(headings: Row, rows: Iterable[Row]) -> Iterator[Row]:
    yield headings
    yield from rows


def copied(source: Path, made: Path) -> None:
    """The list of providers that goes with a return."""
    shutil.copytree(source / "reference", made / "reference")
