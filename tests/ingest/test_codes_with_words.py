"""Codes with their meaning behind them, numbers with commas, and what Excel made a date of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lacdsl.ingest import Kind, Tables
from tests.ingest.making import EPISODES, HEADER

Read = Callable[..., Tables]
OC2 = "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK\n"


def legal(read: Read, cell: str) -> Tables:
    return read({"episodes.csv": f'{EPISODES}\n1,01/05/2026,S,"{cell}",N1,U1,PR1\n'})


@pytest.mark.parametrize(
    "cell",
    ["C2 - Full care order", "C2: full", "c2 (Full care order)", "C2 Full care order", "C2 \u2013 full"],
)
def test_a_code_with_words_behind_it_is_read_and_said(read: Read, cell: str) -> None:
    tables = legal(read, cell)
    assert tables["Episodes"]["LS"].tolist() == [cell]
    assert tables.readings["Episodes"]["LS"] == {cell: "C2"}
    (issue,) = tables.issues[tables.issues["column"] == "LS"].to_dict("records")
    assert (issue["kind"], issue["line"], issue["value"]) == (Kind.CODE_AND_WORDS, 2, cell)


@pytest.mark.parametrize("cell", ["C2 / C1 orders", "C9 - no such order", "C2 -", "Full care order", "C2-1"])
def test_what_may_mean_another_code_is_not_guessed(read: Read, cell: str) -> None:
    tables = legal(read, cell)
    assert "LS" not in tables.readings.get("Episodes", {})
    assert Kind.LOWER_CASE not in set(tables.issues["kind"])


def test_commas_between_thousands(read: Read) -> None:
    tables = read(
        {
            "header.csv": f'{HEADER}\n"12,345",M,01/02/2010,WBRI,UN1,,\n"1,23",M,01/02/2010,WBRI,UN1,,\n',
            "oc2.csv": OC2 + '12345,01/02/2010,"1,012",,0,1\n"12,345.00",01/02/2010,"1,01",,0,1\n',
        }
    )
    assert tables.readings["Header"]["CHILD"] == {"12,345": "12345"}
    assert tables.readings["OC2"]["CHILD"] == {"12,345.00": "12345"}
    assert tables.readings["OC2"]["SDQ_SCORE"] == {"1,012": "1012"}
    said = tables.issues[tables.issues["kind"] == Kind.THOUSANDS]
    assert said["message"].str.contains("write it without them").all() and len(said) == 3
    assert tables.issues.loc[tables.issues["kind"] == Kind.UNREADABLE, "value"].tolist() == ["1,01"]


@pytest.mark.parametrize("cell", ["01/02/2026", "01/02/2026 00:00:00", "1-Feb", "Mar-26"])
def test_what_excel_made_a_date_of(read: Read, cell: str) -> None:
    tables = read(
        {
            "header.csv": f"{HEADER}\n{cell},M,01/02/2010,WBRI,UN1,,\n",
            "oc2.csv": f"{OC2}1,01/02/2010,{cell},,0,1\n",
        }
    )
    (issue,) = tables.issues[tables.issues["kind"] == Kind.MADE_DATE].to_dict("records")
    assert (issue["column"], issue["value"]) == ("CHILD", cell)
    (issue,) = tables.issues[tables.issues["kind"] == Kind.UNREADABLE].to_dict("records")
    assert "give the column the format of a number" in issue["message"]
