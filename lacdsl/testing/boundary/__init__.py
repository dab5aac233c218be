"""Rows made from a rule itself: on both sides of every line that it draws."""

from __future__ import annotations

from lacdsl.testing.boundary.search import Search, Target, Witness

__all__ = ["Search", "Target", "Witness"]
