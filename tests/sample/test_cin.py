"""Made-up censuses: clean ones pass, the same arguments make the same, and both forms hold the same."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import lacdsl
from lacdsl.diagnostics import LacdslError
from lacdsl.ingest import read
from lacdsl.model import load_model
from lacdsl.resources import rulesets_folder
from lacdsl.sample import census_tables, make_census, sample_tables
from lacdsl.sample.xml_out import write_xml

YEARS = ("2022-23", "2023-24", "2024-25", "2025-26", "2026-27")


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize(("children", "seed"), [(1, 1), (40, 2), (150, 3)])
def test_a_census_without_mistakes_gives_no_findings(year: str, children: int, seed: int) -> None:
    rules = lacdsl.load_ruleset(f"dfe/cin/{year}")
    tables, mistakes = census_tables(children=children, year=year, errors=0, seed=seed)
    report = lacdsl.check(tables, rules)
    assert mistakes == 0
    assert not len(report.findings), (
        report.findings[["rule", "entity", "message"]].drop_duplicates().to_string()
    )
    assert set(report.rules["status"]) == {"ran"}


def test_mistakes_are_found() -> None:
    tables, mistakes = census_tables(children=100, errors=0.2, seed=5)
    report = lacdsl.check(tables, lacdsl.load_ruleset("dfe/cin/2026-27"))
    assert mistakes > 50 and report.findings["entity"].nunique() > 10


def test_the_same_arguments_make_the_same_census() -> None:
    one, other = (census_tables(children=30, seed=4)[0] for _ in range(2))
    assert all(one[name].equals(other[name]) for name in one)
    assert not one["CINdetails"].equals(census_tables(children=30, seed=5)[0]["CINdetails"])


@pytest.mark.parametrize("form", ["xml", "csv"])
def test_what_is_written_reads_back_the_same(tmp_path: Path, form: str) -> None:
    tables, _ = census_tables(children=60, seed=6, errors=0)
    make_census(tmp_path / "census", children=60, seed=6, errors=0, form=form)  # type: ignore[arg-type]
    found = read([tmp_path / "census"], lacdsl.load_ruleset("dfe/cin/2026-27").model)
    assert set(found) == set(tables)
    for name, frame in tables.items():
        assert sorted(_rows(found[name])) == sorted(_rows(frame)), name


def test_the_903_as_xml_reads_back_the_same(tmp_path: Path) -> None:
    model = load_model(rulesets_folder() / "dfe" / "lac" / "2026-27" / "model.yaml", validate=False)
    tables, _, _ = sample_tables(children=60, errors=0, seed=7)
    write_xml(tmp_path / "903.xml", tables, model)
    found = read([tmp_path / "903.xml"], model)
    for name, table in model.tables.items():
        if table.xml is not None:
            columns = list(table.columns)
            assert sorted(_rows(found[name][columns])) == sorted(_rows(tables[name][columns])), name


def test_what_is_no_sample_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "real.xml").write_text("<Message/>", encoding="utf-8")
    with pytest.raises(LacdslError) as raised:
        make_census(tmp_path, children=1)
    assert raised.value.diagnostics[0].code == "F684"


@pytest.mark.parametrize("wrong", [{"year": "1999-00"}, {"children": -1}, {"errors": 2}])
def test_what_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(LacdslError):
        census_tables(**{"children": 1, **wrong})  # type: ignore[arg-type]


def _rows(frame: pd.DataFrame) -> list[tuple[str, ...]]:
    return [tuple("" if pd.isna(cell) else str(cell) for cell in row) for row in frame.astype(object).values]
