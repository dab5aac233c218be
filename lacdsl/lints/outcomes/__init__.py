"""What a condition can come out as, worked out from the rule alone: true, false, unknown; and why not, where it cannot.

A small abstract interpretation of typed trees. It says what is *possible*: what it leaves out cannot happen on any data
(tests/agreement holds that against generated rules and data); what it names may still be impossible for a reason that it
does not see.
"""

from __future__ import annotations

from lacdsl.lints.outcomes.facts import FALSE, INVALID, MISSING, TRUE, UNKNOWN, VALID, Facts
from lacdsl.lints.outcomes.judge import Judge

__all__ = ["FALSE", "INVALID", "MISSING", "TRUE", "UNKNOWN", "VALID", "Facts", "Judge"]
