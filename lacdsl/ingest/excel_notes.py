"""What is said about cells of a sheet that are not what they seem: formulas, errors, merged and hidden ones."""

from __future__ import annotations

from lacdsl.ingest.excel_places import letters
from lacdsl.ingest.excel_scan import Scan
from lacdsl.ingest.issues import Issue, Kind, counted, lines_listed, listed, shown

_LISTED = 5


def report_cells(scan: Scan, label: str, rows: range, issues: list[Issue]) -> None:
    """Reports these cells of a sheet; `rows` are those of the table, that of its headings first."""
    twice = [row for row in scan.twice if row in rows]
    if twice:
        message = (
            f"Several rows have the same number, of which one alone was read: {lines_listed(twice)}. Open the workbook in "
            "Excel, see what is there, and save it again."
        )
        issues.append(Issue(label, Kind.DAMAGED, message, line=twice[0], count=len(twice)))
    unsolved = [place for place in scan.unsolved if place[0] in rows]
    if unsolved:
        message = (
            f"{counted(len(unsolved), 'formula')} without a stored result, so there is no value to read: "
            f"{_places(unsolved)}. Open the workbook in Excel and save it."
        )
        issues.append(Issue(label, Kind.FORMULA, message, line=unsolved[0][0], count=len(unsolved)))
    merged = [(row, place) for row, place in scan.merged if row in rows and row > rows.start]
    if merged:
        message = (
            f"{counted(len(merged), 'group')} of merged cells in the table: {listed([place for _, place in merged])}. "
            "Only the first cell of each has the value, the others count as blank. Take the merging off and fill them in."
        )
        issues.append(Issue(label, Kind.MERGED, message, line=merged[0][0], count=len(merged)))
    hidden = [row for row in scan.hidden if row in rows and row > rows.start]
    if hidden:
        message = (
            f"{counted(len(hidden), 'row')} that Excel hides, by a filter for instance: {lines_listed(hidden)}. They were "
            "read like the others; delete them if they are not meant."
        )
        issues.append(Issue(label, Kind.HIDDEN_ROWS, message, line=hidden[0], count=len(hidden)))
    wrong = [place for place, text in scan.errors.items() if text != "#N/A" and place[0] in rows]
    if wrong:
        message = (
            f"{counted(len(wrong), 'cell')} with an error that Excel shows, read as it stands: "
            f"{_places(wrong)}. Mend the formula there."
        )
        value = scan.errors[wrong[0]]
        issues.append(Issue(label, Kind.CELL_ERROR, message, line=wrong[0][0], value=value, count=len(wrong)))
    padded = [place for place in scan.padded if place[0] in rows]
    if padded:
        value = scan.padded[padded[0]]
        message = (
            f"{counted(len(padded), 'number')} that Excel shows with zeros in front, by a number format: {_places(padded)}. "
            f"Read as shown: the first holds {value.lstrip('0') or '0'} and was read as {value}."
        )
        line = padded[0][0]
        issues.append(Issue(label, Kind.NUMBER_FORMAT, message, line=line, value=value, count=len(padded)))
    others = [place for place in scan.otherwise if place[0] in rows]
    if others:
        value = scan.otherwise[others[0]]
        message = (
            f"{counted(len(others), 'number')} shown by Excel in another way, by a number format: {_places(others)}. "
            f"Read as held, not as shown; the format of the first is {shown(value)}."
        )
        issues.append(
            Issue(
                label, Kind.NUMBER_FORMAT, message, line=others[0][0], value=shown(value), count=len(others)
            )
        )


def _places(cells: list[tuple[int, int]]) -> str:
    named = [f"{letters(column)}{row}" for row, column in cells[:_LISTED]]
    more = f" and {len(cells) - _LISTED} more" if len(cells) > _LISTED else ""
    return ", ".join(named) + more
