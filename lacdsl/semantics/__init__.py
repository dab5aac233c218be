"""Syntax trees and a data model to a typed program: names, types, and every fault with a way to put it right."""

from __future__ import annotations

from lacdsl.semantics.codes import SEMANTIC_CODES
from lacdsl.semantics.program import Compiled, LayeredItem, compile_program

__all__ = ["SEMANTIC_CODES", "Compiled", "LayeredItem", "compile_program"]
