"""What was wrong, where, and how to put it right: one type for every message that lacdsl gives on purpose."""

from __future__ import annotations

from lacdsl.diagnostics.core import Diagnostic, LacdslError, Related, Span
from lacdsl.diagnostics.render import render, render_all, to_json
from lacdsl.diagnostics.suggest import suggest

__all__ = ["Diagnostic", "LacdslError", "Related", "Span", "render", "render_all", "suggest", "to_json"]
