"""Who works with whom, as a council lists it: children or social workers' numbers, with names and teams."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from lacdsl.diagnostics import Diagnostic, LacdslError
from lacdsl.ingest import Issue, Kind, issue_frame
from lacdsl.ingest.issues import counted, lines_listed
from lacdsl.ingest.lists import read_list
from lacdsl.ingest.sheet import Sheet
from lacdsl.ingest.source import Refused
from lacdsl.values import cell_text, fold

COLUMNS = ("CHILD", "SW_ID", "WORKER", "TEAM")
_TABLE = "list of workers"
_MEANINGS = {
    "CHILD": (
        "child",
        "child id",
        "childs id",
        "child number",
        "childs number",
        "lachildid",
        "person id",
        "id",
    ),
    "SW_ID": (
        "sw id",
        "social worker id",
        "social workers id",
        "social worker number",
        "social workers number",
        "worker id",
        "worker number",
        "swe number",
    ),
    "WORKER": (
        "worker",
        "social worker",
        "social worker name",
        "social workers name",
        "worker name",
        "allocated worker",
        "key worker",
        "case worker",
        "name",
    ),
    "TEAM": ("team", "team name", "allocated team", "workers team", "worker team", "service"),
}


def read_workers(path: str | Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The list in a CSV or Excel file, and what was wrong with it.

    The first DataFrame has the text columns `COLUMNS`, CHILD and SW_ID as rules compare them. A row is about a
    child (CHILD) or about a social worker (SW_ID), and names the worker, the team or both. The second has the columns
    of `Tables.issues`. LacdslError F622 when the file cannot be read, F623 when it has not the columns.
    """
    path = Path(path)
    issues: list[Issue] = []
    sheet = _sheet(path, issues)
    places = _places(sheet.headings)
    if not _says_who(places):
        message = (
            f"{path} does not say who works with whom: its columns are {', '.join(sheet.headings) or 'none'}."
        )
        help = "Give a CSV or Excel file with the heading CHILD or SW_ID, and WORKER, TEAM or both."
        raise LacdslError([Diagnostic("F623", message, help)])
    cells = {
        name: [cell_text(value) for value in sheet.columns[places[name]]]
        if name in places
        else [None] * len(sheet.lines)
        for name in COLUMNS
    }
    for name in ("CHILD", "SW_ID"):
        cells[name] = [text and fold(text) for text in cells[name]]
    table = pd.DataFrame(cells, dtype=object)
    _without_owner(table, sheet, issues)
    _twice(table, sheet, "CHILD", issues)
    if "CHILD" not in places:
        _twice(table, sheet, "SW_ID", issues)
    return table[table["CHILD"].notna() | table["SW_ID"].notna()].reset_index(drop=True), issue_frame(issues)


def _sheet(path: Path, issues: list[Issue]) -> Sheet:
    """The sheet that is the list: of a workbook the first whose headings say who works with whom, else the first."""
    why = "there is nothing in it"
    sheets: Sequence[Sheet] = ()
    unread: list[Issue] = []
    try:
        sheets = read_list(path, _MEANINGS, unread)
        why = unread[-1].message if unread else why
    except Refused as refused:
        why = str(refused)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
    if not sheets:
        why = why[:1].lower() + why[1:].rstrip(".")
        message = f"The list of workers {path} cannot be read: {why}."
        raise LacdslError(
            [Diagnostic("F622", message, "Save the list as .xlsx or 'CSV UTF-8' and give that file.")]
        )
    sheet = next((each for each in sheets if _says_who(_places(each.headings))), sheets[0])
    issues += [*unread, *sheet.issues]
    return sheet


def _says_who(places: Mapping[str, int]) -> bool:
    """Is there a column for the child or the worker's number, and another for the worker or the team?"""
    return (
        bool({"CHILD", "SW_ID"} & set(places) and {"SW_ID", "WORKER", "TEAM"} & set(places))
        and len(places) > 1
    )


def _places(headings: Sequence[str]) -> dict[str, int]:
    """Which column means what; of several that mean the same, the best known heading."""
    words = [
        " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub("['\u2019]", "", text.lower())).split())
        for text in headings
    ]
    found = {}
    for name, known in _MEANINGS.items():
        places = [words.index(word) for word in known if word in words]
        if places:
            found[name] = places[0]
    return found


def _without_owner(table: pd.DataFrame, sheet: Sheet, issues: list[Issue]) -> None:
    lines = sheet.lines[(table["CHILD"].isna() & table["SW_ID"].isna()).to_numpy()].tolist()
    if lines:
        message = f"{counted(len(lines), 'row')} without a child or a worker's number: left out, {lines_listed(lines)}."
        issues.append(Issue(sheet.file, Kind.REFERENCE, message, _TABLE, lines[0], count=len(lines)))


def _twice(table: pd.DataFrame, sheet: Sheet, name: str, issues: list[Issue]) -> None:
    known = table[table[name].notna()].drop_duplicates()
    places = known.index[known.duplicated(name)]
    if len(places):
        lines = sheet.lines[places.to_numpy()].tolist()
        value = str(known.loc[places[0], name])
        message = (
            f"{name} is listed again with another worker or team: the last row counts, {lines_listed(lines)}."
        )
        issues.append(Issue(sheet.file, Kind.REFERENCE, message, _TABLE, lines[0], name, value, len(lines)))
