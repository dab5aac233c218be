"""What differs between two rulesets: rules, the definitions and data model they rest on, and what becomes of data."""

from __future__ import annotations

from lacdsl.differences.models import ModelChange
from lacdsl.differences.moves import Move, moves, unknown
from lacdsl.differences.rulesets import Change, Differences, differences

__all__ = ["Change", "Differences", "ModelChange", "Move", "differences", "moves", "unknown"]
