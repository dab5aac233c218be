"""What can be read but is odd: said once a column, with the first line and the count, and never changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lacdsl.ingest import Kind, Tables

Read = Callable[..., Tables]

HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
REVIEWS = "CHILD,DOB,REVIEW,REVIEW_CODE\n"


def only(tables: Tables, kind: Kind) -> dict[str, object]:
    found = tables.issues[tables.issues["kind"] == kind]
    assert len(found) == 1, tables.issues
    return dict(found.iloc[0])


@pytest.mark.parametrize(
    ("kind", "column", "cell"),
    [
        (Kind.DATE_FORM, "DOB", "2016-05-01"),
        (Kind.DATE_FORM, "DOB", "2016-05-01 00:00:00"),
        (Kind.DATE_FORM, "DOB", "01/05/2016 00:00"),
        (Kind.DATE_FORM, "DOB", "1/5/2016"),
        (Kind.EMPTY_WORD, "UPN", "NULL"),
        (Kind.EMPTY_WORD, "SEX", "#N/A"),
        (Kind.EMPTY_WORD, "MC_DOB", "None"),
        (Kind.DECIMAL, "MOTHER", "1.0"),
        (Kind.LOWER_CASE, "ETHNIC", "wbri"),
        (Kind.BLANKS, "CHILD", "1 "),
    ],
)
def test_an_odd_cell_is_reported_and_kept(read: Read, kind: Kind, column: str, cell: str) -> None:
    good = {"CHILD": "9", "SEX": "F", "DOB": "01/05/2016", "ETHNIC": "WBRI", "UPN": "UN1"}
    good |= {"MOTHER": "0", "MC_DOB": ""}
    odd = ",".join((good | {column: cell}).values())
    tables = read({"header.csv": f"{HEADER}{','.join(good.values())}\n{odd}\n{odd}\n"})
    issue = only(tables, kind)
    assert (issue["table"], issue["column"], issue["value"]) == ("Header", column, cell)
    assert (issue["line"], issue["count"]) == (3, 2)
    assert tables["Header"][column].tolist()[1] == cell


def test_ordinary_cells_cause_no_issue(read: Read) -> None:
    text = HEADER + "A1,F,01/05/2016,WBRI,A123456789012,1,31/12/2025\n2,M,01/06/2017,XX,UN1,,\n"
    assert read({"header.csv": text}).issues.empty


def test_rows_that_occur_twice_are_kept_and_reported(read: Read) -> None:
    row = "1,01/05/2016,01/06/2026,PN1\n"
    tables = read({"reviews.csv": REVIEWS + row + "2,01/05/2016,,\n" + row + "2,01/05/2016,, x\n" + row})
    issue = only(tables, Kind.DUPLICATE_ROWS)
    assert (issue["line"], issue["count"]) == (4, 2)
    assert len(tables["Reviews"]) == 5


def test_keys_that_lost_their_zeros_are_reported_with_the_match(read: Read) -> None:
    header = HEADER + "0012,F,01/05/2016,WBRI,UN1,,\n7,F,01/05/2016,WBRI,UN2,,\n"
    tables = read({"header.csv": header, "reviews.csv": REVIEWS + "12,,,\n7,,,\n99,,,\n"})
    issue = only(tables, Kind.LEADING_ZEROS)
    assert (issue["table"], issue["column"], issue["count"]) == ("Reviews", "CHILD", 1)
    assert "12 for 0012" in str(issue["message"])


def test_a_file_whose_dates_are_all_of_another_year_is_asked_about(read: Read) -> None:
    rows = "".join(f"{child},01/05/2016,01/06/2025,PN1\n" for child in range(30))
    issue = only(read({"reviews.csv": REVIEWS + rows}), Kind.OTHER_YEAR)
    assert "01/06/2025" in str(issue["message"])
    assert read({"reviews.csv": REVIEWS + rows}, year="last").issues.empty
    assert read({"reviews.csv": REVIEWS + rows + "1,,01/06/2026,\n"}).issues.empty
