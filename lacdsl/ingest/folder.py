"""Files and folders as the tables of a return."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterable
from pathlib import Path

from lacdsl.diagnostics import Diagnostic, LacdslError
from lacdsl.ingest import csv_reader
from lacdsl.ingest.assemble import Claim, claims_of, tables_of
from lacdsl.ingest.issues import Issue, Kind
from lacdsl.ingest.sheet import Sheet
from lacdsl.ingest.tables import Tables, Year
from lacdsl.model import Model

Reader = Callable[[Path, list[Issue]], list[Sheet]]

READERS: dict[str, Reader] = dict.fromkeys(csv_reader.SUFFIXES, csv_reader.read)
"""One reader for each kind of file, by the end of its name (lower case)."""

_OTHER_KINDS = {
    ".xlsx": "an Excel workbook; save each of its sheets as 'CSV UTF-8'",
    ".xlsm": "an Excel workbook; save each of its sheets as 'CSV UTF-8'",
    ".xls": "an old Excel workbook; save each of its sheets as 'CSV UTF-8'",
    ".xml": "an XML file; export the return as CSV, a file for each table",
    ".zip": "a zip file; unpack it here",
}


def read_folder(path: str | Path, model: Model, *, year: Year = "this") -> Tables:
    """The tables in the files that lie directly in a folder.

    Which table a file holds is told by its headings, then by its name. What was wrong with the files is in
    `.issues`. Links that lead out of the folder are not followed; hidden files are passed over. `year` says
    whose files these are.

    Raises LacdslError: F601 no such folder, F602 no table of the return in it, F603 two files for one table.
    """
    folder = Path(path)
    if not folder.is_dir():
        what = "is a file, not a folder" if folder.exists() else "does not exist"
        help = "Give the folder that holds the CSV files of the return."
        raise LacdslError([Diagnostic("F601", f"The folder {folder} {what}.", help)])
    issues: list[Issue] = []
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        help = "Ask for the right to read it, or copy the files elsewhere."
        raise LacdslError(
            [Diagnostic("F601", f"The folder {folder} cannot be read: {error.strerror}.", help)]
        ) from error
    claims: list[Claim] = []
    for entry in entries:
        if entry.name.startswith((".", "~$")):
            continue
        refused = _why_not(entry, folder)
        if refused:
            issues.append(Issue(entry.name, Kind.NOT_READ, refused))
            continue
        claims += claims_of(_sheets(entry, issues), entry, model, issues)
    return _settled(claims, str(folder), model, year, issues)


def read_files(paths: Iterable[str | Path], model: Model, *, year: Year = "this") -> Tables:
    """The tables in the files given; otherwise as `read_folder`.

    Raises LacdslError: F604 naming every path that is no file, F602 and F603 as `read_folder`.
    """
    files = list(dict.fromkeys(Path(path) for path in paths))
    wrong = [
        Diagnostic("F604", f"There is no file {file}.", "Check its name and place.")
        for file in files
        if not file.is_file()
    ]
    if wrong:
        raise LacdslError(wrong)
    issues: list[Issue] = []
    claims: list[Claim] = []
    for file in files:
        claims += claims_of(_sheets(file, issues), file, model, issues)
    return _settled(claims, ", ".join(str(file) for file in files) or "nothing", model, year, issues)


def _why_not(entry: Path, folder: Path) -> str | None:
    """Why an entry of a folder is not to be opened; None when it is a plain file of this folder."""
    try:
        if not entry.resolve(strict=True).is_relative_to(folder.resolve(strict=True)):
            return "Is a link that leads out of the folder and was not followed. Copy the file itself here."
        mode = entry.stat().st_mode
    except (OSError, RuntimeError):
        return "Is a link that leads nowhere. Copy the file itself here."
    if stat.S_ISDIR(mode):
        return (
            "Is a folder; only files directly in the folder given are read. Move its files up if "
            "they belong here."
        )
    return None if stat.S_ISREG(mode) else "Is no ordinary file and was not opened."


def _sheets(path: Path, issues: list[Issue]) -> list[Sheet]:
    suffix = path.suffix.lower()
    reader = READERS.get(suffix)
    if reader is None:
        what = _OTHER_KINDS.get(suffix, f"not one of the kinds that can be read ({', '.join(READERS)})")
        issues.append(Issue(path.name, Kind.NOT_READ, f"Was not read: it is {what}."))
        return []
    try:
        return reader(path, issues)
    except OSError as error:
        message = (
            f"Cannot be read: {error.strerror or error}. Close it elsewhere, or ask for the right to read it."
        )
        issues.append(Issue(path.name, Kind.NOT_READ, message))
        return []


def _settled(claims: list[Claim], where: str, model: Model, year: Year, issues: list[Issue]) -> Tables:
    by_table: dict[str, list[Claim]] = {}
    for claim in claims:
        by_table.setdefault(claim.table, []).append(claim)
    clashes = [_clash(table, rivals) for table, rivals in by_table.items() if len(rivals) > 1]
    if clashes:
        raise LacdslError(clashes)
    if not claims:
        help = (
            "Put the CSV files of the return there, a file for each table, with the column names as headings."
        )
        first = Diagnostic("F602", f"There is no table of {model.title} in {where}.", help)
        notes = [Diagnostic("F602", f"{issue.file}: {issue.message}", severity="note") for issue in issues]
        raise LacdslError([first, *notes])
    return tables_of([by_table[name][0] for name in model.tables if name in by_table], model, year, issues)


def _clash(table: str, rivals: list[Claim]) -> Diagnostic:
    names = [str(claim.path) for claim in rivals]
    message = f"{len(names)} files hold the table {table}: {' and '.join(names)}."
    help = "Keep one of them here; last year's files belong in a folder of their own."
    return Diagnostic("F603", message, help)
