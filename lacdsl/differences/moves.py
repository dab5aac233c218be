"""What the same data come to under two rulesets: the verdicts that moved, by rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from lacdsl.api.verdicts import WORDS, Judged, Stood

NOT_RUN = "not run"
NONE = "no such rule"


@dataclass(frozen=True, slots=True)
class Move:
    """So many rows had one verdict and now have another; `rows` are the first of them."""

    rule: str
    before: str
    after: str
    count: int
    rows: tuple[Stood, ...]


def moves(old: Mapping[str, Judged], new: Mapping[str, Judged], most: int) -> list[Move]:
    """Every kind of move of every rule. Of a rule that only one of them has, the rows that fail."""
    found: list[Move] = []
    for code in dict.fromkeys([*old, *new]):
        found += _of_rule(code, old.get(code), new.get(code), most)
    return found


def unknown(old: Mapping[str, Judged], new: Mapping[str, Judged]) -> dict[str, str]:
    """Rules of which the data say nothing, as no ruleset that has them could run them; with the reason."""
    found = {}
    for code in dict.fromkeys([*old, *new]):
        outcomes = [held[code].outcome for held in (old, new) if code in held]
        if all(each.status != "ran" for each in outcomes):
            found[code] = outcomes[-1].reason
    return found


def _of_rule(code: str, old: Judged | None, new: Judged | None, most: int) -> list[Move]:
    if old is None or new is None:
        there = old or new
        if there is None or there.outcome.status != "ran":
            return []
        fails = there.counts()["fails"]
        words = (NONE, "fails") if old is None else ("fails", NONE)
        return [Move(code, *words, fails, tuple(there.rows("fails", most)))] if fails else []
    ran = [each.outcome.status == "ran" for each in (old, new)]
    if not all(ran):
        if ran[0] == ran[1]:
            return []
        there = old if ran[0] else new
        words = ("ran", NOT_RUN) if ran[0] else (NOT_RUN, "ran")
        return [Move(code, *words, there.size, ())]
    return _between(code, old, new, most)


def _between(code: str, old: Judged, new: Judged, most: int) -> list[Move]:
    places = {key: number for number, key in enumerate(old.keys())}
    counts: Counter[tuple[str, str]] = Counter()
    rows: dict[tuple[str, str], list[Stood]] = {}
    seen: set[int] = set()
    for number, key in enumerate(new.keys()):
        before = places.get(key)
        was = NOT_THERE if before is None else WORDS[old.codes[before]]
        if before is not None:
            seen.add(before)
        _count(counts, rows, (was, WORDS[new.codes[number]]), new, number, most)
    for number in set(places.values()) - seen:
        _count(counts, rows, (WORDS[old.codes[number]], NOT_THERE), old, number, most)
    return [Move(code, *pair, count, tuple(rows[pair])) for pair, count in sorted(counts.items())]


NOT_THERE = "not asked"


def _count(
    counts: Counter[tuple[str, str]],
    rows: dict[tuple[str, str], list[Stood]],
    pair: tuple[str, str],
    judged: Judged,
    number: int,
    most: int,
) -> None:
    if pair[0] == pair[1] or set(pair) == {"n/a", NOT_THERE}:
        return
    counts[pair] += 1
    held = rows.setdefault(pair, [])
    if len(held) < most:
        held.append(judged.at(number))
