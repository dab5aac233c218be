"""How one cell is read that is not written as the return writes it, and what is odd about it.

A cell itself is never changed: what rules read in its place travels beside it, and every report shows the cell.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from lacdsl.ingest.dates import read_any_date, why_no_date
from lacdsl.ingest.issues import Kind
from lacdsl.ingest.sheet import Serials
from lacdsl.model import Column, ColumnType
from lacdsl.values import INVALID, format_date, read_cell

EMPTY_WORDS: Final = (
    *("NULL", "(NULL)", "[NULL]", "\\N", "NONE", "NAN", "NAT", "NA", "N/A", "#N/A", "<NA>", "NIL", "(BLANK)"),
    *("-", "--", "---", "."),
)
"""Words that stand for nothing, in capitals."""
_EMPTY_IN_TEXT: Final = ("NULL", "(null)", "None", "NaN", "nan", "NaT", "#N/A", "<NA>")
"""In columns of free text only what programs write for nothing, as they write it."""

_WHOLE_NUMBER = re.compile(r"(-?\d+)\.0+", re.ASCII)
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d{1,3}", re.ASCII | re.IGNORECASE)
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]"
)
_MARKED = re.compile(
    r"""=?"([^"]*)"|'([^']*)'?|[\u201c\u201d\u201e]([^\u201c-\u201e]*)[\u201c\u201d]"""
    r"""|[\u2018\u2019]([^\u2018\u2019]*)[\u2018\u2019]?"""
)
_LOOK_ALIKE = str.maketrans(
    "\u0410\u0412\u0415\u0417\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0405\u0406\u0408"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
    "ABE3KMHOPCTYXSIJABEZHIKMNOPTYX",
)
"""Capitals of Cyrillic and Greek that look like those of English."""
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.0+)?", re.ASCII)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_MADE_DATE = re.compile(
    rf"\d\d/\d\d/\d{{4}}(?: \d\d:\d\d:\d\d)?|\d\d?-{_MONTH}(?:-\d\d)?|{_MONTH}-\d\d", re.ASCII
)
"""What Excel makes of a number or code that looks like a day to it (`1/2`, `MAR1`)."""
_BEFORE_WORDS = re.compile(r"([A-Za-z0-9]+)(\s*[-\u2010-\u2015:=(/|.]\s*|\s+)(.*)", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]{3,}")
_TRUTHS = {"TRUE": "1", "FALSE": "0"}
_CAPITALS = (ColumnType.CODE, ColumnType.FLAG, ColumnType.IDENTIFIER)
_COUNTS = (ColumnType.CODE, ColumnType.FLAG, ColumnType.INTEGER)
_DATES = (ColumnType.DATE, ColumnType.PARTIAL_DATE)
_DATE_KINDS = {"date": Kind.DATE_FORM, "time": Kind.TIME_OF_DAY, "number": Kind.DAY_NUMBER}


@dataclass(slots=True)
class Reading:
    """What is odd about a cell (`kinds`); `text` is what rules read where that is `other` than the cell itself.

    `text` is None for no value. `why` says why it could not be read.
    """

    kinds: list[Kind] = field(default_factory=list)
    other: bool = False
    text: str | None = None
    why: str | None = None

    def read_as(self, text: str | None, kind: Kind) -> None:
        """Rules read `text` instead."""
        self.kinds.append(kind)
        self.other, self.text = True, text


def read_oddly(cell: str, column: Column, codes: frozenset[str], serials: Serials | None) -> Reading:
    """How to read a cell of a column whose codes are `codes`; nothing odd for most."""
    found = Reading()
    kind = column.type
    text = _bare(cell, found) if kind is not ColumnType.TEXT else cell.strip()
    if not text:
        return found
    if text in codes or (column.many and all(part.strip() in codes for part in text.split(","))):
        return found
    if text in _EMPTY_IN_TEXT if kind is ColumnType.TEXT else text.upper() in EMPTY_WORDS:
        found.read_as(None, Kind.EMPTY_WORD)
    elif kind in _DATES:
        _read_date(text, column, serials, found)
    elif kind in (ColumnType.INTEGER, ColumnType.NUMBER):
        _read_number(text, column, found)
    elif kind is ColumnType.YES_NO:
        _read_yes_no(text, column, found)
    elif kind in _CAPITALS:
        _read_word(text, column, codes, found)
    return found


def _bare(cell: str, found: Reading) -> str:
    """The text of a cell without what is not part of it: blanks, characters nobody sees, Excel's marks of text."""
    text = cell.strip()
    if text != cell:
        found.kinds.append(Kind.BLANKS)
    seen = _INVISIBLE.sub("", text).strip()
    if seen != text:
        found.read_as(seen or None, Kind.INVISIBLE)
    marked = _MARKED.fullmatch(seen)
    if marked is None:
        return seen
    bare = "".join(part or "" for part in marked.groups()).strip()
    found.read_as(bare or None, Kind.TEXT_MARK)
    return bare


def _read_date(text: str, column: Column, serials: Serials | None, found: Reading) -> None:
    if read_cell(text, column)[0] != INVALID:
        return
    dated = read_any_date(text if text.isascii() else _plain(text), serials)
    if dated is not None:
        found.read_as(format_date(dated.day, column.dates[0]), _DATE_KINDS[dated.form])
    else:
        found.kinds.append(Kind.UNREADABLE)
        found.why = why_no_date(text)


def _plain(text: str) -> str:
    """Digits and dashes of any alphabet as those of ASCII."""
    return _DASHES.sub("-", unicodedata.normalize("NFKC", text))


def _read_number(text: str, column: Column, found: Reading) -> None:
    if column.type is ColumnType.INTEGER and _WHOLE_NUMBER.fullmatch(text):
        found.kinds.append(Kind.DECIMAL)
    elif column.type is ColumnType.INTEGER and _THOUSANDS.fullmatch(text):
        found.read_as(_without_commas(text), Kind.THOUSANDS)
    elif read_cell(text, column)[0] == INVALID:
        found.kinds.append(Kind.UNREADABLE)
        found.why = "it is no whole number" if column.type is ColumnType.INTEGER else "it is no number"
        if _MADE_DATE.fullmatch(text):
            found.why = "it is a date, which Excel may have made of a number; give the column the format of a number there"


def ordinary(text: str) -> str:
    """The text in capitals, with ordinary letters for those of other alphabets, or of full width, that look like them."""
    return unicodedata.normalize("NFKC", text).upper().translate(_LOOK_ALIKE)


def _read_yes_no(text: str, column: Column, found: Reading) -> None:
    if read_cell(text, column)[0] != INVALID:
        return
    if text.upper() in _TRUTHS:
        found.read_as(text.lower(), Kind.TRUE_FALSE)
    else:
        found.kinds.append(Kind.UNREADABLE)
        found.why = "it is neither true nor 1, false nor 0"


def _read_word(text: str, column: Column, codes: frozenset[str], found: Reading) -> None:
    if not text.isascii() and ordinary(text).isascii():
        found.kinds.append(Kind.OTHER_LETTERS)
    whole = _WHOLE_NUMBER.fullmatch(text)
    if whole and column.type in _COUNTS:
        found.kinds.append(Kind.DECIMAL)
    elif whole:
        found.read_as(whole[1], Kind.DECIMAL)
    elif column.type is ColumnType.IDENTIFIER and _SCIENTIFIC.fullmatch(text):
        found.kinds.append(Kind.SCIENTIFIC)
    elif text.upper() in _TRUTHS and (column.type is ColumnType.FLAG or _TRUTHS[text.upper()] in codes):
        found.read_as(_TRUTHS[text.upper()], Kind.TRUE_FALSE)
    elif column.type is ColumnType.IDENTIFIER and _THOUSANDS.fullmatch(text):
        found.read_as(_without_commas(text), Kind.THOUSANDS)
    elif column.type is not ColumnType.FLAG and _MADE_DATE.fullmatch(text):
        found.kinds.append(Kind.MADE_DATE)
    elif codes and (code := _code_before_words(text, codes)) is not None:
        found.read_as(code, Kind.CODE_AND_WORDS)
    elif text.upper() != text and not column.exact and (not codes or text.upper() in codes):
        found.kinds.append(Kind.LOWER_CASE)
    elif column.type is ColumnType.CODE and text not in codes and _with_zeros(text, codes):
        found.kinds.append(Kind.LEADING_ZEROS)


def _without_commas(text: str) -> str:
    return text.partition(".")[0].replace(",", "")


def _code_before_words(text: str, codes: frozenset[str]) -> str | None:
    """The code that a text begins with, where what stands behind it says in words what it means."""
    found = _BEFORE_WORDS.fullmatch(text)
    if found is None:
        return None
    code, between, words = found[1].upper(), found[2], found[3]
    if code not in codes or not _WORD.search(words) or (between.isspace() and len(code) < 2):
        return None
    return None if any(word in codes for word in re.findall(r"[A-Z]*\d[A-Z0-9]*", words)) else code


def _with_zeros(text: str, codes: frozenset[str]) -> str | None:
    """The one code that is the same but for zeros in front."""
    if not text.isdigit():
        return None
    alike = [code for code in codes if code.isdigit() and code.lstrip("0") == text.lstrip("0")]
    return alike[0] if len(alike) == 1 else None
