"""Files that are no part of a return, such as a list of workers: CSV or a workbook, read as carefully as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from lacdsl.ingest import csv_reader, excel_reader
from lacdsl.ingest.gather import check_lines
from lacdsl.ingest.headings import folded
from lacdsl.ingest.issues import Issue
from lacdsl.ingest.kinds import Format, format_of
from lacdsl.ingest.known_headings import KnownHeadings
from lacdsl.ingest.sheet import Sheet
from lacdsl.ingest.source import LIMITS, Refused


def read_list(path: Path, headings: Mapping[str, Iterable[str]], issues: list[Issue]) -> list[Sheet]:
    """The sheets of the file, whose `headings` may stand below a title. Why there is none is in `issues`.

    Raises OSError and `Refused` when the file cannot be read.
    """
    known = KnownHeadings(
        {folded(text): frozenset({name}) for name, texts in headings.items() for text in texts}
    )
    data = path.read_bytes()
    kind = format_of(data, path.suffix.lower())
    if kind is Format.CSV:
        check_lines(data, LIMITS)
        return csv_reader.read_text(data, path.name, path.stem, issues, known)
    if kind is Format.EXCEL or kind is Format.OLD_EXCEL:
        return excel_reader.read_workbook(data, path.name, kind, known, LIMITS, issues)
    raise Refused(f"it is {'an XML file' if kind is Format.XML else kind}")
