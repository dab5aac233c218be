"""The page, read as a browser would."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pandas as pd
import pytest

from lacdsl.ingest import FileReport, Issue, Kind, issue_frame
from lacdsl.report import FINDING_COLUMNS, RULE_COLUMNS, Report
from lacdsl.report.html import write_html
from tests.report.conftest import make_report, with_tables

VOID = {"meta", "br", "input", "link"}
HOSTILE = [
    "<script>alert(1)</script>",
    "</script><b>x",
    "<!--<script>",
    "]]>",
    "\"'><img src=x onerror=alert(1)>",
    "a\u2028b\u2029c",
    "&lt;&amp;",
    "\x00\x07",
    "{{x}}",
]


class Page(HTMLParser):
    """Elements, text and attributes of a page; every element has to be closed in its order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {}
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs)
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in self.open[-1:] or ["none"]:
            self.inside.setdefault(tag, []).append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def data(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads(
            next(text for text in self.inside["script"] if text.startswith("{"))
        )
        return loaded


def text_of(report: Report) -> str:
    out = io.StringIO()
    write_html(report, out, version="1.2.3")
    return out.getvalue().encode("utf-8", "backslashreplace").decode()


def page(report: Report) -> Page:
    return Page(text_of(report))


def test_the_numbers_are_those_of_the_report(report: Report) -> None:
    data = page(report).data
    assert len(data["findings"]["rule"]) == report.findings["finding"].nunique()
    assert len(data["cells"]["value"]) == len(report.findings)
    shown = [data["rules"][number]["code"] for number in data["findings"]["rule"]]
    assert shown == ["387", "387", "1000"]
    assert data["findings"]["start"] == [0, 2, 3, 4]
    assert [data["children"][number] for number in data["findings"]["child"]] == ["12", "12", "(no child)"]
    assert [data["messages"][number] for number in data["findings"]["message"]][2] == "No \N{BULLET} one"
    figures = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", text_of(report)))
    assert figures == {
        "Findings": "3",
        "Errors": "2",
        "Queries": "1",
        "Notes": "0",
        "Children with findings": "1",
        "Rules run": "3",
        "Rules not run": "2",
        "Times a row could not be checked": "6",
    }


def test_the_rows_of_a_child_come_with_the_findings(report: Report) -> None:
    data = page(with_tables(report)).data
    episodes = next(table for table in data["tables"] if table["title"].startswith("Episodes"))
    assert episodes["child"] == [0, 0, 0]
    assert episodes["line"] == [4, 6, 11]
    assert episodes["askedBy"] == "--line Episodes:?" and "row" not in episodes
    workers = next(table for table in data["tables"] if "SWEpisodes" in table["title"])
    assert workers["askedBy"] == "--table SWEpisodes --row ?" and workers["row"] == [0, 1, 2]
    columns = {data["names"][column["name"]]: column for column in episodes["columns"]}
    assert [columns["REC"]["values"][code] if code >= 0 else None for code in columns["REC"]["codes"]] == [
        "X1",
        "E5",
        None,
    ]
    flagged = [
        (data["names"][data["cells"]["column"][cell]], data["cells"]["row"][cell]) for cell in range(3)
    ]
    assert flagged == [("REC", 1), ("DEC", 1), ("REC", 2)]
    assert (data["cells"]["table"][3], data["cells"]["row"][3]) == (-1, -1)


def test_codes_and_readings_come_with_the_rows(report: Report) -> None:
    held = with_tables(report)
    readings = {("this", "Episodes"): {"DEC": {"31/05/2025": "31/05/2026"}, "REC": {"X1": None}}}
    data = page(replace(held, readings=readings)).data
    columns = {data["names"][column["name"]]: column for column in data["tables"][0]["columns"]}
    assert data["codes"][columns["REC"]["list"]]["E5"]
    assert "list" not in columns["DEC"]
    assert columns["DEC"]["read"] == {str(columns["DEC"]["values"].index("31/05/2025")): "31/05/2026"}
    assert columns["REC"]["read"] == {str(columns["REC"]["values"].index("X1")): ""}


def test_workers_and_teams_lead_to_their_children(report: Report) -> None:
    listed = pd.DataFrame(
        [(None, "SW2", "Ann", "North")], columns=["CHILD", "SW_ID", "WORKER", "TEAM"], dtype=object
    )
    found = page(replace(with_tables(report), workers=listed))
    data = found.data
    assert [data["workerNames"][number] for number in data["workers"]] == ["Ann (SW2)", ""]
    assert [data["teamNames"][number] for number in data["teams"]] == ["North", ""]
    buttons = {
        (each["data-filter"], each["data-value"]) for each in found.all("button") if "data-filter" in each
    }
    assert {("team", "1"), ("worker", "1"), ("rule", "0"), ("rule", "1")} <= buttons
    assert "By social worker" not in text_of(report) and "By social worker" in text_of(with_tables(report))


def test_every_file_is_listed_those_set_aside_first(report: Report) -> None:
    files = (
        FileReport("header.csv", "Header", "this", "read", rows=7, missing_columns=("UPN",)),
        FileReport("notes.docx", None, "last", "set aside", reason="Is a Word <document>."),
    )
    text = text_of(replace(report, file_reports=files))
    assert text.index("set aside: Is a Word &lt;document&gt;.") < text.index("columns that are missing: UPN")


def test_what_was_not_run_is_said_with_its_reason(report: Report) -> None:
    text = text_of(report)
    assert "3 rules ran, 2 rules did not." in text
    assert re.search(r"last year&#x27;s return was not supplied</th><td[^>]*>2</td><td[^>]*>501, 502", text)
    assert "2 rules could not check some rows, 6 times in all" in text


def test_what_was_left_unchecked_comes_before_what_was_found(report: Report) -> None:
    files = (
        FileReport("header.csv", "Header", "this", "read", rows=7),
        FileReport("<notes>.docx", None, "this", "set aside", reason="Is a Word document."),
    )
    text = text_of(replace(report, file_reports=files))
    box = text[text.index("Not everything was checked.") : text.index("Findings by severity")]
    assert "2 of 5 rules were not run</a>: last year&#x27;s return was not supplied." in box
    assert "6 times a row could not be checked</a>, by 2 rules" in box
    assert "1 file was set aside</a>: &lt;notes&gt;.docx." in box
    whole = report.rules[report.rules["status"] == "ran"].assign(unknown=0)
    text = text_of(replace(report, rules=whole, load_issues=report.load_issues.iloc[:1]))
    assert "Not everything was checked." not in text
    assert "Every rule was run, and every row could be checked." in text
    whole.loc[whole["rule"] == "387", "fails"] += 1
    text = text_of(replace(report, rules=whole, load_issues=report.load_issues.iloc[:1]))
    assert "Not everything is in the lists below." in text
    said = "1 finding is about the return as a whole, has no row to point at, and was counted but not listed: 387."
    assert said in text


def test_a_missing_column_is_said_at_the_top_where_no_file_was_set_aside(report: Report) -> None:
    issues = issue_frame([Issue("oc2.csv", Kind.MISSING_COLUMN, "No SDQ_REASON.", "OC2", 1, "SDQ_REASON")])
    whole = report.rules[report.rules["status"] == "ran"].assign(unknown=0)
    assert "1 remark about the files</a>" in text_of(replace(report, rules=whole, load_issues=issues))


def test_names_in_charts_lead_to_the_children_concerned(report: Report) -> None:
    leads = {
        (each["data-filter"], each["data-value"]) for each in page(report).all("th") if "data-filter" in each
    }
    assert leads == {
        *(("severity", name) for name in ("error", "query")),
        *(("table", name) for name in ("Episodes", "OC3")),
        *(("rule", number) for number in ("0", "1")),
        ("child", "12"),
    }
    offered = {each["value"] for each in page(report).all("option")}
    assert {value for kind, value in leads if kind != "child"} <= offered


def test_every_cell_of_a_wide_table_carries_its_heading(report: Report) -> None:
    for found in re.findall(r'<table class="wide">(.*?)</table>', text_of(report), re.DOTALL):
        heads = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', found)[1:]
        for row in found.split("<tr>")[2:]:
            cells = re.findall(r'<td(?: class="n")?(?: data-head="(.*?)")?>(<div)?', row)
            assert len(cells) == len(heads)
            assert all(bool(div) or label == head for (label, div), head in zip(cells, heads, strict=True))
            assert all(not (div and label) for label, div in cells)


def filled(text: str) -> Report:
    """A report whose texts are all `text`."""
    columns = {name: [text] for name, kind in FINDING_COLUMNS.items() if kind in ("str", "object")}
    rules: dict[str, Any] = {name: [text] if kind == "str" else [1] for name, kind in RULE_COLUMNS.items()}
    return make_report(
        {**columns, "severity": ["error"], "finding": [0], "row": [0], "line": [None]},
        {**rules, "severity": ["error"], "status": ["ran"]},
        [Issue(text, Kind.REFERENCE, text, text, 1, text, text)],
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_no_value_becomes_markup(text: str) -> None:
    seen = page(filled(text))
    assert seen.tags and [tag for tag, _ in seen.tags] == [tag for tag, _ in page(filled("x")).tags]
    assert not [name for _, attributes in seen.tags for name in attributes if name.startswith("on")]
    assert seen.data["values"] == seen.data["messages"] == [text]
    assert "\u2028" not in "".join(seen.inside["script"])


def test_a_value_that_is_half_a_character_does_no_harm(report: Report) -> None:
    odd = report.findings.assign(value=["\ud800", ["x", "y"], 1.0, b"x"])
    assert page(replace(report, findings=odd)).data["values"] == ["\ud800", "x,y", "1", "x"]


def test_the_page_loads_nothing_and_runs_only_its_own_script(report: Report) -> None:
    found = page(report)
    assert not [
        attributes[name]
        for _, attributes in found.tags
        for name in ("src", "href", "action", "data", "srcset", "style")
        if name in attributes and not (name == "href" and str(attributes[name]).startswith("#"))
    ]
    assert (
        "http:" not in text_of(report)
        and "https:" not in text_of(report)
        and "@import" not in text_of(report)
    )
    policy = next(str(each["content"]) for each in found.all("meta") if each.get("http-equiv"))
    assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy
    script = next(text for text in found.inside["script"] if not text.startswith("{"))
    for text in (script, found.inside["style"][0]):
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy


def test_the_page_can_be_used_without_seeing_it_or_a_mouse(report: Report) -> None:
    found = page(with_tables(report))
    assert found.all("html")[0]["lang"] == "en-GB"
    assert found.all("a")[0] == {"class": "skip", "href": "#main"}
    ids = [str(attributes["id"]) for _, attributes in found.tags if "id" in attributes]
    assert len(set(ids)) == len(ids)
    assert {str(each["href"])[1:] for each in found.all("a")} <= set(ids)
    assert all(each.get("scope") in ("col", "row") for each in found.all("th"))
    assert len(found.all("caption")) == len(found.all("table"))
    named = {each["for"] for each in found.all("label")}
    assert {each["id"] for each in (*found.all("input"), *found.all("select"))} == named
    assert found.all("svg") and all(chart["aria-hidden"] == "true" for chart in found.all("svg"))
    for name in ("Errors", "OC3", "387 Left too young"):
        assert re.search(
            rf'<th scope="row"[^>]*>{name}</th><td><div class="amount">\d', text_of(report), re.IGNORECASE
        )
    assert [tag for tag, _ in found.tags if tag in ("header", "main", "footer")] == [
        "header",
        "main",
        "footer",
    ]
    assert all(each.get("aria-label") for each in (*found.all("nav"), *found.all("form")))


def test_a_report_of_nothing_and_one_where_no_rule_ran_are_pages(report: Report, empty: Report) -> None:
    not_run = replace(report, rules=report.rules[report.rules["status"] != "ran"], findings=empty.findings)
    for each in (empty, not_run):
        found = page(each)
        assert not found.all("script")
        assert "No rule was run, so nothing can be said of the return." in text_of(each)
    assert "501, 502" in text_of(not_run)


def test_odd_cells_in_the_tables_do_no_harm(report: Report) -> None:
    odd = pd.DataFrame({"CHILD": ["12", 12.0, ["x"], None], "REC": [["E5"], pd.NaT, 1.0, b"x"]})
    assert page(replace(with_tables(report), tables={("this", "Episodes"): odd})).data["tables"]
