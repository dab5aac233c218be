"""Bytes of a text file as UTF-8, whatever they were saved as."""

from __future__ import annotations

import codecs

from lacdsl.ingest.issues import Issue, Kind, counted

_SAMPLE = 4096


def as_utf8(data: bytes, file: str, issues: list[Issue]) -> tuple[bytes, str]:
    """The text as UTF-8 without a byte order mark and without NUL characters, and what it was saved as.

    UTF-8 is believed when it fits, UTF-16 by its mark (or by the NULs of plain English in UTF-16); anything
    else is read as Windows-1252. Whatever is not plain UTF-8 is added to `issues`.
    """
    text, encoding = _decoded(data, file, issues)
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
        return data.decode("utf-32", "replace").encode(), "UTF-32"
    elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        issues.append(
            Issue(
                file,
                Kind.ENCODING,
                "Read as UTF-16, as its first bytes say. Save it as 'CSV UTF-8' to be safe.",
            )
        )
        return data.decode("utf-16", "replace").encode(), "UTF-16"
    elif guess := _unmarked_utf16(data):
        issues.append(
            Issue(
                file,
                Kind.ENCODING,
                "Looks like UTF-16 without its mark and was read so. Save it as 'CSV UTF-8' to be safe.",
            )
        )
        return data.decode(guess, "replace").encode(), "UTF-16 without its mark"
    if data.isascii():
        return data, utf8
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    else:
        return data, utf8
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
    return text.encode(), "Windows-1252"


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
