"""Words that cannot be names, because the language reads them as its own."""

from __future__ import annotations

import re

from lacdsl.diagnostics import Diagnostic, Span

# With these a value or a condition begins, so that a column of that name could not be read.
_BEGINNINGS = """
    all any authority collection count day days every first is latest max min month months next no not optional
    other previous sum this today week weeks working year years
"""

# These stand between values or begin a clause: where a name is wanted they mean that something was left out.
_SIGNS = """
    and anywhere as between differs distinct during else exists from has in listed matches of or over overlaps preferring
    same to unique
    because example flag let message must severity where
"""

RESERVED = frozenset((_BEGINNINGS + _SIGNS).split())


def reserved_name(name: str, span: Span) -> Diagnostic:
    """A word of the language where a name should be."""
    return Diagnostic(
        "S129",
        f"`{name}` is a word of the language and cannot be a name.",
        "Write `collection start` or `collection end`, with a blank in between; for a day of the year "
        "`DAY between collection start and collection end`."
        if name == "collection"
        else "Choose another name; if none was meant, something is missing before this word.",
        span,
    )


def reserved_lets(text: str, file: str, line: int) -> list[Diagnostic]:
    """What is to be said of every `let` in an item that gives a name which is a word of the language."""
    found = []
    for number, row in enumerate(text.split("\n"), line):
        match = _LET.match(row)
        if match is not None and match.group(1) in RESERVED:
            place = Span(file, number, match.start(1) + 1, number, match.end(1) + 1)
            found.append(reserved_name(match.group(1), place))
    return found


_LET = re.compile(r"[ \t]+let[ \t]+([A-Za-z_][A-Za-z0-9_]*)[ \t]*=")
