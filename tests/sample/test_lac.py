"""What a sample consists of: its tables, its years, its sizes."""

from __future__ import annotations

import hashlib

import pandas as pd
import pytest

from lacdsl.diagnostics import LacdslError
from lacdsl.sample import sample_tables

Frames = dict[str, pd.DataFrame]

COLUMNS = {
    "Header": "CHILD SEX DOB ETHNIC UPN MOTHER MC_DOB",
    "Episodes": "CHILD DECOM RNE LS CIN PLACE PLACE_PROVIDER DEC REC REASON_PLACE_CHANGE HOME_POST PL_POST URN",
    "Reviews": "CHILD DOB REVIEW REVIEW_CODE",
    "UASC": "CHILD SEX DOB DUC",
    "OC2": "CHILD DOB SDQ_SCORE SDQ_REASON CONVICTED HEALTH_CHECK IMMUNISATIONS TEETH_CHECK HEALTH_ASSESSMENT "
    "SUBSTANCE_MISUSE INTERVENTION_RECEIVED INTERVENTION_OFFERED",
    "OC3": "CHILD DOB IN_TOUCH ACTIV ACCOM",
    "AD1": "CHILD DOB DATE_INT DATE_MATCH FOSTER_CARE NB_ADOPTR SEX_ADOPTR LS_ADOPTR",
    "PlacedAdoption": "CHILD DOB DATE_PLACED DATE_PLACED_CEASED REASON_PLACED_CEASED",
    "PrevPerm": "CHILD DOB PREV_PERM LA_PERM DATE_PERM",
    "Missing": "CHILD DOB MISSING MIS_START MIS_END",
    "SWEpisodes": "CHILD DOB SW_ID SW_DECOM SW_DEC SW_REASON",
    "DoLo": "CHILD DOB DOLO_START DOLO_END",
}

# Of four tables of one small sample. They change when samples do, which users notice: tell them.
DIGESTS = ["a9e7bd058861", "8e6f321c1bfb", "dc94c65ef835", "1950bd184fae"]


def digest(frame: pd.DataFrame) -> str:
    # pandas ends lines as the system does, unless told.
    return hashlib.sha256(frame.to_csv(index=False, lineterminator="\n").encode()).hexdigest()


def test_every_table_has_its_columns_in_the_order_of_the_file(this: Frames, providers: pd.DataFrame) -> None:
    assert {name: " ".join(frame.columns) for name, frame in this.items()} == COLUMNS
    assert " ".join(providers.columns) == "URN PLACE_CODES PROVIDER_CODES REG_END POSTCODE LA_CODE"


def test_all_cells_are_text_or_missing(this: Frames, last: Frames, providers: pd.DataFrame) -> None:
    for frame in (*this.values(), *last.values(), providers):
        assert all(str(kind) == "str" for kind in frame.dtypes)
        assert not (frame == "").any(axis=None)


def test_every_table_has_something_in_it_but_no_children_too_many(this: Frames) -> None:
    assert all(len(frame) for frame in this.values())
    assert len(this["Header"]) == 1_500
    per_child = len(this["Episodes"]) / 1_500
    assert 2.4 < per_child < 3.0


def test_the_same_arguments_give_the_same_sample() -> None:
    one = sample_tables(children=60, errors=0.05, seed=9)
    two = sample_tables(children=60, errors=0.05, seed=9)
    for name, frame in one[0].items():
        pd.testing.assert_frame_equal(frame, two[0][name])
    for name, frame in one[1].items():
        pd.testing.assert_frame_equal(frame, two[1][name])
    pd.testing.assert_frame_equal(one[2], two[2])


def test_another_seed_gives_another_sample_but_the_same_providers() -> None:
    one, _, providers = sample_tables(children=60, errors=0.0, seed=1)
    two, _, same = sample_tables(children=60, errors=0.0, seed=2)
    assert digest(one["Episodes"]) != digest(two["Episodes"])
    pd.testing.assert_frame_equal(providers, same)


def test_the_sample_is_the_one_that_it_always_was() -> None:
    this, last, providers = sample_tables(children=40, year="2024-25", errors=0.1, seed=5)
    found = [digest(frame)[:12] for frame in (this["Header"], this["Episodes"], last["Episodes"], providers)]
    assert found == DIGESTS


@pytest.mark.parametrize(
    ("year", "newer", "older"),
    [
        ("2022-23", set(), set()),
        ("2023-24", {"SWEpisodes"}, set()),
        ("2024-25", {"SWEpisodes"}, {"SWEpisodes"}),
        ("2026-27", {"SWEpisodes", "DoLo"}, {"SWEpisodes"}),
    ],
)
def test_tables_come_with_the_year_that_began_them(year: str, newer: set[str], older: set[str]) -> None:
    this, last, _ = sample_tables(children=20, year=year, errors=0.0)
    late = {"SWEpisodes", "DoLo"}
    assert set(this) & late == newer
    assert set(last) & late == older


@pytest.mark.parametrize(
    ("year", "sexes", "places", "not_places"),
    [
        ("2022-23", {"1", "2"}, {"H5", "Z1"}, {"K3", "Z11", "Z14"}),
        ("2023-24", {"1", "2"}, {"H5", "Z1"}, {"K3", "Z11", "Z14"}),
        ("2024-25", {"M", "F"}, {"K3", "Z1"}, {"H5", "Z11"}),
        ("2025-26", {"M", "F"}, {"K3", "Z11", "Z14"}, {"H5", "Z1"}),
    ],
)
def test_codes_are_those_of_the_year(
    year: str, sexes: set[str], places: set[str], not_places: set[str]
) -> None:
    this, _, _ = sample_tables(children=500, year=year, errors=0.0)
    assert set(this["Header"]["SEX"]) == set(this["UASC"]["SEX"]) == sexes
    used = set(this["Episodes"]["PLACE"])
    assert places <= used
    assert not not_places & used


def test_last_years_codes_are_last_years() -> None:
    _, last, _ = sample_tables(children=200, year="2024-25", errors=0.0)
    assert set(last["Header"]["SEX"]) == {"1", "2"}
    assert "H5" in set(last["Episodes"]["PLACE"])
    _, last, _ = sample_tables(children=200, year="2025-26", errors=0.0)
    assert "Z1" in set(last["Episodes"]["PLACE"])


def test_dates_lie_around_the_year(dated: pd.DataFrame) -> None:
    assert dated["DECOM"].max() <= pd.Timestamp("2027-03-31")
    assert dated["DEC"].dropna().between("2026-04-01", "2027-03-31").all()


@pytest.mark.parametrize("children", [0, 1, 2])
@pytest.mark.parametrize("errors", [0.0, 1.0])
def test_tiny_samples_are_samples(children: int, errors: float) -> None:
    this, last, _ = sample_tables(children=children, errors=errors)
    assert {name: " ".join(frame.columns) for name, frame in this.items()} == COLUMNS
    assert {name: " ".join(frame.columns) for name, frame in last.items()}.items() <= COLUMNS.items()
    if errors == 0:
        assert len(this["Header"]) == children


@pytest.mark.parametrize(
    ("children", "year", "errors", "code"),
    [
        (5, "2026", 0.0, "F680"),
        (-1, "2026-27", 0.0, "F681"),
        (10**8, "2026-27", 0.0, "F681"),
        (5, "2026-27", 2.0, "F682"),
    ],
)
def test_nonsense_is_refused(children: int, year: str, errors: float, code: str) -> None:
    with pytest.raises(LacdslError) as caught:
        sample_tables(children=children, year=year, errors=errors)
    assert [diagnostic.code for diagnostic in caught.value.diagnostics] == [code]
    assert all(diagnostic.help for diagnostic in caught.value.diagnostics)
