"""Number formats by which Excel shows a number otherwise than it is held: as 12%, C12 or 12/26, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lacdsl.ingest.excel_places import row_column

_QUOTED = re.compile(r'"([^"]*)"|\\(.)|_.|\*.')
_IN_BRACKETS = re.compile(r"\[[^\]]*\]")
_OF_DATES = re.compile(r"[dmyhs]", re.IGNORECASE)
_PARTED = re.compile(r"[0#?] ?[-/] ?[0#?]")


def shows_otherwise(number_format: str) -> bool:
    """Whether a number format, not one of dates, adds words to a number, parts its digits, makes it per cent or hides it."""
    first = _IN_BRACKETS.sub("", number_format).partition(";")[0]
    words = "".join((quoted or single or "") for quoted, single in _QUOTED.findall(first))
    plain = _QUOTED.sub("-" if re.search(r"[-/]", words) else "", first)
    if _OF_DATES.search(plain.replace("General", "")):
        return False
    hidden = not first.strip() and ";" in number_format
    return hidden or "%" in plain or re.search(r"\w", words) is not None or _PARTED.search(plain) is not None


def cells_shown_otherwise(
    content: bytes, formats: Mapping[bytes, str]
) -> Iterator[tuple[tuple[int, int], str]]:
    """The place of each number of a sheet of an .xlsx that has one of these formats, by cell style, and the format."""
    if not formats:
        return
    cell = re.compile(
        rb'<(?:\w+:)?c\b(?=[^>]{0,200}?\bs="(' + b"|".join(formats) + rb')")(?![^>]{0,200}?\bt="[^n])'
        rb'[^>]{0,200}?\br="([A-Z]{1,3})(\d{1,7})"[^>]{0,200}(?<!/)>\s*'
        rb"(?:<(?:\w+:)?f\b[^>]{0,200}>[^<]{0,8192}</(?:\w+:)?f>\s*)?<(?:\w+:)?v>"
    )
    for each in cell.finditer(content):
        yield row_column(each[2], each[3]), formats[each[1]]
