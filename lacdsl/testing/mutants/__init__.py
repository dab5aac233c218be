"""Rules changed in small ways, and whether their examples notice."""

from __future__ import annotations

from lacdsl.testing.mutants.judge import Judge, Judged, Survivor
from lacdsl.testing.mutants.make import Mutant

__all__ = ["Judge", "Judged", "Mutant", "Survivor"]
