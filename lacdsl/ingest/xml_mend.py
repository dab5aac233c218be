"""XML that cannot be read as it stands, made readable where that is safe: no line is moved, and what is done is said.

A document type is refused before anything is mended, so no entity but those of XML itself can come in here.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.entities import name2codepoint

from lacdsl.ingest.encoding import of_both
from lacdsl.ingest.xml_found import Broken

_ODD = re.compile(
    rb"<!\[CDATA\[|<!--|<\?|&(?:(#\d{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{0,30});)?"
    rb"|<(?![A-Za-z_:/!?\x80-\xff])|[\x00-\x08\x0b\x0c\x0e-\x1f]"
)
"""Texts that are left alone, characters that may need to be written otherwise, and those that cannot stand in XML at all."""
_CLOSED_BY = {b"<![CDATA[": b"]]>", b"<!--": b"-->", b"<?": b"?>"}
_OF_XML = frozenset((b"amp", b"lt", b"gt", b"quot", b"apos"))
_NOT_A_LINE_END = re.compile(rb"[^\r\n]")
_DECLARATION = re.compile(rb"\A\s*<\?xml[^<>]{0,500}\?>", re.IGNORECASE)
_ANY_DECLARATION = re.compile(rb"<\?xml\s[^<>]{0,500}\?>", re.IGNORECASE)
_ELEMENT = re.compile(rb"<[A-Za-z_\x80-\xff]")
_SINGLE_BYTES = frozenset(("iso-8859-1", "latin-1", "latin1", "iso-8859-15", "windows-1252", "cp1252"))
_UTF_8 = frozenset(("utf-8", "utf8", "us-ascii", "ascii"))


@dataclass(slots=True)
class Mended:
    """The text, and how often what was written otherwise or left out (`&`, `<`, a character of control), and where first."""

    data: bytes
    counts: dict[str, int] = field(default_factory=dict)
    first: int = 0
    """The place of the first of them in the text that was mended."""


def as_utf8(data: bytes, stated: str) -> tuple[bytes, str, bool]:
    """The text as UTF-8, what it was written in, and whether that is another encoding than is `stated`."""
    said = stated.lower()
    if data[:4] in (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE):
        return data[: len(data) // 4 * 4].decode("utf-32", "replace").encode(), "UTF-32", said != "utf-32"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"):
        little = data[:2] in (b"\xff\xfe", b"<\0")
        text = data[: len(data) // 2 * 2].decode("utf-16-le" if little else "utf-16-be", "replace")
        return text.removeprefix("\ufeff").encode(), "UTF-16", not said.startswith("utf-16")
    if said in _SINGLE_BYTES and not is_utf8_in_disguise(data, said):
        return data.decode(said, "replace").encode(), stated, False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        made, kept, _ = of_both(data)
        return made, "UTF-8 and windows-1252" if kept else "windows-1252", True
    return data, "utf-8", said not in _UTF_8


def is_utf8_in_disguise(data: bytes, stated: str) -> bool:
    """Whether a text that says it has one byte for each letter is UTF-8: hardly any other text happens to be that."""
    if stated.lower() not in _SINGLE_BYTES or data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def has_odd_declaration(data: bytes, broken: Broken) -> bool:
    """Whether reading broke off at an XML declaration (`<?xml ... ?>`): in the first one, or at a further one."""
    declaration = _DECLARATION.match(data)
    return (declaration is not None and broken.place < declaration.end()) or bool(
        _ANY_DECLARATION.match(data, broken.place)
    )


def without_declarations(data: bytes) -> bytes:
    """UTF-8 text without lines of XML that say it is XML (`<?xml ... ?>`), which nobody needs."""
    return _ANY_DECLARATION.sub(lambda found: _NOT_A_LINE_END.sub(b"", found[0]), data)


def with_plain_characters(data: bytes) -> Mended:
    """UTF-8 text in which `&` and `<` that begin nothing stand as text, and no character of control is left."""
    mended = Mended(data)
    made: list[bytes] = []
    at = 0
    for start, end, text, what in _odd_places(data):
        made += (data[at:start], text)
        at = end
        if not mended.counts:
            mended.first = start
        mended.counts[what] = mended.counts.get(what, 0) + 1
    mended.data = b"".join((*made, data[at:]))
    return mended


def _odd_places(data: bytes) -> Iterator[tuple[int, int, bytes, str]]:
    """Beginning and end of what has to be written otherwise, how, and what it is."""
    place = 0
    while (found := _ODD.search(data, place)) is not None:
        place = found.end()
        closed_by = _CLOSED_BY.get(found[0])
        if closed_by is not None:
            end = data.find(closed_by, place)
            if end < 0:
                return
            if found[0] == b"<!--" and b"--" in data[place : end + 1]:
                yield found.start(), end + 3, _NOT_A_LINE_END.sub(b"", data[place:end]), "a comment with --"
            place = end
        elif found[0] == b"<":
            yield found.start(), place, b"&lt;", "<"
        elif not found[0].startswith(b"&"):
            yield found.start(), place, b"", "a character of control"
        else:
            text = _reference(found[1])
            if text is None:
                yield found.start(), place, b"", "a character of control"
            elif text != found[0]:
                yield found.start(), place, text, "&"


def _reference(name: bytes | None) -> bytes | None:
    """`&` and what follows as XML knows it; None for a character that cannot stand in XML."""
    if name is None:
        return b"&amp;"
    if name in _OF_XML:
        return b"&" + name + b";"
    if name.startswith(b"#"):
        code = int(name[2:], 16) if name[1:2] == b"x" else int(name[1:])
        fits = (
            code in (9, 10, 13)
            or 32 <= code < 0xD800
            or 0xE000 <= code < 0xFFFE
            or 0x10000 <= code < 0x110000
        )
        return b"&" + name + b";" if fits else None
    number = name2codepoint.get(name.decode())
    return b"&amp;" + name + b";" if number is None else b"&#%d;" % number


def without_second_beginning(data: bytes, root: str) -> bytes | None:
    """Files one behind the other as one; None when there is but one."""
    name = re.escape(root.encode())
    seam = re.compile(rb"</" + name + rb"\s*>\s*(?:<\?xml[^>]{0,200}\?>\s*)?<" + name + rb"(?:\s[^<>]*)?>")
    made, count = seam.subn(lambda found: _NOT_A_LINE_END.sub(b"", found[0]), data)
    return made if count else None


@dataclass(frozen=True, slots=True)
class Inner:
    """A return inside something else, alone but with every line where it was, and the line it begins on."""

    data: bytes
    line: int


def message_inside(data: bytes, root: str) -> Inner | None:
    """The return that begins behind the outermost element of the file (an envelope); None when there is none."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"):
        data = as_utf8(data, "utf-16")[0]
    declaration = _DECLARATION.match(data)
    outermost = _ELEMENT.search(data, declaration.end() if declaration else 0)
    name = rb"(?:[\w.-]{1,100}:)?" + re.escape(root.encode())
    begin = re.compile(rb"<" + name + rb"(?=[\s>])").search(data, outermost.end() if outermost else 0)
    if begin is None:
        return None
    ends = list(re.finditer(rb"</" + name + rb"\s*>", data[begin.end() :]))
    end = begin.end() + ends[-1].end() if ends else len(data)
    kept = declaration[0] if declaration and b"utf-16" not in declaration[0].lower() else b""
    before = _NOT_A_LINE_END.sub(b"", data[len(declaration[0]) if declaration else 0 : begin.start()])
    if not kept and declaration:
        before = _NOT_A_LINE_END.sub(b"", declaration[0]) + before
    return Inner(kept + before + data[begin.start() : end], data.count(b"\n", 0, begin.start()) + 1)
