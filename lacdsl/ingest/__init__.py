"""Files of a return as tables, with everything that was wrong with the files."""

from __future__ import annotations

from lacdsl.ingest.columns import codes_and_values
from lacdsl.ingest.file_report import FileReport, Remark
from lacdsl.ingest.folder import read, read_files, read_folder
from lacdsl.ingest.issues import ISSUE_COLUMNS, Issue, Kind, issue_frame
from lacdsl.ingest.lost_zeros import report_zeros_between_years
from lacdsl.ingest.odd_tables import report_same_year
from lacdsl.ingest.tables import Tables, Year

__all__ = [
    "ISSUE_COLUMNS",
    "FileReport",
    "Issue",
    "Kind",
    "Remark",
    "Tables",
    "Year",
    "codes_and_values",
    "issue_frame",
    "read",
    "read_files",
    "read_folder",
    "report_same_year",
    "report_zeros_between_years",
]
