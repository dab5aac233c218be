"""Graph and tables to verdicts and findings."""

from __future__ import annotations

from lacdsl.engine.run import EngineResult, Profile, RuleOutcome, Verdicts, run
from lacdsl.engine.stated import Says, says
from lacdsl.engine.store import Context, EngineInput

__all__ = [
    "Context",
    "EngineInput",
    "EngineResult",
    "Profile",
    "RuleOutcome",
    "Says",
    "Verdicts",
    "run",
    "says",
]
