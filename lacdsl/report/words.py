"""Words that several forms of report share."""

from __future__ import annotations

from datetime import date

from lacdsl.model import Entity
from lacdsl.report.privacy import Privacy
from lacdsl.report.result import AboutFile

GRAVE_KINDS = (
    "not read",
    "not recognised",
    "other year",
    "missing column",
    "unknown rule",
    "reference",
    "ragged row",
)
"""Kinds of remarks about files that come before all others: rows or rules may be lacking for them."""


_OTHER_SHEETS = ("By rule", "By social worker", "By team")
_LONGEST_SHEET = 31


def nobody(entity: Entity) -> str:
    """What stands where a finding is about no child: `(no child)`."""
    return f"(no {entity.singular})"


def sheet_of(entity: Entity) -> str:
    """The sheet with a row for each child, under a name that Excel takes."""
    name = f"By {entity.singular}"[:_LONGEST_SHEET].rstrip("' ")
    return "By number" if name in _OTHER_SHEETS else name


def plural(severity: str) -> str:
    """The name of a severity for several findings."""
    return {"query": "queries"}.get(severity, f"{severity}s")


def reasons(file: AboutFile) -> str:
    """Why rows of a file were left out, with how many each: `blank rows 2, footer 1`."""
    return ", ".join(f"{kind} {rows:,}" for kind, rows in file.rows_left_out_by)


def day(value: object) -> str:
    """A date as people write it: 1 April 2026."""
    return f"{value.day} {value:%B} {value.year}" if isinstance(value, date) else "?"


def confidential(what: str, privacy: Privacy | None, entity: Entity) -> str:
    """What readers of a page or file have to know before they pass it on."""
    if privacy is not None:
        return privacy.notice
    return (
        f"This {what} repeats values of the return, {possessive(entity.plural)} numbers among them. "
        "Keep it where the return is kept."
    )


def possessive(plural: str) -> str:
    """`children's`, `pupils'`"""
    return f"{plural}'" if plural.endswith("s") else f"{plural}'s"


def asked_by(table: str, year: str, row: int | str, line: int | str | None) -> str:
    """The options by which `lacdsl explain` finds a row: by its line where that is known; none for a row of no file."""
    if year not in ("this", "last"):
        return ""
    place = f"--line {table}:{line}" if line else f"--table {table} --row {row}"
    return f"{place} --of-last-year" if year == "last" else place


def asking_help(privacy: Privacy | None) -> str:
    """How the commands are used that say why there are findings."""
    how = (
        "Put the folders of the return for FOLDER and LAST_FOLDER. "
        "A list of providers is given with --provider-list, as it was to lacdsl check."
    )
    if privacy is None:
        return how
    return f"They need the files that were checked, and answer with the real values: for those who have the return. {how}"
