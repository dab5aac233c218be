"""Rules typed word by word: at every word that is not the writer's own, completion offers it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lacdsl.editing import Project
from lacdsl.editing.complete import choices
from lacdsl.syntax import parse
from lacdsl.syntax.split import split

FIXTURES = Path(__file__).parent.parent / "fixtures" / "editing"
MANIFEST = """\
name: local/typed
title: Typed
version: 1.0.0
owner: Our council
scope: local
return: {of}
year: 2026-27
extends: dfe/{of}/2026-27
"""
_WORD = re.compile(r'"[^"]*"|/[^/]*/|[A-Za-z_]\w*|\S')
# Behind these stands a name that the writer makes up; so do codes in a list of one's own, and cells of members.
_OWN_NAME = re.compile(
    r"(\b(rule|let|codes|parameter|table|spells|column)|\bdefine Episode\.)\s*$|^codes .*\{[^}]*$"
)
_OWN_CELL = re.compile(r"^\s*\| (rule \| title \||(W\d+\w)?\s*\|?\s*$|W\d+\w\s*\| $)")


def items(of: str) -> list[str]:
    return [each.text for each in split((FIXTURES / f"{of}.rules").read_text(encoding="utf-8"))]


@pytest.fixture(scope="module", params=["lac", "cin"])
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, str]:
    folder = tmp_path_factory.mktemp("typed")
    (folder / "ruleset.yaml").write_text(MANIFEST.format(of=request.param), encoding="utf-8")
    return Project(folder), request.param


def words(line: str) -> Iterator[tuple[int, str]]:
    return ((found.start(), found.group()) for found in _WORD.finditer(line) if found.group()[0].isalpha())


def offered(rest: str, texts: list[str]) -> bool:
    return any(rest == text or re.match(rf"{re.escape(text)}(?!\w)", rest) for text in texts)


def test_every_next_word_is_offered(project: tuple[Project, str]) -> None:
    """A file that is not saved yet is part of the ruleset in whose folder it is to be."""
    made, of = project
    path = made.folder / "new.rules"
    missed = []
    shared = ""
    for item in items(of):
        lines = item.split("\n")
        analysis = made.analyse(path, shared)
        for number, line in enumerate(lines):
            for start, word in words(line):
                before = line[:start]
                if _OWN_NAME.search(before) or _OWN_CELL.match(before):
                    continue
                text = "\n".join([*lines[:number], before])
                texts = [each.text for each in choices(text, number, start, analysis.world, analysis.titles)]
                if not offered(line[start:], texts):
                    missed.append((line, word))
        analysis = made.analyse(path, f"{item}\n{shared}")
        assert [each for each in analysis.diagnostics if each.severity == "error"] == []
        shared += "" if lines[0].startswith(("rule", "family", "re")) else f"\n{item}"
    assert missed == []


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("remove rule ", "440", "Episode"),
        ("treat rule ", "440", "DEC"),
        ("let open = latest ", "Episode", "DEC"),
        ("must     DEC < collection ", "end", "and"),
        ("must     sum of ", "SDQ_SCORE", "where"),
        ("must     every Review where REVIEW is present has ", "REVIEW_CODE", "MIS_END"),
        ("must     every Review has ", "REVIEW_CODE", "MIS_END"),
        ("must     any ", "Review", "where"),
    ],
)
def test_what_is_offered_and_what_is_not(tmp_path: Path, text: str, wanted: str, unwanted: str) -> None:
    (tmp_path / "ruleset.yaml").write_text(MANIFEST.format(of="lac"), encoding="utf-8")
    analysis = Project(tmp_path).analyse(tmp_path / "new.rules", "")
    above = [] if text.startswith(("remove", "treat")) else ['rule A "A"', "  for each Child"]
    row = text if not above else f"  {text}"
    whole = "\n".join([*above, row])
    texts = [each.text for each in choices(whole, len(above), len(row), analysis.world, analysis.titles)]
    assert wanted in texts
    assert unwanted not in texts


def first(tmp_path: Path, text: str, of: str = "lac") -> list[str]:
    """What is offered behind a text, the likeliest first."""
    (tmp_path / "ruleset.yaml").write_text(MANIFEST.format(of=of), encoding="utf-8")
    analysis = Project(tmp_path).analyse(tmp_path / "new.rules", "")
    lines = text.split("\n")
    found = choices(text, len(lines) - 1, len(lines[-1]), analysis.world, analysis.titles)
    return [each.text for each in found]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", ["rule …"]),
        ("EACH  ", ["where", "must"]),
        ("EACH  where    DEC is missing\n  ", ["must", "flag"]),
        ("EACH  must     DEC ", ["is", "=", "in"]),
        ("EACH  must     PLACE in ", ["place_codes"]),
        ("EACH  must     DECOM + 6 ", ["days", "weeks", "months", "years"]),
        ("EACH  must     LS = C1 and REC is present\n  flag     ", ["LS", "REC"]),
        ('EACH  must     LS = C1\n  message  "It is {', ["LS"]),
        ("EACH  let      last_one = ", ["latest", "first", "all"]),
        ("EACH  must     LS = C1\n  flag     LS\n  ", ["example …", "message"]),
        ('EACH  example "a"\n    | ', ["Episode"]),
        ('EACH  must     LS = C1\n  example "a"\n    | Episode | ', ["CHILD", "LS"]),
        (
            'EACH  example "a"\n    | Episode | CHILD |\n    | ',
            ["passes", "fails", "n/a", "unknown", "not run"],
        ),
        ('EACH  example "a" ', ["in 2026-27", "from 2026-27"]),
        ('rule A "a"\n  for each OC2\n  must     CONVICTED = ', ["0", "1"]),
        ("replace parameter ", ["independent_age"]),
        ("replace define AD1.", ["adoption_data"]),
        (
            'family "a"\n  | rule | title | T |\n  | X1 | a | Review |\n  for each T\n  must     REVIEW',
            ["REVIEW"],
        ),
        ('family "a"\n  | rule | title | T |\n  | X1 | a | Review |\n  example for ', ["X1"]),
    ],
)
def test_what_is_wanted_most_comes_first(tmp_path: Path, text: str, wanted: list[str]) -> None:
    found = first(tmp_path, text.replace("EACH", 'rule A "a"\n  for each Episode\n', 1))
    assert found[: len(wanted)] == wanted


def test_what_is_filled_in_can_be_read(tmp_path: Path) -> None:
    """A rule and an example to fill in are rules and examples, whatever stands in their places."""
    (tmp_path / "ruleset.yaml").write_text(MANIFEST.format(of="lac"), encoding="utf-8")
    world = Project(tmp_path).analyse(tmp_path / "new.rules", "").world
    head = 'rule A "a"\n  for each Episode\n  must     LS = C1 and REC is present\n  flag     LS\n\n  '
    for text in ("", head):
        lines = text.split("\n")
        for each in choices(text, len(lines) - 1, len(lines[-1]), world):
            if each.kind == "snippet" and each.text != "spells …":
                made = re.sub(r"\$\{\d+\|(\w+)[^}]*\}", r"\1", each.insert)
                made = re.sub(r"\$\{\d+:(which|what has)[^}]*\}", "DEC", made)
                made = re.sub(r"\$\{\d+:([^}]*)\}", r"\1", made).replace("which cells to show", "DEC")
                assert parse(text + made).diagnostics == (), made


@pytest.mark.parametrize(
    ("written", "offered", "not_offered"),
    [
        ("codes own = {", {"U1", "V2"}, {"REC"}),
        ("codes own = {V2, ", {"V3"}, {"V2", "A3"}),
        ('rule A "a"\n  for each Episode\n  must DECOM > collection end - 1 ', {"month", "day"}, {"months"}),
        ('rule A "a"\n  for each Episode\n  must DECOM > collection end - 2 ', {"months", "days"}, {"month"}),
    ],
)
def test_what_is_offered_in_small_places(
    tmp_path: Path, written: str, offered: set[str], not_offered: set[str]
) -> None:
    (tmp_path / "ruleset.yaml").write_text(MANIFEST.format(of="lac"), encoding="utf-8")
    analysis = Project(tmp_path).analyse(tmp_path / "own.rules", written)
    lines = written.split("\n")
    texts = {each.text for each in choices(written, len(lines) - 1, len(lines[-1]), analysis.world)}
    assert offered <= texts and not texts & not_offered


def test_a_file_of_no_ruleset_is_read_on_top_of_the_official_rules(tmp_path: Path) -> None:
    for of, table, column in (("lac", "Episode", "DECOM"), ("cin", "CINdetails", "CINreferralDate")):
        rule = f'rule 142 "A"\n  for each {table}\n  must {column} is present\n  flag {column}\n'
        analysis = Project(tmp_path).analyse(tmp_path / f"{of}.rules", rule)
        assert analysis.diagnostics == ()
        assert analysis.world is not None and table in analysis.world.tables


def test_a_file_that_the_manifest_does_not_list_is_said_to_be_none_of_its(tmp_path: Path) -> None:
    text = MANIFEST.format(of="lac") + "rules: [own.rules]\n"
    (tmp_path / "ruleset.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "own.rules").write_text("", encoding="utf-8")
    (said,) = Project(tmp_path).analyse(tmp_path / "other.rules", "").diagnostics
    assert (said.code, said.severity) == ("R463", "warning")
