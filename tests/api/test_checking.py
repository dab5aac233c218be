"""`check`, as a program calls it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest

import lacdsl
from lacdsl.report import FINDING_COLUMNS, RULE_COLUMNS

FIXTURES = Path(__file__).parent.parent / "fixtures" / "rulesets"
POSTCODES = pd.DataFrame({"POSTCODE": ["M11AA"], "LA_CODE": ["E08000003"], "EAST": [1.0], "NORTH": [1.0]})


@pytest.fixture(scope="module")
def rules() -> Iterator[lacdsl.Ruleset]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LACDSL_NO_CACHE", "1")
        yield lacdsl.load_ruleset(FIXTURES / "small" / "2025-26")


def header(**columns: object) -> pd.DataFrame:
    base = {"CHILD": ["1", "2", "3"], "DOB": ["01/01/2020", "01/04/2026", None], "SEX": ["1", "2", "x"]}
    return pd.DataFrame({**base, **columns})


def episodes(**columns: object) -> pd.DataFrame:
    base = {
        "CHILD": ["1"],
        "DECOM": ["01/05/2025"],
        "DEC": ["01/04/2025"],
        "PL_POST": ["m1 1aa"],
        "HOME_POST": [None],
    }
    return pd.DataFrame({**base, **columns})


def test_files_are_read_with_tolerance_and_data_frames_as_they_stand(
    rules: lacdsl.Ruleset, tmp_path: Path
) -> None:
    columns = {"DOB": ["2026-04-01", "1/4/2026", "01/04/26"], "SEX": ["1", "NULL", "1.0"]}
    frame = header(**columns)
    frame.to_csv(tmp_path / "header.csv", index=False)
    read = lacdsl.read_folder(tmp_path, rules.model)
    assert list(read["Header"]["DOB"]) == columns["DOB"]
    found = lacdsl.check(read, rules, only=["101"])
    assert list(found.findings["value"]) == ["2026-04-01", "1/4/2026"]
    assert list(found.findings["message"]) == ["Born on 2026-04-01", "Born on 1/4/2026"]
    (about,) = found.file_reports
    assert (about.table, about.rows, about.unreadable) == ("Header", 3, 1)
    assert {(remark.column, remark.count) for remark in about.assumed} == {("DOB", 2), ("SEX", 1)}
    strict = lacdsl.check({"Header": frame}, rules, only=["101"])
    assert strict.findings.empty and strict.rules["unknown"].tolist() == [3]


def test_findings_and_rules_are_as_promised(rules: lacdsl.Ruleset) -> None:
    report = lacdsl.check({"Header": header(), "Episodes": episodes()}, rules, only=["201", "101"])
    assert list(report.rules["rule"]) == ["101", "201"]
    assert list(report.findings.columns) == list(FINDING_COLUMNS)
    assert list(report.rules.columns) == list(RULE_COLUMNS)
    found = report.findings.astype(object).where(report.findings.notna(), None).to_dict("records")
    assert found[0] == {
        "finding": 0,
        "rule": "101",
        "severity": "error",
        "table": "Header",
        "year": "this",
        "row": 1,
        "line": None,
        "column": "DOB",
        "value": "01/04/2026",
        "entity": "2",
        "message": "Born on 01/04/2026",
    }
    assert [(row["finding"], row["column"]) for row in found[1:]] == [(1, "DECOM"), (1, "DEC")]
    counts = report.rules.set_index("rule").loc["101", ["fails", "passes", "unknown", "not_applicable"]]
    assert list(counts) == [1, 1, 0, 1]
    assert report.ruleset is rules
    assert {"tables", "postcodes", "rules", "report"} <= set(report.profile)


def test_a_key_of_blanks_is_no_key(rules: lacdsl.Ruleset) -> None:
    found = lacdsl.check(
        {"Header": pd.DataFrame({"CHILD": ["\t", " ", "1"], "DOB": ["01/01/2030"] * 3})}, rules
    )
    assert set(found.findings["entity"].dropna()) <= {"1"}


def test_nothing_that_was_handed_over_is_changed(rules: lacdsl.Ruleset) -> None:
    tables = {"Header": header(EXTRA=[1, 2, 3]), "Episodes": episodes()}
    before = {name: frame.copy(deep=True) for name, frame in tables.items()}
    lacdsl.check(tables, rules, last_year=tables, reference={"Postcode": POSTCODES})
    for name, frame in tables.items():
        pd.testing.assert_frame_equal(frame, before[name])


@pytest.mark.parametrize("index", [[7, 7, 7], ["c", "a", "b"], [2, 1, 0]])
def test_the_index_means_nothing(rules: lacdsl.Ruleset, index: list[object]) -> None:
    plain = lacdsl.check({"Header": header()}, rules)
    indexed = lacdsl.check({"Header": header().set_index(pd.Index(index))}, rules)
    pd.testing.assert_frame_equal(plain.findings, indexed.findings)
    pd.testing.assert_frame_equal(plain.rules, indexed.rules)


def test_a_missing_column_is_not_run_and_an_empty_one_is(rules: lacdsl.Ruleset) -> None:
    without = lacdsl.check({"Header": header().drop(columns="SEX")}, rules, only=["102"]).rules.iloc[0]
    assert without["status"] == "not run" and "SEX" in without["reason"]
    blank = lacdsl.check({"Header": header(SEX=None)}, rules, only=["102"]).rules.iloc[0]
    assert (blank["status"], blank["unknown"]) == ("ran", 3)


def test_typed_cells_will_do(rules: lacdsl.Ruleset) -> None:
    typed = header(
        CHILD=[1, 2, 3], DOB=pd.to_datetime(["2020-01-01", "2026-04-01", None]), SEX=[1.0, 2.0, 9.0]
    )
    report = lacdsl.check({"Header": typed}, rules, only=["101", "102"])
    assert list(report.findings["rule"]) == ["101", "102"]
    assert list(report.findings["entity"]) == ["2", "3"]


def test_dates_of_the_collection_can_be_overridden(rules: lacdsl.Ruleset) -> None:
    def fails(collection: lacdsl.Collection | None) -> int:
        report = lacdsl.check({"Header": header()}, rules, collection=collection, only=["101"])
        return int(report.rules["fails"].sum())

    assert fails(None) == 1
    assert fails(lacdsl.Collection(year="2025-26", end="2026-04-01")) == 0
    assert fails(lacdsl.Collection(year="2025-26", start=date(2025, 4, 1), end=datetime(2026, 4, 1, 12))) == 0
    assert fails(lacdsl.Collection(year="2026-27")) == 0


def test_another_year_than_the_rules_is_said(rules: lacdsl.Ruleset) -> None:
    report = lacdsl.check({"Header": header()}, rules, collection=lacdsl.Collection(year="2027-28"))
    assert (report.collection.start, report.collection.end) == (date(2027, 4, 1), date(2028, 3, 31))
    assert "2027-28" in report.load_issues.iloc[0]["message"]


@pytest.mark.parametrize(
    "arguments",
    [
        {"year": "2026"},
        {"year": "2026-28"},
        {"start": "31/03/2026"},
        {"end": "2026-02-30"},
        {"start": "2027-01-01", "end": "2026-01-01"},
    ],
)
def test_a_collection_that_cannot_be_is_a_diagnostic(arguments: dict[str, str]) -> None:
    with pytest.raises(lacdsl.LacdslError) as error:
        lacdsl.Collection(**arguments)
    assert [found.code for found in error.value.diagnostics] == ["A902"]


def test_unknown_codes_are_left_out_and_said_with_near_ones(rules: lacdsl.Ruleset) -> None:
    report = lacdsl.check({"Header": header()}, rules, only=["101", "20I", "zzz", "20I"])
    assert list(report.rules["rule"]) == ["101"]
    issues = report.load_issues
    assert list(issues["kind"]) == ["unknown rule"] * 2 and list(issues["value"]) == ["20I", "zzz"]
    assert "201" in issues["message"][0] and "zzz" in issues["message"][1]
    nothing = lacdsl.check({"Header": header()}, rules, only="zzz")
    assert len(nothing.rules) == 0 and len(nothing.findings) == 0 and len(nothing.load_issues) == 1


def test_without_the_authority_no_placement_is_taken_for_one_outside_it() -> None:
    rules = lacdsl.load_ruleset("dfe/lac/2025-26")
    episode = {name: [None] for name in rules.model.tables["Episodes"].columns}
    episode |= {
        "CHILD": ["1"],
        "LS": ["C2"],
        "PLACE": ["K2"],
        "PLACE_PROVIDER": ["PR1"],
        "PL_LA": ["E08000003"],
    }
    tables = {"Episodes": pd.DataFrame(episode, dtype=object)}
    for authority in (None, " "):
        collection = lacdsl.Collection(year="2025-26", authority=authority)
        rule = lacdsl.check(tables, rules, collection=collection, only=["1015"]).rules.iloc[0]
        assert (rule["status"], rule["fails"]) == ("not run", 0)
        assert rule["reason"] == "the code of the authority was not given"


def test_the_authority_may_be_named(rules: lacdsl.Ruleset) -> None:
    def check(authority: str) -> lacdsl.Report:
        collection = lacdsl.Collection(year="2025-26", authority=authority)
        return lacdsl.check(
            {"Episodes": episodes()}, rules, reference={"Postcode": POSTCODES}, collection=collection
        )

    for name in ("Manchester", "352", "e08000003 "):
        assert check(name).collection.authority == "E08000003"
        assert not len(check(name).load_issues)
    odd = check("Atlantis")
    assert odd.collection.authority == "ATLANTIS"
    assert "Atlantis" in odd.load_issues.iloc[0]["message"]


def test_postcodes_are_looked_up_only_where_a_rule_needs_them(
    rules: lacdsl.Ruleset, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def table(postcodes: list[str]) -> pd.DataFrame:
        asked.append(list(postcodes))
        return POSTCODES

    monkeypatch.setattr("lacdsl.reference.postcodes.postcode_table", table)
    collection = lacdsl.Collection(year="2025-26", authority="E08000003")

    def status(
        frame: pd.DataFrame, only: str, reference: dict[str, pd.DataFrame] | None = None
    ) -> tuple[str, int]:
        report = lacdsl.check(
            {"Episodes": frame}, rules, reference=reference, collection=collection, only=[only]
        )
        return str(report.rules.iloc[0]["status"]), int(report.rules.iloc[0]["passes"])

    assert status(episodes(), "201") == ("ran", 0)
    assert status(episodes(PL_LOCATION=["IN"]), "202") == ("ran", 1)
    assert status(episodes(PL_LA=["E08000003"]), "202") == ("ran", 1)
    assert status(episodes(), "202", {"Postcode": POSTCODES}) == ("ran", 1)
    assert asked == []
    assert status(episodes(), "202") == ("ran", 1)
    assert asked == [["m1 1aa"]]


@pytest.mark.parametrize("tables", [None, [], {"Header": [1, 2]}, {"Header": "x"}])
def test_tables_that_are_none_are_a_diagnostic(rules: lacdsl.Ruleset, tables: object) -> None:
    with pytest.raises(lacdsl.LacdslError) as error:
        lacdsl.check(tables, rules)  # type: ignore[arg-type]
    assert [found.code for found in error.value.diagnostics] == ["A903"]


def test_what_is_not_read_is_said(rules: lacdsl.Ruleset) -> None:
    frame = header().rename(columns={"DOB": "dob"})
    frame.insert(0, "SEX", ["1", "1", "1"], allow_duplicates=True)
    report = lacdsl.check({"Header": frame, "Headers": header()}, rules)
    messages = " ".join(report.load_issues["message"])
    assert "no table Headers" in messages and "'dob'" in messages and "several columns SEX" in messages


def test_frames_without_rows_or_columns_do_no_harm(rules: lacdsl.Ruleset) -> None:
    report = lacdsl.check({"Header": header().iloc[:0], "Episodes": pd.DataFrame()}, rules, last_year={})
    assert not len(report.findings) and not report.rules["fails"].any()
    assert {name: str(kind) for name, kind in report.findings.dtypes.items()} == FINDING_COLUMNS


def test_lines_of_files_come_with_the_findings(rules: lacdsl.Ruleset, tmp_path: Path) -> None:
    (tmp_path / "header.csv").write_text(
        'CHILD,DOB,SEX\n1,01/01/2020,1\n\n2,01/04/2026,"1"\n', encoding="utf-8"
    )
    tables = lacdsl.read_folder(tmp_path, rules.model)
    report = lacdsl.check(tables, rules, only=["101"])
    assert report.findings["line"].tolist() == [4]
    assert Path(report.files["this", "Header"]).name == "header.csv"
    assert len(report.load_issues) == len(tables.issues)


def test_the_version_is_that_of_the_package() -> None:
    project = (FIXTURES.parent.parent.parent / "pyproject.toml").read_text(encoding="utf-8")
    assert f'version = "{lacdsl.__version__}"' in project


def test_importing_lacdsl_loads_nothing_heavy() -> None:
    import subprocess
    import sys

    code = "import sys, lacdsl, lacdsl.cli.main; print([m for m in ('pandas', 'lark', 'rich') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
