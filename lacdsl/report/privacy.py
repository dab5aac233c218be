"""What a report that was made safe to pass on says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LEFT_OUT = "(left out)"
SMALLEST = 5


@dataclass(frozen=True, slots=True)
class Privacy:
    """How a report was made safe, and its summary counts, none of which is finer than the counts of the rules.

    Counts are rounded up to a multiple of `smallest`. `kept_key`: the pseudonyms are those of a key that the user keeps,
    and `key_name` tells that key from others.
    `without_findings`: there are summaries only. Totals are sums of rounded counts, so that no difference of two of them
    gives a count away.
    """

    smallest: int = SMALLEST
    kept_key: bool = False
    without_findings: bool = False
    children: int = 0
    children_by_rule: Mapping[str, int] = field(default_factory=dict)
    by_table: Mapping[str, int] = field(default_factory=dict)
    key_name: str = ""
    entities: str = "children"

    @property
    def notice(self) -> str:
        """What readers have to know, in a sentence or two."""
        what = (
            "no findings are listed"
            if self.without_findings
            else f"{self.entities} have pseudonyms, personal values are left out"
        )
        counts = f", and counts are rounded up to {self.smallest}s" if self.smallest > 1 else ""
        return f"This report was made safer to pass on: {what}{counts}. It is still confidential."


def rounded_up(count: int, smallest: int) -> int:
    """The next multiple of `smallest`; 0 stays 0. With 5 a count of 5 stands for 1 to 5."""
    return count if smallest <= 1 else -(-count // smallest) * smallest
