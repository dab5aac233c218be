"""What is printed reads back as it was, and printing is done once for all."""

from __future__ import annotations

from hypothesis import given

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
