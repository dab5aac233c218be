"""Syntax trees and a data model to a typed program: names, types, and every fault with a way to put it right.

The compiler is imported when it is first used: a ruleset that comes from the cache needs the typed tree alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lacdsl.semantics.codes import SEMANTIC_CODES as SEMANTIC_CODES
    from lacdsl.semantics.program import Compiled as Compiled
    from lacdsl.semantics.program import LayeredItem as LayeredItem
    from lacdsl.semantics.program import compile_program as compile_program

__all__ = ["SEMANTIC_CODES", "Compiled", "LayeredItem", "compile_program"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from lacdsl.semantics import codes, program

    return getattr(codes if name == "SEMANTIC_CODES" else program, name)
