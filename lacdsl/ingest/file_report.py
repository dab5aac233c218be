"""What became of each file and sheet, for people to look at before any rule: the summary of its issues."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from lacdsl.ingest.issues import Issue, Kind

Year = Literal["this", "last"]
Status = Literal["read", "set aside"]

ASSUMED = frozenset(
    {
        Kind.ENCODING,
        Kind.DELIMITER,
        Kind.FILE_NAME,
        Kind.HEADING,
        Kind.QUOTES,
        Kind.EMPTY_WORD,
        Kind.BLANKS,
        Kind.INVISIBLE,
        Kind.OTHER_LETTERS,
        Kind.TEXT_MARK,
        Kind.LOWER_CASE,
        Kind.DECIMAL,
        Kind.DATE_FORM,
        Kind.TIME_OF_DAY,
        Kind.DAY_NUMBER,
        Kind.TRUE_FALSE,
        Kind.NUMBER_FORMAT,
        Kind.THOUSANDS,
        Kind.CODE_AND_WORDS,
    }
)
"""Kinds of issue that say what was taken for something else than it is written as."""
LEFT_OUT = frozenset(
    {
        Kind.BLANK_ROWS,
        Kind.TITLES,
        Kind.HEADING_AGAIN,
        Kind.NO_DATA,
        Kind.FOOTER,
        Kind.CHARACTERS,
        Kind.RAGGED_ROW,
    }
)
"""Kinds of issue that say what was left out (or filled up) of a file that was read."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that was left out or assumed: what, how often, where first, and the cell there as supplied."""

    what: str
    message: str
    count: int
    line: int | None = None
    column: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file, or of one sheet of a workbook, or of one table of an XML file.

    `name` is the file as a person would name it (`returns.zip/2026/episodes.csv`), `sheet` the sheet's name in a
    workbook. `status` says whether it was read or set aside, `reason` why it was set aside. `rows_in_file` are the rows
    below the headings (in XML the elements that are a row): those that were read, `rows`, and those left out,
    `rows_left_out`, by reason in `rows_left_out_by`: the kind of issue that says more. `unreadable` counts the
    cells that are there and are no date or number, though they should be one. All that is said here is among
    the issues, too.
    """

    name: str
    table: str | None
    year: Year
    status: Status
    reason: str | None = None
    sheet: str | None = None
    format: str | None = None
    rows: int = 0
    rows_left_out: int = 0
    encoding: str | None = None
    separator: str | None = None
    heading_line: int | None = None
    left_out: tuple[Remark, ...] = ()
    assumed: tuple[Remark, ...] = ()
    unknown_columns: tuple[str, ...] = ()
    missing_columns: tuple[str, ...] = ()
    unreadable: int = 0
    rows_in_file: int = 0
    rows_left_out_by: tuple[tuple[str, int], ...] = ()


def remarks(issues: Iterable[Issue], kinds: frozenset[Kind]) -> tuple[Remark, ...]:
    """The issues of these kinds, as remarks."""
    return tuple(
        Remark(issue.kind, issue.message, issue.count, issue.line, issue.column, issue.value)
        for issue in issues
        if issue.kind in kinds
    )
