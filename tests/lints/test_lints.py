"""What the lints leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from lacdsl.cli.main import app
from lacdsl.lints import lint
from lacdsl.lints.subject import subject_of
from lacdsl.rulesets import load_ruleset
from tests.lints.test_pages import found

MANIFEST = """\
name: local/page
title: A page
version: 1.0.0
owner: The manual
scope: local
return: lac
year: 2026-27
extends: dfe/lac/2026-27
"""

EXAMPLE = """\
  example "without a row that is unknown, for there can be none"
    | Episode | CHILD | DEC        | REC |
    | passes  | 1     |            |     |
    | fails   | 1     |            | X1  |
    | n/a     | 1     | 01/06/2026 | X1  |
"""
HEAD = 'rule A1 "A"\n  for each Episode\n'


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("L801", HEAD + "  must REC is missing or REC = X1\n  flag REC\n"),
        ("L802", HEAD + "  must REC not in {X1} or REC is missing\n  flag REC\n"),
        ("L802", HEAD + "  must LS not in {V3, V4}\n  flag LS\n"),
        (
            "L803",
            'rule A1 "A"\n  for each Child\n  must latest Review exists\n  flag CHILD\n'.replace(
                "must latest Review exists", "let r = latest Review\n  must r exists"
            ),
        ),
        ("L806", 'rule A1 "A"\n  for each Review\n  must (CHILD, REVIEW) is unique\n  flag CHILD, REVIEW\n'),
        ("L806", HEAD + "  must PL_LA = authority or PL_DISTANCE < 5\n  flag PL_POST, HOME_POST\n"),
        ("L806", HEAD + "  must next.REC is present or is last\n  flag next.REC, DECOM\n"),
        ("L806", HEAD + "  let o = latest Episode where REC is missing\n  must o exists\n  flag o.DECOM\n"),
        ("L806", 'rule A1 "A"\n  for each Review\n  must any Episode\n  flag REVIEW, Episode.DECOM\n'),
        ("L806", HEAD + "  must no other Episode where REC = this.REC\n  flag REC, previous.REC\n"),
        ("L806", HEAD + "  must REC is present\n  flag CHILD, REC\n"),
        (
            "L809",
            "parameter few = 3\n" + HEAD + '  must DEC > DECOM\n  flag DEC\n  message "at least {few}"\n',
        ),
        (
            "L804",
            'rule A1 "A"\n  for each Header\n  must no last year Header where SEX in {"1"}\n  flag SEX\n',
        ),
        (
            "L805",
            HEAD
            + '  must any Review\n  flag DEC\n  message "{count of Review where REVIEW >= Header.DOB}"\n',
        ),
        ("L807", HEAD + "  where DEC is missing\n  must REC is missing\n  flag REC\n" + EXAMPLE),
        ("L810", HEAD + "  must years from Header.DOB to DEC >= days from DECOM to DEC\n  flag DEC\n"),
    ],
)
def test_what_is_right_is_left_alone(code: str, text: str) -> None:
    text = text.replace("flag CHILD\n", "flag Review.REVIEW\n") if "for each Child" in text else text
    assert code not in found(text)


RULE = HEAD + "  must {}\n  flag DEC\n"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("L802", 'rule A1 "A"\n  for each AD1\n  must SEX_ADOPTR not in {MM}\n  flag SEX_ADOPTR\n'),
        ("L802", HEAD + "  must REC <> X1\n  flag REC\n"),
        ("L804", HEAD + '  must REC in {"E1", E11}\n  flag REC\n'),
        ("L804", HEAD + '  must no Review where REVIEW_CODE = "PN99"\n  flag Review.REVIEW_CODE\n'),
        ("L805", RULE.format("DEC > DECOM") + '  message "{Header.DOB}"\n'),
        ("L805", RULE.format("DEC > DECOM") + '  message "{PL_POST}"\n'),
        ("L806", HEAD + "  must DEC > DECOM\n  flag DEC, LS\n"),
        ("L806", HEAD + "  must REC is present\n  flag DECOM, REC\n"),
        ("L806", HEAD + "  must previous.REC is present\n  flag REC\n"),
        ("L806", HEAD + "  must REC is present or is first\n  flag previous.REC\n"),
        ("L806", HEAD + "  must any Review where REVIEW > this.DEC\n  flag DEC, Review.REVIEW_CODE\n"),
        (
            "L806",
            "define Episode.left = REC is present\n\n"
            + HEAD
            + "  must previous.left or is first\n  flag REC\n",
        ),
        ("L808", RULE.format("DEC > DECOM") + RULE.format("DEC > DECOM").replace("A1", "A2")),
        ("L809", "codes few = {U4, U5}\n" + RULE.format("DEC > DECOM")),
        ("L809", "parameter few = 3 days\n" + RULE.format("DEC > DECOM")),
    ],
)
def test_what_is_to_be_avoided_is_found(code: str, text: str) -> None:
    assert code in found(text)


def test_only_the_rulesets_own_rules_are_judged(tmp_path: Path) -> None:
    for name, extends, text in (
        ("below", "dfe/lac/2026-27", HEAD + "  must DEC is present\n  flag DEC\n"),
        ("above", "../below", HEAD.replace("A1", "A2") + "  must REC is present\n  flag REC\n"),
    ):
        (tmp_path / name).mkdir()
        manifest = MANIFEST.replace("local/page", f"local/{name}").replace("dfe/lac/2026-27", extends)
        (tmp_path / name / "ruleset.yaml").write_text(manifest)
        (tmp_path / name / "own.rules").write_text(text)
    ruleset = load_ruleset(tmp_path / "above")
    own = lint(subject_of(tmp_path / "above", ruleset))
    every = lint(subject_of(tmp_path / "above", ruleset, every=True))
    assert {said.span.file.split("/")[-2] for said in own if said.span is not None} == {"above"}
    assert {said.span.file.split("/")[-2] for said in every if said.span is not None} == {"above", "below"}


def test_the_command(tmp_path: Path) -> None:
    (tmp_path / "ruleset.yaml").write_text(MANIFEST)
    (tmp_path / "own.rules").write_text(
        HEAD + "  must SW_NOTHING is present\n  flag DEC\n".replace("SW_NOTHING", "DEC")
    )
    run = CliRunner().invoke(app, ["lint", str(tmp_path)])
    assert run.exit_code == 0 and "warning[L807]" in run.output and "1 rule: 1 warning, 1 note" in run.output
    assert CliRunner().invoke(app, ["lint", str(tmp_path), "--strict"]).exit_code == 1
    assert CliRunner().invoke(app, ["lint", str(tmp_path), "--strict", "--only", "L809"]).exit_code == 0
    assert CliRunner().invoke(app, ["lint", str(tmp_path), "--only", "L999"]).exit_code == 2


def test_a_family_is_told_once_what_its_examples_leave_out(tmp_path: Path) -> None:
    (tmp_path / "ruleset.yaml").write_text(MANIFEST)
    (tmp_path / "own.rules").write_text(
        'family "Blank"\n  | rule | title | WHAT |\n  | A1 | "Start" | DECOM |\n  | A2 | "End" | DEC |\n'
        "  for each Episode\n  must WHAT is present\n  flag WHAT\n"
    )
    run = CliRunner().invoke(app, ["lint", str(tmp_path), "--only", "L807"])
    assert run.output.count("L807") == 1 and "No example has a row that is `fails` or `passes`." in run.output


def test_a_comment_settles_it_for_the_whole_file(tmp_path: Path) -> None:
    (tmp_path / "ruleset.yaml").write_text(MANIFEST)
    text = (
        HEAD
        + "  must DEC is present\n  flag DEC\n\n"
        + HEAD.replace("A1", "A2")
        + "  must REC is present\n  flag REC\n"
    )
    (tmp_path / "own.rules").write_text("# allows L807, L811 in this file: a sketch\n\n" + text)
    run = CliRunner().invoke(app, ["lint", str(tmp_path)])
    assert "2 rules: 0 warnings, 0 notes" in run.output
    (tmp_path / "other.rules").write_text(HEAD.replace("A1", "A3") + "  must LS is present\n  flag LS\n")
    assert "3 rules: 1 warning, 1 note" in CliRunner().invoke(app, ["lint", str(tmp_path)]).output
