"""A look at the parts of an .xlsx before it is read: is it safe to, and what would the quick reader lose in silence?"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from xml.etree import ElementTree

from lacdsl.ingest.archive import BROKEN, check_apart, unpacked
from lacdsl.ingest.excel_extent import area
from lacdsl.ingest.excel_formats import cells_shown_otherwise, shows_otherwise
from lacdsl.ingest.excel_grid import Grid
from lacdsl.ingest.excel_places import row_column
from lacdsl.ingest.excel_zeros import Zeros, cells_with_zeros, digits_of, formats_of_cells
from lacdsl.ingest.source import LOCKED, Limits, Refused

MOST_KEPT = 10_000
"""How many error cells of a sheet are remembered with their text."""

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_CELL = rb'<(?:\w+:)?c\b(?=[^>]*\br="([A-Z]+)(\d+)")'
_ERROR = re.compile(_CELL + rb'(?=[^>]*\bt="e")[^>]*>.{0,2000}?<(?:\w+:)?v>([^<]*)</', re.DOTALL)
_UNSOLVED = re.compile(
    _CELL + rb'(?![^>]*\bt="(?:str|inlineStr)")[^>]*>\s*<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]{0,200}?\bref="([A-Z]{1,3}(\d{1,7}):[A-Z]{1,3}(\d{1,7}))"')
_HIDDEN = re.compile(rb'<(?:\w+:)?row\s(?=[^>]{0,500}?\bhidden="(?:1|true)")[^>]{0,500}?\br="(\d{1,7})"')
_ROW_NUMBER = re.compile(rb'<(?:\w+:)?row\s(?:[^>]{0,500}?\s)?r="(\d{1,7})"')
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<|\xff\xfe|\xfe\xff|\0<")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_FIRST_YEAR = re.compile(rb'date1904\s*=\s*"(?:1|true)"', re.IGNORECASE)
_A_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_MOST_ROOM = 10
"""How many times more room than cells a large sheet may have."""
_LONGEST_CELL = 32_767


@dataclass(frozen=True, slots=True)
class Scan:
    """What was seen of a sheet. Rows and columns count from 1.

    `errors`: error values (#REF!) by (row, column). `unsolved`: cells with a formula and no result. `sparse`: cells so
    far apart that a reader of the whole area between them would need too much memory. `merged`: the first row of each
    group of merged cells, and the group. `hidden`: rows that Excel does not show. `zeros`: numbers that
    Excel shows with zeros in front; `padded`: those of them that were written so, by (row, column). `otherwise`: the number
    format of numbers that Excel shows otherwise than they are held, by (row, column). `known`: the cells, where
    they have been read already. `twice`: numbers that several rows have, of which one is read.
    """

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    unsolved: list[tuple[int, int]] = field(default_factory=list)
    sparse: bool = False
    merged: list[tuple[int, str]] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    zeros: Zeros = field(default_factory=dict)
    padded: dict[tuple[int, int], str] = field(default_factory=dict)
    otherwise: dict[tuple[int, int], str] = field(default_factory=dict)
    known: list[Grid] = field(default_factory=list)
    twice: list[int] = field(default_factory=list)


def scan_workbook(data: bytes, limits: Limits) -> tuple[dict[str, Scan], bool]:
    """What there is to know of each sheet by its name, and whether days count from 1904.

    Raises `Refused` for a workbook that is damaged, or made to do harm.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _scan(archive, limits)
    except BROKEN as error:
        raise Refused("Is a damaged Excel workbook, or one that was cut off. Save it again.") from error


def _scan(archive: zipfile.ZipFile, limits: Limits) -> tuple[dict[str, Scan], bool]:
    parts: dict[str, Scan] = {}
    held: dict[str, bytes] = {}
    seen: set[str] = set()
    left, shared, longest = limits.packed, 0, 0
    check_apart(archive.infolist())
    formats = _formats(archive, limits)
    zeros = {style: digits for style, code in formats.items() if (digits := digits_of(code)) is not None}
    others = {style: code for style, code in formats.items() if style not in zeros and shows_otherwise(code)}
    for entry in archive.infolist():
        if entry.flag_bits & 1:
            raise Refused(LOCKED)
        with archive.open(entry) as stream:
            content = unpacked(stream, entry.compress_size, limits, left)
        left -= len(content)
        name = entry.filename.replace("\\", "/").lstrip("/").lower()
        if not (_MARKUP.match(content) or name.endswith((".xml", ".rels"))):
            continue
        _check_markup(content, name)
        if name in seen:
            raise Refused("Holds a part twice, as no program writes it, and was refused. Save it again.")
        seen.add(name)
        # Whatever it is called: the workbook may say of any part that it is a sheet.
        if b"sheetData" in content:
            parts[name] = _scan_sheet(content, zeros, others, limits)
            shared += content.count(b't="s"')
        elif name.endswith(("workbook.xml", "workbook.xml.rels")):
            held[name] = content
        elif name.endswith("sharedstrings.xml"):
            longest = _longest_text(content)
    if longest > _LONGEST_CELL and longest * shared > limits.packed:
        raise Refused(
            "Repeats a text that is longer than Excel allows, to fill a computer up, and was refused."
        )
    book = held.get("xl/workbook.xml", b"")
    names = _sheet_parts(book, held.get("xl/_rels/workbook.xml.rels", b""))
    if any(scan.sparse and part not in names.values() for part, scan in parts.items()):
        raise Refused(
            "Holds a sheet with cells very far apart that is not where its workbook says, and was refused. Save it again."
        )
    known = {name: parts[part] for name, part in names.items() if part in parts}
    return known, bool(_FIRST_YEAR.search(book))


def _formats(archive: zipfile.ZipFile, limits: Limits) -> dict[bytes, str]:
    for entry in archive.infolist():
        if (
            entry.filename.replace("\\", "/").lstrip("/").lower() == "xl/styles.xml"
            and not entry.flag_bits & 1
        ):
            with archive.open(entry) as stream:
                content = unpacked(stream, entry.compress_size, limits, limits.packed)
            _check_markup(content, entry.filename)
            return formats_of_cells(content)
    return {}


def _check_markup(content: bytes, name: str) -> None:
    """No part of a real workbook declares a document type, by which entities come in; or is in UTF-16, but for pieces
    that programs put aside in it for themselves.
    """
    is_wide = b"\0" in content[:200]
    text = content.replace(b"\0", b"") if is_wide else content
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise Refused("Declares entities of its own, as no program does that means well, and was refused.")
    if is_wide and (b"sheetData" in text or name.lower().endswith((".xml", ".rels"))):
        raise Refused("Is written in UTF-16, as no program writes workbooks, and was refused. Save it again.")


def _longest_text(content: bytes) -> int:
    """The longest text among the shared ones, in bytes; only looked for in what is long enough to hold one."""
    if len(content) <= _LONGEST_CELL:
        return 0
    longest, place = 0, 0
    while place < len(content):
        end = content.find(b"</", place + _LONGEST_CELL)
        last = content.rfind(b"</", place, place + _LONGEST_CELL)
        if last > place:
            place = last
            continue
        end = len(content) if end < 0 else end
        longest = max(longest, end - place)
        place = end
    return longest


def _scan_sheet(
    content: bytes, zeros: Mapping[bytes, int], others: Mapping[bytes, str], limits: Limits
) -> Scan:
    scan = Scan({}, [], is_sparse(area(content), len(_A_CELL.findall(content)), limits))
    if b't="e"' in content:
        for found in _ERROR.finditer(content):
            if len(scan.errors) < MOST_KEPT:
                scan.errors[row_column(found[1], found[2])] = found[3].decode("utf-8", "replace")
    if (b"<f" in content or b":f" in content) and _FORMULA.search(content):
        scan.unsolved.extend(row_column(found[1], found[2]) for found in _UNSOLVED.finditer(content))
    if b"mergeCell " in content:
        scan.merged.extend((int(each[2]), each[1].decode()) for each in _MERGED.finditer(content))
    if b"hidden=" in content:
        scan.hidden.extend(int(each[1]) for each in _HIDDEN.finditer(content))
    numbers = _ROW_NUMBER.findall(content)
    if len(numbers) != len(set(numbers)):
        scan.twice.extend(sorted(int(number) for number, count in Counter(numbers).items() if count > 1))
    scan.zeros.update(cells_with_zeros(content, zeros))
    scan.otherwise.update(islice(cells_shown_otherwise(content, others), MOST_KEPT))
    return scan


def is_sparse(room: int, cells: int, limits: Limits) -> bool:
    """Whether cells lie too far apart for a reader that keeps all the room between them."""
    return room > limits.cells or (room > limits.gaps and room > _MOST_ROOM * cells)


def _sheet_parts(book: bytes, relations: bytes) -> dict[str, str]:
    """The part that holds each sheet, by the sheet's name."""
    targets = {each.get("Id"): _part(each.get("Target", "")) for each in _elements(relations, "Relationship")}
    names: dict[str, str] = {}
    for each in _elements(book, "sheet"):
        target = targets.get(each.get(_RELATION) or each.get(_STRICT))
        if target is not None:
            names[each.get("name", "")] = target
    return names


def _part(target: str) -> str:
    target = target.replace("\\", "/").lower()
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def _elements(content: bytes, name: str) -> Iterator[ElementTree.Element]:
    """The elements of a name, in whatever namespace. Document types were refused before."""
    if not content:
        return
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        raise Refused("Is a damaged Excel workbook. Save it again.") from error
    for each in root.iter():
        if isinstance(each.tag, str) and each.tag.rpartition("}")[2] == name:
            yield each
