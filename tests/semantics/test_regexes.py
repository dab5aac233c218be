"""Which patterns are refused, and that none that is let through takes long."""

from __future__ import annotations

import re

import pytest

from lacdsl.semantics.regexes import has_small_letters, pattern_fault


@pytest.mark.parametrize(
    "pattern",
    [
        "[A-Z][0-9]{11}[0-9A-Z]",
        "(E|V)[0-9]+",
        "([0-9]{2}|ZZ)/([0-9]{2}|ZZ)/([0-9]{4}|ZZZZ)",
        "(AB|C){2}",
        "([A-Z]{1,2}[0-9]){1,3}",
        ".*X.*",
        "(SC)?[0-9]{6,7}",
        "^[^,]+$",
    ],
)
def test_let_through(pattern: str) -> None:
    assert pattern_fault(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("(A+)+", "T315"),
        ("(A*B?)*C", "T315"),
        ("(A|AA)+", "T315"),
        ("(A+){2,5}", "T315"),
        ("(AB|A){6}", "T315"),
        ("(A+)(B+)(C+)(D+)", "T315"),
        ("A{0,100}B{0,100}C{0,100}D{0,100}", "T315"),
        (r"(A)\1", "T315"),
        ("(?=A)A", "T315"),
        ("(?<!A)B", "T315"),
        ("A" * 201, "T315"),
        ("(A", "T314"),
        ("*", "T314"),
        ("[[A]", "T314"),
        ("A{99999999999}", "T314"),
        ("(?P<x", "T314"),
    ],
)
def test_refused(pattern: str, code: str) -> None:
    found = pattern_fault(pattern)
    assert found is not None and found[0] == code


def test_the_slowest_pattern_that_is_let_through_comes_to_an_end() -> None:
    pattern = "A*A*A*B"
    assert pattern_fault(pattern) is None
    assert re.fullmatch(pattern, "A" * 100) is None


def test_small_letters() -> None:
    assert has_small_letters("sc[0-9]") and has_small_letters("(a|b)X") and has_small_letters("[a-z]+")
    assert not has_small_letters(r"SC[0-9A-Za-z]+\d(A|b)x?")
