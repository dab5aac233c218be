"""Text to syntax tree and back."""

from __future__ import annotations

from lacdsl.syntax.parser import Parsed, parse, parse_expression, parse_strict

__all__ = ["Parsed", "parse", "parse_expression", "parse_strict"]
