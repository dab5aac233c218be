"""Near names: the quick look at letters leaves out nothing that is near."""

from __future__ import annotations

from difflib import SequenceMatcher

from hypothesis import given
from hypothesis import strategies as st

from lacdsl.diagnostics import suggest

WORDS = st.text("ABab1_ß", max_size=7)


def likeness(name: str, candidate: str) -> float:
    """As the manual would say it, without any short cut."""
    one, other = name.casefold(), candidate.casefold()
    if one == other:
        return 2.0
    score = SequenceMatcher(None, one, other).ratio()
    score += 0.3 if len(one) >= 4 and (one.startswith(other) or other.startswith(one)) else 0.0
    return score + (0.2 if sorted(one) == sorted(other) else 0.0)


@given(WORDS, st.lists(WORDS, unique=True, max_size=12))
def test_all_that_are_near_enough_are_found(name: str, candidates: list[str]) -> None:
    enough = 0.5 if len(name.casefold()) <= 3 else 0.6
    near = sorted((-likeness(name, each), each) for each in candidates if likeness(name, each) >= enough)
    assert suggest(name, candidates) == [each for _, each in near[:3]]


def test_slips_are_seen() -> None:
    assert suggest("PLCAE", ["DEC", "LS", "PLACE", "URN"]) == ["PLACE"]
    assert suggest("zzz", ["DEC", "DECOM"]) == []
