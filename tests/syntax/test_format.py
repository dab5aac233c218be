"""The one form of a rule file. The files in good/ stand beside what becomes of them; see test_errors for rewriting."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lacdsl.syntax import parse_strict, print_expr, print_file, print_item

FIXTURES = Path(__file__).parent.parent / "fixtures" / "syntax" / "good"
FILES = sorted(FIXTURES.glob("*.rules"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_form_of_a_file(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    printed = print_file(parse_strict(text, path.name))
    golden = path.with_suffix(".txt")
    if os.environ.get("LACDSL_UPDATE_GOLDEN"):
        golden.write_text(printed, encoding="utf-8", newline="\n")
    assert printed == golden.read_text(encoding="utf-8")
    assert parse_strict(printed) == parse_strict(text)
    assert print_file(parse_strict(printed)) == printed


def test_rules_in_their_form_stay_as_they_are() -> None:
    text = (FIXTURES / "already_formatted.rules").read_text(encoding="utf-8")
    assert print_file(parse_strict(text)) == text


def test_an_empty_file_stays_empty() -> None:
    assert print_file(parse_strict("")) == ""


def test_no_line_is_longer_than_it_has_to_be() -> None:
    text = (FIXTURES / "long_conditions.rules").read_text(encoding="utf-8")
    assert max(map(len, print_file(parse_strict(text)).splitlines())) <= 100


def test_one_item_and_one_expression_can_be_printed() -> None:
    file = parse_strict("# why\ndefine Episode.a=(REC=X1)\n\ndefine Episode.b=REC=X2\n")
    assert print_item(file.items[0]) == "# why\ndefine Episode.a = REC = X1\n"
    assert print_expr(getattr(file.items[1], "value")) == "REC = X2"  # noqa: B009
