"""Graph and tables to verdicts and findings."""

from __future__ import annotations

from lacdsl.engine.run import EngineResult, Places, Profile, RuleOutcome, Verdicts, run
from lacdsl.engine.stated import Says, says
from lacdsl.engine.store import Context, EngineInput

__all__ = [
    "Context",
    "EngineInput",
    "EngineResult",
    "Places",
    "Profile",
    "RuleOutcome",
    "Says",
    "Verdicts",
    "run",
    "says",
]
