"""Every slip has a message. The files in bad/ are the gallery; LACDSL_UPDATE_GOLDEN=1 writes their texts anew."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from lacdsl.diagnostics.render import render_all
from lacdsl.syntax import parse, parse_expression
from lacdsl.syntax.codes import SYNTAX_CODES

FIXTURES = Path(__file__).parent.parent / "fixtures" / "syntax" / "bad"
PACKAGE = Path(__file__).parent.parent.parent / "lacdsl" / "syntax"
FILES = sorted(FIXTURES.glob("*.rules"))


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_message_of_a_slip(path: Path) -> None:
    shown = render_all(parse(_read(path), path.name).diagnostics) + "\n"
    golden = path.with_suffix(".txt")
    if os.environ.get("LACDSL_UPDATE_GOLDEN"):
        golden.write_bytes(shown.encode("utf-8"))
    assert shown == _read(golden)


def test_the_gallery_shows_every_code() -> None:
    shown = {problem.code for path in FILES for problem in parse(_read(path)).diagnostics}
    assert shown == set(SYNTAX_CODES)


def test_every_code_of_the_package_is_in_the_table() -> None:
    used = {
        code
        for path in PACKAGE.rglob("*.py")
        if path.name != "codes.py"
        for code in re.findall(r'"(S\d{3})"', path.read_text(encoding="utf-8"))
    }
    assert used == set(SYNTAX_CODES)


def test_every_message_says_what_to_do() -> None:
    problems = [problem for path in FILES for problem in parse(_read(path)).diagnostics]
    assert all(problem.message.endswith(".") and problem.help and problem.span for problem in problems)


def test_the_errors_of_all_items_are_reported_at_once() -> None:
    text = 'rul 1 "A"\n\nrule 2 "B"\n  for each Episode\n\nrule 3 "C"\n  must DEC == 1\n\nrule 4 "D"\n'
    parsed = parse(text)
    assert [problem.code for problem in parsed.diagnostics] == [
        "S101",
        "S113",
        "S123",
        "S112",
        "S112",
        "S113",
    ]


def test_what_can_be_read_of_a_file_is_read() -> None:
    parsed = parse('rule 1 "A"\n  for each\n\nrule 2 "B"\n  for each Episode\n  must DEC is present\n')
    assert [getattr(item, "code", None) for item in parsed.file.items] == ["2"]


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_places_do_not_depend_on_line_ends(ending: str) -> None:
    text = '# \f \u2028 \x85\nrule 1 "A"\n  for each Episode\n  must DEC is not missing\n'.replace(
        "\n", ending
    )
    (problem,) = parse("\ufeff" + text).diagnostics
    assert problem.span is not None
    assert (problem.span.line, problem.span.column) == (4, 12)


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85"])
def test_a_sign_that_is_no_line_end_hides_no_rule(sign: str) -> None:
    text = '# ours\nrule 1 "A"\n  for each Episode\n  must DEC is present # so\n  because "x"\n'
    for odd in (
        text.replace("\n", sign),
        text.replace("ours\n", f"ours{sign}"),
        text.replace("so\n", f"so{sign}"),
    ):
        (problem,) = parse(odd).diagnostics
        assert problem.code == "S101" and f"Lines end with U+{ord(sign):04X} here" in problem.message
        assert f"there are {odd.count(sign)} in this file" in (problem.help or "")
    assert not parse(text.replace("# so", f"# so{sign}on")).diagnostics


def test_an_expression_knows_where_it_begins() -> None:
    with pytest.raises(Exception, match="x:7:21") as caught:
        parse_expression("DEC is not missing", "x", line=7, column=17)
    assert caught.type.__name__ == "LacdslError"
