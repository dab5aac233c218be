"""Notes that were written into a workbook are kept in the workbook of the next check."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner

import lacdsl
from lacdsl.api import read_notes
from lacdsl.cli.main import app
from lacdsl.model import Entity
from lacdsl.report.excel import write_excel
from lacdsl.report.notes import Note, Subject, placed

COLLECTION = lacdsl.Collection("2026-27", today="2027-05-01")
HEADS = ["CHILD", "DECOM", "RNE", "LS", "PLACE", "DEC", "REC"]
FIRST = [
    ["1", "01/05/2024", "S", "C2", "P3", "", ""],
    ["1", "01/05/2025", "P", "C2", "U1", "", ""],
    ["2", "01/06/2024", "S", "C2", "P3", "", "X1"],
    ["=3", "01/07/2024", "S", "C2", "P3", "", ""],
]
Rows = list[list[str]]


@pytest.fixture(scope="module")
def rules() -> lacdsl.Ruleset:
    return lacdsl.load_ruleset("dfe/lac/2026-27")


def check(rules: lacdsl.Ruleset, rows: Rows) -> lacdsl.Report:
    episodes = pd.DataFrame(rows, columns=HEADS, dtype=object).replace("", None)
    header = pd.DataFrame({"CHILD": ["1", "2", "=3"], "DOB": ["01/06/2011"] * 3})
    only = ["142", "374", "502"]
    return lacdsl.check({"Header": header, "Episodes": episodes}, rules, collection=COLLECTION, only=only)


def table(sheet: Any) -> list[dict[str, Any]]:
    held = list(sheet.iter_rows(values_only=True))
    head = next(place for place, row in enumerate(held) if "Note" in row)
    return [dict(zip(held[head], row, strict=True)) for row in held[head + 1 :]]


def annotated(path: Path, notes: dict[tuple[str, str], str], children: dict[str, str]) -> None:
    """Writes notes into a workbook as somebody would: by rule and child, and by child."""
    book = openpyxl.load_workbook(path)
    for name, column in (("Findings", "Rule"), ("By child", None)):
        sheet = book[name]
        head = next(row for row in sheet.iter_rows() if any(cell.value == "Note" for cell in row))
        place = {cell.value: cell.column for cell in head}
        for row in range(head[0].row + 1, sheet.max_row + 1):
            child = sheet.cell(row, place["Child"]).value
            text = notes.get((sheet.cell(row, place[column]).value, child)) if column else children.get(child)
            if text:
                sheet.cell(row, place["Note"], text)
    book["Findings"].insert_cols(3)
    book["Findings"].cell(1, 3, "Ours")
    book.save(path)


def test_notes_are_kept_wherever_the_rows_stand_and_none_is_lost(
    rules: lacdsl.Ruleset, tmp_path: Path
) -> None:
    old, new = tmp_path / "old.xlsx", tmp_path / "new.xlsx"
    write_excel(check(rules, FIRST), old, version="1")
    annotated(
        old, {("374", "2"): "Asked the team", ("142", "1"): "- 1 + 1", ("374", "=3"): "Right"}, {"2": "Known"}
    )
    later = [row[:] for row in reversed(FIRST)]
    later[0][4] = "U1"  # the placement of =3: 374 is gone
    write_excel(replace(check(rules, later), notes=read_notes(old)[0]), new, version="1")
    book = openpyxl.load_workbook(new)
    kept = {(row["Rule"], row["Child"]): row["Note"] for row in table(book["Findings"]) if row["Note"]}
    assert kept == {("374", "2"): "Asked the team", ("142", "1"): "- 1 + 1"}
    assert {row["Child"]: row["Note"] for row in table(book["By child"]) if row["Note"]} == {"2": "Known"}
    (left,) = table(book["Earlier notes"])
    assert (left["Rule"], left["Child"], left["Note"]) == ("374", "=3", "Right")
    write_excel(replace(check(rules, FIRST), notes=read_notes(new)[0]), old, version="1")
    again = openpyxl.load_workbook(old)
    assert "Earlier notes" not in again.sheetnames
    assert sum(bool(row["Note"]) for row in table(again["Findings"])) == 3


def test_alike_findings_get_the_notes_of_those_that_show_the_same_cells() -> None:
    def about(cells: str) -> Subject:
        return Subject("1", "2", "CHILD = 2", cells)

    notes = [Note(about(cells), f"on {cells}") for cells in ("A", "B\ufffd", "C")]
    texts, left = placed(notes, [about(cells) for cells in ("C", "b\x00", "D", "E")])
    assert texts == ["on C", "on B\ufffd", "on A", ""] and not left
    assert placed(notes, [about("E")])[1] == notes[1:]


def test_a_note_that_is_a_formula_which_was_never_worked_out_is_named(
    rules: lacdsl.Ruleset, tmp_path: Path
) -> None:
    path = tmp_path / "old.xlsx"
    write_excel(check(rules, FIRST), path, version="1")
    annotated(path, {("374", "2"): "=1+1"}, {})
    notes, issues = read_notes(path)
    assert not notes and issues["kind"].tolist() == ["formula without result"]


def test_a_return_of_pupils_has_notes_as_well(rules: lacdsl.Ruleset, tmp_path: Path) -> None:
    path = tmp_path / "old.xlsx"
    write_excel(check(rules, FIRST), path, version="1")
    annotated(path, {("374", "2"): "Asked"}, {"2": "Known"})
    book = openpyxl.load_workbook(path)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                cell.value = "Pupil" if cell.value == "Child" else cell.value
    book.save(path)
    notes, _ = read_notes(path, Entity("pupil", "pupils", "Pupil"))
    assert sorted((note.about.rule, note.about.child, note.text) for note in notes) == [
        ("", "2", "Known"),
        ("374", "2", "Asked"),
    ]
    with pytest.raises(lacdsl.LacdslError, match="no sheet of it has the columns Rule, Child, Note and Key"):
        read_notes(path)


@pytest.mark.parametrize("what", ["nothing", "text", "another workbook"])
def test_what_holds_no_notes_is_named(what: str, tmp_path: Path) -> None:
    path = tmp_path / "old.xlsx"
    if what == "text":
        path.write_text("CHILD,NOTE\n1,x\n")
    elif what == "another workbook":
        openpyxl.Workbook().save(path)
    with pytest.raises(lacdsl.LacdslError, match=r"A912.*notes of .*old\.xlsx"):
        read_notes(path)


def test_on_the_command_line(tmp_path: Path) -> None:
    folder, old, new = tmp_path / "returns", tmp_path / "old.xlsx", tmp_path / "new.xlsx"
    folder.mkdir()
    lines = [",".join(row) for row in (HEADS, *FIRST)]
    (folder / "episodes.csv").write_text("\n".join(lines) + "\n")
    (folder / "header.csv").write_text("CHILD,SEX,DOB,ETHNIC,UPN\n2,M,01/06/2011,WBRI,UN1\n")

    def run(*words: object) -> str:
        given = ["check", folder, "--year", "2026-27", "--only", "142,374", *words]
        return CliRunner().invoke(app, [str(word) for word in given]).output

    run("--out", old)
    annotated(old, {("374", "2"): "Asked the team"}, {})
    assert "1 note taken over from the earlier workbook" in run("--out", new, "--notes-from", old)
    kept = [row["Note"] for row in table(openpyxl.load_workbook(new)["Findings"]) if row["Note"]]
    assert kept == ["Asked the team"]
    assert "A906" in run("--out", tmp_path / "x.html", "--notes-from", old)
    assert "A906" in run("--out", tmp_path / "x.xlsx", "--pseudonymise", "--notes-from", old)
    assert "A905" in run("--out", old, "--notes-from", old)
