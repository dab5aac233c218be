"""Every workbook opens in Excel 2007, the first that reads .xlsx: its schema, its limits, nothing that came later."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pytest
from openxml_audit import FileFormat, OpenXmlValidator, ValidationSeverity

from lacdsl.ingest import FileReport
from lacdsl.report import Report
from lacdsl.report.compare import compare_reports
from lacdsl.report.compare_forms import write_excel as write_comparison
from lacdsl.report.excel import write_excel, write_sheets
from lacdsl.report.excel_sheets import Column, Sheet
from tests.report.conftest import with_tables
from tests.report.test_excel import one_finding

NAMESPACES = re.compile(r'xmlns(?::\w+)?="([^"]+)"')
HOSTILE = [
    *map(chr, range(32)),
    "\x7f",
    "\x85",
    "\ufffe",
    "\uffff",
    "_x0041_",
    "<r>a</r>",
    "]]>",
    "=1+1",
]
LONG = "=1+1 and so on; " * 17
MOST_STYLES, LONGEST_NAME = 64_000, 31


def _whole(report: Report) -> Report:
    columns = ("CHILD", "SW_ID", "WORKER", "TEAM")
    listed = pd.DataFrame([(None, "SW2", "Ann Example", "North")], columns=columns, dtype=object)
    files = (
        FileReport("a.csv", "Header", "this", "read", rows=7),
        FileReport("b", None, "last", "set aside"),
    )
    return replace(with_tables(report), workers=listed, file_reports=files)


def _hostile(report: Report) -> Report:
    return one_finding("".join(HOSTILE))


def _long(report: Report) -> Report:
    return one_finding(LONG)


def _longest(report: Report) -> Report:
    return one_finding("x\U0001f600" * 20_000)


MADE: dict[str, Callable[[Report], Report]] = {
    "a report": lambda report: report,
    "a report with workers and files": _whole,
    "hostile texts": _hostile,
    "long texts": _long,
    "texts longer than a cell": _longest,
}


def parts_of(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as held:
        return {name: held.read(name).decode("utf-8") for name in held.namelist()}


@pytest.mark.parametrize("kind", MADE)
def test_a_workbook_is_one_of_excel_2007(kind: str, report: Report, tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    write_excel(MADE[kind](report), path, version="1.2.3")
    check(path)


def test_an_empty_one_and_one_of_several_sheets_are_as_well(empty: Report, tmp_path: Path) -> None:
    write_excel(empty, tmp_path / "empty.xlsx", version="1.2.3")
    write_excel(one_finding("x", 5), tmp_path / "parts.xlsx", version="1.2.3", rows_per_sheet=2)
    check(tmp_path / "empty.xlsx")
    check(tmp_path / "parts.xlsx")


def test_the_workbook_of_a_comparison_is_as_well(report: Report, tmp_path: Path) -> None:
    one, other = one_finding("".join(HOSTILE) + "_x0001_" * 6_000), one_finding("x\U0001f600" * 20_000)
    for place, (before, after) in enumerate([(report, one), (one, other), (other, report)]):
        write_comparison(compare_reports(before, after), tmp_path / f"{place}.xlsx", version="1.2.3")
        check(tmp_path / f"{place}.xlsx")


def check(path: Path) -> None:
    found = OpenXmlValidator(file_format=FileFormat.OFFICE_2007).validate(path)
    assert not [each for each in found.errors if each.severity is not ValidationSeverity.WARNING]
    parts = parts_of(path)
    styles = ElementTree.fromstring(parts["xl/styles.xml"])
    forms = styles.find("{*}cellXfs")
    assert forms is not None and len(forms) < MOST_STYLES
    for name, text in parts.items():
        for _ in ElementTree.iterparse(io.BytesIO(text.encode())):
            pass
        assert all(
            "/2006/" in each or "purl.org/dc/" in each or "XMLSchema" in each
            for each in NAMESPACES.findall(text)
        )
        assert not re.search(
            r"<f>|<f |_xlfn|_xlws|extLst|AlternateContent|<hyperlink|<dataValidation|vbaProject", text
        )
        if "worksheets/" in name:
            used = {int(number) for number in re.findall(r' s="(\d+)"', text)}
            assert used and max(used) < len(forms)
    held = openpyxl.load_workbook(path)
    assert all(len(sheet.title) <= LONGEST_NAME and not set(sheet.title) & set("[]:*?/\\") for sheet in held)
    texts = [cell for cell in chain.from_iterable(chain.from_iterable(held)) if isinstance(cell.value, str)]
    # openpyxl leaves the mark of what only looks like an escaped character, which Excel does not count.
    read = [str(cell.value).replace("_x005F_", "_") for cell in texts]
    assert texts and all(len(text.encode("utf-16-le")) // 2 <= 32_767 for text in read)
    assert all(
        cell.number_format == "@" or cell.quotePrefix
        for cell in texts
        if cell.row > 3 and len(cell.value) > 40
    )


def test_a_long_text_is_not_shown_as_a_row_of_hashes(report: Report, tmp_path: Path) -> None:
    write_excel(_long(report), tmp_path / "report.xlsx", version="1.2.3")
    seen: list[Any] = [
        cell
        for sheet in openpyxl.load_workbook(tmp_path / "report.xlsx")
        for cell in chain.from_iterable(sheet.iter_rows())
        if isinstance(cell.value, str) and len(cell.value) > 255
    ]
    assert len(seen) > 3
    for cell in seen:
        assert cell.number_format == "General" and cell.quotePrefix and cell.data_type in ("s", "inlineStr")


def test_what_excel_keeps_about_a_workbook_holds_nothing_of_the_return(
    report: Report, tmp_path: Path
) -> None:
    write_excel(_whole(report), tmp_path / "report.xlsx", version="1.2.3")
    about = {
        name: text
        for name, text in parts_of(tmp_path / "report.xlsx").items()
        if name.startswith("docProps/")
    }
    assert "<dc:creator></dc:creator>" in about["docProps/core.xml"]
    assert not re.search(r"Ann|SW2|E5|31/05|E08000003|/returns/", "".join(about.values()))


def test_a_defect_would_be_seen(tmp_path: Path) -> None:
    sheet = Sheet("A", (Column("x", 10),), [("a",)])
    write_sheets("A", [sheet], tmp_path / "a.xlsx", version="1")
    check(tmp_path / "a.xlsx")
    parts = parts_of(tmp_path / "a.xlsx")
    name = "xl/worksheets/sheet1.xml"
    for old, new in (("<autoFilter ", "<autofilter "), ('s="1"', 's="99"'), ("<t>a</t>", "<t>a\x01</t>")):
        assert old in parts[name]
        with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as made:
            for each, text in parts.items():
                made.writestr(each, text.replace(old, new) if each == name else text)
        with pytest.raises((AssertionError, ElementTree.ParseError)):
            check(tmp_path / "b.xlsx")
