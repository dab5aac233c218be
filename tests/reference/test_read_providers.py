"""Lists of providers in the layouts that occur, as the reference table Provider."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from lacdsl.diagnostics import LacdslError
from lacdsl.ingest import ISSUE_COLUMNS
from lacdsl.reference import read_providers
from lacdsl.reference.providers import COLUMNS

Rows = Sequence[Sequence[object]]


def workbook(path: Path, **sheets: Rows) -> Path:
    book = openpyxl.Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(list(row))
    del book["Sheet"]
    book.save(path)
    return path


def rows(table: pd.DataFrame) -> list[list[str | None]]:
    return [
        [None if pd.isna(cell) else str(cell) for cell in row]
        for row in table.to_numpy(dtype=object).tolist()
    ]


def test_a_csv_with_the_columns_of_the_table_is_taken_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "providers.csv"
    path.write_text(
        "URN,PLACE_CODES,PROVIDER_CODES,REG_END,POSTCODE,LA_CODE\n"
        'SC012345,"K2,R3",PR4,31/03/2025,ze1 0aa,SCO\n1234567,U1,PR1,,,E10000023\n'
    )
    table, issues = read_providers(path)
    assert list(table.columns) == list(COLUMNS)
    assert rows(table) == [
        ["SC012345", "K2,R3", "PR4", "31/03/2025", "ZE10AA", "SCO"],
        ["1234567", "U1", "PR1", None, None, "E06000065"],
    ]
    assert tuple(issues.columns) == ISSUE_COLUMNS
    assert issues.empty


def test_homes_with_addresses_on_another_sheet(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "homes.xlsx",
        Provider_information=[
            ["Children's homes as at 31 March", None],
            [],
            ["Local Authority", "URN", "Provider Type", "Provider Subtype", "Sector", "Closed Date"],
            ["Shetland", "sc1", "Children's Home", None, "Private", datetime(2025, 3, 31)],
            ["Manchester", 1234567.0, "Childrens Home", "Secure Unit", "Local Authority", "-"],
            [None] * 6,
            ["Manchester", None, "Children's Home", None, "Private", None],
        ],
        Address_Details=[
            ["URN", "Setting Address Postcode", "Owner Postcode"],
            ["sc1", "ZE1 0AA", "M1 1AA"],
            ["sc9", "x", ""],
        ],
        Notes=[["About this list"], ["It is long"]],
    )
    table, issues = read_providers(path)
    assert sorted(rows(table), key=str) == sorted(
        [
            ["SC1", "K2", "PR4", "31/03/2025", "ZE10AA", "SCO"],
            ["1234567", "K2,K1", "PR1,PR2", None, None, "E08000003"],
            ["SC9", None, None, None, "X", None],
        ],
        key=str,
    )
    said = " ".join(issues["message"])
    assert "1 row without a URN: left out, line 7" in said
    assert "'Notes' has no column headed URN" in said
    assert "placement codes of 2 rows were worked out" in said
    assert issues["table"].eq("Provider").all()


def test_sheets_of_open_and_closed_providers_are_one_list(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "scp.xlsx",
        Current_providers=[
            [
                "URN",
                "Provision type",
                "Setting postcode",
                "Local authority",
                "Sector",
                "Placement code",
                "Placement provider code",
            ],
            [
                "SC1",
                "Independent Fostering Agency",
                "ZE1 0AA",
                "Kent County Council",
                "Voluntary",
                None,
                None,
            ],
            ["SC2", "Residential family centre", None, "Kent", "Health Authority", "R3", "PR3"],
        ],
        Providers_closed=[
            [
                "URN",
                "Provision type",
                "Sector",
                "Deregistration date",
                "Placement code",
                "Placement provider code",
            ],
            ["SC3", "Voluntary Adoption Agency", "Voluntary", datetime(2024, 5, 6), None, None],
        ],
    )
    table, issues = read_providers(path)
    assert rows(table) == [
        ["SC1", "U1,U2,U3,U4,U5,U6", "PR5", None, "ZE10AA", "SCO"],
        ["SC2", "R3", "PR3", None, None, "E10000016"],
        ["SC3", "A3,A4,A5,A6", "PR5", "06/05/2024", None, None],
    ]
    missing = issues[issues["kind"] == "missing column"]["message"].tolist()
    assert "'Current providers' no column was found for: date registration ended" in missing[0]
    assert "'Providers closed' no column was found for: postcode" in missing[1]


def test_supported_accommodation_has_a_row_for_each_setting(tmp_path: Path) -> None:
    head = [
        "Provider local authority",
        "Setting Local Authority",
        "URN",
        "Provider type",
        "Sector",
        "Closed date",
    ]
    path = workbook(
        tmp_path / "2025.xlsx",
        SA_Providers=[
            [*head, "Placement code", "Setting address postcode", "Owner postcode"],
            ["Kent", "Surrey", 2700001, "Provider", "Private", None, None, None, "M1 1AA"],
            ["Kent", "Essex", 2700001, "Provider", "Private", None, None, None, "M1 1AA"],
            ["Kent", "Essex", 2700001, "Provider", "Private", None, None, None, "M1 1AA"],
        ],
    )
    table, _ = read_providers(path)
    assert rows(table) == [
        ["2700001", "K3", "PR4", None, None, "E10000030"],
        ["2700001", "K3", "PR4", None, None, "E10000012"],
    ]


@pytest.mark.parametrize(
    ("place", "provider", "codes"),
    [
        ("U1-U3; u6", "PR4", ["U1,U2,U3,U6", "PR4"]),
        ("A3 to 5 and R3", "PR1/PR2", ["A3,A4,A5,R3", "PR1,PR2"]),
        ("PR4", "K2", ["K2", "PR4"]),
        ("K2,K2 , Z11", "PR1-PR3", ["K2,Z11", "PR1,PR2,PR3"]),
    ],
)
def test_codes_are_spelt_out_and_put_in_their_column(
    tmp_path: Path, place: str, provider: str, codes: list[str]
) -> None:
    path = tmp_path / "p.csv"
    path.write_text(f'URN,Placement code,Placement provider code\n1,"{place}","{provider}"\n')
    table, _ = read_providers(path)
    assert rows(table)[0][1:3] == codes


def test_what_is_not_understood_is_kept_and_said(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text(
        "URN,Placement code,Provider type,Sector,Closed date,Postcode\n"
        "1,COD3,Home,Private,2024-05-06 00:00:00,ZZ9 9ZZ\n2,,Cattery,Crown,May 2024,\n"
    )
    table, issues = read_providers(path)
    assert rows(table) == [
        ["1", "COD3", "PR4", "06/05/2024", "ZZ99ZZ", None],
        ["2", None, None, "May 2024", None, None],
    ]
    said = " ".join(issues["message"])
    for part in (
        "kept as they stand: COD3",
        "the type: Cattery",
        "the sector: Crown",
        "rules: May 2024",
        "ZZ99ZZ, (blank)",
    ):
        assert part in said


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("none.xlsx", None, "F612"),
        ("none.csv", None, "F612"),
        ("broken.xlsx", b"PK\x03\x04 broken", "F612"),
        ("text.xlsx", b"URN,A\n1,2\n", "F612"),
        ("list.docx", b"whatever", "F612"),
        ("empty.csv", b"", "F613"),
        ("other.csv", b"NAME,PLACE\nx,y\n", "F613"),
    ],
)
def test_files_that_are_no_provider_lists_are_refused(
    tmp_path: Path, name: str, content: bytes | None, code: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(LacdslError) as caught:
        read_providers(path)
    assert caught.value.diagnostics[0].code == code
