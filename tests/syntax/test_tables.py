"""The kept tables of the parser: used when they are there, made anew when anything is wrong with them."""

from __future__ import annotations

from pathlib import Path

import lark
import pytest

from lacdsl.syntax import tables
from lacdsl.syntax.tables import parser_of

GRAMMAR = """
start: NAME "is" STATE
STATE.2: /missing|present/
NAME: /[A-Z]+/
%ignore " "
"""


@pytest.fixture(autouse=True)
def small_grammar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A grammar whose tables are made in no time."""
    file = tmp_path / "small.lark"
    file.write_text(GRAMMAR, encoding="utf-8")
    monkeypatch.setattr(tables, "grammar_file", lambda: file)


def test_kept_tables_read_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = parser_of(("start",), tmp_path / "not" / "there")
    monkeypatch.setattr(lark.Lark, "__init__", _never)
    kept = parser_of(("start",), tmp_path / "not" / "there")
    assert kept.parse("DEC is missing") == made.parse("DEC is missing")
    with pytest.raises(lark.UnexpectedInput):
        kept.parse("DEC is")


@pytest.mark.parametrize("content", [b"", b"\xc1", b"\x80", b"\x82\xa4data\x80\xa4memo\x80"])
def test_damaged_tables_are_made_anew(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parser_of(("start",), tmp_path)
    (file,) = tmp_path.glob("*.msgpack")
    file.write_bytes(content)
    assert parser_of(("start",), tmp_path).parse("DEC is missing")
    monkeypatch.setattr(lark.Lark, "__init__", _never)
    assert parser_of(("start",), tmp_path).parse("DEC is missing")


def test_tables_of_another_grammar_are_not_taken(tmp_path: Path) -> None:
    parser_of(("start",), tmp_path)
    tables.grammar_file().write_text(GRAMMAR.replace("missing", "blank"), encoding="utf-8")
    assert parser_of(("start",), tmp_path).parse("DEC is blank")


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    occupied = tmp_path / "file"
    occupied.write_text("", encoding="utf-8")
    assert parser_of(("start",), occupied / "below").parse("DEC is missing")


def test_nothing_but_the_tables_is_left_behind(tmp_path: Path) -> None:
    parser_of(("start",), tmp_path / "cache")
    assert [file.suffix for file in (tmp_path / "cache").iterdir()] == [".msgpack"]


def _never(*args: object, **options: object) -> None:
    raise AssertionError("the tables were made anew")
