"""A report that is made safer to pass on: nothing personal is in any form of it, whatever was in the return."""

from __future__ import annotations

import json
import os
import re
import stat
import zipfile
from io import StringIO
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from jsonschema import Draft202012Validator

import lacdsl
from lacdsl.report import as_json, schema, write_csv, write_json
from lacdsl.report.digest import Digest
from lacdsl.report.excel import write_excel
from lacdsl.report.html import write_html
from lacdsl.report.privacy import rounded_up
from lacdsl.report.private import _reason
from lacdsl.report.pseudonyms import Pseudonyms
from lacdsl.report.terminal import summary
from lacdsl.sample import make_sample

# No pseudonym has a 0 or 9 in it, so that none can look like a marker.
MARKER = "Q0X9"
PERSONAL = ("DOB", "MC_DOB", "UPN", "HOME_POST", "PL_POST", "SW_ID", "ETHNIC")


def planted(folder: Path, year: str) -> None:
    """The files of a return with a marker in every personal cell, and where nothing but dirt can bring one."""
    dice = np.random.default_rng(1)
    for file in sorted(folder.glob("*.csv")):
        frame = pd.read_csv(file, dtype="str")
        frame["CHILD"] = MARKER + "K" + frame["CHILD"]
        for name in frame.columns.difference(["CHILD"]):
            cells = frame[name].astype(object)
            share = 0.6 if name in PERSONAL else 0.03
            hit = dice.random(len(frame)) < share
            cells[hit] = [f"{MARKER}{name}{number}" for number in range(int(hit.sum()))]
            if name in ("UPN", "SW_ID"):
                cells = pd.Series([f"{MARKER}{name}{number}" for number in range(len(frame))])
            frame[name] = cells
        frame[f"{MARKER} name"] = f"{MARKER} Jane"
        frame.to_csv(folder / f"{MARKER} {year} {file.name}", index=False)
        file.unlink()


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> lacdsl.Report:
    """A return with many errors and markers everywhere, checked."""
    folder = tmp_path_factory.mktemp("return")
    make_sample(folder, children=60, year="2026-27", errors=0.2, seed=5)
    planted(folder / "this_year", "this")
    planted(folder / "last_year", "last")
    (folder / "this_year" / f"{MARKER}.txt").write_text("no table")
    rules = lacdsl.load_ruleset("dfe/lac/2026-27")
    tables = lacdsl.read_folder(folder / "this_year", rules.model)
    last = lacdsl.read_folder(folder / "last_year", rules.model, year="last")
    collection = lacdsl.Collection("2026-27", f"{MARKER} council", today="2027-05-01")
    return lacdsl.check(tables, rules, last, collection=collection)


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


def test_the_markers_would_be_seen(checked: lacdsl.Report, tmp_path: Path) -> None:
    seen = forms(checked, tmp_path)
    for name in ("terminal", "json", "html", "csv", "xlsx:xl/sharedStrings.xml"):
        if name in seen:
            assert MARKER.encode() in seen[name], name
    held = as_json(checked, version="1")
    flagged = {cell["column"] for finding in held["findings"] for cell in finding["cells"]}
    assert {"CHILD", "DOB", "UPN", "PL_POST", "SW_ID", "ETHNIC"} <= flagged
    assert len(checked.findings) > 300 and len(checked.load_issues) > 20


@pytest.mark.parametrize("without", [False, True])
def test_no_form_holds_anything_personal(checked: lacdsl.Report, tmp_path: Path, without: bool) -> None:
    safe = checked.pseudonymised(without_findings=without)
    others = set()
    for (_, name), frame in checked.tables.items():
        declared = checked.ruleset.model.tables[name]  # type: ignore[attr-defined]
        for column in declared.columns.values():
            if not column.personal and column.name in frame.columns:
                others.update(frame[column.name].dropna().astype(str))
    births = {
        str(text)
        for (_, name), frame in checked.tables.items()
        for column in ("DOB", "MC_DOB", "PL_POST", "HOME_POST")
        if column in frame.columns
        for text in frame[column].dropna().unique()
    } - others
    assert len(births) > 40
    personal = re.compile("|".join(map(re.escape, sorted(births))))
    for name, data in forms(safe, tmp_path).items():
        text = data.decode("utf-8", "replace")
        assert MARKER not in text.upper(), (name, text[max(text.upper().find(MARKER) - 200, 0) :][:300])
        assert not personal.search(text), (name, personal.search(text))


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


def test_a_childs_number_in_another_column_is_left_out(checked: lacdsl.Report) -> None:
    from lacdsl.report.covering import Cover

    model = checked.ruleset.model  # type: ignore[attr-defined]
    tables = {("this", "Header"): pd.DataFrame({"CHILD": ["1234567", None]})}
    cover = Cover(model, Pseudonyms(), tables)
    assert cover.cell("Episodes", "URN", "1234567") == "(left out)"
    assert cover.cell("Episodes", "URN", "7654321") == "7654321"
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
