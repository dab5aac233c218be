"""Files, folders and zips as the tables of a return."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from lacdsl.diagnostics import Diagnostic, LacdslError
from lacdsl.ingest.assemble import Claim, claims_of, tables_of
from lacdsl.ingest.blocks import joined
from lacdsl.ingest.gather import gather
from lacdsl.ingest.issues import Issue
from lacdsl.ingest.known_headings import known_headings
from lacdsl.ingest.readers import sheets_of
from lacdsl.ingest.settle import settled
from lacdsl.ingest.source import LIMITS, Limits
from lacdsl.ingest.tables import Tables, Year
from lacdsl.model import Model

Tell = Callable[[str], None]


def read_folder(path: str | Path, model: Model, *, year: Year = "this", limits: Limits = LIMITS) -> Tables:
    """The tables in the files of a folder, its inner folders and the zips in it; otherwise as `read`.

    Raises LacdslError F601 when there is no such folder, and as `read`.
    """
    folder = Path(path)
    if not folder.is_dir():
        what = "is a file, not a folder" if folder.exists() else "does not exist"
        help = "Give the folder that holds the files of the return."
        raise LacdslError([Diagnostic("F601", f"The folder {folder} {what}.", help)])
    return read([folder], model, year=year, limits=limits)


def read_files(
    paths: Iterable[str | Path], model: Model, *, year: Year = "this", limits: Limits = LIMITS
) -> Tables:
    """The tables in the files given; otherwise as `read`. Raises LacdslError F604 naming every path that is no file."""
    files = [Path(path) for path in paths]
    _check_there([file for file in files if not file.is_file()], "F604", "There is no file")
    return read(files, model, year=year, limits=limits)


def read(
    paths: Iterable[str | Path],
    model: Model,
    *,
    year: Year = "this",
    limits: Limits = LIMITS,
    tell: Tell | None = None,
) -> Tables:
    """The tables of a return in files, folders and zips, any mix of them: CSV, Excel and XML.

    What a file is, is told by what is in it, and which table it holds by its headings, then by its name. Everything
    that was wrong is in `.issues`, and what became of each file in `.file_reports`. Links that lead out of a folder are
    not followed; hidden files are passed over. `year` says whose files these are; `tell` is called with the name of
    each file before it is read.

    Raises LacdslError: F601 a path that is not there or cannot be read, F602 no table of the return, F603 several
    files for a table.
    """
    places = list(dict.fromkeys(Path(path) for path in paths))
    _check_there([path for path in places if not path.exists()], "F601", "There is no file or folder")
    unused: list[Issue] = []
    try:
        sources = gather(places, limits, unused)
    except OSError as error:
        help = "Ask for the right to read it, or copy the files elsewhere."
        where = error.filename or "The folder"
        raise LacdslError([Diagnostic("F601", f"{where} cannot be read: {error.strerror}.", help)]) from error
    known = known_headings(model)
    claims: list[Claim] = []
    for source in sources:
        if tell is not None:
            tell(source.name)
        claims += claims_of(sheets_of(source, model, known, limits, unused), source, model, known, unused)
    if not claims:
        raise LacdslError(_nothing(places, model, unused))
    return tables_of(settled(joined(claims, model), model, year, unused), model, year, unused)


def _check_there(lacking: list[Path], code: str, what: str) -> None:
    wrong = [Diagnostic(code, f"{what} {path}.", "Check its name and place.") for path in lacking]
    if wrong:
        raise LacdslError(wrong)


def _nothing(places: list[Path], model: Model, unused: list[Issue]) -> list[Diagnostic]:
    where = ", ".join(str(path) for path in places) or "nothing"
    help = (
        "Give the files of the return: CSV files with the column names as headings, a workbook with a sheet for each "
        "table, or the return's XML file."
    )
    first = Diagnostic("F602", f"There is no table of {model.title} in {where}.", help)
    notes = [Diagnostic("F602", f"{issue.file}: {issue.message}", severity="note") for issue in unused]
    return [first, *notes]
