"""The workbook, read back."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter.worksheet import Worksheet

from lacdsl.ingest import FileReport, Issue, Kind
from lacdsl.report import FINDING_COLUMNS, Report
from lacdsl.report.excel import write_excel
from lacdsl.report.excel_quick import QuickSheet
from tests.report.conftest import make_report, with_tables

NAMES = ["Summary", "By rule", "By child", "Findings", "Not run", "File report"]


def book(report: Report, folder: Path, **options: int) -> Any:
    path = folder / "report.xlsx"
    write_excel(report, path, version="1.2.3", **options)
    assert [each.name for each in folder.iterdir()] == ["report.xlsx"]
    return openpyxl.load_workbook(path)


def rows(sheet: Any) -> list[dict[str, Any]]:
    """The rows of the table, by the titles in its head."""
    held = list(sheet.iter_rows(values_only=True))
    head = held[int(sheet.freeze_panes[1:]) - 2]
    return [dict(zip(head, row, strict=True)) for row in held[int(sheet.freeze_panes[1:]) - 1 :]]


def one_finding(text: Any, n: int = 1) -> Report:
    """A report whose texts are all `text`."""
    columns = {name: [text] * n for name, kind in FINDING_COLUMNS.items() if kind in ("str", "object")}
    columns["severity"] = ["error"] * n
    issues = [Issue(str(text), Kind.REFERENCE, str(text), value=str(text))]
    return make_report({**columns, "finding": range(n), "row": range(n), "line": [None] * n}, {}, issues)


def test_the_sheets_say_what_the_report_says(report: Report, tmp_path: Path) -> None:
    held = book(report, tmp_path)
    assert held.sheetnames == NAMES
    summary = {row["What"]: row["How many"] for row in rows(held["Summary"])}
    assert [summary[name] for name in ("Errors", "Queries", "Notes", "Findings in all")] == [2, 1, 0, 3]
    assert (summary["Rules that were run"], summary["Rules that were not run"]) == (3, 2)
    assert summary["Times that a row could not be checked"] == 6
    assert (
        summary["last year's return was not supplied"],
        summary["387  Left too young"],
        summary["12"],
    ) == (2, 2, 2)
    findings = rows(held["Findings"])
    assert [row["Cells"] for row in findings] == [
        "REC = E5; DEC = 31/05/2025",
        "REC = (blank)",
        "IN_TOUCH = 31/05/2025",
    ]
    assert [row["Line"] for row in findings] == [6, 11, None]
    assert [row["Child"] for row in findings] == ["12", "12", "(no child)"]
    assert [row["Table"] for row in findings] == ["Episodes", "Episodes", "OC3 (last year)"]
    assert {row["Note"] for row in findings} == {None}
    by_rule = {row["Rule"]: row for row in rows(held["By rule"])}
    assert (by_rule["387"]["Rows failed"], by_rule["387"]["Children"], by_rule["387"]["Rows passed"]) == (
        2,
        1,
        10,
    )
    assert [(row["Child"], row["Findings"]) for row in rows(held["By child"])] == [
        ("12", 2),
        ("(no child)", 1),
    ]
    assert [row["Rule"] for row in rows(held["Not run"])] == ["501", "502"]
    assert [row["Line"] for row in rows(held["File report"])] == [7, None]


def test_every_file_has_a_row(report: Report, tmp_path: Path) -> None:
    files = (
        FileReport(
            "a.zip/header.csv", "Header", "this", "read", rows=7, rows_left_out=1, missing_columns=("UPN",)
        ),
        FileReport("notes.docx", None, "last", "set aside", reason="Is a Word document."),
    )
    held = book(replace(report, file_reports=files), tmp_path)
    assert held.sheetnames == [*NAMES[:-1], "Files", NAMES[-1]]
    seen = [
        [
            row[name]
            for name in ("File", "Year", "Rows read", "Columns that are missing", "Why it was set aside")
        ]
        for row in rows(held["Files"])
    ]
    assert seen == [
        ["a.zip/header.csv", "this year", 7, "UPN", None],
        ["notes.docx", "last year", 0, None, "Is a Word document."],
    ]
    summary = {row["What"]: row["How many"] for row in rows(held["Summary"])}
    assert summary["Files, or sheets, that were set aside"] == 1


def test_sheets_can_be_filtered_and_their_heads_stay(report: Report, tmp_path: Path) -> None:
    for sheet in book(report, tmp_path):
        assert sheet.freeze_panes and (sheet.auto_filter.ref or sheet.title == "Summary")
        assert all(column.width > 5 for column in sheet.column_dimensions.values())


def test_on_paper_the_notes_are_the_last_column_of_the_findings(report: Report, tmp_path: Path) -> None:
    held = book(report, tmp_path)
    for sheet in held:
        assert sheet.print_title_rows and sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert "Page" in (sheet.oddFooter.right.text or "")
    assert printed(held["Findings"])[0] == "Rule" and printed(held["Findings"])[-1] == "Note"
    assert "What to do" in printed(held["By rule"])


def printed(sheet: Any) -> list[str]:
    """The titles of the columns that stand on paper."""
    area = str(sheet.print_area or sheet.dimensions).rpartition("!")[2].replace("$", "")
    return [cell.value for cell in sheet[area][int(sheet.freeze_panes[1:]) - 2]]


def test_what_is_printed_can_be_read(report: Report, tmp_path: Path) -> None:
    """Near seven points at least, once the columns fit on A4: a character of 11 points is 5.25 wide."""
    listed = pd.DataFrame(
        [(None, "SW2", "Ann Example", "North")], columns=("CHILD", "SW_ID", "WORKER", "TEAM"), dtype=object
    )
    files = (FileReport("a.csv", "Header", "this", "read"),)
    held = book(replace(with_tables(report), workers=listed, file_reports=files), tmp_path)
    assert {"By team", "Files"} < set(held.sheetnames)
    for sheet in held:
        margins = sheet.page_margins
        room = (11.69 - margins.left - margins.right) * 72
        letters = [openpyxl.utils.get_column_letter(place + 1) for place in range(len(printed(sheet)))]
        widths = {
            openpyxl.utils.get_column_letter(place): column.width
            for column in sheet.column_dimensions.values()
            for place in range(column.min, column.max + 1)
        }
        size = 11 * min(1, room / sum(5.25 * widths[letter] for letter in letters))
        assert size > 6.8, sheet.title


@pytest.mark.parametrize(
    "text", ["=1+1", "@x", "+1", "-1", "\t=1", "\r=1", "{=1}", "http://x.test", "007", "1E5"]
)
def test_no_cell_is_a_formula_or_a_link(text: str, tmp_path: Path) -> None:
    held = book(one_finding(text), tmp_path)
    seen = 0
    for sheet in held:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "inlineStr") and cell.hyperlink is None
                if isinstance(cell.value, str) and cell.value.endswith(text.strip()):
                    assert cell.data_type in ("s", "inlineStr") and cell.number_format == "@"
                    seen += 1
    assert seen >= 5


@pytest.mark.parametrize(
    "text", ["<r><t>x</t></r>", "<r></is></r>", "\x00\x07", "\ufffe", "x" * 40_000, "&<>\"'"]
)
def test_any_text_can_be_written(text: str, tmp_path: Path) -> None:
    findings = rows(book(one_finding(text), tmp_path)["Findings"])
    assert len(findings) == 1
    if "r>" in text:
        assert findings[0]["Message"] == f" {text}"


@pytest.mark.parametrize(
    ("text", "read"),
    [("a\x00b", "a\ufffdb"), ("\x0b\x1f", "\ufffd\ufffd"), ("a\r\nb\rc\nd\te", "a\nb\nc\nd\te")],
)
def test_every_program_reads_the_same(text: str, read: str, tmp_path: Path) -> None:
    """Excel alone reads _x000B_ as the character that it stands for, and others end a text at the first \\x00."""
    (found,) = rows(book(one_finding(text), tmp_path)["Findings"])
    assert found["Message"] == read


def test_a_value_that_is_half_a_character_does_no_harm(report: Report, tmp_path: Path) -> None:
    odd = replace(report, findings=report.findings.assign(value=["\ud800", ["x", "y"], 1.0, b"x"]))
    assert [row["Cells"] for row in rows(book(odd, tmp_path)["Findings"])] == [
        "REC = \N{REPLACEMENT CHARACTER}; DEC = x,y",
        "REC = 1",
        "IN_TOUCH = x",
    ]


def test_findings_go_on_to_a_further_sheet_which_says_so(tmp_path: Path) -> None:
    held = book(one_finding("x", 5), tmp_path, rows_per_sheet=2)
    assert [name for name in held.sheetnames if name.startswith("Findings")] == [
        "Findings",
        "Findings 2",
        "Findings 3",
    ]
    assert [len(rows(held[name])) for name in ("Findings", "Findings 2", "Findings 3")] == [2, 2, 1]
    notes = [cell for (cell, *_) in held["Findings 3"].iter_rows(values_only=True, max_row=3)]
    assert "Rows 5 to 5 of 5: sheet 3 of 3, as Excel holds no more." in notes


def test_children_are_counted_for_their_latest_worker(report: Report, tmp_path: Path) -> None:
    held = book(with_tables(report), tmp_path)
    assert held.sheetnames == [*NAMES[:3], "By social worker", *NAMES[3:]]
    assert [
        (row["Social worker"], row["Children"], row["Findings"]) for row in rows(held["By social worker"])
    ] == [("SW2", 1, 2)]
    assert [row["Social worker"] for row in rows(held["Findings"])] == ["SW2", "SW2", None]


def test_a_list_of_workers_names_them_and_their_teams(report: Report, tmp_path: Path) -> None:
    columns = ("CHILD", "SW_ID", "WORKER", "TEAM")
    listed = pd.DataFrame([(None, "SW2", "Ann Example", "North")], columns=columns, dtype=object)
    held = book(replace(with_tables(report), workers=listed), tmp_path)
    assert held.sheetnames == [*NAMES[:3], "By social worker", "By team", *NAMES[3:]]
    assert [(row["Team"], row["Children"], row["Findings"]) for row in rows(held["By team"])] == [
        ("North", 1, 2)
    ]
    assert {row["Social worker"] for row in rows(held["Findings"])} == {"Ann Example (SW2)", None}
    assert [row["Team"] for row in rows(held["By child"])] == ["North", None]


def test_rows_are_as_high_as_their_text(tmp_path: Path) -> None:
    sheet = book(one_finding("word " * 40), tmp_path)["Findings"]
    assert sheet.row_dimensions[2].height >= 60
    assert book(one_finding("word"), tmp_path)["Findings"].row_dimensions[2].height is None


def test_a_report_of_nothing_is_a_workbook(empty: Report, tmp_path: Path) -> None:
    held = book(empty, tmp_path)
    assert held.sheetnames == NAMES
    assert rows(held["Findings"]) == rows(held["Not run"]) == []


def test_a_workbook_that_cannot_be_written_leaves_nothing_behind(report: Report, tmp_path: Path) -> None:
    (tmp_path / "report.xlsx").mkdir()
    with pytest.raises(OSError):
        write_excel(report, tmp_path / "report.xlsx", version="1")
    assert [each.name for each in tmp_path.iterdir()] == ["report.xlsx"]


@given(
    st.lists(
        st.one_of(
            st.text(max_size=12),
            st.integers(-(10**17), 10**17),
            st.sampled_from(
                [" a", "a ", "a\n", "_x0041_", "<r>a</r>", "&amp;", "a  b", "\xa0", "\u3000", "'\""]
            ),
        ),
        min_size=1,
        max_size=12,
    ),
    st.lists(st.sampled_from([None, 30, 300]), min_size=12, max_size=12),
    st.integers(1, 4),
)
def test_rows_are_written_as_the_library_writes_them(
    values: list[str | int], heights: list[int | None], wide: int
) -> None:
    values = [value.encode("utf-8", "replace").decode() if type(value) is str else value for value in values]
    sheets = []
    for kind in (Worksheet, QuickSheet):
        raw = io.BytesIO()
        with xlsxwriter.Workbook(raw, {"constant_memory": True, "strings_to_formulas": False}) as workbook:
            sheet = workbook.add_worksheet("A", kind)
            sheet.write_string(0, 0, "head")
            styles = [workbook.add_format({"num_format": "@"}), workbook.add_format({"bold": True})]
            for line, start in enumerate(range(0, len(values), wide), 2):
                cells = [
                    (place, value, styles[place % 2])
                    for place, value in enumerate(values[start : start + wide])
                    if value != ""
                ]
                if kind is QuickSheet:
                    sheet.write_cells(line, cells, heights[line % 12])
                    continue
                if heights[line % 12]:
                    sheet.set_row(line, heights[line % 12])
                for place, value, form in cells:
                    write = sheet.write_number if type(value) is int else sheet.write_string
                    write(line, place, value, form)
        sheets.append(zipfile.ZipFile(raw).read("xl/worksheets/sheet1.xml"))
    assert sheets[0] == sheets[1]
