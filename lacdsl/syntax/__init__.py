"""Text to syntax tree and back."""

from __future__ import annotations

from lacdsl.syntax.parser import Parsed, parse, parse_expression, parse_strict
from lacdsl.syntax.printer import print_expr, print_file, print_item

__all__ = ["Parsed", "parse", "parse_expression", "parse_strict", "print_expr", "print_file", "print_item"]
