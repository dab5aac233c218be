"""What is typed in haste, or pasted: a word twice, a full stop at the end, `isnt`, `not X1`, `=>` for `then`."""

from __future__ import annotations

import re
from collections.abc import Callable

from lacdsl.syntax.tree import MONTHS

Made = str | Callable[[re.Match[str]], str]
_COLUMN = r"[A-Za-z_][\w.]*"
_NUMBERS = {"one": "1", "two": "2", "three": "3"}
_THEN = "`where` says which rows the rule is about, `must` says what has to hold."
_MONTH = "|".join(month[:3] for month in MONTHS)


def _opposite(match: re.Match[str]) -> str:
    state = match["state"].lower()
    return f"Write `{match['column']} is {'missing' if state == 'present' else 'present'}`."


def _many(match: re.Match[str]) -> str:
    sign = ">" if match["how"].startswith("more") else "<"
    return f"Write `(count of {match['table']}) {sign} {_NUMBERS.get(match['n'], match['n'])}`."


HASTY: tuple[tuple[str, Made, str], ...] = (
    (r"^\s*(?P<word>must|where)\s+(?P<here>(?P=word))\b", "Leave it out.", "S125"),
    (
        rf"\b(?P<column>{_COLUMN})\s+is(?:n't|n\u2019t|nt)\s+(?P<state>present|missing|blank|empty|null)\b",
        _opposite,
        "S125",
    ),
    (r"\bis\s+(?:NaN|nan|NaT|nil|NA|N/A|n/a)(?!\w)", "Write `is missing`.", "S125"),
    (
        r"\bis\s+(?:not\s+)?an?\s+(?:valid\s+|known\s+)?code\b",
        "Write `in LIST`, with the name of the list, such as `in rec_codes`; `not in LIST` for the opposite.",
        "S125",
    ),
    (r"\bis\s+not\s+a\s+(?:valid\s+|real\s+|proper\s+)?(?:date|number)\b", "Write `is invalid`.", "S125"),
    (
        r"\bis\s+(?:a\s+(?:valid\s+|real\s+|proper\s+)?|valid\s+)(?:date|number)\b",
        "Write `is valid`.",
        "S125",
    ),
    (
        r"\b(?P<how>more|less|fewer)\s+than\s+(?P<n>one|two|three|\d+)\s+(?P<table>[A-Z][a-z]\w*)\b(?!\s+where)",
        _many,
        "S125",
    ),
    (r"[=<>]\s*[\w.\"]{1,40}\s*(?P<here>=>|->|\u21d2|\u2192)", _THEN, "S125"),
    (
        r"(?:\b(?:present|missing|valid|invalid|exists|unique)|\d|\)|\})(?P<here>\.)\s*$",
        "Leave it out.",
        "S125",
    ),
    (
        rf"\b\d{{1,2}}(?:st|nd|rd|th)?[\s/-]+(?:{_MONTH})[a-z]*[\s/,-]+'?\d\d(?!\d)",
        "Write the date out, with all of the year: `31 March 2025`.",
        "S126",
    ),
    (
        r"\b(?P<n>\d+)\s+(?:workdays?|workingdays?|week\s?days?|business\s+days?)\b",
        lambda m: f"Write `{m['n']} working day{'s' if m['n'] != '1' else ''}`.",
        "S125",
    ),
    (
        rf"\b(?!is\b){_COLUMN}\s+(?P<here>not\s+(?P<code>[A-Z]{{0,2}}\d\w?))\b",
        r"Write `<> \g<code>`.",
        "S125",
    ),
    (r"\w\([^()]{0,80}(?P<here>;)", "Write `,`.", "S125"),
    (
        r"\b(?:during|in|within)\s+(?:the\s+)?collection\b(?!\s+(?:start|end|year|period))",
        "Write `between collection start and collection end`.",
        "S125",
    ),
    (
        r"\b(?:equal\s+(?:to\s+)?or\s+(?:after|later|more|greater)|(?:after|later|more|greater)\s+or\s+equal)\b"
        r"(?:\s+(?:than|to))?",
        "Write `>=`.",
        "S125",
    ),
    (
        r"\b(?:equal\s+(?:to\s+)?or\s+(?:before|earlier|less)|(?:before|earlier|less)\s+or\s+equal)\b"
        r"(?:\s+(?:than|to))?",
        "Write `<=`.",
        "S125",
    ),
)
