"""The five data models of the return on children looked after, and what changed between the years."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from lacdsl.model import ColumnType, Derive, Model, load_model
from lacdsl.resources import rulesets_folder

YEARS = ["2022-23", "2023-24", "2024-25", "2025-26", "2026-27"]
CORE_TABLES = [
    "Header",
    "Episodes",
    "Reviews",
    "UASC",
    "OC2",
    "OC3",
    "AD1",
    "PlacedAdoption",
    "PrevPerm",
    "Missing",
]


@cache
def lac(year: str) -> Model:
    return load_model(rulesets_folder() / "dfe" / "lac" / year / "model.yaml")


def codes(year: str, name: str) -> set[str]:
    return set(lac(year).code_lists[name].codes)


@pytest.mark.parametrize("year", YEARS)
def test_each_year_runs_from_april_to_march(year: str) -> None:
    model = lac(year)
    first = int(year[:4])
    assert (model.name, model.year, model.root) == ("lac", year, "Header")
    assert (model.start, model.end) == (date(first, 4, 1), date(first + 1, 3, 31))
    assert model.leap_day == "28 February"


@pytest.mark.parametrize(
    ("year", "added"),
    [
        ("2022-23", []),
        ("2023-24", ["SWEpisodes"]),
        ("2024-25", ["SWEpisodes"]),
        ("2025-26", ["SWEpisodes"]),
        ("2026-27", ["SWEpisodes", "DoLo"]),
    ],
)
def test_social_workers_came_in_2023_and_liberty_orders_in_2026(year: str, added: list[str]) -> None:
    assert list(lac(year).tables) == CORE_TABLES + added


def test_sex_changed_its_codes_in_2024() -> None:
    assert codes("2023-24", "sex_codes") == {"1", "2"}
    assert codes("2024-25", "sex_codes") == codes("2026-27", "sex_codes") == {"M", "F", "U"}


def test_placements_came_and_went() -> None:
    assert codes("2022-23", "place_codes") == codes("2023-24", "place_codes")
    assert codes("2024-25", "place_codes") - codes("2023-24", "place_codes") == {"K3"}
    assert codes("2023-24", "place_codes") <= codes("2024-25", "place_codes")
    assert codes("2024-25", "place_codes") - codes("2025-26", "place_codes") == {"H5", "P2", "Z1"}
    assert codes("2025-26", "place_codes") - codes("2024-25", "place_codes") == {"Z11", "Z12", "Z13", "Z14"}
    assert codes("2026-27", "place_codes") == codes("2025-26", "place_codes")


def test_codes_that_ended_before_2022_are_gone_and_freeing_orders_are_not() -> None:
    assert not {"E43", "E44"} & codes("2022-23", "rec_codes")
    assert not {"F3", "P3"} & codes("2022-23", "activ_codes")
    assert all("D1" in codes(year, "ls_codes") for year in YEARS)


def test_authorities_old_and_new_are_known_by_name() -> None:
    authorities = lac("2026-27").code_lists["la_perm_codes"].codes
    assert authorities["330"] == "Birmingham"
    assert authorities["943"].startswith("Westmorland and Furness")
    assert {"909", "928", "WAL", "SCO", "NIR", "NUK", "999"} <= set(authorities)


def test_words_that_yaml_would_turn_into_false_stay_codes() -> None:
    assert list(lac("2026-27").code_lists["in_touch_codes"].codes)[:2] == ["YES", "NO"]


@pytest.mark.parametrize(
    ("singular", "table"),
    [("Episode", "Episodes"), ("Review", "Reviews"), ("SWEpisode", "SWEpisodes"), ("UASC", "UASC")],
)
def test_rules_find_tables_by_their_word_for_one_row(singular: str, table: str) -> None:
    found = lac("2026-27").by_singular(singular)
    assert found is not None
    assert found.name == table


def test_a_plural_or_another_case_is_no_word_for_one_row() -> None:
    assert lac("2026-27").by_singular("Episodes") is None
    assert lac("2026-27").by_singular("episode") is None


def test_every_table_hangs_from_the_child() -> None:
    model = lac("2026-27")
    for name, table in model.tables.items():
        assert model.ancestors(name) == (() if name == "Header" else ("Header",))
        assert table.parent_key == (() if name == "Header" else ("CHILD",))


def test_tables_with_one_row_for_each_child() -> None:
    one = {table.name for table in lac("2026-27").tables.values() if table.one}
    assert one == {"Header", "UASC", "OC2", "OC3", "AD1", "PrevPerm"}


def test_orders_and_periods() -> None:
    tables = lac("2026-27").tables
    assert {name: table.order for name, table in tables.items() if table.order} == {
        "Episodes": ("DECOM", "DEC"),
        "Reviews": ("REVIEW",),
        "PlacedAdoption": ("DATE_PLACED", "DATE_PLACED_CEASED"),
        "Missing": ("MIS_START", "MIS_END"),
        "SWEpisodes": ("SW_DECOM", "SW_DEC"),
        "DoLo": ("DOLO_START", "DOLO_END"),
    }
    assert {name: table.period for name, table in tables.items() if table.period} == {
        "Episodes": ("DECOM", "DEC"),
        "PlacedAdoption": ("DATE_PLACED", "DATE_PLACED_CEASED"),
        "Missing": ("MIS_START", "MIS_END"),
        "SWEpisodes": ("SW_DECOM", "SW_DEC"),
        "DoLo": ("DOLO_START", "DOLO_END"),
    }


def test_derived_columns_are_no_columns_of_the_file_but_are_found_by_name() -> None:
    episodes = lac("2026-27").tables["Episodes"]
    assert list(episodes.columns)[:3] == ["CHILD", "DECOM", "RNE"]
    assert list(episodes.derived) == ["PL_LA", "PL_LOCATION", "PL_DISTANCE"]
    assert not set(episodes.columns) & set(episodes.derived)
    distance = episodes.column("PL_DISTANCE")
    assert distance is not None
    assert distance.type is ColumnType.NUMBER
    assert distance.derive == Derive("distance", {"from_column": "HOME_POST", "to_column": "PL_POST"})
    assert episodes.column("PL_DISTANCES") is None


def test_whoever_reads_a_file_finds_it_by_its_usual_misspelling() -> None:
    assert "previous_permamence" in lac("2026-27").tables["PrevPerm"].file_names


def test_columns_that_tell_who_a_child_is_are_marked_as_personal() -> None:
    personal = {
        column.name
        for table in lac("2026-27").tables.values()
        for column in table.columns.values()
        if column.personal
    }
    assert personal == {"CHILD", "DOB", "UPN", "MC_DOB", "HOME_POST", "PL_POST", "ETHNIC", "SW_ID", "DUC"}


def test_a_provider_may_have_several_rows_and_a_postcode_only_one() -> None:
    reference = lac("2026-27").reference
    assert {name: (table.key, table.one) for name, table in reference.items()} == {
        "Provider": (("URN",), False),
        "Postcode": (("POSTCODE",), True),
        "Authority": (("LA_CODE",), True),
    }


@pytest.mark.parametrize("year", YEARS)
def test_every_column_and_code_says_what_it_is(year: str) -> None:
    model = lac(year)
    for table in (*model.tables.values(), *model.reference.values()):
        for column in (*table.columns.values(), *table.derived.values()):
            assert column.title, f"{table.name}.{column.name}"
    for codes_of in model.code_lists.values():
        assert codes_of.title
        assert all(codes_of.codes.values()), codes_of.name


def test_the_latest_year_is_the_same_when_its_shape_is_known() -> None:
    path = rulesets_folder() / "dfe" / "lac" / "2026-27" / "model.yaml"
    assert load_model(path, validate=False) == lac("2026-27")
