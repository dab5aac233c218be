"""Versions of rulesets that a trust file refuses, whoever has signed them: those found to be wrong after they went out."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

from lacdsl.rulesets.packs.versions import version_order


@dataclass(frozen=True, slots=True)
class Refused:
    """One version of a ruleset, or all `before` one, that is not to be used. `ruleset` may hold *."""

    ruleset: str
    version: str = ""
    before: str = ""
    because: str = ""

    def covers(self, name: str, version: str) -> bool:
        """Is this version of the ruleset called `name` refused?"""
        if not fnmatchcase(name, self.ruleset):
            return False
        if self.version:
            return version == self.version
        return version_order(version) < version_order(self.before)

    @property
    def called(self) -> str:
        """`region/north@1.0.0`, or `region/north before 1.2.0`."""
        return f"{self.ruleset}@{self.version}" if self.version else f"{self.ruleset} before {self.before}"
