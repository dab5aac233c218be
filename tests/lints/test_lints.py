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
        (
            "L809",
            "parameter few = 3\n" + HEAD + '  must DEC > DECOM\n  flag DEC\n  message "at least {few}"\n',
        ),
        ("L810", HEAD + "  must years from Header.DOB to DEC >= days from DECOM to DEC\n  flag DEC\n"),
    ],
)
def test_what_is_right_is_left_alone(code: str, text: str) -> None:
    text = text.replace("flag CHILD\n", "flag Review.REVIEW\n") if "for each Child" in text else text
    assert code not in found(text)


def test_only_the_rulesets_own_rules_are_judged() -> None:
    ruleset = load_ruleset("dfe/lac/2026-27")
    own = lint(subject_of("dfe/lac/2026-27", ruleset))
    every = lint(subject_of("dfe/lac/2026-27", ruleset, every=True))
    assert all("/2026-27/" in said.span.file for said in own if said.span is not None)
    assert len(every) > len(own)


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
