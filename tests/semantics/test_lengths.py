"""Lengths of time that have a name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .conftest import Compile


def test_a_named_length_moves_a_date(must_of: Callable[..., str]) -> None:
    named = must_of("DEC >= DECOM + gap", before="parameter gap = 6 months")
    assert named == must_of("DEC >= DECOM + 6 months")
    assert must_of("DEC - gap > DECOM", before="parameter n = 2\nparameter gap = n weeks") == must_of(
        "DEC - 2 weeks > DECOM"
    )


def test_a_message_shows_the_length(compile_text: Compile) -> None:
    rule = (
        'parameter gap = 1 months\nrule 1 "A"\n  for each Episode\n  must DEC > DECOM + gap\n  flag DEC\n'
        '  message "Less than {gap} after {DECOM}"\n'
    )
    compiled = compile_text(rule)
    assert not compiled.diagnostics
    assert compiled.program.rules["1"].message[0] == "Less than 1 month after "


@pytest.mark.parametrize(
    ("must", "codes"),
    [
        ("gap > 3", ["T311"]),
        ("months from DECOM to DEC > gap", ["T311"]),
        ("gap + DECOM > DEC", ["T311"]),
        ("DEC > DECOM * gap", ["T311"]),
    ],
)
def test_elsewhere_a_length_is_refused(compile_text: Compile, must: str, codes: list[str]) -> None:
    text = f'parameter gap = 6 months\nrule 1 "A"\n  for each Episode\n  must {must}\n  flag DEC\n'
    assert [found.code for found in compile_text(text).diagnostics] == codes


def test_a_length_that_leaves_the_calendar_is_refused_where_it_is_written(compile_text: Compile) -> None:
    (found,) = compile_text("parameter gap = 100000 years\n").diagnostics
    assert (found.code, found.span.line if found.span else 0) == ("T310", 1)
