"""Near names for a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

# A longer word is no misspelt name, and likeness takes long to work out.
_LONGEST = 100


def suggest(name: str, candidates: Iterable[str], limit: int = 3) -> list[str]:
    """The candidates that `name` was probably meant to be, best first, at most `limit` of them."""
    if len(name) > _LONGEST:
        return []
    wanted = name.casefold()
    letters, threshold = frozenset(wanted), _threshold(wanted)
    scored: list[tuple[float, str]] = []
    for candidate in dict.fromkeys(candidates):
        other, others = _folded(candidate)
        if not _can_be(wanted, letters, other, others, threshold):
            continue
        score = _likeness(wanted, other)
        if score >= threshold:
            scored.append((-score, candidate))
    return [candidate for _, candidate in sorted(scored)[:limit]]


@lru_cache(maxsize=4096)
def _folded(candidate: str) -> tuple[str, frozenset[str]]:
    folded = candidate.casefold()
    return folded, frozenset(folded)


def _can_be(
    wanted: str, letters: frozenset[str], candidate: str, others: frozenset[str], threshold: float
) -> bool:
    """The likeness can reach the threshold, by the letters that both have: worked out in no time."""
    if wanted.startswith(candidate) or candidate.startswith(wanted):
        return True
    length = len(wanted) + len(candidate)
    alike = 0.2 if letters == others else 0.0
    shared = min(len(wanted) - len(letters - others), len(candidate) - len(others - letters))
    if 2 * shared / length + alike < threshold:
        return False
    shared = sum(min(wanted.count(letter), candidate.count(letter)) for letter in letters & others)
    return 2 * shared / length + alike >= threshold


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
