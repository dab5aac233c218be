"""Lengths of time, dates and comparisons as they are spoken: `10 days after DECOM`, `in the last year`, `no later than`."""

from __future__ import annotations

import re
from collections.abc import Callable

from lacdsl.syntax.tree import MONTHS

_UNIT = r"(?P<unit>(?:working\s+)?(?:day|week|month|year))s?"
_FROM = r"(?P<at>collection\s+(?:start|end)|[A-Za-z_][\w.]*)"
_HOW = r"(?P<how>at\s+(?:least|most)|(?:(?:no|not)\s+)?more\s+than|less\s+than|fewer\s+than|exactly|over|under|within)"
# A sign for `after`, and the one for `before`.
_HOWS = {
    "at least": (">=", "<="),
    "more than": (">", "<"),
    "over": (">", "<"),
    "less than": ("<", ">"),
    "fewer than": ("<", ">"),
    "under": ("<", ">"),
    "at most": ("<=", ">="),
    "no more than": ("<=", ">="),
    "not more than": ("<=", ">="),
    "exactly": ("=", "="),
}
# Words that compare, and the sign for each: longer ones first.
SIGNS = (
    (r"(?:on|at)\s+or\s+after|(?:no|not)\s+(?:earlier|sooner|less|fewer)\s+than", ">="),
    (r"(?:greater|more|later)\s+than\s+or\s+equal\s+to", ">="),
    (r"(?:on|at)\s+or\s+before|(?:no|not)\s+(?:later|more)\s+than", "<="),
    (r"(?:less|fewer|earlier)\s+than\s+or\s+equal\s+to", "<="),
    (r"(?:later|greater|larger|bigger|higher)\s+than", ">"),
    (r"(?:earlier|less|smaller|lower|sooner)\s+than|prior\s+to", "<"),
    (r"more\s+than", ">"),
    (r"(?:not|un)\s*equal\s+to|other\s+than", "<>"),
    (r"equal\s+to", "="),
    (r"plus", "+"),
    (r"minus", "-"),
)


def _length(match: re.Match[str]) -> str:
    number, unit = match["n"], " ".join(match["unit"].split())
    return f"{number} {unit}{'s' if number != '1' else ''}"


def _distance(match: re.Match[str]) -> str:
    """`at least 10 days after DECOM`."""
    how = " ".join((match["how"] or "").split())
    at, length = match["at"], _length(match)
    before = match["side"] in ("before", "earlier than") or match["side"].startswith("prior")
    moved = f"{at} {'-' if before else '+'} {length}"
    if how == "within":
        if match["side"] == "of":
            return f"Write `<= {moved}`, or `between {at} - {length} and {at} + {length}` for both sides."
        return f"Write `between {moved} and {at}`." if before else f"Write `between {at} and {moved}`."
    if not how:
        return f"Write `{moved}`."
    return f"Write `{_HOWS[how][before]} {moved}`."


def _ago(match: re.Match[str]) -> str:
    return f"Write `collection end - {_length(match)}`, or `today - {_length(match)}`."


def _past(match: re.Match[str]) -> str:
    return f"Write `>= collection end - {_length(match)}`."


def _months(match: re.Match[str]) -> str:
    return f"Write `{12 * int(match['y']) + int(match['m'])} months`."


def _bound(match: re.Match[str]) -> str:
    return f"Write `collection {'end' if match['side'] == 'end' else 'start'}`."


def _calendar_year(match: re.Match[str]) -> str:
    year = match["year"]
    return (
        f"Write `between 1 January {year} and 31 December {year}`, or `between collection start and collection end` "
        "for the year of the return."
    )


Made = str | Callable[[re.Match[str]], str]
DISTANCES: tuple[tuple[str, Made], ...] = (
    (
        rf"(?:\bis\s+)?(?:\b{_HOW}\s+)?\b(?P<n>\d+)\s+{_UNIT}\s+"
        rf"(?P<side>after|before|prior\s+to|later\s+than|earlier\s+than)\s+(?:the\s+)?{_FROM}",
        _distance,
    ),
    (rf"(?:\bis\s+)?\b(?P<how>within)\s+(?P<n>\d+)\s+{_UNIT}\s+(?P<side>of)\s+(?:the\s+)?{_FROM}", _distance),
)
PERIODS: tuple[tuple[str, Made], ...] = (
    (rf"\b(?P<n>\d+)\s+{_UNIT}\s+ago\b", _ago),
    (rf"\b(?:in|within|during)\s+(?:the\s+)?(?:last|past|previous)\s+(?P<n>\d+)\s+{_UNIT}\b", _past),
    (
        r"\b(?:in|within|during)\s+(?:the\s+|this\s+)?(?:collection\s+|current\s+|reporting\s+|financial\s+)?(?:year|period)\b",
        "Write `between collection start and collection end`.",
    ),
    (r"\bin\s+(?P<year>(?:19|20)\d\d)\b(?!-)", _calendar_year),
    (r"\b(?P<y>\d{1,3})\s+years?\s+(?:and\s+)?(?P<m>\d{1,3})\s+months?\b", _months),
    (
        r"\b(?P<side>end|start|beginning)\s+of\s+(?:the\s+|this\s+)?(?:\w+\s+)?(?:year|return|period|collection)\b",
        _bound,
    ),
)
DAY_OF_A_MONTH = (
    r"(?<!\d)(?:(?:the\s+)(?P<d>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?|(?P<e>\d{1,2})(?:st|nd|rd|th)?\s+of\s+)"
    rf"(?P<month>{'|'.join(month[:3] for month in MONTHS)})[a-z]*,?\s+(?P<year>\d{{4}})\b"
)


def day_of_a_month(match: re.Match[str]) -> str:
    """`the 1st of April 2026`."""
    month = next(name for name in MONTHS if name.startswith(match["month"]))
    return f"Write `{int(match['d'] or match['e'])} {month} {match['year']}`."
