"""A report that is made safer to pass on: nothing personal is in any form of it, whatever was in the return."""

from __future__ import annotations

import json
import os
import re
import stat
import zipfile
from io import StringIO
from itertools import count
from pathlib import Path
from typing import Literal

import numpy as np
import openpyxl
import pandas as pd
import pytest
from jsonschema import Draft202012Validator

import lacdsl
from lacdsl.model import Column, ColumnType, Model
from lacdsl.report import as_json, schema, write_csv, write_json
from lacdsl.report.digest import Digest
from lacdsl.report.excel import write_excel
from lacdsl.report.html import write_html
from lacdsl.report.privacy import rounded_up
from lacdsl.report.private import _reason
from lacdsl.report.pseudonyms import Pseudonyms
from lacdsl.report.terminal import summary
from lacdsl.sample import make_census, make_sample

# No pseudonym has a 0 or 9 in it, so that none can look like a marker.
MARKER = "Q0X9"
COLLECTION = lacdsl.Collection("2026-27", f"{MARKER} council", today="2027-05-01")


def personal_columns(model: Model) -> dict[str, Column]:
    """All columns that tell who somebody is, the keys of children among them."""
    return {
        column.name: column
        for table in model.tables.values()
        for column in table.columns.values()
        if column.personal
    }


def planted(folder: Path, year: str, model: Model) -> None:
    """The files of a return with a marker in every personal cell, and where nothing but dirt can bring one."""
    dice = np.random.default_rng(1)
    (key,) = model.tables[model.root].key
    personal = personal_columns(model)
    for file in sorted(folder.glob("*.csv")):
        frame = pd.read_csv(file, dtype="str")
        if key in frame:
            frame[key] = MARKER + "K" + frame[key]
        for name in frame.columns.difference([key]):
            cells = frame[name].astype(object)
            hit = dice.random(len(frame)) < (0.6 if name in personal else 0.03)
            cells[hit] = [f"{MARKER}{name}{number}" for number in range(int(hit.sum()))]
            if name in personal and personal[name].type is ColumnType.IDENTIFIER:
                cells = pd.Series([f"{MARKER}{name}{number}" for number in range(len(frame))])
            frame[name] = cells
        frame[f"{MARKER} name"] = f"{MARKER} Jane"
        text = frame.to_csv(index=False).splitlines()
        ragged = [f"{line},{MARKER} ragged" if number % 9 == 4 else line for number, line in enumerate(text)]
        (folder / f"{MARKER} {year} {file.name}").write_text("\n".join(ragged) + "\n", encoding="utf-8")
        file.unlink()
    for file in sorted(folder.glob("*.xml")):
        text = file.read_text(encoding="utf-8")
        numbers = count()

        def other(found: re.Match[str]) -> str:
            """The element with a marker for its text; six in ten of those that are no numbers of children."""
            name, held = found[1], found[2]
            if personal[name].type is not ColumnType.IDENTIFIER and dice.random() > 0.6:
                return found[0]
            return f"<{name}>{MARKER}K{held if name == key else next(numbers)}</{name}>"  # noqa: B023

        text = re.sub(rf"<({'|'.join(personal)})>([^<]*)</\1>", other, text)
        text = text.replace("</Child>", f"<{MARKER}Name>{MARKER} Jane</{MARKER}Name></Child>")
        (folder / f"{MARKER} {file.name}").write_text(
            text.replace("<Children>", f"<Children><!-- {MARKER} -->"), "utf-8"
        )
        file.unlink()


def lac(folder: Path) -> lacdsl.Report:
    """A return of children looked after with many errors and markers everywhere, checked."""
    make_sample(folder, children=60, year="2026-27", errors=0.2, seed=5)
    rules = lacdsl.load_ruleset("dfe/lac/2026-27")
    planted(folder / "this_year", "this", rules.model)
    planted(folder / "last_year", "last", rules.model)
    (folder / "this_year" / f"{MARKER}.txt").write_text("no table")
    tables = lacdsl.read_folder(folder / "this_year", rules.model)
    last = lacdsl.read_folder(folder / "last_year", rules.model, year="last")
    return lacdsl.check(tables, rules, last, collection=COLLECTION)


def cin(folder: Path, form: Literal["csv", "xml"]) -> lacdsl.Report:
    """A census, likewise."""
    make_census(folder, children=60, year="2026-27", errors=0.3, seed=5, form=form)
    rules = lacdsl.load_ruleset("dfe/cin/2026-27")
    planted(folder, "this", rules.model)
    (folder / f"{MARKER}.txt").write_text("no table")
    return lacdsl.check(lacdsl.read_folder(folder, rules.model), rules, collection=COLLECTION)


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> lacdsl.Report:
    return lac(tmp_path_factory.mktemp(f"{MARKER} return"))


@pytest.fixture(scope="module", params=["lac", "cin as csv", "cin as xml"])
def planted_report(
    request: pytest.FixtureRequest, checked: lacdsl.Report, tmp_path_factory: pytest.TempPathFactory
) -> lacdsl.Report:
    if request.param == "lac":
        return checked
    return cin(tmp_path_factory.mktemp(f"{MARKER} census"), request.param[-3:])


def forms(report: lacdsl.Report, folder: Path) -> dict[str, bytes]:
    """All forms of the report as they are written, a workbook unpacked."""
    made = {"terminal": summary(report)}
    for name, write in (("json", write_json), ("html", write_html)):
        out = StringIO()
        write(report, out, version="1")  # type: ignore[operator]
        made[name] = out.getvalue()
    out = StringIO()
    write_csv(report, out)
    made["csv"] = out.getvalue()
    found = {name: text.encode() for name, text in made.items()}
    write_excel(report, folder / "report.xlsx", version="1")
    with zipfile.ZipFile(folder / "report.xlsx") as archive:
        for name in archive.namelist():
            found[f"xlsx:{name}"] = archive.read(name)
    return found


def test_the_markers_would_be_seen(planted_report: lacdsl.Report, tmp_path: Path) -> None:
    report = planted_report
    seen = forms(report, tmp_path)
    for name in ("terminal", "json", "html", "csv"):
        assert MARKER.encode() in seen[name], name
    assert any(MARKER.encode() in data for name, data in seen.items() if name.startswith("xlsx:"))
    findings = as_json(report, version="1")["findings"]
    flagged = {cell["column"] for finding in findings for cell in finding["cells"]}
    personal = personal_columns(model_of(report))
    assert len(flagged & personal.keys()) > 4
    (key,) = model_of(report).tables[model_of(report).root].key
    assert all(MARKER in str(finding.get("key", {key: MARKER})[key]) for finding in findings[:50])
    held = {name for frame in report.tables.values() for name in frame.columns if name in personal}
    for name in held - {"Disability"}:
        cells = pd.concat([frame[name].astype("str") for frame in report.tables.values() if name in frame])
        assert cells.str.contains(MARKER).any(), name
    assert len(report.findings) > 100 and report.load_issues["value"].str.contains(MARKER).any()


def model_of(report: lacdsl.Report) -> Model:
    model: Model = report.ruleset.model  # type: ignore[attr-defined]
    return model


@pytest.mark.parametrize("without", [False, True])
def test_no_form_holds_anything_personal(
    planted_report: lacdsl.Report, tmp_path: Path, without: bool
) -> None:
    """Neither markers nor those values of personal columns that no other column has (dates, postcodes, numbers)."""
    report = planted_report
    safe = report.pseudonymised(without_findings=without)
    personal, others = set(), set()
    for (_, table), frame in report.tables.items():
        for column in model_of(report).tables[table].columns.values():
            if column.name in frame.columns:
                texts = set(frame[column.name].dropna().astype(str))
                (personal if column.personal and column.type is not ColumnType.CODE else others).update(texts)
    hidden = {text for text in personal - others if len(text) > 4}
    assert len(hidden) > 40
    found = re.compile("|".join(map(re.escape, sorted(hidden))))
    for name, data in forms(safe, tmp_path).items():
        text = data.decode("utf-8", "replace")
        assert MARKER not in text.upper(), (name, text[max(text.upper().find(MARKER) - 200, 0) :][:300])
        assert not found.search(text), (name, found.search(text))


def test_what_is_left_is_of_use(checked: lacdsl.Report) -> None:
    safe = checked.pseudonymised()
    assert len(safe.findings) == len(checked.findings)
    for name in ("finding", "rule", "severity", "table", "year", "row", "line"):
        pd.testing.assert_series_equal(safe.findings[name], checked.findings[name])
    both = pd.DataFrame({"old": checked.findings["entity"].str.upper(), "new": safe.findings["entity"]})
    pairs = both.dropna().drop_duplicates()
    assert pairs["old"].is_unique and pairs["new"].is_unique and len(pairs) > 30
    shown = safe.findings[safe.findings["column"] == "DECOM"]["value"].dropna()
    assert shown.str.fullmatch(r"\d\d/\d\d/\d{4}").any()
    keys = safe.findings[safe.findings["column"] == "CHILD"]
    assert (keys["value"] == keys["entity"]).any()
    assert not list(Draft202012Validator(schema()).iter_errors(as_json(safe, version="1")))
    for frame in safe.tables.values():
        assert MARKER not in frame.to_csv()


def test_the_report_itself_is_left_as_it_was(checked: lacdsl.Report) -> None:
    before = checked.findings.copy(deep=True)
    checked.pseudonymised()
    pd.testing.assert_frame_equal(checked.findings, before)


def test_pseudonyms_are_those_of_the_key(checked: lacdsl.Report, tmp_path: Path) -> None:
    def first(report: lacdsl.Report) -> str:
        return str(report.findings["entity"].dropna().iloc[0])

    key = tmp_path / "key"
    assert first(checked.pseudonymised()) != first(checked.pseudonymised())
    made = first(checked.pseudonymised(key))
    held = key.read_bytes()
    assert first(checked.pseudonymised(key)) == made
    assert first(checked.pseudonymised(tmp_path / "other")) != made
    assert key.read_bytes() == held
    if os.name == "posix":
        assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_rules_and_pseudonyms_take_the_same_keys_for_the_same() -> None:
    names = Pseudonyms(b"k" * 32)
    assert names.child("ab1") == names.child(" AB1 ") != names.child("AB2")
    assert re.fullmatch(r"P-[A-Z2-7]{12}", names.child("ab1"))


def test_a_key_that_cannot_be_used_is_refused_and_left_alone(tmp_path: Path) -> None:
    from lacdsl.report.pseudonyms import pseudonyms_of

    other = tmp_path / "other.txt"
    other.write_text("something else")
    other.chmod(0o600)
    with pytest.raises(lacdsl.LacdslError, match=r"A913.*is no key"):
        pseudonyms_of(other)
    assert other.read_text() == "something else"
    with pytest.raises(lacdsl.LacdslError, match=r"A913.*is no file"):
        pseudonyms_of(tmp_path)
    with pytest.raises(lacdsl.LacdslError, match=r"A913.*cannot be made"):
        pseudonyms_of(tmp_path / "no such folder" / "key")


@pytest.mark.skipif(os.name != "posix", reason="files have no such modes there")
def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    from lacdsl.report.pseudonyms import pseudonyms_of

    key = tmp_path / "key"
    pseudonyms_of(key)
    key.chmod(0o640)
    with pytest.raises(lacdsl.LacdslError, match=r"A913.*may be read by others"):
        pseudonyms_of(key)


def test_small_counts_are_rounded_up_and_totals_are_sums_of_them(checked: lacdsl.Report) -> None:
    safe = checked.pseudonymised()
    for name in ("fails", "passes", "unknown", "not_applicable"):
        assert (safe.rules[name] % 5 == 0).all()
        assert ((safe.rules[name] == 0) == (checked.rules[name] == 0)).all()
    digest = Digest(safe)
    assert digest.total == safe.rules["fails"].sum() == sum(digest.by_table.values())
    assert all(count % 5 == 0 for count in (*digest.children_by_rule.values(), digest.children))
    assert not len(digest.by_worker) or set(digest.by_worker["worker"]) == {""}
    assert all(each.rows % 5 == 0 for each in safe.file_reports)
    exact = checked.pseudonymised(smallest=1)
    assert exact.rules["fails"].tolist() == checked.rules["fails"].tolist()
    assert [rounded_up(count, 5) for count in (0, 1, 4, 5, 6, 10)] == [0, 5, 5, 5, 10, 10]


def test_every_form_says_that_it_was_made_safer_and_has_the_rounded_totals(
    checked: lacdsl.Report, tmp_path: Path
) -> None:
    safe = checked.pseudonymised(without_findings=True)
    total = str(Digest(safe).total)
    write_excel(safe, tmp_path / "safe.xlsx", version="1")
    sheet = openpyxl.load_workbook(tmp_path / "safe.xlsx")["Summary"]
    rows = {str(row[0]): row[1] for row in sheet.iter_rows(values_only=True) if row[0]}
    assert str(rows["Findings in all"]) == total and rows["Children with findings"] == Digest(safe).children
    assert any("made safer to pass on" in name for name in rows)
    out = StringIO()
    write_html(safe, out, version="1")
    assert "made safer to pass on" in out.getvalue() and f"<dd>{int(total):,}</dd>" in out.getvalue()
    assert "made safer to pass on" in summary(safe)


def test_summaries_alone_have_the_same_counts(checked: lacdsl.Report) -> None:
    whole, short = checked.pseudonymised(), checked.pseudonymised(without_findings=True)
    assert not len(short.findings) and not short.tables
    assert Digest(short).by_severity == Digest(whole).by_severity
    assert Digest(short).children_by_rule == Digest(whole).children_by_rule
    assert "findings" in json.dumps(as_json(short, version="1"))


def test_a_summary_alone_has_no_lines_and_one_remark_of_a_kind(checked: lacdsl.Report) -> None:
    """As many remarks as there are cells that could not be read would be an exact count of them."""
    short = checked.pseudonymised(without_findings=True)
    issues = short.load_issues
    assert len(issues) < len(checked.load_issues)
    assert issues["line"].isna().all() and not issues.drop(columns="count").duplicated().any()
    assert (issues["count"] % 5 == 0).all() and issues["count"].sum() >= checked.load_issues["count"].sum()
    remarks = [remark for file in short.file_reports for remark in (*file.left_out, *file.assumed)]
    assert remarks and all(remark.line is None for remark in remarks)
    assert not list(Draft202012Validator(schema()).iter_errors(as_json(short, version="1")))


def test_a_childs_number_in_another_column_is_left_out(checked: lacdsl.Report) -> None:
    from lacdsl.report.covering import Cover

    model = checked.ruleset.model  # type: ignore[attr-defined]
    tables = {("this", "Header"): pd.DataFrame({"CHILD": ["1234567", "004321", None]})}
    cover = Cover(model, Pseudonyms(), tables)
    assert cover.cell("Episodes", "URN", "1234567") == "(left out)"
    assert cover.cell("Episodes", "URN", "7654321") == "7654321"
    assert cover.cell("OC2", "SDQ_SCORE", "4321") == cover.cell("OC2", "SDQ_SCORE", " 4321.0") == "(left out)"
    assert cover.cell("OC2", "SDQ_SCORE", "21") == "21"
    assert cover.cell("Episodes", "URN", "Jane") == "(left out)"
    assert cover.cell("Episodes", "LS", "Jane") == "(left out)"
    assert cover.cell("Episodes", "DEC", "Jane") == "(left out)"
    assert cover.cell("Episodes", "Jane", "1") == "(left out)"
    assert cover.cell("Jane", "CHILD", "1") == "(left out)"
    assert cover.cell("Episodes", "LS", " c2") == "C2"
    assert cover.cell("Episodes", "LS", " ") is None


def test_reasons_that_may_repeat_data_are_left_out() -> None:
    assert _reason("last year's table OC2 was not supplied") == "last year's table OC2 was not supplied"
    assert _reason("the code of the authority was not given").endswith("not given")
    fault = "lacdsl could not work it out (a fault of lacdsl, not of the data): ValueError: Jane"
    assert "Jane" not in _reason(fault)
    assert "Jane" not in _reason(f"table OC2 was not supplied; {fault}")
