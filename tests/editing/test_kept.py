"""What an editor keeps from one keystroke to the next makes no difference to anything but time."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lacdsl.diagnostics import Span
from lacdsl.editing import Project
from lacdsl.model import Model, load_model
from lacdsl.resources import rulesets_folder
from lacdsl.semantics.kept import Kept
from lacdsl.semantics.program import Compiled, LayeredItem, compile_program
from lacdsl.syntax import parse
from lacdsl.syntax import tree as t
from lacdsl.syntax.moving import moved
from lacdsl.syntax.parser import Known, Parsed

FILE = "own.rules"
ITEMS = [
    "parameter limit = 10 days\n",
    "parameter most = 3\n",
    "codes ends = {X1, E11}\n",
    "define Episode.late = DECOM > collection start + limit\n",
    "define Episode.gone = DEC is present and not late\n",
    "define Episode.left = REC in ends\n",
    "define Child.old = Header.DOB + 16 years <= collection end\n",
    "table Open of Episode\n  where DEC is missing\n",
    "table Late of Open\n  where late\n",
    "spells Stay of Episode\n  together while DECOM = previous.DEC\n  start first DECOM\n  end last DEC\n"
    "  column N = count\n",
    'rule A1 "a"\n  for each Episode\n  where late\n  must left\n  flag REC\n  message "{DECOM}, {most}"\n',
    'rule A2 "a"\n  for each Open\n  where gone or late\n  must old\n  flag DECOM\n',
    'rule A3 "a"\n  for each Late\n  must LS in {C1, C2}\n  flag LS\n',
    'rule A4 "a"\n  for each Child\n  let n = count of Episode where left\n  must n < most\n  flag Episode.REC\n',
    'rule A5 "a"\n  for each Stay\n  must N < 5 and next exists\n  flag Episode.DECOM\n',
    'rule A6 "a"\n  for each Episode\n  let late_one = DEC\n  must DECOM is present\n  flag DECOM\n',
    'family "f"\n  | rule | title | F |\n  | B1 | one | DEC |\n  | B2 | two | DECOM |\n  for each Episode\n'
    "  where late\n  must F is present\n  flag F\n",
    'rule A7 "a"\n  for each Episode\n  where late\n  must left\n  flag REC\n\n  example "x"\n'
    "    | Episode | CHILD | DECOM | REC |\n    | passes | 1 | end | X1 |\n",
    "# A comment.\n",
]
WORDS = [
    "late",
    "left",
    "gone",
    "old",
    "ends",
    "limit",
    "most",
    "Open",
    "Late",
    "Stay",
    "N",
    "n",
    "X1",
    "DEC",
    "Episode",
]


@cache
def model() -> Model:
    return load_model(rulesets_folder() / "dfe/lac/2026-27/model.yaml", validate=False)


def compiled(text: str, known: Known | None, kept: Kept | None) -> tuple[Parsed, Compiled]:
    parsed = parse(text, FILE, known)
    lines = text.split("\n")

    def source(span: Span) -> str:
        return "\n".join(lines[span.line - 1 : span.end_line])

    items = [LayeredItem(item, "own") for item in parsed.file.items if not isinstance(item, t.Removal)]
    return parsed, compile_program(model(), items, source, kept)


def everything(value: Any) -> Any:
    """All there is in a value, the places that a comparison passes over too."""
    if is_dataclass(value) and not isinstance(value, type | Model):
        return (type(value).__name__, [everything(getattr(value, each.name)) for each in fields(value)])
    if isinstance(value, tuple | list):
        return [everything(part) for part in value]
    if isinstance(value, dict):
        return [(everything(key), everything(part)) for key, part in value.items()]
    return "model" if isinstance(value, Model) else value


texts = st.lists(st.sampled_from(ITEMS), min_size=1, max_size=14).map("\n".join)
edits = st.one_of(
    st.tuples(st.just("word"), st.integers(0, 400), st.sampled_from(WORDS)),
    st.tuples(st.just("line"), st.integers(0, 100), st.sampled_from(["", "\n", "# x\n", "  # y\n"])),
    st.tuples(st.just("cut"), st.integers(0, 100), st.just("")),
    st.tuples(st.just("sign"), st.integers(0, 2000), st.sampled_from([*'x 1"({|', ""])),
    st.tuples(st.just("item"), st.integers(0, 20), st.sampled_from(ITEMS)),
    st.tuples(st.just("drop"), st.integers(0, 20), st.just("")),
)


def edited(text: str, kind: str, place: int, put: str) -> str:
    """The text with one edit, as somebody types, pastes or deletes."""
    if kind == "word":
        found = list(re.finditer(r"\w+", text))
        spot = found[place % len(found)] if found else None
        return text if spot is None else text[: spot.start()] + put + text[spot.end() :]
    if kind == "sign":
        at = place % (len(text) + 1)
        return text[:at] + put + text[at + (not put) :]
    parts = re.split(r"\n(?=\S)", text) if kind in ("item", "drop") else text.split("\n")
    at = place % len(parts)
    if kind in ("cut", "drop"):
        del parts[at]
    else:
        parts.insert(at, put.rstrip("\n"))
    return "\n".join(parts)


@settings(deadline=None)
@given(texts, st.lists(edits, min_size=1, max_size=8))
def test_the_same_is_said_whatever_is_kept(text: str, changes: list[tuple[str, int, str]]) -> None:
    known: Known = {}
    kept = Kept()
    compiled(text, known, kept)
    for change in changes:
        text = edited(text, *change)
        parsed, made = compiled(text, known, kept)
        anew, fresh = compiled(text, None, None)
        assert everything(parsed) == everything(anew)
        assert everything(made) == everything(fresh)


def test_rules_that_nothing_touches_are_not_compiled_again() -> None:
    known: Known = {}
    kept = Kept()
    text = "\n".join(ITEMS)
    read, before = compiled(text, known, kept)
    assert not read.diagnostics
    assert [each.code for each in before.diagnostics] == ["N219"]
    _, same = compiled(text, known, kept)
    anew = {code for code, rule in same.program.rules.items() if before.program.rules[code] is not rule}
    assert anew == {"A6"}, "only the rule of which there is something to say"
    _, after = compiled(text.replace("+ limit", "+ limit + 1 day"), known, kept)
    anew = {code for code, rule in after.program.rules.items() if before.program.rules[code] is not rule}
    # `late` has changed, so all that speaks of it is looked at again, be it by way of `gone` or of the table `Late`.
    assert anew == {"A1", "A2", "A3", "A6", "A7", "B1", "B2"}


def test_a_line_above_moves_rules_without_reading_them() -> None:
    known: Known = {}
    text = "\n".join(ITEMS)
    before = parse(text, FILE, known).file.items
    after = parse("\n\n" + text, FILE, known).file.items
    assert [each.span.line for each in after] == [each.span.line + 2 for each in before]
    assert everything(after) == everything(tuple(moved(each, 2) for each in before))


def test_the_data_model_is_read_again_when_one_of_its_files_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "codes").mkdir()
    for name, text in {
        "ruleset.yaml": "name: own/x\ntitle: X\nversion: 0.1.0\nowner: Us\nscope: local\nlicence: MIT\nreturn: x\n"
        "year: 2026-27\nmodel: model.yaml\n",
        "model.yaml": "name: x\ntitle: X\nyear: 2026-27\nstart: 2026-04-01\nend: 2027-03-31\nroot: People\n"
        "tables:\n  People:\n    singular: Person\n    title: People\n    key: [ID]\n    one: true\n"
        "    columns:\n      ID: {type: identifier, title: Number}\n"
        "      KIND: {type: code, title: Kind, codes: kinds}\n",
        "codes/kinds.csv": "code,label\n1,One\n",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    project = Project(tmp_path)
    rule = 'rule A1 "a"\n  for each Person\n  must KIND = 2\n  flag KIND\n'

    def said() -> list[str]:
        return [each.code for each in project.analyse(tmp_path / "own.rules", rule).diagnostics]

    assert said() == said() != []
    (tmp_path / "codes/kinds.csv").write_text("code,label\n1,One\n2,Two\n", encoding="utf-8")
    assert said() == []
    (tmp_path / "codes/kinds.csv").rename(tmp_path / "codes/others.csv")
    assert "M521" in said()
    (tmp_path / "codes/others.csv").rename(tmp_path / "codes/kinds.csv")
    assert said() == []
