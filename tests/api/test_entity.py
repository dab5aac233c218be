"""A return that counts something other than children: no form of a report, message or explanation speaks of a child."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

import lacdsl
from lacdsl.cli.main import app
from lacdsl.editing import Project
from lacdsl.editing.complete import choices
from lacdsl.editing.hover import hover_at
from lacdsl.model import CHILD, load_model
from lacdsl.report.saved import saved

MODEL = """\
name: roll
title: School roll
year: 2026-27
start: 2026-04-01
end: 2027-03-31
root: Pupils
{entity}
code_lists: {{reasons: Reason for leaving}}
tables:
  Pupils:
    singular: Pupil
    title: Pupils on roll
    key: [UPN]
    one: true
    required: true
    file_names: [pupils]
    columns:
      UPN: {{type: identifier, title: Pupil's number, required: always, personal: true}}
      DOB: {{type: date, title: Date of birth, required: always, personal: true}}
  Spells:
    singular: Spell
    noun: time on roll
    title: Times on roll
    key: [UPN, START]
    parent: Pupils
    parent_key: [UPN]
    order: [START]
    file_names: [spells]
    columns:
      UPN: {{type: identifier, title: Pupil's number, required: always, personal: true}}
      START: {{type: date, title: First day, required: always}}
      END: {{type: date, title: Last day, required: conditional}}
      REASON: {{type: code, title: Reason for leaving, required: conditional, codes: reasons}}
"""
STATED = "entity: {singular: pupil}"
RULES = """\
rule P1 "On roll before the age of 4"
  for each Spell
  must     START >= Pupil.DOB + 4 years
  flag     START, Pupil.DOB
  message  "Starts on {START}, born on {Pupil.DOB}"

rule P2 "On roll, but not among the pupils"
  for each PupilNumber
  where    any Spell
  must     any Pupil
  flag     Spell.UPN

rule P3 "The first time on roll has no end"
  for each Spell
  where    is first and next exists
  must     END is present
  flag     END

rule P4 "Twice"
  for each Pupil
  must     UPN is unique
  flag     UPN
"""
FILES = {
    "pupils.csv": "UPN,DOB\nA1,01/05/2020\nA2,01/05/2024\nA2,01/05/2024\n",
    "spells.csv": "UPN,START,END,REASON\nA1,01/09/2026,,\nA1,01/10/2026,,\nA2,02/09/2026,,\nA3,02/09/2026,,\n",
}


@pytest.fixture
def roll(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The ruleset of a roll of pupils, with a return in `data`."""
    monkeypatch.setenv("LACDSL_NO_CACHE", "1")
    for name, text in {
        "roll/ruleset.yaml": "name: own/roll/2026-27\ntitle: School roll\nversion: 0.1.0\nowner: Us\nscope: local\n"
        "licence: MIT\nreturn: roll\nyear: 2026-27\nmodel: model.yaml\n",
        "roll/model.yaml": MODEL.format(entity=STATED),
        "roll/codes/reasons.csv": "code,label\n1,Moved\n",
        "roll/own.rules": RULES,
        **{f"data/{name}": text for name, text in FILES.items()},
        **{f"before/{name}": text.replace("A1", "01") for name, text in FILES.items()},
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "roll"


def run(*args: str) -> str:
    """What a command prints, on either stream."""
    return CliRunner().invoke(app, list(args)).output


def speaks_of_a_child(text: str) -> list[str]:
    return re.findall(r".*child.*", text, re.IGNORECASE)


class Seen(HTMLParser):
    """The texts of a page that people see or hear: those of elements, and labels."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag
        self.texts += [value or "" for name, value in attrs if name in ("aria-label", "title", "placeholder")]

    def handle_data(self, data: str) -> None:
        if self._inside not in ("style", "script"):
            self.texts.append(data)


def sheets(path: Path) -> str:
    book = openpyxl.load_workbook(path)
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    return "\n".join([*book.sheetnames, *cells])


def test_no_report_speaks_of_a_child(roll: Path) -> None:
    check = ["check", "data", "--last-year", "before", "--ruleset", "roll"]
    screen = run(*check)
    assert "for 3 pupils" in screen
    assert "Pupils with the most findings: A2 (3)" in screen
    run(*check, "--out", "report.html")
    page = Path("report.html").read_text(encoding="utf-8")
    seen = "\n".join(Seen(page).texts)
    assert "Pupils with findings" in seen
    assert "By pupil" in seen
    assert '"entity": ["pupil", "pupils"]' in page or '"entity":["pupil","pupils"]' in page
    run(*check, "--out", "report.xlsx")
    book = sheets(Path("report.xlsx"))
    assert "By pupil" in book.split("\n")
    run(*check, "--pseudonymise", "--out", "private.html")
    private = Path("private.html").read_text(encoding="utf-8")
    assert "pupils have pseudonyms" in private
    for text in (screen, seen, book, "\n".join(Seen(private).texts), run(*check, "--pseudonymise")):
        assert not speaks_of_a_child(text)


def test_the_script_of_the_page_has_no_word_of_its_own_for_what_is_counted(roll: Path) -> None:
    folder = Path(lacdsl.__file__).parent / "report" / "page"
    for script in folder.glob("*.js"):
        code = re.sub(r"^\s*//.*$", "", script.read_text(encoding="utf-8"), flags=re.MULTILINE)
        said = re.findall(r'"[^"\n]*"|`[^`]*`', code)
        # Names of fields and classes are one word; what people read has more.
        assert not [text for text in said if re.search(r"\bchild(ren)?\b", text) and " " in text], script.name


def test_no_comparison_speaks_of_a_child(roll: Path) -> None:
    run("check", "data", "--ruleset", "roll", "--out", "old.json")
    Path("data/spells.csv").write_text(FILES["spells.csv"] + "A4,02/09/2026,,\n", encoding="utf-8")
    run("check", "data", "--ruleset", "roll", "--out", "new.json")
    assert json.loads(Path("new.json").read_text(encoding="utf-8"))["ruleset"]["entity"] == {
        "singular": "pupil",
        "plural": "pupils",
    }
    assert saved(Path("new.json")).entity.plural == "pupils"
    screen = run("compare", "old.json", "new.json")
    assert "Pupils with new findings: A4 (1)" in screen
    run("compare", "old.json", "new.json", "--out", "compared.html")
    page = "\n".join(Seen(Path("compared.html").read_text(encoding="utf-8")).texts)
    assert "Pupils with the most new findings" in page
    run("compare", "old.json", "new.json", "--out", "compared.xlsx")
    book = sheets(Path("compared.xlsx"))
    assert "By pupil" in book.split("\n")
    run("check", "data", "--ruleset", "roll", "--pseudonymise", "--out", "private.json")
    refused = run("compare", "private.json", "new.json")
    assert "the pupils' numbers" in refused
    for text in (screen, page, book, refused):
        assert not speaks_of_a_child(text)


def test_no_explanation_speaks_of_a_child(roll: Path) -> None:
    told = run("explain", "P1", "data", "--ruleset", "roll", "--key", "A2")
    assert "pupil A2" in told
    assert "4th birthday" in told
    other = [
        run("explain", code, "data", "--ruleset", "roll", *more)
        for code in ("P1", "P2", "P3", "P4")
        for more in ([], ["--key", "A9"], ["--key", "A3"], ["--full"])
    ]
    assert "there is no pupil A9 in any table" in "".join(other)
    said = run("say", "all", "--ruleset", "roll")
    assert "For each pupil" in said
    assert "the pupil's first" in said
    tried = run("try", "roll", "data", "--only", "P1,P2")
    rules = run("rules", "roll", "P2")
    for text in (told, *other, said, tried, rules):
        assert not speaks_of_a_child(text)


@pytest.mark.parametrize(
    "must",
    [
        "any other Pupil where DOB is missing",
        "vlookup(DOB) = 1",
        "previous.DOB is missing",
        "Spell.START is present",
        "DOB is unique per UPN",
        "any Spel",
        "PupilNumber.DOB is present",
    ],
)
def test_no_message_speaks_of_a_child(roll: Path, must: str) -> None:
    (roll / "own.rules").write_text(f'rule P9 "x"\n  for each Pupil\n  must {must}\n  flag UPN\n', "utf-8")
    said = run("lint", "roll")
    assert "own.rules:" in said
    assert not speaks_of_a_child(said)


def test_a_number_that_lost_its_zeros_is_that_of_a_pupil(roll: Path) -> None:
    rules = lacdsl.load_ruleset(str(roll))
    Path("data/pupils.csv").write_text("UPN,DOB\n1,01/05/2020\n", encoding="utf-8")
    this, last = lacdsl.read_folder("data", rules.model), lacdsl.read_folder("before", rules.model)
    report = lacdsl.check(this, rules, last_year=last)
    assert "different pupils" in " ".join(report.load_issues["message"])
    assert not speaks_of_a_child(" ".join(report.load_issues["message"].astype(str)))


def test_an_editor_does_not_either(roll: Path) -> None:
    edited = Project(roll).analyse(roll / "own.rules", RULES)
    line = 'rule P5 "x"\n  for each '
    offered = [each.detail for each in choices(line, 1, 11, edited.world, edited.titles)]
    assert "each pupil" in offered
    place = RULES.split("\n").index("  where    is first and next exists")
    hovered = hover_at(edited, place, 25)
    assert hovered.startswith("**next**")
    assert not speaks_of_a_child(" ".join([hovered, *offered]))


@pytest.mark.parametrize(
    ("entity", "words"),
    [
        ("", ("pupil", "pupils", "Child")),
        (STATED, ("pupil", "pupils", "PupilNumber")),
        ("entity: {singular: young person}", ("young person", "young people", "YoungPerson")),
        (
            "entity: {singular: learner, plural: learners on roll, word: L}",
            ("learner", "learners on roll", "L"),
        ),
        ("entity: {singular: child}", ("child", "children", "Child")),
    ],
)
def test_what_is_left_out_follows_from_the_rest(
    tmp_path: Path, entity: str, words: tuple[str, str, str]
) -> None:
    (tmp_path / "codes").mkdir()
    (tmp_path / "codes" / "reasons.csv").write_text("code,label\n1,Moved\n", encoding="utf-8")
    (tmp_path / "model.yaml").write_text(MODEL.format(entity=entity), encoding="utf-8")
    made = load_model(tmp_path / "model.yaml").entity
    assert (made.singular, made.plural, made.word) == words


def test_the_key_of_a_child_makes_a_return_of_children(tmp_path: Path) -> None:
    (tmp_path / "codes").mkdir()
    (tmp_path / "codes" / "reasons.csv").write_text("code,label\n1,Moved\n", encoding="utf-8")
    text = MODEL.format(entity="").replace("UPN", "LAchildID")
    (tmp_path / "model.yaml").write_text(text, encoding="utf-8")
    assert load_model(tmp_path / "model.yaml").entity == CHILD
