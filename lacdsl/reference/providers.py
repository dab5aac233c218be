"""The list of providers registered with Ofsted, whatever its layout, as the reference table Provider."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from lacdsl.diagnostics import Diagnostic, LacdslError
from lacdsl.ingest import Issue, Kind, issue_frame
from lacdsl.ingest.issues import counted, lines_listed, listed
from lacdsl.reference.authorities import resolve_authority
from lacdsl.reference.postcodes import normalised_postcode, postcode_table
from lacdsl.reference.provider_codes import codes_of
from lacdsl.reference.provider_files import FIELDS, ProviderSheet, provider_sheets

COLUMNS = ("URN", "PLACE_CODES", "PROVIDER_CODES", "REG_END", "POSTCODE", "LA_CODE")

_NEEDED = {
    "placement codes or type of provider": {"PLACE_CODES", "TYPE"},
    "provider codes or sector": {"PROVIDER_CODES", "SECTOR"},
    "date registration ended": {"REG_END"},
    "postcode": {"POSTCODE"},
}
_DATE = re.compile(r"\d\d/\d\d/\d{4}")
_ISO_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[ T].*)?")


def read_providers(path: str | Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The providers in an Excel workbook (.xlsx) or a CSV file, and what was wrong with it.

    Columns are found by what their headings mean, on every sheet that has one for the URN; sheets that only
    add to others (addresses, say) are joined to them by URN. The first DataFrame has the text columns URN,
    PLACE_CODES and PROVIDER_CODES (codes with commas between), REG_END (dd/mm/yyyy), POSTCODE (capitals, no
    blanks) and LA_CODE (ONS code of the upper-tier authority). A URN has a row for each different way it is
    listed. Codes that the list does not give are worked out from the type of provider and its sector;
    LA_CODE from the postcode, else from the name of the authority. The second DataFrame has the columns of
    `Tables.issues`.

    Raises LacdslError F612 when the file cannot be read, F613 when it has no column for the URN.
    """
    path = Path(path)
    issues: list[Issue] = []
    sheets = provider_sheets(path, issues)
    if not sheets:
        help = f"Give Ofsted's list of providers, or a CSV file with the columns {', '.join(COLUMNS)}."
        raise LacdslError([Diagnostic("F613", f"{path} has no column headed URN.", help)])
    rows = _joined(sheets, path.name, issues)
    columns = {
        "URN": [urn.upper() for urn in rows["URN"]],
        "PLACE_CODES": codes_of(rows, "PLACE_CODES", path.name, issues),
        "PROVIDER_CODES": codes_of(rows, "PROVIDER_CODES", path.name, issues),
        "REG_END": [_dated(text) for text in rows["REG_END"]],
        "POSTCODE": [normalised_postcode(text) if text else None for text in rows["POSTCODE"]],
    }
    columns["LA_CODE"] = _authorities(rows, columns["POSTCODE"], path.name, issues)
    _report_dates(columns["REG_END"], path.name, issues)
    table = pd.DataFrame(columns, columns=list(COLUMNS), dtype="str")
    return table.drop_duplicates(ignore_index=True), issue_frame(issues)


def _joined(sheets: list[ProviderSheet], file: str, issues: list[Issue]) -> pd.DataFrame:
    """All rows that have a URN, with a column for each of FIELDS, and SHEET."""
    describing = [sheet for sheet in sheets if {"PLACE_CODES", "TYPE"} & set(sheet.cells)] or sheets
    adding = [sheet for sheet in sheets if sheet not in describing]
    added = {field for sheet in adding for field in sheet.cells}
    parts: list[pd.DataFrame] = []
    for sheet in describing:
        has = added | set(sheet.cells)
        lacking = [what for what, fields in _NEEDED.items() if not fields & has]
        if lacking:
            message = (
                f"On the sheet '{sheet.name}' no column was found for: {listed(lacking)}. "
                "Rules that need it cannot tell about its providers; add it if you have it."
            )
            issues.append(Issue(file, Kind.MISSING_COLUMN, message, "Provider"))
        parts.append(_with_urn(sheet, file, issues).reindex(columns=[*FIELDS, "SHEET"]))
    rows = pd.concat(parts, ignore_index=True)
    for sheet in adding:
        rows = _completed(rows, _with_urn(sheet, file, issues))
    return rows.astype(object).where(rows.notna(), None)


def _with_urn(sheet: ProviderSheet, file: str, issues: list[Issue]) -> pd.DataFrame:
    known = sheet.cells["URN"].notna()
    if not known.all():
        lines = [line for line, has in zip(sheet.line, known, strict=True) if not has]
        message = (
            f"On the sheet '{sheet.name}' {counted(len(lines), 'row')} without a URN: left out, "
            f"{lines_listed(lines)}."
        )
        issues.append(Issue(file, Kind.REFERENCE, message, "Provider", lines[0], "URN", count=len(lines)))
    return sheet.cells[known].assign(SHEET=sheet.name)


def _completed(rows: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    """The rows with blanks filled from another sheet by URN, and rows for the URNs that only that sheet
    has.
    """
    rows = rows.merge(more.drop_duplicates(), on="URN", how="outer", suffixes=("", "_MORE"))
    for field in (*FIELDS, "SHEET"):
        if f"{field}_MORE" in rows:
            rows[field] = rows[field].where(rows[field].notna(), rows[f"{field}_MORE"])
    return rows[[*FIELDS, "SHEET"]].drop_duplicates(ignore_index=True)


def _authorities(
    rows: pd.DataFrame, postcodes: list[str | None], file: str, issues: list[Issue]
) -> list[str | None]:
    by_postcode: dict[str, str] = {}
    wanted = [code for code, given in zip(postcodes, rows["LA_CODE"], strict=True) if code and not given]
    try:
        table = postcode_table(wanted)
        known = table["LA_CODE"].notna()
        by_postcode = dict(zip(table["POSTCODE"][known], table["LA_CODE"][known], strict=True))
    except LacdslError as error:
        message = (
            f"{error.diagnostics[0].message} Authorities were taken from names only. "
            f"{error.diagnostics[0].help}"
        )
        issues.append(Issue(file, Kind.REFERENCE, message, "Provider", column="LA_CODE"))
    names = {text: _resolved(text) for text in {*rows["LA_CODE"], *rows["LA_NAME"]} if text}
    found: list[str | None] = []
    unknown: list[str] = []
    for given, name, postcode in zip(rows["LA_CODE"], rows["LA_NAME"], postcodes, strict=True):
        code = (names[given] or given) if given else by_postcode.get(postcode or "") or names.get(name)
        found.append(code)
        if code is None:
            unknown.append(postcode or name or "(blank)")
    if unknown:
        message = (
            f"The authority of {counted(len(unknown), 'row')} is not known, because neither the "
            "postcode nor a name of "
            f"an authority could be placed: {listed(dict.fromkeys(unknown))}. Correct them in the list."
        )
        issues.append(Issue(file, Kind.REFERENCE, message, "Provider", column="LA_CODE", count=len(unknown)))
    return found


def _resolved(text: str) -> str | None:
    if text in ("SCO", "NIR", "WAL"):
        return text
    try:
        return resolve_authority(text)
    except LacdslError:
        return None


def _dated(text: str | None) -> str | None:
    iso = _ISO_DATE.fullmatch(text) if text else None
    return f"{iso[3]}/{iso[2]}/{iso[1]}" if iso else text


def _report_dates(dates: list[str | None], file: str, issues: list[Issue]) -> None:
    wrong = [text for text in dates if text and not _DATE.fullmatch(text)]
    if wrong:
        message = (
            f"Not dates of the form dd/mm/yyyy, and invalid to rules: {listed(dict.fromkeys(wrong))}. "
            "Correct them in the list."
        )
        issues.append(
            Issue(
                file, Kind.DATE_FORM, message, "Provider", column="REG_END", value=wrong[0], count=len(wrong)
            )
        )
