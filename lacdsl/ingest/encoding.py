"""Bytes of a text file as UTF-8, whatever they were saved as."""

from __future__ import annotations

import codecs

from lacdsl.ingest.issues import Issue, Kind, counted

_NOT_TEXT = {
    b"PK\x03\x04": "an Excel workbook or a zip file",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF",
}
_SAMPLE = 4096


def not_text(data: bytes) -> str | None:
    """What the file is in plain words when it is no text file, or None."""
    for mark, what in _NOT_TEXT.items():
        if data.startswith(mark):
            return what
    return None


def as_utf8(data: bytes, file: str, issues: list[Issue]) -> bytes:
    """The text as UTF-8 without a byte order mark and without NUL characters.

    UTF-8 is believed when it fits, UTF-16 by its mark (or by the NULs of plain English in UTF-16); anything
    else is read as Windows-1252. Whatever is not plain UTF-8 is added to `issues`.
    """
    text = _decoded(data, file, issues)
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
    return text.rstrip(b"\x1a")


def _decoded(data: bytes, file: str, issues: list[Issue]) -> bytes:
    if data.startswith(codecs.BOM_UTF8):
        data = data[len(codecs.BOM_UTF8) :]
    elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        issues.append(
            Issue(
                file,
                Kind.ENCODING,
                "Read as UTF-16, as its first bytes say. Save it as 'CSV UTF-8' to be safe.",
            )
        )
        return data.decode("utf-16", "replace").encode()
    elif guess := _unmarked_utf16(data):
        issues.append(
            Issue(
                file,
                Kind.ENCODING,
                "Looks like UTF-16 without its mark and was read so. Save it as 'CSV UTF-8' to be safe.",
            )
        )
        return data.decode(guess, "replace").encode()
    if data.isascii():
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    else:
        return data
    text = data.decode("cp1252", "replace")
    unknown = text.count("�")
    lost = f" {counted(unknown, 'character')} without meaning there: shown as �." if unknown else ""
    issues.append(
        Issue(
            file,
            Kind.ENCODING,
            f"Is not UTF-8 (first on line {line}) and was read as Windows-1252.{lost} Save it as "
            "'CSV UTF-8' to be safe.",
            line=line,
        )
    )
    return text.encode()


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
