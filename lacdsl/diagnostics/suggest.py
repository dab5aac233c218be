"""Near names for a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

# A longer word is no misspelt name, and likeness takes long to work out.
_LONGEST = 100


def suggest(name: str, candidates: Iterable[str], limit: int = 3) -> list[str]:
    """The candidates that `name` was probably meant to be, best first, at most `limit` of them."""
    if len(name) > _LONGEST:
        return []
    wanted = name.casefold()
    scored: list[tuple[float, str]] = []
    for candidate in dict.fromkeys(candidates):
        score = _likeness(wanted, candidate.casefold())
        if score >= _threshold(wanted):
            scored.append((-score, candidate))
    return [candidate for _, candidate in sorted(scored)[:limit]]


def _threshold(wanted: str) -> float:
    return 0.5 if len(wanted) <= 3 else 0.6


def _likeness(wanted: str, candidate: str) -> float:
    if wanted == candidate:
        return 2.0
    score = SequenceMatcher(None, wanted, candidate).ratio()
    if len(wanted) >= 4 and (candidate.startswith(wanted) or wanted.startswith(candidate)):
        score += 0.3
    if sorted(wanted) == sorted(candidate):
        score += 0.2
    return score
