"""What differs between two rulesets: rules, the definitions that they rest on, and what becomes of data."""

from __future__ import annotations

from lacdsl.differences.moves import Move, moves, unknown
from lacdsl.differences.rulesets import Change, Differences, differences

__all__ = ["Change", "Differences", "Move", "differences", "moves", "unknown"]
