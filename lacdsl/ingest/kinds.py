"""What a file is, by its first bytes rather than by its name; and why some kinds are not read."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum

from lacdsl.ingest.archive import BROKEN

TEXT_SUFFIXES = (".csv", ".tsv", ".txt", ".tab", ".dat")
_HEAD = 4096
_OLE, _ZIP, _OLD_BIFF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK", (b"\x09\x08", b"\x09\x04", b"\x09\x02")
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_BOOKS = tuple(name.encode("utf-16-le") for name in ("Workbook", "WORKBOOK", "Book", "BOOK"))
"""Those in capitals are written by reporting programs."""
_OFFICE = {
    (".doc", ".dot"): "a Word document; put its tables into CSV or Excel files",
    (".ppt", ".pps", ".pot"): "a PowerPoint file",
    (".msg",): "an e-mail; save what is attached to it",
    (".pub",): "a Publisher file",
    (".vsd",): "a Visio drawing",
    (".mpp",): "a file of Microsoft Project",
    (".db",): "a file of Windows itself",
}
"""Any of these can hold a workbook as a piece of it."""
_MARKS = {
    b"%PDF": "a PDF file",
    b"\x1f\x8b": "a file packed with gzip; unpack it first",
    b"7z\xbc\xaf": "a 7z archive; unpack it first, or send a zip file",
    b"Rar!": "a RAR archive; unpack it first, or send a zip file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"{\\rtf": "a Word document (RTF)",
    b"MZ\x90": "a program",
    b"\x7fELF": "a program",
    b"PAR1": "a Parquet file; export CSV, Excel or XML instead",
    b"SQLite format": "a database; export its tables as CSV",
    b"\x00\x01\x00\x00Standard": "an Access database; export its tables as CSV",
    b"-----BEGIN PGP": "a file locked with PGP; unlock it first",
    b"\x85\x01": "a file locked with PGP; unlock it first",
}
_PARTS = {
    "xl/workbook.bin": "a binary Excel workbook (.xlsb); save it as .xlsx",
    "word/document.xml": "a Word document; put its tables into CSV or Excel files",
    "ppt/presentation.xml": "a PowerPoint file",
    "content.xml": "an OpenDocument file; save it as .xlsx or CSV",
}
_MARKUP = re.compile(r"\s*<(?:\?xml|!DOCTYPE|!--|/?[A-Za-z_][\w.:-]*[\s/>])", re.IGNORECASE)
_LINES = re.compile(r"[^\x00-\x08\x0e-\x1f]*[\r\n][^\x00-\x08\x0e-\x1f]*\Z")
"""The beginning of a text in lines."""
_ENOUGH_TO_TELL = 512
_BEYOND_ASCII = bytes(range(0x80, 0x100))
_OF_CONTROL = bytes((*range(0x02, 0x09), *range(0x0E, 0x1A)))
"""Without those that may separate cells or end a file, and NUL, which may be half a letter."""
_PAGE = re.compile(r"<!DOCTYPE\s+html|<(?:html|head|body|table|meta|style)\b", re.IGNORECASE)
_JSON = re.compile(r'\s*(?:\[\s*)?\{\s*"(?:[^"\\]|\\.){0,200}"\s*:')
_HTML = re.compile(r"<!DOCTYPE\s+html|<html\b", re.IGNORECASE)


class Format(StrEnum):
    """The kinds of file that are read."""

    CSV = "CSV"
    EXCEL = "Excel"
    OLD_EXCEL = "Excel 97-2003"
    XML = "XML"


def format_of(data: bytes, suffix: str) -> Format | str:
    """The format of a file; or, in words, what it is and what to do, when it is not read."""
    if data.startswith(_OLE):
        return _office(data, suffix)
    if data.startswith(_ZIP) and data[2:4] in (b"\x03\x04", b"\x05\x06", b"\x07\x08"):
        return _packed(data, suffix)
    for mark, what in _MARKS.items():
        if data.startswith(mark):
            return what
    if data[257:262] == b"ustar":
        return "a TAR archive; unpack it first, or send a zip file"
    head = _decoded(data[:_HEAD])
    if _MARKUP.match(head):
        return _marked_up(head, suffix)
    if _JSON.match(head):
        return "a JSON file; export CSV, Excel or XML instead"
    if suffix == ".xml":
        return Format.XML if "<" in head or not _LINES.match(head) else Format.CSV
    if suffix in (".xlsx", ".xlsm", ".xltx") and _LINES.match(head):
        return Format.CSV
    if suffix in (".xlsx", ".xlsm", ".xltx"):
        what = "empty" if not data else "no Excel workbook, whatever its name says, or only a piece of one"
        return f"{what}; save or export it again"
    if suffix == ".xls" and data.startswith(_OLD_BIFF):
        return "an Excel workbook older than Excel 97; save it as .xlsx"
    if _is_no_text(data[:_HEAD]):
        return "no text, whatever its name says, but a file of another kind, or a damaged one"
    if suffix in TEXT_SUFFIXES or suffix == ".xls" or (not suffix and _LINES.match(head)):
        return Format.CSV
    named = f"a {suffix} file" if suffix else "a file whose name has no ending"
    return f"{named}, not one of the kinds that can be read (CSV, Excel, XML, a zip of these)"


def has_lines(head: bytes) -> bool:
    """Whether a file that begins so may be text in lines; packed files and markup need no line ends."""
    return not head.startswith((_OLE, _ZIP)) and _MARKUP.match(_decoded(head)) is None


def _is_no_text(head: bytes) -> bool:
    """Whether a file begins with as many characters of control, and bytes beyond ASCII, as sound and pictures do."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or len(head) < _ENOUGH_TO_TELL:
        return False
    control = len(head) - len(head.translate(None, _OF_CONTROL))
    beyond = len(head) - len(head.translate(None, _BEYOND_ASCII))
    return control > len(head) // 32 and beyond > len(head) // 4


def _office(data: bytes, suffix: str) -> Format | str:
    if _LOCKED in data:
        return "locked with a password; open it in Excel, take the password off (File, Info) and save it"
    for suffixes, what in _OFFICE.items():
        if suffix in suffixes:
            return what
    if any(mark in data for mark in _BOOKS):
        return Format.OLD_EXCEL
    return "an old Office file that is no workbook, or a damaged one; put its tables into CSV or Excel files"


def _packed(data: bytes, suffix: str) -> Format | str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.replace("\\", "/").lstrip("/") for name in archive.namelist()}
    except BROKEN:
        kind = "Excel workbook" if suffix.startswith(".xl") else "zip file or Excel workbook"
        return f"a damaged {kind}, or one that was cut off; fetch or save it again"
    if "xl/workbook.xml" in names:
        return Format.EXCEL
    for part, what in _PARTS.items():
        if part in names:
            return what
    if "[Content_Types].xml" in names and any(name.startswith("xl/worksheets") for name in names):
        return Format.EXCEL
    return "a zip file inside another one, or under another name; unpack it first"


def _marked_up(head: str, suffix: str) -> Format | str:
    if "urn:schemas-microsoft-com:office:spreadsheet" in head:
        return "an Excel workbook saved as 'XML Spreadsheet 2003'; save it as .xlsx"
    if "urn:oasis:names:tc:opendocument" in head:
        return "an OpenDocument file; save it as .xlsx or CSV"
    if _PAGE.search(head) and (suffix != ".xml" or _HTML.search(head)):
        return "a web page dressed as a workbook, as some systems export it; open it in Excel and save it as .xlsx"
    return Format.XML


def _decoded(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    if head[:2] in (b"<\0", b"\0<"):
        return head.decode("utf-16-le" if head[0] else "utf-16-be", "replace")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
