"""One file to its sheets: the reader is chosen by what the file is, not by what it is called."""

from __future__ import annotations

from lacdsl.ingest import csv_reader, excel_reader
from lacdsl.ingest.gather import cannot_be_read, check_lines
from lacdsl.ingest.issues import Issue, Kind
from lacdsl.ingest.kinds import Format, format_of
from lacdsl.ingest.known_headings import KnownHeadings
from lacdsl.ingest.sheet import Sheet
from lacdsl.ingest.source import Limits, Refused, Source
from lacdsl.ingest.xml_reader import read_xml
from lacdsl.model import Model


def sheets_of(
    source: Source, model: Model, known: KnownHeadings, limits: Limits, issues: list[Issue]
) -> list[Sheet]:
    """The sheets of a file, each with its issues. Why a file is not read is added to `issues`; nothing is raised."""
    try:
        data = source.load()
        return _read(source, data, model, known, limits, issues)
    except Refused as refused:
        issues.append(Issue(source.name, Kind.NOT_READ, str(refused)))
    except OSError as error:
        issues.append(cannot_be_read(source.name, error))
    except MemoryError:
        message = "Is too large for the memory of this computer and was not read. Close other programs, or split it."
        issues.append(Issue(source.name, Kind.NOT_READ, message))
    return []


def _read(
    source: Source, data: bytes, model: Model, known: KnownHeadings, limits: Limits, issues: list[Issue]
) -> list[Sheet]:
    kind = format_of(data, source.suffix)
    if kind is Format.CSV:
        check_lines(data, limits)
        return csv_reader.read_text(data, source.name, source.stem, issues, known)
    if kind is Format.EXCEL or kind is Format.OLD_EXCEL:
        return excel_reader.read_workbook(data, source.name, kind, known, limits, issues)
    if kind is Format.XML:
        return read_xml(data, source.name, source.stem, model, issues)
    raise Refused(f"Was not read: it is {kind}.")
