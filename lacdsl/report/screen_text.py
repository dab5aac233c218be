"""Text for a screen: no wider than it, in characters that it knows."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TextIO

_PLURALS = {"error": "errors", "query": "queries", "note": "notes"}
_WIDEST_PLACE, _MOST_NAMES = 32, 12
_PLAINER = str.maketrans(
    {
        "\u2026": "...",
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2013": "-",
        "\u2014": "-",
    }
)


def fitting(names: Sequence[str], room: int, none: str = "{} in all") -> str:
    """As many of the names as there is room for, and how many more there are; `none` where there is room for none."""
    for end in range(min(len(names), _MOST_NAMES), 0, -1):
        left = len(names) - end
        text = ", ".join(names[:end]) + (f" and {left:,} more" if left else "")
        if len(text) <= room:
            return text
    return none.format(f"{len(names):,}")


def wrapped(
    text: str, names: Sequence[str], width: int, indent: int, lines: int, none: str = "{} in all"
) -> Iterator[str]:
    """The text and as many of the names as so many lines hold; a name is never broken."""
    room = lines * width - len(text) - (lines - 1) * (indent + 20)
    listed = fitting([name.replace(" ", "\N{NO-BREAK SPACE}") for name in names], room, none)
    for line in textwrap.wrap(text + listed, width, subsequent_indent=" " * indent):
        yield line.replace("\N{NO-BREAK SPACE}", " ")


def counted(count: int, word: str, plural: str = "") -> str:
    return f"{count:,} {word if count == 1 else plural or _PLURALS.get(word, word + 's')}"


def shortened(text: str, width: int) -> str:
    return text if len(text) <= width else text[: max(width - 3, 1)] + "..."


def place_shortened(place: str) -> str:
    """The line matters more than the end of the file's name."""
    name, colon, line = place.rpartition(":")
    return (
        shortened(name, _WIDEST_PLACE - len(line) - 1) + colon + line
        if colon
        else shortened(place, _WIDEST_PLACE)
    )


def encodable(text: str, out: TextIO) -> str:
    encoding = out.encoding or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_PLAINER).encode(encoding, "replace").decode(encoding)
    return text
