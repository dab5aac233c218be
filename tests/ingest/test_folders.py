"""Which files of a folder are read, and what stops the reading."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lacdsl.api.guess import guessed_ruleset
from lacdsl.diagnostics import LacdslError
from lacdsl.ingest import ISSUE_COLUMNS, Kind, Tables, read_files, read_folder
from lacdsl.ingest import read as ingest_read
from lacdsl.model import Model
from tests.ingest.making import HEADER_FILE

Read = Callable[..., Tables]

MISSING = "CHILD,DOB,MISSING,MIS_START,MIS_END\n1,,M,01/05/2026,\n"
AD1 = "CHILD,DOB,DATE_INT,DATE_MATCH,FOSTER_CARE,NB_ADOPTR,SEX_ADOPTR,LS_ADOPTR\n"


def test_tables_come_in_the_order_of_the_model_with_their_files_and_issues(
    read: Read, tmp_path: Path
) -> None:
    tables = read({"a.csv": MISSING, "b.csv": AD1 + "1,,,,,,,\n"})
    assert list(tables) == list(tables.tables) == ["AD1", "Missing"]
    assert tables.files == {"AD1": str(tmp_path / "b.csv"), "Missing": str(tmp_path / "a.csv")}
    assert tuple(tables.issues.columns) == ISSUE_COLUMNS
    assert tables.issues.empty
    assert tables.year == "this"


def test_two_files_for_one_table_are_refused_and_both_named(read: Read) -> None:
    with pytest.raises(LacdslError) as caught:
        read({"missing.csv": MISSING, "missing_last_year.csv": MISSING.replace("M,", "A,")})
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code == "F603"
    assert "missing.csv" in diagnostic.message
    assert "missing_last_year.csv" in diagnostic.message


def test_which_of_two_files_is_another_year_s_is_said(tmp_path: Path, model: Model) -> None:
    rows = "CHILD,DOB,REVIEW,REVIEW_CODE\n1,01/02/2010,{0},PN1\n2,01/02/2010,{0},PN1\n"
    files = {"a.csv": rows.format("2026-06-01"), "b.csv": rows.format("01/06/2025"), "c.csv": rows.format("")}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(LacdslError) as caught:
        ingest_read([tmp_path / "a.csv", tmp_path / "b.csv"], model)
    (diagnostic,) = caught.value.diagnostics
    assert (diagnostic.help or "").startswith(
        "By the dates, another year's: b.csv (from 01/06/2025 to 01/06/2025). Keep one of them here."
    )
    with pytest.raises(LacdslError) as caught:
        ingest_read([tmp_path / "a.csv", tmp_path / "c.csv"], model)
    assert (caught.value.diagnostics[0].help or "").startswith("Keep one of them")
    for year, date in (("old", "01/06/2025"), ("new", "01/06/2026")):
        (tmp_path / year).mkdir()
        (tmp_path / year / "reviews.csv").write_text(rows.format(date))
        (tmp_path / year / "header.csv").write_text(HEADER_FILE + f"{year[0]},1,,,,,\n")
    with pytest.raises(LacdslError) as caught:
        ingest_read([tmp_path / "old", tmp_path / "new"], model)
    assert f"another year's: {tmp_path / 'old'} (from" in (caught.value.diagnostics[0].help or "")


def test_folders_of_two_councils_are_named_once(tmp_path: Path, model: Model) -> None:
    for council in ("a", "b"):
        (tmp_path / council).mkdir()
        (tmp_path / council / "missing.csv").write_text(MISSING.replace("M,", f"{council.upper()},"))
        (tmp_path / council / "ad1.csv").write_text(AD1 + f"{council},,,,,,,\n")
    for given in ([tmp_path], [tmp_path / "a", tmp_path / "b"]):
        with pytest.raises(LacdslError) as caught:
            ingest_read(given, model)
        (diagnostic,) = caught.value.diagnostics
        assert diagnostic.message == (
            f"2 folders each hold the tables AD1, Missing: {tmp_path / 'a'} and {tmp_path / 'b'}."
        )


def test_several_tables_that_are_there_twice_are_one_message(tmp_path: Path, model: Model) -> None:
    for name, text in {"missing": MISSING, "missing2": MISSING + "7,,M,,\n", "ad1": AD1, "ad2": AD1}.items():
        (tmp_path / f"{name}.csv").write_text(text if "mis" in name else text + f"{name},,,,,,,\n")
    with pytest.raises(LacdslError) as caught:
        ingest_read([tmp_path], model)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.message.startswith(
        "2 tables are held by several files each: AD1 by ad1.csv (1 row) and ad2.csv"
    )


def test_a_copy_of_a_file_is_set_aside_by_name(read: Read) -> None:
    tables = read({"missing.csv": MISSING, "missing (2).csv": MISSING})
    assert tables.issues[["file", "kind"]].values.tolist() == [["missing.csv", Kind.SET_ASIDE]]
    assert tables.files["Missing"].endswith("missing (2).csv")


def test_inner_folders_are_read_and_give_way_to_the_outer_one(read: Read, tmp_path: Path) -> None:
    inner = tmp_path / "old" / "2025"
    inner.mkdir(parents=True)
    (inner / "m.csv").write_text(MISSING.replace("M,", "A,"))
    (inner / "ad1.csv").write_text(AD1 + "1,,,,,,,\n")
    tables = read({"missing.csv": MISSING})
    assert tables.files == {"AD1": str(inner / "ad1.csv"), "Missing": str(tmp_path / "missing.csv")}
    assert tables.issues[["file", "kind"]].values.tolist() == [["old/2025/m.csv", Kind.SET_ASIDE]]


def test_a_folder_that_is_not_there_or_is_a_file(tmp_path: Path, model: Model) -> None:
    (tmp_path / "x").write_text("")
    for path, said in ((tmp_path / "none", "does not exist"), (tmp_path / "x", "is a file")):
        with pytest.raises(LacdslError) as caught:
            read_folder(path, model)
        assert caught.value.diagnostics[0].code == "F601"
        assert said in caught.value.diagnostics[0].message


def test_a_folder_without_any_table_tells_why_for_each_file(read: Read) -> None:
    with pytest.raises(LacdslError) as caught:
        read({"header.csv": "", "notes.docx": b"PK\x03\x04", "x.csv": "A,B\n1,2\n"})
    first, *notes = caught.value.diagnostics
    assert first.code == "F602"
    assert [note.severity for note in notes] == ["note"] * 3
    assert notes[0].message.startswith("header.csv: Holds nothing at all")


def test_files_of_other_kinds_are_reported_and_hidden_ones_passed_over(read: Read, tmp_path: Path) -> None:
    tables = read(
        {
            "m.csv": MISSING,
            "return.xlsx": b"PK\x03\x04",
            "really excel.csv": b"PK\x03\x04rest",
            "empty.csv": b"",
            ".DS_Store": b"x",
            "~$m.csv": b"x",
        }
    )
    assert list(tables) == ["Missing"]
    assert tables.issues["file"].tolist() == ["empty.csv", "really excel.csv", "return.xlsx"]
    assert set(tables.issues["kind"]) == {Kind.NOT_READ}


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_links_out_of_the_folder_are_not_followed(tmp_path: Path, model: Model) -> None:
    outside, folder = tmp_path / "secret.csv", tmp_path / "return"
    outside.write_text(AD1)
    folder.mkdir()
    (folder / "m.csv").write_text(MISSING)
    (folder / "ad1.csv").symlink_to(outside)
    (folder / "gone.csv").symlink_to(folder / "nowhere.csv")
    tables = read_folder(folder, model)
    assert list(tables) == ["Missing"]
    assert tables.issues["file"].tolist() == ["ad1.csv", "gone.csv"]
    assert "leads out of the folder" in tables.issues["message"].iloc[0]


def test_single_files_are_read_like_a_folder(tmp_path: Path, model: Model) -> None:
    (tmp_path / "m.csv").write_text(MISSING)
    tables = read_files([tmp_path / "m.csv", str(tmp_path / "m.csv")], model, year="last")
    assert list(tables) == ["Missing"]
    assert tables.year == "last"
    with pytest.raises(LacdslError) as caught:
        read_files([tmp_path / "m.csv", tmp_path / "a.csv", tmp_path / "b.csv"], model)
    assert [diagnostic.code for diagnostic in caught.value.diagnostics] == ["F604", "F604"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are of Unix")
def test_a_pipe_is_never_opened_whoever_names_it(tmp_path: Path, model: Model) -> None:
    os.mkfifo(tmp_path / "header.csv")
    (tmp_path / "m.csv").write_text(MISSING)
    assert guessed_ruleset([tmp_path], "2026-27", "dfe/lac") == "dfe/lac/2026-27"
    for paths in ([tmp_path], [tmp_path / "header.csv", tmp_path / "m.csv"]):
        tables = ingest_read(paths, model)
        assert list(tables) == ["Missing"]
        assert tables.issues[["file", "kind"]].values.tolist() == [["header.csv", Kind.NOT_READ]]
