"""Patterns that cannot take for ever: nothing that repeats without end may hold a repeat or a choice."""

from __future__ import annotations

import re
from re import _constants as code
from re import _parser as parser
from typing import Any

LONGEST = 200
MOST_REPEATS = 1000

_REPEATS = (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT)


def pattern_fault(pattern: str) -> tuple[str, str, str] | None:
    """(diagnostic code, what is wrong, how to put it right) of a pattern, None when it is fine."""
    if len(pattern) > LONGEST:
        return "T315", f"The pattern is longer than {LONGEST} signs.", "Split it into several conditions."
    try:
        tree = parser.parse(pattern)
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return "T314", f"The pattern cannot be read: {error}.", "Put `\\` before a sign that is meant as it stands."
    found = _fault(tree, False)
    return ("T315", *found) if found is not None else None


def has_small_letters(pattern: str) -> bool:
    """Whether a small letter has to stand in a text for the pattern to match; texts are compared in capitals."""
    try:
        return _small(parser.parse(pattern))
    except (re.error, OverflowError, RecursionError):
        return False


def _fault(tree: Any, repeated: bool) -> tuple[str, str] | None:
    unbounded = 0
    for op, value in tree:
        if op in _REPEATS:
            low, high, inner = value
            endless = high is code.MAXREPEAT or high > MOST_REPEATS
            unbounded += endless
            if repeated and (endless or high != low):
                return "A repeat stands inside a repeat.", "Write how often with numbers: `{1,5}` in place of `+`."
            found = _fault(inner, repeated or endless or high > 1)
        elif op is code.BRANCH:
            if repeated:
                return "A choice stands inside a repeat.", "Write the choice as a class: `[AB]` in place of `(A|B)`."
            found = next((fault for part in value[1] if (fault := _fault(part, repeated))), None)
        elif op is code.SUBPATTERN:
            found = _fault(value[3], repeated)
        elif op is code.ATOMIC_GROUP:
            found = _fault(value, repeated)
        elif op in (code.ASSERT, code.ASSERT_NOT):
            found = "The pattern looks ahead or behind.", "Write it as two conditions joined with `and`."
        elif op in (code.GROUPREF, code.GROUPREF_EXISTS):
            found = "The pattern refers back to a group.", "Compare the parts with `left`, `right` and `=`."
        else:
            found = None
        if found is not None:
            return found
    if unbounded > 3:
        return "The pattern repeats without end in more than three places.", "Write how often: `{1,5}`."
    return None


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
