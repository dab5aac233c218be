"""Which rows the findings of the census show, where they are more than the rule's own."""

from __future__ import annotations

import pandas as pd
import pytest

import lacdsl

YEAR = "2025-26"

Tables = dict[str, list[dict[str, str]]]


def flagged(code: str, tables: Tables) -> set[str]:
    """The rows of the findings of one rule, as `Table row`."""
    rules = lacdsl.load_ruleset(f"dfe/cin/{YEAR}")
    frames = {
        name: pd.DataFrame(tables.get(name, []), columns=list(table.columns), dtype=object)
        for name, table in rules.model.tables.items()
        if name != "Header"
    }
    report = lacdsl.check(frames, rules, only=[code])
    assert report.rules["status"].tolist() == ["ran"], report.rules["reason"].tolist()
    return {f"{row.table} {row.row}" for row in report.findings.itertuples()}


def episode(number: str, **cells: str) -> dict[str, str]:
    return {"LAchildID": "1", "CINdetailsID": number, **cells}


NO_FURTHER_ACTION: Tables = {
    "CINdetails": [episode("1", ReferralNFA="true"), episode("2", ReferralNFA="true")],
    "Section47": [
        episode("1", S47ActualStartDate="2025-06-02"),
        episode("1"),
        episode("2", S47ActualStartDate=""),
    ],
    "Assessments": [episode("1", AssessmentAuthorisationDate="2025-06-02"), episode("1")],
}


def test_what_followed_no_further_action_is_shown_with_the_referral() -> None:
    assert flagged("8831", NO_FURTHER_ACTION) == {"CINdetails 0", "Section47 0", "Assessments 0"}


def test_a_conference_after_no_further_action_shows_all_enquiries_of_the_episode() -> None:
    held = [row | {"DateOfInitialCPC": "2025-06-02"} for row in NO_FURTHER_ACTION["CINdetails"]]
    assert flagged("8831", {"CINdetails": held, "Section47": NO_FURTHER_ACTION["Section47"]}) == {
        "CINdetails 0", "CINdetails 1", "Section47 0", "Section47 1", "Section47 2",
    }  # fmt: skip


def test_plans_after_no_further_action_are_all_shown() -> None:
    tables = {
        "CINdetails": [episode("1", ReferralNFA="1"), episode("2", ReferralNFA="1")],
        "ChildProtectionPlans": [episode("1", CPPID="1"), episode("3", CPPID="1"), episode("1", CPPID="2")],
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
    rows = [episode(str(i), CINreferralDate=day, ReferralNFA="false") for i, day in enumerate(dates, start=1)]
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
    rows = [episode("1", **{start: first, end: last}) for first, last in days]
    assert flagged(code, {table: rows}) == {f"{table} 0", f"{table} 2"}


def test_a_person_over_25_is_shown_with_the_cases_that_are_open() -> None:
    tables = {
        "ChildIdentifiers": [
            {"LAchildID": "2", "PersonBirthDate": "1990-01-01"},
            {"LAchildID": "1", "PersonBirthDate": "1990-01-01"},
        ],
        "CINdetails": [episode("1", CINclosureDate="2014-01-01"), episode("2")],
    }
    assert flagged("8775Q", tables) == {"ChildIdentifiers 1", "CINdetails 1"}


def test_only_the_episodes_that_went_further_are_shown_with_the_reason_for_no_upn() -> None:
    tables = {
        "ChildIdentifiers": [{"LAchildID": "1", "UPNunknown": "UN7"}],
        "CINdetails": [episode("1", ReferralNFA="TRUE"), episode("2", ReferralNFA="false"), episode("3")],
    }
    assert flagged("8772", tables) == {"ChildIdentifiers 0", "CINdetails 1", "CINdetails 2"}
