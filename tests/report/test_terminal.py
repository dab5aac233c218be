"""The summary on a screen."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import PurePath

import pytest

from lacdsl.ingest import FileReport, Issue, Kind
from lacdsl.report import Report
from lacdsl.report.lacking import lacking
from lacdsl.report.result import RULE_COLUMNS
from lacdsl.report.terminal import summary, write_terminal
from tests.report.conftest import make_report


def test_the_summary_says_what_was_checked_and_what_was_not(report: Report) -> None:
    text = summary(report)
    assert "Rules     3 ran, 2 not run" in text
    assert "2  last year's return was not supplied (--last-year): 501, 502" in text
    assert "6 times a row could not be checked: 142 (5), 387 (1)" in text
    assert "2 errors, 1 query, 0 notes, by 2 rules, for 1 child" in text
    assert "1 April 2026 to 31 March 2027, authority E08000003" in text
    assert "episodes.csv:7  In 1 cell a date is no date." in text


def test_errors_come_before_queries_with_the_first_place_of_each(report: Report) -> None:
    lines = [line.split() for line in summary(report).splitlines()]
    places = [(line[0], line[1], line[2], line[-1]) for line in lines if line and line[0] in ("387", "1000")]
    assert places == [("387", "error", "2", "episodes.csv:6"), ("1000", "query", "1", "OC3[0]")]


def test_findings_that_are_in_no_list_are_said(report: Report) -> None:
    listed = report.findings.drop_duplicates("finding")["rule"].value_counts()
    rules = report.rules.assign(fails=[int(listed.get(code, 0)) for code in report.rules["rule"]])
    assert "Unlisted" not in summary(replace(report, rules=rules))
    rules.loc[rules["rule"] == "387", "fails"] += 1
    text = summary(replace(report, rules=rules))
    assert "Unlisted  1 finding is about the return as a whole, and has no row to point at: 387" in text


def test_a_report_of_nothing_is_a_report(empty: Report) -> None:
    assert "Rules     0 ran, 0 not run" in summary(empty)


def test_where_no_rule_was_run_nothing_counts_as_fine(report: Report, empty: Report) -> None:
    not_run = replace(report, rules=report.rules[report.rules["status"] != "ran"], findings=empty.findings)
    for each in (empty, not_run):
        assert "Findings  none: no rule was run, so nothing can be said of the return\n" in summary(each)
        assert "Unknown" not in summary(each) and "0 errors" not in summary(each)
    clear = replace(report, rules=report.rules.assign(fails=0, unknown=0), findings=empty.findings)
    assert "0 errors, 0 queries, 0 notes\n" in summary(clear)
    assert "Unknown   no row that could not be checked" in summary(clear)


def test_places_have_a_column_only_where_they_are_known(report: Report, empty: Report) -> None:
    assert "First at" in summary(report, 120)
    listed = summary(replace(report, findings=empty.findings), 120)
    assert "Left too young\n" in listed and "First at" not in listed and "..." not in listed


@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_is_wider_than_the_screen(report: Report, width: int) -> None:
    assert max(map(len, summary(report, width).splitlines())) <= width


def test_it_fits_a_screen_however_many_rules_there_are() -> None:
    n = 300
    values: dict[str, list[object]] = {name: [f"{name}{i}" for i in range(n)] for name in ("rule", "title")}
    values |= {"severity": ["error"] * n, "status": ["ran"] * 150 + ["not run"] * 150}
    values |= {"reason": [""] * 150 + [f"reason {i}" for i in range(150)]}
    values |= {name: [1] * 150 + [0] * 150 for name in RULE_COLUMNS if name not in values}
    assert len(summary(make_report({}, values, [])).splitlines()) < 40


@pytest.mark.parametrize("fails", [1, 2])
@pytest.mark.parametrize(("width", "height"), [(80, 24), (80, 30), (100, 40), (200, 60)])
def test_it_fits_the_screen_it_is_shown_on(
    width: int, height: int, fails: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With two rows failed for each finding there is a further paragraph, on those that are in no list."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("LINES", str(height))
    n = 90
    values: dict[str, list[object]] = {
        name: [f"{name}{i} {'x ' * 40}" for i in range(n)] for name in ("title",)
    }
    values |= {"rule": [str(i) for i in range(n)], "severity": ["error"] * n}
    values |= {
        "status": ["ran"] * 60 + ["not run"] * 30,
        "reason": [""] * 60 + [f"no {i % 9} {'y' * 60}"[:66] for i in range(30)],
    }
    values |= {name: [1] * 60 + [0] * 30 for name in RULE_COLUMNS if name not in values}
    children = [f"CHILD{i % 20:030}" for i in range(60)]
    findings: dict[str, list[object]] = {
        "finding": [*range(60)], "rule": [str(i) for i in range(60)], "entity": [*children], "table": ["Episodes"] * 60,
        "severity": ["error"] * 60, "year": ["this"] * 60, "row": [*range(60)], "line": [*range(60)],
        "column": ["REC"] * 60, "message": [""] * 60,
    }  # fmt: skip
    findings["value"] = [None] * 60
    remarks = [Issue("a.csv", Kind.LOWER_CASE, "In 1 cell letters are small. " * 9) for _ in range(9)]
    values["fails"] = [fails] * 60 + [0] * 30
    files = (FileReport("a.csv", "Episodes", "this", "read", rows=60),)
    screen = Screen()
    write_terminal(replace(make_report(findings, values, remarks), file_reports=files), screen)
    lines = screen.getvalue().splitlines()
    assert len(lines) < height and max(map(len, lines)) <= width
    assert sum(line.split()[1:2] == ["error"] for line in lines) >= (3 if height > 24 else 1)


def test_a_rule_that_lacks_several_things_stands_with_most_others() -> None:
    reasons = [
        "last year's table OC3 was not supplied; table OC3 was not supplied",
        "table OC3 was not supplied",
        "table OC3 was not supplied; table OC2 was not supplied",
        "table OC2 was not supplied",
        "none of these was supplied: last year's UASC, last year's Header.UASC",
        "last year's table Header was not supplied",
        "none of these was supplied: UASC, last year's UASC",
    ]
    values: dict[str, list[object]] = {"rule": [str(n) for n in range(1, 8)], "reason": [*reasons]}
    values |= {name: ["not run" if name == "status" else "x"] * 7 for name in ("title", "status", "layer")}
    values |= {"severity": ["error"] * 7}
    values |= {name: [0] * 7 for name in RULE_COLUMNS if name not in values}
    assert lacking(make_report({}, values, [])) == [
        ("last year's return was not supplied", ["1", "5", "6"]),
        ("table OC3 was not supplied", ["2", "3"]),
        ("none of these was supplied: UASC, last year's UASC", ["7"]),
        ("table OC2 was not supplied", ["4"]),
    ]


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "cp850", "ascii", "utf-8"])
def test_any_encoding_will_do(report: Report, encoding: str) -> None:
    rules = {
        "rule": ["1"],
        "severity": ["error"],
        "title": ["Caf\u00e9 \u2192 \U0001f600 \x1b[31m"],
        "status": ["ran"],
        "reason": [""],
    }
    odd = make_report(
        {}, {**rules, "fails": [1], "passes": [0], "unknown": [0], "not_applicable": [0], "layer": [""]}, []
    )
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding=encoding)
    write_terminal(odd, out)
    out.flush()
    assert "Caf" in raw.getvalue().decode(encoding)
    assert b"\x1b" not in raw.getvalue()


class Screen(io.StringIO):
    encoding = "cp1252"  # type: ignore[assignment]

    def isatty(self) -> bool:
        return True


def test_colour_only_where_somebody_looks(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    live, piped = Screen(), io.StringIO()
    write_terminal(report, live)
    write_terminal(report, piped)
    assert "\x1b[" in live.getvalue() and "\x1b[" not in piped.getvalue()
    monkeypatch.setenv("NO_COLOR", "1")
    plain = Screen()
    write_terminal(report, plain)
    assert "\x1b[" not in plain.getvalue()


def test_rows_that_are_lacking_come_before_small_letters() -> None:
    issues = [Issue("a.csv", Kind.LOWER_CASE, f"small {n}") for n in range(9)]
    text = summary(make_report({}, {}, [*issues, Issue("b.csv", Kind.NOT_READ, "Was not read.")]))
    assert "About the files: 10 remarks\n  b.csv  Was not read.\n  a.csv  small 0" in text


def test_where_the_report_went_is_said_in_full(report: Report) -> None:
    where = PurePath("/a folder" * 12) / "report.html"
    assert summary(report, 80, where).endswith(f"\n\nFull report: {where}\n")
    assert "--out report.xlsx" in summary(report, 80)


def test_titles_come_before_places_where_there_is_no_room_for_both(report: Report) -> None:
    assert "First at" in summary(report, 100) and "First at" not in summary(report, 60)


def test_the_size_of_the_screen_is_kept_to(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    piped = io.StringIO()
    write_terminal(report, piped)
    assert "Left too young" in piped.getvalue()
    assert max(map(len, piped.getvalue().splitlines()[:-1])) <= 50


def test_a_narrow_screen_says_how_many_children_rather_than_what_was_not_found(report: Report) -> None:
    assert "Findings  2 errors, 1 query, 0 notes, by 2 rules, for 1 child\n" in summary(report, 100)
    assert "Findings  2 errors, 1 query, by 2 rules, for 1 child\n" in summary(report, 55)
    many = replace(report, rules=report.rules.assign(unknown=[9_999] * len(report.rules)))
    assert "could not be checked: by 5 rules" in " ".join(summary(many, 40).split())
