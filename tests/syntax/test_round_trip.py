"""What is printed reads back as it was, and printing is done once for all."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacdsl.semantics.functions import FUNCTIONS
from lacdsl.syntax import parse, parse_expression, parse_strict, print_expr, print_file
from lacdsl.syntax import tree as t

from .strategies import EXPRS, trees


@given(EXPRS)
def test_an_expression_reads_back_as_it_was(expr: t.Expr) -> None:
    assert parse_expression(print_expr(expr)) == expr


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_is_called_by_its_name(name: str) -> None:
    call = parse_expression(f"{name}(DECOM + 2 years)")
    assert isinstance(call, t.Call)
    assert call.name == name
    assert parse_expression(print_expr(call)) == call


@given(trees())
def test_a_file_reads_back_as_it_was_and_is_printed_the_same_again(file: t.File) -> None:
    text = print_file(file)
    read = parse_strict(text)
    assert read == file
    assert print_file(read) == text


@given(trees(), st.data())
def test_no_comment_is_lost_and_none_wanders_on(file: t.File, data: st.DataObject) -> None:
    lines = print_file(file).splitlines()
    places = data.draw(
        st.lists(st.tuples(st.integers(0, len(lines)), st.sampled_from(PLACES)), max_size=8, unique=True)
    )
    text = _with_comments(lines, places)
    read = parse_strict(text)
    assert read == file
    printed = print_file(read)
    assert sorted(re.findall(r"# note \d+", printed)) == sorted(re.findall(r"# note \d+", text))
    assert parse_strict(printed) == file
    assert print_file(parse_strict(printed)) == printed


@given(trees(), st.data())
def test_line_ends_blanks_and_a_mark_at_the_beginning_change_nothing(
    file: t.File, data: st.DataObject
) -> None:
    text = print_file(file)
    lines = text.split("\n")
    stray = data.draw(st.lists(st.integers(0, len(lines) - 1), max_size=6))
    typed = [line + "  \t" * stray.count(number) for number, line in enumerate(lines)]
    ends = data.draw(st.sampled_from(["\n", "\r\n", "\r"]))
    mark = data.draw(st.sampled_from(["", "\ufeff"]))
    assert print_file(parse_strict(mark + ends.join(typed))) == text


# What is typed, or deleted, by accident.
SCRAPS = ["", " ", "\n", "\n  ", *'"#|(){},.=/', " and ", "\n  where ", "is", "1", "\0"]


@given(
    trees(),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 3), st.sampled_from(SCRAPS)), min_size=1, max_size=3),
)
def test_a_damaged_file_is_read_or_refused(file: t.File, damages: list[tuple[float, int, str]]) -> None:
    text = print_file(file)
    for where, lost, scrap in damages:
        at = int(where * len(text))
        text = text[:at] + scrap + text[at + lost :]
    lines = text.split("\n")
    for problem in parse(text).diagnostics:
        assert problem.span is not None
        assert 1 <= problem.span.line <= len(lines)
        assert 1 <= problem.span.column <= len(lines[problem.span.line - 1]) + 1


# A comment on a line of its own with so much before it, one after code, or one too long to stay after code.
PLACES = ["", "  ", " " * 11, "beside", "long"]


def _with_comments(lines: list[str], places: list[tuple[int, str]]) -> str:
    written: list[str] = []
    for number, line in enumerate([*lines, ""]):
        code = line
        for count, (at, where) in enumerate(places):
            if at != number:
                continue
            note = f"# note {100 + count}"
            if where not in ("beside", "long"):
                written.append(where + note)
            elif code and "#" not in code.removeprefix(line) and not code.lstrip().startswith("|"):
                code += f"  {note}" + (" and so on" * 12 if where == "long" else "")
        written.append(code)
    return "\n".join(written)
