"""Text in two encodings, one behind the other: what a program appended to a file of another one."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from lacdsl.ingest.issues import Issue, Kind, counted, lines_listed

_FEW = 16
"""Bytes that are not enough to tell an encoding by."""
_PLAIN = re.compile(rb"[\t\n\r\x20-\x7e\x80-\xfd]{%d,}" % _FEW)
_WIDE = re.compile(
    rb"(?:\xff\xfe)?(?:[\t\n\r\x20-\x7e\xa0-\xff]\0){%d,}|(?:\xfe\xff)?(?:\0[\t\n\r\x20-\x7e\xa0-\xff]){%d,}"
    % (_FEW // 2, _FEW // 2)
)
_SEPARATORS = re.compile(rb"[,;\t|]")

Piece = tuple[bytes, str]
"""A piece of a text and its encoding."""


def as_utf8(data: bytes, encoding: str, file: str, issues: list[Issue]) -> bytes | None:
    """A text that begins in this encoding, all of it as UTF-8; None when it holds no other.

    `encoding` is utf-8, utf-16-le or utf-16-be. A mark in front has to be taken away before.
    """
    pieces = list(_plain_in_wide(data, encoding) if encoding != "utf-8" else _wide_in_plain(data))
    if len(pieces) < 2:
        return None
    made: list[bytes] = []
    line, seams = 1, []
    for place, (piece, code) in enumerate(pieces):
        if place:
            seams.append(line)
        text = piece.decode(code, "replace").removeprefix("\ufeff").encode() if code != "utf-8" else piece
        line += text.count(b"\n")
        made.append(text)
    first, second = ("UTF-16", "UTF-8") if encoding != "utf-8" else ("UTF-8", "UTF-16")
    message = (
        f"Is {first} at first, and then {second}: another program wrote more to the end. The encoding changes "
        f"{counted(len(seams), 'time')}, on {lines_listed(seams)}; each part was read as what it is. Save it as 'CSV UTF-8'."
    )
    issues.append(Issue(file, Kind.ENCODING, message, line=seams[0], count=len(seams)))
    return b"".join(made)


def _plain_in_wide(data: bytes, encoding: str) -> Iterator[Piece]:
    """Text of plain bytes within UTF-16, which has a NUL in nearly every letter of a European language."""
    place = 0
    for found in _PLAIN.finditer(data):
        start, end = found.span()
        if encoding == "utf-16-be" and start > place:
            start += (start - place) % 2
        if encoding == "utf-16-le" and data[end : end + 1] == b"\0":
            end -= 1
        piece = data[start:end]
        has_rows = (b"\n" in piece or b"\r" in piece) and _SEPARATORS.search(piece)
        if not has_rows or not _is_utf8(piece):
            continue
        if start > place:
            yield data[place:start], encoding
        yield piece, "utf-8"
        place = end
    if place < len(data):
        yield data[place:], encoding


def _wide_in_plain(data: bytes) -> Iterator[Piece]:
    """UTF-16 within text of plain bytes."""
    place = 0
    for found in _WIDE.finditer(data) if b"\0" in data else ():
        start, end = found.span()
        if found[0].startswith(b"\n\0") and end < len(data):
            # The line end of the text before, and the other half of every letter: the other order of bytes.
            start, end = start + 1, end + 1
        if start > place:
            yield data[place:start], "utf-8"
        is_little = data[start : start + 2] == codecs.BOM_UTF16_LE or data[start + 1 : start + 2] == b"\0"
        yield data[start:end], "utf-16-le" if is_little else "utf-16-be"
        place = end
    if place < len(data):
        yield data[place:], "utf-8"


def _is_utf8(piece: bytes) -> bool:
    try:
        piece.decode()
    except UnicodeDecodeError:
        return False
    return True
