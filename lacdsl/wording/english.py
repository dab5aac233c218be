"""Small things about English: lists, articles, ordinals, plurals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

_PROPER = ("Ofsted", "ONS", "UPN", "DfE", "SDQ", "England", "London", "English", "Department")
_SHORT = ("sdq", "urn", "upn", "uasc", "dob", "nfa", "cin")
_NAMES = {"england": "England", "ofsted": "Ofsted", "dfe": "DfE"}
_QUESTIONS = ("Whether ", "Who ", "Where ", "How ", "When ", "What ")


def listed(parts: Sequence[str], word: str = "and") -> str:
    """`A, B and C`"""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def article(noun: str) -> str:
    """`a review`, `an episode`"""
    vowel = (
        noun[:1].lower() in "aeiou" and not noun.lower().startswith(("uni", "use", "one")) and noun[:1] != "U"
    )
    return f"an {noun}" if vowel or noun.startswith("hour") else f"a {noun}"


def ordinal(number: int) -> str:
    """`14th`"""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if 10 <= number % 100 <= 20 else ending}"


def small(text: str) -> str:
    """With a small letter in front, unless it is a name or an abbreviation."""
    first = text.split(" ", 1)[0]
    if not text or first in _PROPER or (len(first) > 1 and not first[1:].replace("'", "").islower()):
        return text
    return text[:1].lower() + text[1:]


def capital(text: str) -> str:
    """With a capital in front."""
    return text[:1].upper() + text[1:]


def is_question(title: str) -> bool:
    """`Whether the child is a parent`: a title that is no noun."""
    return title.startswith(_QUESTIONS)


def day(value: date) -> str:
    """`31 March 2025`"""
    return f"{value.day} {value:%B %Y}"


def spaced(name: str) -> str:
    """A name of the rules as words: `short_term`, `CarePeriod`."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.replace("_", " ")).split()
    return " ".join(
        word.upper()
        if word.lower() in _SHORT
        else word
        if word.isupper()
        else _NAMES.get(word.lower(), word.lower())
        for word in words
    )
