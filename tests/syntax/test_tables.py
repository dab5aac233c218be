"""The kept tables of the parser: used when they are there, made anew when anything is wrong with them."""

from __future__ import annotations

from pathlib import Path

import lark
import pytest

from lacdsl.resources import grammar_file
from lacdsl.syntax.tables import parser_of

STARTS = ("start", "expr")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cache") / "not" / "there"
    parser_of(STARTS, folder)
    return folder


def _kept(folder: Path) -> Path:
    (file,) = folder.glob("*.msgpack")
    return file


def test_kept_tables_read_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = lark.Lark(grammar_file().read_text(), parser="lalr", start=list(STARTS), propagate_positions=True)
    text = "DEC is present and (REC in {X1, 4A} or UPN matches /[A-Z]+/)"
    monkeypatch.setattr(lark.Lark, "__init__", _never)
    assert parser_of(STARTS, folder).parse(text, start="expr") == made.parse(text, start="expr")


@pytest.mark.parametrize("content", [b"\xc1", b"\x82\xa4data\x80\xa4memo\x80"])
def test_damaged_tables_are_made_anew(
    content: bytes, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / _kept(folder).name).write_bytes(content)
    assert parser_of(STARTS, tmp_path).parse("DEC", start="expr")
    monkeypatch.setattr(lark.Lark, "__init__", _never)
    assert parser_of(STARTS, tmp_path).parse("DEC", start="expr")


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    occupied = tmp_path / "file"
    occupied.write_text("")
    assert parser_of(STARTS, occupied / "below").parse("DEC", start="expr")


def _never(*args: object, **options: object) -> None:
    raise AssertionError("the tables were made anew")
