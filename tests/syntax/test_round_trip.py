"""What is printed reads back as it was, and printing is done once for all."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from lacdsl.syntax import parse_expression, parse_strict
from lacdsl.syntax import tree as t
from lacdsl.syntax.printer import print_expr, print_file, print_item

from .strategies import EXPRS, ITEMS, trees


@given(EXPRS)
def test_an_expression_reads_back_as_it_was(expr: t.Expr) -> None:
    assert parse_expression(print_expr(expr)) == expr


@given(ITEMS)
def test_an_item_reads_back_as_it_was(item: t.Item) -> None:
    assert parse_strict(print_item(item)).items == (item,)


@given(trees())
def test_a_file_reads_back_as_it_was_and_is_printed_the_same_again(file: t.File) -> None:
    text = print_file(file)
    read = parse_strict(text)
    assert read == file
    assert print_file(read) == text


@given(trees(), st.data())
def test_no_comment_is_lost_and_none_wanders_on(file: t.File, data: st.DataObject) -> None:
    lines = print_file(file).splitlines()
    places = data.draw(st.lists(st.tuples(st.integers(0, len(lines)), st.sampled_from(PLACES)), max_size=8, unique=True))
    text = _with_comments(lines, places)
    read = parse_strict(text)
    assert read == file
    printed = print_file(read)
    assert sorted(re.findall(r"# note \d+", printed)) == sorted(re.findall(r"# note \d+", text))
    assert parse_strict(printed) == file
    assert print_file(parse_strict(printed)) == printed


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
