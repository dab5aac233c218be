"""Codes, numbers and names of authorities before and after reorganisations."""

from __future__ import annotations

import pandas as pd
import pytest

from lacdsl.diagnostics import LacdslError
from lacdsl.reference import (
    authority_table,
    codes_inside,
    resolve_authority,
    same_authority,
    successor,
    upper_tier,
    upper_tier_of,
)
from lacdsl.reference.authorities import authorities

REORGANISED = {
    "E06000061": ["E07000150", "E07000152", "E07000153", "E07000156"],
    "E06000062": ["E07000151", "E07000154", "E07000155"],
    "E06000063": ["E07000026", "E07000028", "E07000029"],
    "E06000064": ["E07000027", "E07000030", "E07000031"],
    "E06000065": [f"E07000{number}" for number in range(163, 170)],
    "E06000066": ["E07000187", "E07000188", "E07000189", "E07000246"],
    "E06000060": ["E07000004", "E07000005", "E07000006", "E07000007"],
    "E06000059": ["E07000049", "E07000050", "E07000051", "E07000052", "E07000053"],
    "E06000058": ["E07000048", "E06000028", "E06000029"],
}


@pytest.mark.parametrize("authority", REORGANISED)
def test_districts_of_reorganised_counties_belong_to_the_new_authority(authority: str) -> None:
    assert {upper_tier(code) for code in REORGANISED[authority]} == {authority}
    assert upper_tier(authority) == authority


def test_the_table_of_authorities_is_whole() -> None:
    known = authorities()
    present = [each for each in known.values() if each.upper_tier == each.code and each.code.startswith("E")]
    assert len(present) == 153
    assert all(len(each.la_number) == 3 for each in present)
    numbers = [each.la_number for each in known.values() if each.la_number]
    assert len(numbers) == len(set(numbers))
    assert {known[each.upper_tier].upper_tier for each in known.values() if each.upper_tier} == {
        each.upper_tier for each in known.values() if each.upper_tier
    }


def test_other_nations_have_one_code_each_and_unknown_codes_stay() -> None:
    codes = pd.Series(
        [" s12000033", "W06000015", "N09000003", "E07000008", "X1", None], index=[5, 5, 1, 2, 3, 4]
    )
    found = upper_tier_of(codes)
    assert found.tolist()[:5] == ["SCO", "WAL", "NIR", "E10000003", "X1"]
    assert found.isna().tolist() == [False] * 5 + [True]
    assert found.index.tolist() == [5, 5, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("E08000003", "E08000003"),
        (" e08000003 ", "E08000003"),
        ("352", "E08000003"),
        ("Manchester City Council", "E08000003"),
        ("St Helens", "E08000013"),
        ("Hammersmith & Fulham", "E09000013"),
        ("Royal Borough of Windsor and Maidenhead", "E06000040"),
        ("City of York Council", "E06000014"),
        ("Bristol City Council", "E06000023"),
        ("Kingston upon Hull, City of", "E06000010"),
        ("Durham County Council", "E06000047"),
        ("Herefordshire Council", "E06000019"),
        ("North Yorkshire County Council", "E06000065"),
        ("E10000023", "E06000065"),
        ("E08000016", "E08000038"),
        ("835", "E06000059"),
        ("Bournemouth", "E06000058"),
        ("E07000153", "E06000061"),
        ("909", "E10000006"),
    ],
)
def test_whatever_people_call_an_authority(text: str, code: str) -> None:
    assert resolve_authority(text) == code


def test_an_unknown_authority_is_refused_with_near_names() -> None:
    with pytest.raises(LacdslError) as caught:
        resolve_authority("Manchestre")
    assert caught.value.diagnostics[0].code == "F620"
    assert "Did you mean Manchester" in caught.value.diagnostics[0].help
    for text in ("", "999", "E99999999", "Kettering"):
        with pytest.raises(LacdslError):
            resolve_authority(text)


def test_old_and_new_are_the_same_authority_but_two_parts_of_an_old_one_are_not() -> None:
    assert same_authority("E10000027", "933")
    assert same_authority("Cumbria", "E06000063")
    assert same_authority("E06000064", "909")
    assert not same_authority("E06000063", "E06000064")
    assert not same_authority("", "")
    assert same_authority("sco", "SCO")
    assert not same_authority("E08000003", "E08000004")


def test_successors_are_for_upper_tier_codes_with_one() -> None:
    assert successor("E10000023") == "E06000065"
    assert successor("E06000028") == "E06000058"
    assert successor("E10000006") == "E10000006"
    assert successor("E07000163") == "E07000163"


def test_all_codes_inside_an_authority_old_or_new() -> None:
    assert codes_inside("E08000003") == {"E08000003"}
    assert {"E06000065", "E10000023", "E07000163"} <= codes_inside("815")
    assert {"E06000063", "E06000064", "E07000026", "E07000030", "E10000006"} <= codes_inside("Cumbria")
    assert {"E10000006", "E06000063"} <= codes_inside("Cumberland")
    assert "E06000064" not in codes_inside("Cumberland")
    assert codes_inside("anything") == {"ANYTHING"}


def test_the_reference_table_has_old_codes_too() -> None:
    table = authority_table().set_index("LA_CODE")
    assert list(table.columns) == ["NAME", "LA_NUMBER"]
    assert table.loc["E10000006", "NAME"] == "Cumbria"
    assert table.loc["E06000065", "LA_NUMBER"] == "815"
    assert not table.index.str.startswith("E07").any()
