"""Who is asked about a child."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from lacdsl.report import Report
from lacdsl.report.excel import write_excel
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


def test_a_name_that_the_list_has_for_a_child_is_not_joined_to_the_number_in_the_return(
    report: Report,
) -> None:
    """Child 12 has SW2 in the return, who may have left: Ann works with the child now."""
    held = with_tables(report)
    rows = (("12", None, "Ann", "North"), ("13", None, "Ann", "North"))
    assert contacts(replace(held, workers=listing(*rows))) == dict.fromkeys(
        ("12", "13"), Contact("Ann", "North")
    )
    known = contacts(replace(held, workers=listing(*rows, (None, "SW9", "Ann", None))))
    assert known == dict.fromkeys(("12", "13"), Contact("Ann (SW9)", "North"))
    two = ((None, "SW8", "Ann", None), (None, "SW9", "Ann", None))
    assert contacts(replace(held, workers=listing(*rows, *two)))["12"] == Contact("Ann", "North")


def test_cells_count_as_rules_read_them_when_the_latest_row_is_looked_for(report: Report) -> None:
    held = with_tables(report)
    supplied = pd.DataFrame(
        {
            "CHILD": ["12.0", "12", "12"],
            "SW_ID": ["SW9", "SW1", "SW2"],
            "SW_DECOM": ["2027-02-01", "01/02/2026", "2026-12-01"],
        }
    )
    place = ("this", "SWEpisodes")
    read = {
        "CHILD": {"12.0": "12"},
        "SW_DECOM": {"2027-02-01": "01/02/2027", "2026-12-01": "01/12/2026"},
    }
    found = contacts(replace(held, tables={place: supplied}, readings={place: read}))
    assert found == {"12": Contact("SW9")}


def test_half_a_character_in_a_workers_number_stops_no_report(report: Report, tmp_path: Path) -> None:
    held = with_tables(report)
    numbers = pd.Series(["SW1", "a\ud83d", "b\ud83d", "\udc00"], dtype=object)
    held.tables["this", "SWEpisodes"]["SW_ID"] = numbers
    write_excel(held, tmp_path / "report.xlsx", version="1")
    assert contacts(held)["12"].worker == "A\N{REPLACEMENT CHARACTER}"
