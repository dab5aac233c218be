"""Samples as files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.csv as csv

from lacdsl.diagnostics import Diagnostic, LacdslError

FILES = {
    "Header": "header.csv",
    "Episodes": "episodes.csv",
    "Reviews": "reviews.csv",
    "UASC": "uasc.csv",
    "OC2": "oc2.csv",
    "OC3": "oc3.csv",
    "AD1": "ad1.csv",
    "PlacedAdoption": "placed_for_adoption.csv",
    "PrevPerm": "previous_permanence.csv",
    "Missing": "missing.csv",
    "SWEpisodes": "social_worker_episodes.csv",
    "DoLo": "dolo.csv",
}
MARK = "MADE-UP.txt"
_NOTE = "lacdsl made up the children in this folder and everything about them. Only the postcodes are real.\n"


def write_sample(
    folder: Path,
    this_year: Mapping[str, pd.DataFrame],
    last_year: Mapping[str, pd.DataFrame],
    providers: pd.DataFrame,
) -> None:
    """Writes a sample below `folder` in place of an earlier one; LacdslError when that is not possible."""
    returns = {"this_year": this_year, "last_year": last_year}
    try:
        _refuse_real_data(folder, (*returns, "reference"))
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MARK).write_text(_NOTE, encoding="utf-8", newline="\n")
        for name, tables in returns.items():
            below = folder / name
            below.mkdir(exist_ok=True)
            for file in below.glob("*.csv"):
                file.unlink()
            for table, frame in tables.items():
                write_csv(below / FILES[table], frame)
        (folder / "reference").mkdir(exist_ok=True)
        write_csv(folder / "reference" / "providers.csv", providers)
    except OSError as error:
        raise _cannot_be_written(folder, error) from error


def write_files(folder: Path, files: Mapping[str, pd.DataFrame | Callable[[Path], None]]) -> None:
    """Writes files by name into `folder` in place of an earlier sample; LacdslError when that is not possible."""
    try:
        _refuse_real_data(folder, (".",), ("*.csv", "*.xml"))
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MARK).write_text(_NOTE, encoding="utf-8", newline="\n")
        for file in (*folder.glob("*.csv"), *folder.glob("*.xml")):
            file.unlink()
        for name, content in files.items():
            if isinstance(content, pd.DataFrame):
                write_csv(folder / name, content)
            else:
                content(folder / name)
    except OSError as error:
        raise _cannot_be_written(folder, error) from error


def _cannot_be_written(folder: Path, error: OSError) -> LacdslError:
    message = f"The sample cannot be written to {folder}: {error.strerror or error}."
    return LacdslError([Diagnostic("F683", message, "Choose a folder that you may write to.")])


def write_csv(path: Path, frame: pd.DataFrame) -> None:
    """UTF-8, commas, a heading, quotes only where they are needed; missing cells are empty."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    try:
        with path.open("wb") as file:
            file.write((",".join(frame.columns) + "\n").encode())
            csv.write_csv(table, file, csv.WriteOptions(include_header=False, quoting_style="none"))
    except pa.ArrowInvalid:  # a cell needs quotes: slowly, then
        frame.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")


def _refuse_real_data(folder: Path, names: tuple[str, ...], kinds: tuple[str, ...] = ("*.csv",)) -> None:
    """What lacdsl did not write, it does not overwrite."""
    if (folder / MARK).exists():
        return
    there = (file for name in names for kind in kinds for file in sorted((folder / name).glob(kind)))
    found = next(there, None)
    if found is not None:
        raise LacdslError(
            [
                Diagnostic(
                    "F684",
                    f"{found} is there already, and it is no sample of lacdsl's.",
                    "Choose another folder, so that nothing is overwritten.",
                )
            ]
        )
