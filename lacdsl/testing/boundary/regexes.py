"""Texts that match a pattern, and some that nearly do."""

from __future__ import annotations

import re
from re import _constants as c
from re import _parser as parser
from typing import Any

_MOST = 8


def matching(pattern: str) -> list[str]:
    """A few texts that match the whole pattern, the shortest way and one repeat more, and as many that just do not."""
    try:
        tree = parser.parse(pattern)
    except re.error:
        return []
    good = list(dict.fromkeys(_texts(list(tree))))[:_MOST]
    near = [text for each in good for text in (each[:-1], each + "7", each + "A", "-" + each[1:]) if text]
    return good + [text for text in dict.fromkeys(near) if not re.fullmatch(pattern, text)][:_MOST]


def _texts(parts: list[Any]) -> list[str]:
    made = [""]
    for op, argument in parts:
        pieces = _piece(op, argument)
        made = [text + piece for text in made for piece in pieces][: 4 * _MOST]
    return made


def _piece(op: Any, argument: Any) -> list[str]:
    if op is c.LITERAL:
        return [chr(argument)]
    if op is c.ANY:
        return ["A"]
    if op is c.IN:
        return [_one_of(argument)]
    if op is c.BRANCH:
        return [text for branch in argument[1] for text in _texts(list(branch))[:2]]
    if op is c.SUBPATTERN:
        return _texts(list(argument[-1]))[:3]
    if op in (c.MAX_REPEAT, c.MIN_REPEAT):
        low, high, inner = argument
        texts = _texts(list(inner))[:1]
        counts = {low, min(int(high), low + 1)}
        return [text * count for count in sorted(counts) for text in texts]
    return [""]


def _one_of(options: Any) -> str:
    kind, value = options[0]
    if kind is c.LITERAL:
        return chr(value)
    if kind is c.RANGE:
        return chr(value[0] + 1)
    if kind is c.CATEGORY:
        return "4" if value is c.CATEGORY_DIGIT else "W"
    return "Q"
