"""Which table a file is: its headings first, its name second, and what is said when neither tells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lacdsl.cli.main import app
from lacdsl.ingest import Kind, Tables, read_folder
from lacdsl.ingest.recognise import recognise, table_named
from lacdsl.model import Addition, Model, load_model
from lacdsl.resources import rulesets_folder

Read = Callable[..., Tables]


def kinds(tables: Tables) -> list[str]:
    return tables.issues["kind"].tolist()


def test_every_table_is_known_by_its_headings_alone_in_any_order_and_case(model: Model) -> None:
    for table in model.tables.values():
        headings = [f" {name.lower()}" for name in reversed(table.columns)]
        match = recognise([*headings, "worker"], "x", model)
        assert match.table == table.name
        assert set(match.columns.values()) == set(table.columns)


def test_headings_are_written_as_in_the_model_and_extra_columns_stay(read: Read) -> None:
    tables = read({"m.csv": "Team, mis_start,CHILDID,Mis End,MISSING,Dob\nNorth,01/05/2026,7,,M,\n"})
    assert list(tables["Missing"].columns) == ["Team", "MIS_START", "CHILD", "MIS_END", "MISSING", "DOB"]
    assert tables["Missing"].iloc[0].tolist()[:3] == ["North", "01/05/2026", "7"]
    assert kinds(tables) == [Kind.HEADING, Kind.UNKNOWN_COLUMN]
    assert "'Mis End' as MIS_END" in tables.issues["message"].iloc[0]
    assert tables.issues["column"].iloc[1] == "Team"


def test_an_exact_heading_wins_over_another_spelling_of_it(read: Read) -> None:
    tables = read({"m.csv": "child,CHILD,DOB,MISSING,MIS_START,MIS_END\nlocal,7,,M,,\n"})
    assert tables["Missing"]["CHILD"].tolist() == ["7"]
    assert tables["Missing"]["child"].tolist() == ["local"]


def test_missing_columns_are_absent_and_each_is_named(read: Read) -> None:
    tables = read({"episodes.csv": "CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC\n1,01/05/2026,S,C2,N1,U1,,\n"})
    assert "URN" not in tables["Episodes"].columns
    lacking = tables.issues[tables.issues["kind"] == Kind.MISSING_COLUMN]
    assert lacking["column"].tolist() == [
        "PLACE_PROVIDER",
        "REASON_PLACE_CHANGE",
        "HOME_POST",
        "PL_POST",
        "URN",
    ]


def test_a_derived_column_that_is_supplied_is_no_unknown_column(read: Read) -> None:
    tables = read({"h.csv": "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB,UASC\n1,F,01/05/2016,WBRI,UN1,,,0\n"})
    assert tables["Header"]["UASC"].tolist() == ["0"]
    assert kinds(tables) == []


def test_the_name_of_the_file_settles_what_headings_leave_open(read: Read, model: Model) -> None:
    assert recognise(["CHILD", "DOB", "SEX"], "export", model).table is None
    tables = read({"uasc 2026-27.csv": "CHILD,DOB,SEX\n1,01/05/2016,F\n"})
    assert list(tables) == ["UASC"]


def test_headings_win_over_a_misleading_name_and_it_is_said(read: Read) -> None:
    tables = read({"adoption.csv": "CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED\n1,,,,\n"})
    assert list(tables) == ["PlacedAdoption"]
    assert kinds(tables) == [Kind.FILE_NAME]


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("ssda903_2020_episodes", "Episodes"),
        ("903 Episodes 2017-18", "Episodes"),
        ("episodes_14032021", "Episodes"),
        ("SW-Episodes.201819", "SWEpisodes"),
        ("sw_episodes", "SWEpisodes"),
        ("Westshire_previous_permamence_1920", "PrevPerm"),
        ("placed_for_adoption 21_22", "PlacedAdoption"),
        ("AD1", "AD1"),
        ("oc2_2026", "OC2"),
        ("notes", None),
        ("uasc and dolo", None),
    ],
)
def test_names_of_files_as_they_occur(model: Model, name: str, table: str | None) -> None:
    assert table_named(name, model) == table


def test_a_file_that_is_no_table_is_left_out_with_the_nearest_table(read: Read) -> None:
    tables = read({"m.csv": "CHILD,DOB,MISSING,MIS_START,MIS_END\n", "x.csv": "CHILD,REVIEW,TEAM\n1,,\n"})
    assert list(tables) == ["Missing"]
    issue = tables.issues[tables.issues["kind"] == Kind.NOT_RECOGNISED].iloc[0]
    assert issue["file"] == "x.csv"
    assert "most like Reviews, which needs the headings DOB, REVIEW_CODE as well" in issue["message"]


def test_headings_without_rows_are_an_empty_table_with_its_columns(read: Read) -> None:
    tables = read({"m.csv": "CHILD,DOB,MISSING,MIS_START,MIS_END\r\n"})
    assert tables["Missing"].shape == (0, 5)
    assert len(tables.lines["Missing"]) == 0
    assert kinds(tables) == [Kind.NO_ROWS]


def test_a_column_that_a_ruleset_adds_is_no_blank_column_of_the_xml_of_a_return(tmp_path: Path) -> None:
    text = "tables:\n  ChildIdentifiers:\n    columns:\n      TEAM: {type: text, title: Team}\n"
    (tmp_path / "model.yaml").write_text(text, encoding="utf-8")
    census = rulesets_folder() / "dfe" / "cin" / "2026-27" / "model.yaml"
    model = load_model(census, additions=(Addition(tmp_path / "model.yaml", "council"),))
    run = CliRunner().invoke(app, ["sample", "cin", str(tmp_path / "made"), "--children", "5"])
    assert run.exit_code == 0, run.output
    children = read_folder(tmp_path / "made", model)["ChildIdentifiers"]
    assert "TEAM" in model.tables["ChildIdentifiers"].columns
    assert len(children) and "TEAM" not in children.columns
