"""Bytes of a text file as UTF-8, whatever they were saved as."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator

from lacdsl.ingest import encoding_seams
from lacdsl.ingest.issues import Issue, Kind, counted

_SAMPLE = 4096
_BLOCK = 2**18
_NOT_ASCII = re.compile(rb"[\x80-\xff]+")
_UTF8_OR_BYTE = re.compile(
    rb"((?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf][\x80-\xbf])[\x80-\xbf])|[\x80-\xff]"
)
_MARK_AS_LETTERS = "ï»¿".encode()
_READ_TWICE = re.compile(rb"\xc3\x83\xc2[\xa0-\xbf]|\xc3\xa2\xe2\x82\xac")
_LAST_LATIN, _MARKS = 0x17F, range(0x2010, 0x2123)
"""Letters of European names, and dashes, quotation marks, the euro: in UTF-8 they would be nonsense as Windows-1252."""


def as_utf8(data: bytes, file: str, issues: list[Issue]) -> tuple[bytes, str]:
    """The text as UTF-8 without a byte order mark and without NUL characters, and what it was saved as.

    UTF-8 is believed when it fits, UTF-16 by its mark (or by the NULs of plain English in UTF-16); bytes that are
    neither are read as Windows-1252. Whatever is not plain UTF-8 is added to `issues`.
    """
    text, encoding = _decoded(data, file, issues)
    if text.startswith(_MARK_AS_LETTERS):
        text = text[len(_MARK_AS_LETTERS) :]
        message = (
            "Begins with ï»¿, the mark of UTF-8 read as letters, which was left out: letters such as é may be wrong in the "
            "whole file. Export it again as 'CSV UTF-8'."
        )
        issues.append(Issue(file, Kind.ENCODING, message, line=1))
    if b"\0" in text:
        nuls = text.count(b"\0")
        issues.append(
            Issue(
                file,
                Kind.CHARACTERS,
                f"Left out {counted(nuls, 'NUL character')}, which are no text. Export the file again "
                "if cells look cut.",
                line=text.count(b"\n", 0, text.index(b"\0")) + 1,
                count=nuls,
            )
        )
        text = text.replace(b"\0", b"")
    return text.rstrip(b"\x1a"), encoding


def _decoded(data: bytes, file: str, issues: list[Issue]) -> tuple[bytes, str]:
    utf8 = "UTF-8"
    if data.startswith(codecs.BOM_UTF8):
        data, utf8 = data[len(codecs.BOM_UTF8) :], "UTF-8 with its mark"
    elif data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        message = "Read as UTF-32, as its first bytes say. Save it as 'CSV UTF-8' to be safe."
        issues.append(Issue(file, Kind.ENCODING, message))
        return _whole(data, 4, file, issues).decode("utf-32", "replace").encode(), "UTF-32"
    elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        issues.append(
            Issue(
                file,
                Kind.ENCODING,
                "Read as UTF-16, as its first bytes say. Save it as 'CSV UTF-8' to be safe.",
            )
        )
        little = data.startswith(codecs.BOM_UTF16_LE)
        return _wide(data[2:], "utf-16-le" if little else "utf-16-be", file, issues), "UTF-16"
    elif guess := _unmarked_utf16(data):
        issues.append(
            Issue(
                file,
                Kind.ENCODING,
                "Looks like UTF-16 without its mark and was read so. Save it as 'CSV UTF-8' to be safe.",
            )
        )
        return _wide(data, guess, file, issues), "UTF-16 without its mark"
    mixed = encoding_seams.as_utf8(data, "utf-8", file, issues)
    if mixed is not None:
        data, utf8 = mixed, "UTF-8 and UTF-16"
    if data.isascii():
        return data, utf8
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    else:
        _report_read_twice(data, file, issues)
        return data, utf8
    text, kept, others = of_both(data)
    unknown = text.count("\ufffd".encode())
    lost = f" {counted(unknown, 'character')} without meaning there: shown as \ufffd." if unknown else ""
    what = (
        f"Is UTF-8 but for {counted(others, 'letter')} of Windows-1252 (first on line {line}); each was read as what it is."
        if kept
        else f"Is not UTF-8 (first on line {line}) and was read as Windows-1252."
    )
    issues.append(Issue(file, Kind.ENCODING, f"{what}{lost} Save it as 'CSV UTF-8' to be safe.", line=line))
    return text, "UTF-8 and Windows-1252" if kept else "Windows-1252"


def _report_read_twice(data: bytes, file: str, issues: list[Issue]) -> None:
    """Letters such as \u00e9 that an earlier program took for two each: \u00c3\u00a9. They are left."""
    if b"\xc3\x83\xc2" not in data and b"\xc3\xa2\xe2\x82\xac" not in data:
        return
    found = [each.start() for each in _READ_TWICE.finditer(data)]
    if found:
        message = (
            f"Has letters that another program read wrongly before, such as \u00c3\u00a9 for \u00e9: "
            f"{counted(len(found), 'time')}. They were left as they are. Export the file again from the case system."
        )
        line = data.count(b"\n", 0, found[0]) + 1
        issues.append(Issue(file, Kind.ENCODING, message, line=line, count=len(found)))


def of_both(data: bytes) -> tuple[bytes, int, int]:
    """Text that is not all UTF-8 as UTF-8: what can only be UTF-8 stays, every other byte is one of Windows-1252.

    Comes with how many characters were UTF-8, and how many were not.
    """
    kept = others = 0

    def each(found: re.Match[bytes]) -> bytes:
        nonlocal kept, others
        if found[1]:
            text = found[1].decode("utf-8", "replace")
            if len(text) == 1 and (ord(text) <= _LAST_LATIN or ord(text) in _MARKS):
                kept += 1
                return found[1]
        others += len(found[0])
        return found[0].decode("cp1252", "replace").encode()

    made = io.BytesIO()
    for lines in _blocks(data):
        made.write(_NOT_ASCII.sub(lambda run: _UTF8_OR_BYTE.sub(each, run[0]), lines))
    return made.getvalue(), kept, others


def _blocks(data: bytes) -> Iterator[bytes]:
    """The text in pieces of whole lines: what is replaced in one go takes many times its size for a while."""
    place = 0
    while place < len(data):
        end = (
            data.rfind(b"\n", place, place + _BLOCK) + 1 or data.find(b"\n", place + _BLOCK) + 1 or len(data)
        )
        yield data[place:end]
        place = end


def _whole(data: bytes, width: int, file: str, issues: list[Issue]) -> bytes:
    """The text without a piece of a character at its end."""
    extra = len(data) % width
    if extra:
        message = "Ends in the middle of a character, which was left out: the file may have been cut off."
        issues.append(Issue(file, Kind.CUT_OFF, message))
    return data[: len(data) - extra]


def _wide(data: bytes, encoding: str, file: str, issues: list[Issue]) -> bytes:
    """UTF-16, also where something else stands within it, as UTF-8."""
    mixed = encoding_seams.as_utf8(data, encoding, file, issues)
    return _whole(data, 2, file, issues).decode(encoding, "replace").encode() if mixed is None else mixed


def _unmarked_utf16(data: bytes) -> str | None:
    sample = data[:_SAMPLE]
    sample = sample[: len(sample) // 2 * 2]
    if len(sample) < 4:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    most = 0.8 * len(sample) / 2
    if odd >= most and not even:
        return "utf-16-le"
    if even >= most and not odd:
        return "utf-16-be"
    return None
