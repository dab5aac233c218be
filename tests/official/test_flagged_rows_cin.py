"""Which rows of the census a finding shows, where they are those of an episode or a child as a whole."""

from __future__ import annotations

import pandas as pd
import pytest

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


NO_FURTHER_ACTION: dict[str, Rows] = {
    "CINdetails": [of("1", ReferralNFA="true"), of("2", ReferralNFA="true")],
    "Section47": [
        of("1", S47ActualStartDate="2025-06-02"),
        of("1"),
        of("2", S47ActualStartDate=""),
    ],
    "Assessments": [of("1", AssessmentAuthorisationDate="2025-06-02"), of("1")],
}


def test_what_followed_no_further_action_is_shown_with_the_referral() -> None:
    assert flagged("8831", NO_FURTHER_ACTION) == {"CINdetails 0", "Section47 0", "Assessments 0"}


def test_a_conference_after_no_further_action_shows_all_enquiries_of_the_episode() -> None:
    held = [row | {"DateOfInitialCPC": "2025-06-02"} for row in NO_FURTHER_ACTION["CINdetails"]]
    assert flagged("8831", NO_FURTHER_ACTION | {"CINdetails": held, "Assessments": []}) == {
        "CINdetails 0", "CINdetails 1", "Section47 0", "Section47 1", "Section47 2",
    }  # fmt: skip


def test_plans_after_no_further_action_are_all_shown() -> None:
    tables = {
        "CINdetails": [of("1", ReferralNFA="1"), of("2", ReferralNFA="1")],
        "ChildProtectionPlans": [of("1", CPPID="1"), of("3", CPPID="1"), of("1", CPPID="2")],
    }
    assert flagged("8832", tables) == {"CINdetails 0", "ChildProtectionPlans 0", "ChildProtectionPlans 2"}


@pytest.mark.parametrize(
    ("dates", "shown"),
    [
        (["2025-06-01", "2025-06-03", "2025-06-02"], {"CINdetails 0", "CINdetails 1"}),
        (["2025-06-02", "2025-06-02", "2025-06-01"], set()),
        (["2025-06-01", "2025-06-02", "2025-06-02"], {"CINdetails 0", "CINdetails 1"}),
    ],
    ids=["a later one", "one of two latest", "before two latest"],
)
def test_an_open_episode_is_shown_with_the_latest(dates: list[str], shown: set[str]) -> None:
    rows = [of(str(i), CINreferralDate=day, ReferralNFA="false") for i, day in enumerate(dates, start=1)]
    for row in rows[1:]:
        row["CINclosureDate"] = "2026-01-01"
    assert flagged("8816", {"CINdetails": rows}) == shown


@pytest.mark.parametrize(
    ("code", "table", "start", "end"),
    [
        ("8820", "CINdetails", "CINreferralDate", "CINclosureDate"),
        ("8863Q", "Assessments", "AssessmentActualStartDate", "AssessmentAuthorisationDate"),
        ("8890", "Section47", "S47ActualStartDate", "DateOfInitialCPC"),
        ("8940", "ChildProtectionPlans", "CPPstartDate", "CPPendDate"),
    ],
)
def test_what_overlaps_is_shown_with_what_it_overlaps(code: str, table: str, start: str, end: str) -> None:
    days = [("2025-06-01", "2025-06-09"), ("2025-06-20", "2025-06-30"), ("2025-06-05", "2025-06-10")]
    rows = [of("1", **{start: first, end: last}) for first, last in days]
    assert flagged(code, {table: rows}) == {f"{table} 0", f"{table} 2"}


def test_a_person_over_25_is_shown_with_the_cases_that_are_open() -> None:
    tables = {
        "ChildIdentifiers": [
            {"LAchildID": "2", "PersonBirthDate": "1990-01-01"},
            {"LAchildID": "1", "PersonBirthDate": "1990-01-01"},
        ],
        "CINdetails": [of("1", CINclosureDate="2014-01-01"), of("2")],
    }
    assert flagged("8775Q", tables) == {"ChildIdentifiers 1", "CINdetails 1"}


def test_only_the_episodes_that_went_further_are_shown_with_the_reason_for_no_upn() -> None:
    tables = {
        "ChildIdentifiers": [{"LAchildID": "1", "UPNunknown": "UN7"}],
        "CINdetails": [of("1", ReferralNFA="TRUE"), of("2", ReferralNFA="false"), of("3")],
    }
    assert flagged("8772", tables) == {"ChildIdentifiers 0", "CINdetails 1", "CINdetails 2"}
