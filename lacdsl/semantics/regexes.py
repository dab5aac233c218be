"""Patterns that cannot take for ever: nothing that repeats without end may hold a repeat or a choice."""

from __future__ import annotations

import re
import warnings
from re import _constants as code
from re import _parser as parser
from typing import Any

LONGEST = 200
# What repeats more often than this is treated as if it repeated without end.
FEW = 20
# A group that repeats more often than this may hold neither choices nor repeats of its own.
MOST_ROUNDS = 5
MOST_ENDLESS = 3

_REPEATS = (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT)


def pattern_fault(pattern: str) -> tuple[str, str, str] | None:
    """(diagnostic code, what is wrong, how to put it right) of a pattern, None when it is fine."""
    if len(pattern) > LONGEST:
        return "T315", f"The pattern is longer than {LONGEST} signs.", "Split it into several conditions."
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            tree = parser.parse(pattern)
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError, Warning) as error:
        return (
            "T314",
            f"The pattern cannot be read: {error}.",
            "Put `\\` before a sign that is meant as it stands.",
        )
    found = _fault(tree, False)
    if found is None and _endless(tree) > MOST_ENDLESS:
        found = (
            f"The pattern repeats without end in more than {MOST_ENDLESS} places.",
            "Write how often: `{1,5}`.",
        )
    return ("T315", *found) if found is not None else None


def has_small_letters(pattern: str) -> bool:
    """Whether a small letter has to stand in a text for the pattern to match; texts are compared in capitals.

    The pattern has to be one that can be read.
    """
    return _small(parser.parse(pattern))


def _fault(tree: Any, often: bool) -> tuple[str, str] | None:
    """What is wrong with a part of a pattern; `often`: it stands in something that repeats more than a few times."""
    for op, value in tree:
        found = None
        if op in _REPEATS:
            low, high, inner = value
            if often and low != high:
                return (
                    "A repeat stands inside a repeat.",
                    "Write how often with numbers: `{3}` in place of `+`.",
                )
            found = _fault(inner, often or high > MOST_ROUNDS)
        elif op is code.BRANCH:
            if often:
                return (
                    "A choice stands inside a repeat.",
                    "Write the choice as a class: `[AB]` in place of `(A|B)`.",
                )
            found = next((fault for part in value[1] if (fault := _fault(part, often))), None)
        elif op is code.SUBPATTERN:
            found = _fault(value[3], often)
        elif op is code.ATOMIC_GROUP:
            found = _fault(value, often)
        elif op in (code.ASSERT, code.ASSERT_NOT):
            found = "The pattern looks ahead or behind.", "Write it as two conditions joined with `and`."
        elif op in (code.GROUPREF, code.GROUPREF_EXISTS):
            found = "The pattern refers back to a group.", "Compare the parts with `left`, `right` and `=`."
        if found is not None:
            return found
    return None


def _endless(tree: Any) -> int:
    """How many repeats without end the pattern has, counted as often as they are repeated themselves."""
    count = 0
    for op, value in tree:
        if op in _REPEATS:
            low, high, inner = value
            many = high is code.MAXREPEAT or high - low > FEW
            count += int(many) + _endless(inner) * (1 if many else int(high))
        elif op is code.BRANCH:
            count += sum(_endless(part) for part in value[1])
        elif op is code.SUBPATTERN:
            count += _endless(value[3])
        elif op is code.ATOMIC_GROUP:
            count += _endless(value)
    return count


def _small(tree: Any) -> bool:
    for op, value in tree:
        if op is code.LITERAL and chr(value).islower():
            return True
        if op in _REPEATS:
            if value[0] > 0 and _small(value[2]):
                return True
        elif op is code.SUBPATTERN:
            if _small(value[3]):
                return True
        elif op is code.IN:
            if all(_small_item(item) for item in value):
                return True
        elif op is code.BRANCH and all(_small(part) for part in value[1]):
            return True
    return False


def _small_item(item: Any) -> bool:
    op, value = item
    if op is code.LITERAL:
        return chr(value).islower()
    return op is code.RANGE and chr(value[0]).islower() and chr(value[1]).islower()
