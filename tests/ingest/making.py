"""Files as no one would wish them: workbooks, zips and texts, made in memory."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl
import xlwt

HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB"
EPISODES = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN"
REVIEWS = "CHILD,DOB,REVIEW,REVIEW_CODE"
CHILDREN = "1,M,01/02/2010,WBRI,UN1,,\n2,F,03/04/2012,WBRI,UN2,,\n"
HEADER_FILE = f"{HEADER}\n{CHILDREN}"
EPISODE_ROWS = "1,01/05/2026,S,C2,N1,U1,PR1,,,,,,\n"

HIDDEN = "(hidden)"
Cells = Sequence[Sequence[Any]]


def table(text: str) -> list[list[str]]:
    """The rows of a plain CSV text."""
    return [line.split(",") for line in text.splitlines()]


def workbook(
    sheets: Mapping[str, Cells], *, errors: Mapping[str, str] | None = None, late: bool = False
) -> bytes:
    """A workbook; `errors` puts Excel errors in cells of its first sheet, `late` counts days from 1904."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    if late:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    for place, text in (errors or {}).items():
        cell = book.worksheets[0][place]
        cell.value, cell.data_type = text, "e"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def old_workbook(sheets: Mapping[str, Cells], *, late: bool = False) -> bytes:
    """An .xls; a cell that begins with # is an error, a hidden row is one that ends with HIDDEN."""
    book = xlwt.Workbook()
    book.dates_1904 = late
    days = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                if isinstance(value, str) and value.startswith("#"):
                    sheet.row(row).set_cell_error(column, value)
                elif value == HIDDEN:
                    sheet.row(row).hidden = True
                elif value is not None:
                    sheet.write(
                        row, column, value, days if isinstance(value, dt.date) else xlwt.Style.default_style
                    )
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """A zip of files by their path."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def locked(data: bytes) -> bytes:
    """The zip with the mark that its members are encrypted."""
    made = bytearray(data)
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = made.find(signature)
        while at >= 0:
            made[at + place] |= 1
            at = made.find(signature, at + 4)
    return bytes(made)


def replaced_part(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """A workbook with some bytes of one part exchanged."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, content.replace(old, new) if name == part else content)
    return made.getvalue()


def password_protected() -> bytes:
    """The beginning of what Office writes for a workbook with a password."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(1000)
        + "EncryptedPackage".encode("utf-16-le")
        + bytes(500)
    )


DAY = dt.date(2010, 2, 1)
CHILD_ROW = ["1", "M", DAY, "WBRI", "UN1", None, None]
