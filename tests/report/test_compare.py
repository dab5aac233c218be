"""Two reports compared: findings are known again wherever their rows stand, and nothing counts as fixed by mistake."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from jsonschema import Draft202012Validator

import lacdsl
from lacdsl.report import as_json, compare_page
from lacdsl.report import write_csv as write_csv_report
from lacdsl.report import write_json as write_json_report
from lacdsl.report.compare import Comparison
from lacdsl.report.compare_forms import as_text, as_values, schema, write_csv, write_excel, write_json
from lacdsl.report.compare_page import write_html
from lacdsl.sample import census_tables, sample_tables

COLLECTION = lacdsl.Collection("2026-27", today="2027-05-01")
CODES = ["142", "374", "502", "1000", "115"]
HEADS = ["CHILD", "DECOM", "RNE", "LS", "PLACE", "DEC", "REC"]
FIRST = [
    ["1", "01/05/2024", "S", "C2", "P3", "", ""],
    ["1", "01/05/2025", "P", "C2", "U1", "", ""],
    ["2", "01/06/2024", "S", "C2", "U1", "", "X1"],
    ["2", "01/07/2024", "P", "C2", "U1", "", ""],
    ["=3", "01/07/2024", "S", "C2", "P3", "", ""],
]
HEADER = pd.DataFrame({"CHILD": ["1", "2", "=3"], "DOB": ["01/06/2011", "01/06/2012", "01/06/2013"]})


@pytest.fixture(scope="module")
def rules() -> lacdsl.Ruleset:
    return lacdsl.load_ruleset("dfe/lac/2026-27")


def check(rules: lacdsl.Ruleset, rows: list[list[str]], **more: Any) -> lacdsl.Report:
    episodes = pd.DataFrame(rows, columns=HEADS, dtype=object).replace("", None)
    tables = {"Header": HEADER, "Episodes": episodes}
    return lacdsl.check(tables, rules, collection=COLLECTION, only=more.pop("only", CODES), **more)


def states(found: Comparison) -> list[tuple[str, str, str]]:
    held = found.findings
    return list(zip(held["state"], held["rule"], held["entity"], strict=True))


def test_the_same_return_has_nothing_new(rules: lacdsl.Ruleset) -> None:
    report = check(rules, FIRST)
    found = lacdsl.compare_reports(report, report)
    assert found.counts == {"new": 0, "fixed": 0, "still there": 4, "not comparable": 0}


def test_rows_may_move_and_keys_be_written_otherwise(rules: lacdsl.Ruleset) -> None:
    moved = [
        [cell if place else f" {cell.lower()}" for place, cell in enumerate(row)] for row in reversed(FIRST)
    ]
    found = lacdsl.compare_reports(check(rules, FIRST), check(rules, moved))
    assert found.counts["still there"] == 4 and found.counts["new"] == found.counts["fixed"] == 0


def test_a_finding_about_a_child_is_known_by_the_child_whatever_row_comes_first(
    rules: lacdsl.Ruleset,
) -> None:
    """Rule 553 is about the child, and flags all its episodes with a placement order."""
    rows = [
        ["1", "01/05/2026", "S", "E1", "U6", "01/08/2026", "X1"],
        ["1", "01/08/2026", "P", "E1", "A6", "", ""],
    ]
    none = pd.DataFrame(
        {"CHILD": [], "DATE_PLACED": [], "DATE_PLACED_CEASED": [], "REASON_PLACED_CEASED": []}
    )

    def checked(rows: list[list[str]]) -> lacdsl.Report:
        tables = {
            "Header": HEADER,
            "Episodes": pd.DataFrame(rows, columns=HEADS, dtype=object),
            "PlacedAdoption": none,
        }
        return lacdsl.check(tables, rules, collection=COLLECTION, only=["553"])

    assert len(checked(rows).findings) == 4
    for later in (rows[::-1], rows[1:]):
        found = lacdsl.compare_reports(checked(rows), checked(later))
        assert found.counts == {"new": 0, "fixed": 0, "still there": 1, "not comparable": 0}


@pytest.mark.parametrize("name", ["dfe/lac/2026-27", "dfe/cin/2026-27", "local/northern-group"])
def test_shuffled_rows_and_columns_are_all_still_there(name: str) -> None:
    last: Mapping[str, pd.DataFrame] | None
    if "cin" in name:
        (tables, _), last = census_tables(children=150, errors=0.5, seed=9), None
    else:
        tables, last, _ = sample_tables(children=150, errors=0.5, seed=9)

    def shuffled(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        return {
            name: frame.sample(frac=1, random_state=1).sample(frac=1, axis="columns", random_state=1)
            for name, frame in tables.items()
        }

    rules = lacdsl.load_ruleset(name)
    collection = lacdsl.Collection("2026-27", authority="E08000003")
    before = lacdsl.check(tables, rules, last_year=last, collection=collection)
    after = lacdsl.check(shuffled(tables), rules, last_year=last and shuffled(last), collection=collection)
    found = lacdsl.compare_reports(before, after)
    assert found.counts["still there"] == len(found.findings) > 300


def test_new_fixed_and_changed_but_still_wrong(rules: lacdsl.Ruleset) -> None:
    later = [list(row) for row in FIRST]
    later[0][5:] = ["01/05/2025", "X1"]  # closed: no longer 142
    later[2][6] = ""  # 142 in another cell
    later[3][4] = "P3"  # 374 is new
    found = lacdsl.compare_reports(check(rules, FIRST), check(rules, later))
    assert states(found) == [
        ("new", "374", "2"),
        ("fixed", "142", "1"),
        ("still there", "142", "2"),
        ("still there", "374", "1"),
        ("still there", "374", "=3"),
    ]
    assert found.by_child.iloc[0].to_dict() == {
        "entity": "2", "new": 1, "fixed": 0, "still there": 1, "not comparable": 0
    }  # fmt: skip
    assert found.new_at_least("error") and not replace(found, findings=found.findings[1:]).new_at_least(
        "error"
    )


def test_findings_that_are_alike_are_counted(rules: lacdsl.Ruleset) -> None:
    twice = [FIRST[0], FIRST[0], FIRST[0]]
    found = lacdsl.compare_reports(check(rules, twice, only=["374"]), check(rules, FIRST[:1], only=["374"]))
    assert found.counts == {"new": 0, "fixed": 2, "still there": 1, "not comparable": 0}


def test_a_rule_that_was_not_run_has_nothing_fixed(rules: lacdsl.Ruleset) -> None:
    before, after = check(rules, FIRST), check(rules, FIRST[:1], only=["142"])
    found = lacdsl.compare_reports(before, after)
    assert ("not comparable", "374", "1") in states(found) and ("fixed", "142", "1") in states(found)
    reasons = dict(zip(found.rules["rule"], found.rules["remark"], strict=True))
    assert reasons["374"] == "the later report does not have the rule"
    without = lacdsl.check({"Header": HEADER}, rules, collection=COLLECTION, only=CODES)
    found = lacdsl.compare_reports(before, without)
    assert found.counts["fixed"] == 0 and found.counts["not comparable"] == 4
    assert "not run for the later report: table Episodes was not supplied" in set(found.findings["reason"])
    assert "table Episodes was not supplied" in as_text(found, 200)


def test_a_rule_that_has_changed_is_told_apart(rules: lacdsl.Ruleset) -> None:
    def values(report: lacdsl.Report) -> dict[str, Any]:
        out = StringIO()
        write_json_report(report, out, version="1")
        return dict(json.loads(out.getvalue()))

    before, after = values(check(rules, FIRST)), values(check(rules, FIRST[:1]))
    for rule in after["rules"]:
        rule["definition"] = "other" if rule["rule"] == "374" else rule["definition"]
    found = lacdsl.compare_reports(before, after)
    assert ("not comparable", "374", "=3") in states(found) and ("still there", "374", "1") in states(found)
    assert "the rule itself has changed" in set(found.findings["reason"])


def test_rows_that_can_no_longer_be_checked_are_pointed_out(rules: lacdsl.Ruleset) -> None:
    later = [list(row) for row in FIRST]
    later[0][1] = "soon"
    found = lacdsl.compare_reports(check(rules, FIRST), check(rules, later))
    remarks = dict(zip(found.rules["rule"], found.rules["remark"], strict=True))
    assert remarks["374"].startswith("1 more row could not be checked")


def test_csv_says_nothing_of_rules_that_found_nothing(rules: lacdsl.Ruleset, tmp_path: Path) -> None:
    files = {"old.csv": check(rules, FIRST), "new.csv": check(rules, [*FIRST[:2], FIRST[4]])}
    for name, report in files.items():
        with (tmp_path / name).open("w", encoding="utf-8-sig", newline="") as out:
            write_csv_report(report, out)
    found = lacdsl.compare_reports(tmp_path / "old.csv", tmp_path / "new.csv")
    assert found.counts == {"new": 0, "fixed": 1, "still there": 3, "not comparable": 0}
    only = lacdsl.compare_reports(tmp_path / "old.csv", check(rules, []))
    assert only.counts == {"new": 0, "fixed": 4, "still there": 0, "not comparable": 0}
    with (tmp_path / "none.csv").open("w", encoding="utf-8-sig", newline="") as out:
        write_csv_report(check(rules, []), out)
    none = lacdsl.compare_reports(tmp_path / "old.csv", tmp_path / "none.csv")
    for each in (found, only, none):
        Draft202012Validator(schema()).validate(as_values(each, version="1"))
    assert none.counts == {"new": 0, "fixed": 0, "still there": 0, "not comparable": 4}


def test_pseudonyms_have_to_be_of_one_key(rules: lacdsl.Ruleset, tmp_path: Path) -> None:
    report, key = check(rules, FIRST), tmp_path / "key"
    kept = report.pseudonymised(key)
    found = lacdsl.compare_reports(kept, check(rules, FIRST[1:]).pseudonymised(key))
    assert found.counts["still there"] == 2 and found.counts["fixed"] == 2
    for one, other in (
        (report, kept),
        (report.pseudonymised(), kept),
        (kept, report.pseudonymised(key, without_findings=True)),
        (kept, report.pseudonymised(tmp_path / "another key")),
    ):
        with pytest.raises(lacdsl.LacdslError, match="A914"):
            lacdsl.compare_reports(one, other)


def test_pseudonyms_are_known_in_csv_as_well(rules: lacdsl.Ruleset, tmp_path: Path) -> None:
    """Otherwise everything would be new, and everything fixed."""
    report, key, files = check(rules, FIRST), tmp_path / "key", {}
    for name, each in (
        ("plain", report),
        ("kept", report.pseudonymised(key)),
        ("again", check(rules, FIRST[::-1]).pseudonymised(key)),
        ("other", report.pseudonymised(tmp_path / "another key")),
    ):
        files[name] = tmp_path / f"{name}.csv"
        with files[name].open("w", encoding="utf-8", newline="") as stream:
            write_csv_report(each, stream)
    assert lacdsl.compare_reports(files["kept"], files["again"]).counts["still there"] == 4
    assert lacdsl.compare_reports(files["kept"], report.pseudonymised(key)).counts["still there"] == 4
    for one, other in (("plain", "kept"), ("kept", "plain"), ("kept", "other")):
        with pytest.raises(lacdsl.LacdslError, match="A914"):
            lacdsl.compare_reports(files[one], files[other])


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"rules": [], "findings": [], "load_issues": []}', "\x00", "[" * 100_000, '"\\ud800"'],
)
def test_what_is_no_report_is_refused(rules: lacdsl.Ruleset, tmp_path: Path, text: str) -> None:
    for name in ("odd.json", "odd.csv"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        with pytest.raises(lacdsl.LacdslError, match="A912"):
            lacdsl.compare_reports(tmp_path / name, check(rules, []))
    with pytest.raises(lacdsl.LacdslError, match="A912"):
        lacdsl.compare_reports(tmp_path / "nowhere.json", check(rules, []))


def saved_as(report: lacdsl.Report) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(json.dumps(as_json(report, version="1")))
    return values


ODD_PARTS: list[tuple[str, Any]] = [
    ("message", {}),
    ("severity", "catastrophe"),
    ("finding", None),
    ("entity", 5),
    ("key", {"CHILD": ["1"]}),
    ("key", None),
    ("cells", []),
    ("cells", [{"table": ["a"], "year": "this", "row": 0, "line": None, "column": "DEC", "value": None}]),
    ("cells", [{"table": "a", "year": "this", "row": 0, "line": "abc", "column": "DEC", "value": None}]),
    ("cells", [{"table": "a", "year": "this", "row": 0, "line": 10**30, "column": "DEC", "value": None}]),
    ("cells", [{"table": "a", "year": "this", "row": 0, "line": None, "column": "DEC", "value": {"a": 1}}]),
]


@pytest.mark.parametrize(("name", "value"), ODD_PARTS)
def test_a_finding_that_is_none_is_refused_wherever_it_stands(
    rules: lacdsl.Ruleset, tmp_path: Path, name: str, value: Any
) -> None:
    """Not only among the first: a report of 100,000 findings is not to fail halfway through a comparison."""
    odd = saved_as(check(rules, FIRST))
    odd["findings"] = [*odd["findings"] * 40, {**odd["findings"][0], name: value}]
    (tmp_path / "odd.json").write_text(json.dumps(odd), encoding="utf-8")
    with pytest.raises(lacdsl.LacdslError, match=r"A912.*findings/160"):
        lacdsl.compare_reports(tmp_path / "odd.json", check(rules, FIRST))


def test_a_report_of_a_later_version_is_read(rules: lacdsl.Ruleset, tmp_path: Path) -> None:
    """Parts are added in later versions, and none is taken away: what is not known is let be."""
    later = saved_as(check(rules, FIRST))
    for part in (later, later["collection"], later["ruleset"], *later["rules"], *later["findings"]):
        part["novel"] = {"a": [1]}
    later["findings"][0]["cells"][0]["novel"] = 1
    (tmp_path / "later.json").write_text(json.dumps(later), encoding="utf-8")
    found = lacdsl.compare_reports(check(rules, FIRST), tmp_path / "later.json")
    assert found.counts["still there"] == 4


def test_what_no_text_can_be_made_of_is_replaced(rules: lacdsl.Ruleset, tmp_path: Path) -> None:
    odd = saved_as(check(rules, FIRST))
    odd["findings"][0]["message"] = odd["findings"][0]["entity"] = "half \ud800 of a smile \ud83d\ude00"
    (tmp_path / "odd.json").write_text(json.dumps(odd), encoding="utf-8")
    found = lacdsl.compare_reports(tmp_path / "odd.json", check(rules, FIRST))
    assert "half ? of a smile \N{GRINNING FACE}" in found.findings["message"].tolist()
    write_json(found, StringIO(), version="1")


def test_a_report_that_was_cut_off_is_said_to_be(rules: lacdsl.Ruleset, tmp_path: Path) -> None:
    text = json.dumps(saved_as(check(rules, FIRST)))
    (tmp_path / "cut.json").write_text(text[: len(text) // 2], encoding="utf-8")
    with pytest.raises(lacdsl.LacdslError, match="ends in the middle"):
        lacdsl.compare_reports(tmp_path / "cut.json", check(rules, FIRST))


def test_forms(rules: lacdsl.Ruleset, tmp_path: Path) -> None:
    found = lacdsl.compare_reports(check(rules, FIRST[:4]), check(rules, FIRST))
    text = as_text(found)
    assert "1 new, 0 fixed, 3 still there, 0 not comparable" in text and all(
        len(line) <= 80 for line in text.split("\n")
    )
    out = StringIO()
    write_json(found, out, version="1")
    assert json.loads(out.getvalue()) == as_values(found, version="1")
    Draft202012Validator(schema()).validate(json.loads(out.getvalue()))
    out = StringIO()
    write_csv(found, out)
    rows = list(csv.DictReader(StringIO(out.getvalue())))
    assert rows[0]["state"] == "new" and rows[0]["entity"] == "'=3"
    write_excel(found, tmp_path / "c.xlsx", version="1")
    book = openpyxl.load_workbook(tmp_path / "c.xlsx")
    assert book.sheetnames == ["Summary", "By rule", "By child", "Findings"]
    cell = book["Findings"].cell(2, 4)
    assert cell.value == "=3" and cell.data_type == "s"


def page_of(found: Comparison) -> str:
    out = StringIO()
    write_html(found, out, version="1.2.3")
    return out.getvalue()


def test_the_page_says_what_has_become_of_every_finding(rules: lacdsl.Ruleset) -> None:
    later = [list(row) for row in FIRST]
    later[0][5:] = ["01/05/2025", "X1"]  # closed: no longer 142
    later[3][4] = "P3"  # 374 is new
    later[4][4] = "U1"  # 374 of =3 is fixed
    page = page_of(lacdsl.compare_reports(check(rules, FIRST), check(rules, later)))
    figures = re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", page)
    assert figures == [("New", "1"), ("Fixed", "2"), ("Still there", "2"), ("Not comparable", "0")]
    children = re.findall(r"<summary><h3>(.*?)</h3>(.*?)</summary>", page)
    assert {name: re.findall(r">([^<]+)</span>", counts) for name, counts in children} == {
        "2": ["1 new", "1 still there"],
        "1": ["1 fixed", "1 still there"],
        "=3": ["1 fixed"],
    }
    assert "<p><b>Fixed:</b> =3</p>" in page and "<p><b>New:</b> 2</p>" in page
    assert page.count('<span class="state new">new</span>') == 1
    assert "Keep it where the return is kept" in page


def test_the_page_runs_nothing_fetches_nothing_and_takes_no_value_for_markup(rules: lacdsl.Ruleset) -> None:
    hostile = "<script>alert(1)</script>"
    odd = saved_as(check(rules, FIRST))
    odd["rules"][0]["title"] = odd["ruleset"]["name"] = odd["collection"]["year"] = hostile
    for finding in odd["findings"]:
        finding["message"] = finding["entity"] = finding["cells"][0]["value"] = hostile
        finding["cells"][0]["table"] = finding["cells"][0]["column"] = hostile
    page = page_of(lacdsl.compare_reports(odd, check(rules, FIRST[:2])))
    assert "script-src" not in page and "default-src &#x27;none&#x27;" in page
    assert "<script" not in page and "http" not in page.replace("http-equiv", "")
    assert page.count("&lt;script&gt;") > 10


def test_the_page_of_many_findings_leaves_out_those_that_are_still_there(
    rules: lacdsl.Ruleset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compare_page, "_MOST_FINDINGS", 2)
    page = page_of(lacdsl.compare_reports(check(rules, FIRST[:4]), check(rules, FIRST)))
    assert page.count('<span class="state new">new</span>') == 1
    assert page.count('<span class="state still">still there</span>') == 1
    assert "2 more findings left out here" in page


def test_pages_of_nothing_of_csv_and_of_pseudonyms(rules: lacdsl.Ruleset, tmp_path: Path) -> None:
    nothing = page_of(lacdsl.compare_reports(check(rules, []), check(rules, [])))
    assert "Neither report has findings" in nothing
    report = check(rules, FIRST).pseudonymised(tmp_path / "key")
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as stream:
        write_csv_report(report, stream)
    page = page_of(lacdsl.compare_reports(tmp_path / "a.csv", report))
    assert "Children have pseudonyms" in page and "Findings are matched by the cells" in page


def test_the_summary_fits_the_screen_and_what_has_changed_comes_first(rules: lacdsl.Ruleset) -> None:
    saved = saved_as(check(rules, FIRST))
    finding = saved["findings"][0]
    rule = next(each for each in saved["rules"] if each["rule"] == finding["rule"])
    earlier: dict[str, Any] = {**saved, "rules": [], "findings": []}
    for number in range(30):
        earlier["rules"].append({**rule, "rule": f"X{number}"})
        earlier["findings"].append({**finding, "rule": f"X{number}", "finding": number})
    later = {**earlier, "findings": earlier["findings"][:-1]}
    text = as_text(lacdsl.compare_reports(earlier, later), 80, 24).splitlines()
    assert len(text) < 24
    assert text[text.index(next(line for line in text if line.startswith("Rule "))) + 1].startswith("X29")
    assert any(line.startswith("and ") and line.endswith("more rules, all without a change") for line in text)
