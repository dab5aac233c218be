"""Who is asked about a child."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from lacdsl.report import Report
from lacdsl.report.workers import Contact, contacts
from tests.report.conftest import with_tables


def listing(*rows: tuple[str | None, str | None, str | None, str | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["CHILD", "SW_ID", "WORKER", "TEAM"], dtype=object)


def test_without_a_list_the_number_of_the_latest_row_is_all_there_is(report: Report) -> None:
    assert contacts(with_tables(report)) == {"12": Contact("SW2"), "13": Contact("SW4")}
    assert contacts(report) == {}


def test_a_row_for_the_child_comes_before_one_for_the_worker(report: Report) -> None:
    held = with_tables(report)
    found = contacts(
        replace(
            held,
            workers=listing(
                (None, "SW2", "Ann", "North"),
                (None, "SW4", "Bea", None),
                ("12", None, None, "South"),
                ("14", "SW4", None, "West"),
                ("15", None, "Cal", None),
                ("15", None, "Dee", None),
            ),
        )
    )
    assert found == {
        "12": Contact("Ann (SW2)", "South"),
        "13": Contact("Bea (SW4)"),
        "14": Contact("Bea (SW4)", "West"),
        "15": Contact("Dee"),
    }
