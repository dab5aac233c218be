"""The files of a sample."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from lacdsl.diagnostics import LacdslError
from lacdsl.sample import make_sample, sample_tables


def test_the_files_hold_what_the_tables_hold(tmp_path: Path) -> None:
    summary = make_sample(tmp_path / "sample", children=50, errors=0.1, seed=2)
    this, last, providers = sample_tables(children=50, errors=0.1, seed=2)
    names = {
        "Header": "header",
        "PrevPerm": "previous_permanence",
        "PlacedAdoption": "placed_for_adoption",
        "SWEpisodes": "social_worker_episodes",
    }
    for folder, tables in (("this_year", this), ("last_year", last)):
        files = {file.stem for file in (tmp_path / "sample" / folder).iterdir()}
        assert files == {names.get(name, name.lower()) for name in tables}
        for name, frame in tables.items():
            path = tmp_path / "sample" / folder / f"{names.get(name, name.lower())}.csv"
            read = pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""])
            pd.testing.assert_frame_equal(read, frame, check_dtype=False)
    read = pd.read_csv(tmp_path / "sample" / "reference" / "providers.csv", dtype="str")
    pd.testing.assert_frame_equal(read, providers, check_dtype=False)
    assert summary.children == 50
    assert summary.tables == {name: len(frame) for name, frame in this.items()}
    assert summary.last == {name: len(frame) for name, frame in last.items()}
    assert summary.errors > 20
    assert summary.folder == tmp_path / "sample"


def test_files_are_plain_csv(tmp_path: Path) -> None:
    make_sample(tmp_path, children=30, errors=0.0)
    text = (tmp_path / "this_year" / "header.csv").read_bytes()
    assert re.match(rb"CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nMAN0000\d\d,[MF],\d\d/\d\d/\d{4},", text)
    assert b"\r" not in text
    assert b'"' not in text
    assert b'"U1,U2,U3,U4,U5,U6"' in (tmp_path / "reference" / "providers.csv").read_bytes()


def test_tables_without_rows_are_files_with_headings(tmp_path: Path) -> None:
    summary = make_sample(tmp_path, children=0)
    assert summary.errors == 0
    assert (tmp_path / "this_year" / "dolo.csv").read_text() == "CHILD,DOB,DOLO_START,DOLO_END\n"


def test_a_new_sample_replaces_an_old_one_whole(tmp_path: Path) -> None:
    make_sample(tmp_path, children=5, year="2026-27")
    make_sample(tmp_path, children=5, year="2022-23")
    assert not (tmp_path / "this_year" / "dolo.csv").exists()


def test_real_data_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "this_year").mkdir()
    (tmp_path / "this_year" / "header.csv").write_text("CHILD\n1\n")
    with pytest.raises(LacdslError, match="F684"):
        make_sample(tmp_path, children=5)
    assert (tmp_path / "this_year" / "header.csv").read_text() == "CHILD\n1\n"


def test_a_folder_that_cannot_be_made_is_a_diagnostic(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LacdslError, match="F683"):
        make_sample(tmp_path / "file", children=1)
