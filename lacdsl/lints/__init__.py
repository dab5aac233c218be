"""Advice on rules that work, and could be better: what to avoid, what to prefer. Nothing here is an error."""

from __future__ import annotations

from lacdsl.lints.core import Lint
from lacdsl.lints.run import LINTS, UNUSED, lint

__all__ = ["LINTS", "UNUSED", "Lint", "lint"]
