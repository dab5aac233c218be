"""Which rows of the census a finding shows, where they are those of an episode or a child as a whole."""

from __future__ import annotations

import pandas as pd

import lacdsl

YEAR = "2026-27"
FIRST, LAST, BEFORE = "2026-04-01", "2027-03-31", "2026-03-31"

Rows = list[dict[str, str]]


def flagged(code: str, tables: dict[str, Rows]) -> set[str]:
    """The rows of the findings of one rule, as `Table row`."""
    rules = lacdsl.load_ruleset(f"dfe/cin/{YEAR}")
    frames = {
        name: pd.DataFrame(rows, columns=list(rules.model.tables[name].columns), dtype=object)
        for name, rows in tables.items()
    }
    report = lacdsl.check(frames, rules, collection=lacdsl.Collection(year=YEAR), only=[code])
    assert report.rules["status"].tolist() == ["ran"], report.rules["reason"].tolist()
    return {f"{row.table} {row.row}" for row in report.findings.itertuples()}


def of(episode: str, **cells: str) -> dict[str, str]:
    return {"LAchildID": "1", "CINdetailsID": episode, **cells}


def test_conferences_are_shown_unless_a_sibling_plan_has_one() -> None:
    tables = {
        "CINdetails": [of("1"), of("2"), of("3", DateOfInitialCPC=FIRST), of("4", DateOfInitialCPC=LAST)],
        "Section47": [
            of("1", DateOfInitialCPC=FIRST, ICPCnotRequired="false"),
            of("1", DateOfInitialCPC=LAST),
            of("2", DateOfInitialCPC=LAST),
            of("2"),
            of("2", DateOfInitialCPC=BEFORE, ICPCnotRequired="true"),
        ],
        "ChildProtectionPlans": [
            of("1", CPPID="1", CPPstartDate=FIRST),
            of("1", CPPID="2", CPPstartDate="2026-04-02"),
            of("2", CPPID="1", CPPstartDate=FIRST),
            of("2", CPPID="2", CPPstartDate=BEFORE),
            of("2", CPPID="3"),
            of("3", CPPID="1", CPPstartDate=FIRST),
            of("3", CPPID="2", CPPstartDate=LAST),
            of("4", CPPID="1", CPPstartDate=FIRST),
        ],
    }
    assert flagged("2885", tables) == {
        *("ChildProtectionPlans 1", "ChildProtectionPlans 2", "Section47 2", "Section47 3"),
        *("ChildProtectionPlans 6", "ChildProtectionPlans 7", "CINdetails 3"),
    }


def test_late_rows_are_shown_and_those_in_time_are_not() -> None:
    late, in_time = "2026-06-03", "2026-06-02"
    tables = {
        "CINdetails": [of("1", CINclosureDate=in_time), of("2", CINclosureDate=in_time)],
        "Assessments": [
            of("1", AssessmentActualStartDate=in_time, AssessmentAuthorisationDate=late),
            of("1", AssessmentActualStartDate=in_time),
        ],
        "Section47": [of("1", S47ActualStartDate=late), of("1", DateOfInitialCPC=in_time)],
        "ChildProtectionPlans": [of("1", CPPstartDate=late), of("1", CPPendDate=late)],
        "CINplanDates": [of("1", CINPlanStartDate=in_time), of("1", CINPlanStartDate=late)],
    }
    assert flagged("8565", tables) == {
        *("CINdetails 0", "Assessments 0", "Section47 0", "ChildProtectionPlans 1", "CINplanDates 1")
    }


def test_wrong_disabilities_are_shown_with_the_referrals_taken_further() -> None:
    tables = {
        "ChildIdentifiers": [{"LAchildID": "1", "PersonBirthDate": "2020-01-01"}],
        "CINdetails": [of("1", ReferralNFA="0"), of("2", ReferralNFA="true"), of("3", ReferralNFA="false")],
        "Disabilities": [
            {"LAchildID": "1", "Disability": "MOB"},
            {"LAchildID": "1", "Disability": "mob"},
            {"LAchildID": "1"},
        ],
    }
    assert flagged("8540", tables) == {
        *("ChildIdentifiers 0", "CINdetails 0", "CINdetails 2", "Disabilities 1", "Disabilities 2")
    }


def test_all_activity_of_a_case_closed_after_assessment_is_shown() -> None:
    tables = {
        "CINdetails": [of("1", ReasonForClosure="RC8"), of("2", ReasonForClosure="RC1")],
        "Section47": [of("1"), of("2")],
        "ChildProtectionPlans": [of("1", CPPID="1"), of("2", CPPID="1")],
        "CINplanDates": [of("1"), of("1"), of("2")],
    }
    assert flagged("2990", tables) == {
        *("CINdetails 0", "Section47 0", "ChildProtectionPlans 0", "CINplanDates 0", "CINplanDates 1")
    }


def test_a_review_is_shown_with_its_own_plan_and_the_plan_that_ran() -> None:
    tables = {
        "CINplanDates": [
            of("1", CINPlanStartDate="2026-06-01", CINPlanEndDate="2026-07-01"),
            of("1", CINPlanStartDate="2026-08-01", CINPlanEndDate="2026-09-01"),
            of("2", CINPlanStartDate="2026-06-01", CINPlanEndDate="2026-07-01"),
        ],
        "ChildProtectionPlans": [of("1", CPPID="1"), of("1", CPPID="2"), of("2", CPPID="1")],
        "Reviews": [
            of("1", CPPID="2", CPPreviewDate="2026-06-30"),
            of("1", CPPID="2", CPPreviewDate="2026-07-01"),
        ],
    }
    assert flagged("4003", tables) == {"Reviews 0", "ChildProtectionPlans 1", "CINplanDates 0"}
