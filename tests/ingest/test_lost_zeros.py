"""What is odd between two years: numbers that lost their zeros, files of one year that were given for both."""

from __future__ import annotations

from pathlib import Path

import pytest

from lacdsl.ingest import Issue, Kind, Tables, read, report_same_year, report_zeros_between_years
from lacdsl.model import Model
from tests.ingest.making import EPISODE_ROWS, EPISODES, HEADER, HEADER_FILE


def header(folder: Path, model: Model, name: str, *children: str) -> Tables:
    folder = folder / name
    folder.mkdir()
    rows = "".join(f"{child},M,01/02/2010,WBRI,UN1,,\n" for child in children)
    (folder / "{header}.csv").write_text(f"{HEADER}\n{rows}")
    return read([folder], model)


@pytest.mark.parametrize(
    ("this", "last", "said"),
    [
        (["1", "2"], ["0001", "2"], "1 for 0001"),
        (["0001.0", "2"], ["1", "2"], "0001 for 1"),
        (["1", "2"], ["1", "02.0", "2"], None),
        (["1"], ["10", "0"], None),
    ],
)
def test_children_of_last_year_but_for_zeros(
    tmp_path: Path, model: Model, this: list[str], last: list[str], said: str | None
) -> None:
    issues: list[Issue] = []
    tables = header(tmp_path, model, "this", *this), header(tmp_path, model, "last", *last)
    report_zeros_between_years(*tables, model, issues)
    if said is None:
        assert issues == []
        return
    (issue,) = issues
    assert (issue.kind, issue.file, issue.table, issue.line) == (
        Kind.LEADING_ZEROS,
        "{header}.csv",
        "Header",
        2,
    )
    assert f"last year's Header by leading zeros only: {said}." in issue.message


@pytest.mark.parametrize(("last_episode", "said"), [("2026", True), ("2025", False)])
def test_the_same_files_for_both_years(tmp_path: Path, model: Model, last_episode: str, said: bool) -> None:
    years = []
    for name, year in (("this", "2026"), ("last", last_episode)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "header.csv").write_text(HEADER_FILE)
        (tmp_path / name / "episodes.csv").write_text(f"{EPISODES}\n{EPISODE_ROWS.replace('2026', year)}")
        years.append(read([tmp_path / name], model))
    issues: list[Issue] = []
    report_same_year(*years, model, issues)
    assert [issue.kind for issue in issues] == ([Kind.OTHER_YEAR] if said else [])


def test_the_same_children_alone_are_nothing_odd(tmp_path: Path, model: Model) -> None:
    issues: list[Issue] = []
    report_same_year(
        header(tmp_path, model, "a", "1", "2"), header(tmp_path, model, "b", "1", "2"), model, issues
    )
    assert not issues
