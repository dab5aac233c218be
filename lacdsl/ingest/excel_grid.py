"""The cells of a sheet of a workbook, by python-calamine or, where they lie too far apart for it, by openpyxl."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from lacdsl.ingest.excel_cells import unescaped
from lacdsl.ingest.sheet import Lines
from lacdsl.ingest.source import LOCKED, Refused

if TYPE_CHECKING:
    from lacdsl.ingest.excel_scan import Scan


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """The cells of a sheet from its first column on, all rows of one width, and the number of each row."""

    rows: list[list[Any]]
    numbers: Lines


class Guarded:
    """What goes wrong inside python-calamine, a panic of its core included, says that the workbook is damaged."""

    def __init__(self, library: Any) -> None:
        self._library = library

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if error is None or isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            return
        if isinstance(error, self._library.PasswordError):
            raise Refused(LOCKED) from error
        raise Refused(
            "Is a damaged Excel workbook, or one that was cut off. Save it again as .xlsx."
        ) from error


def by_calamine(sheet: Any, scan: Scan) -> Grid:
    """The rows as python-calamine has them, with the errors that it takes for blanks."""
    if sheet.start is None:
        return Grid([], np.zeros(0, np.int32))
    top, left = sheet.start
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=True)
    width = max(left + len(rows[0]), *(column for _, column in scan.errors), 0) if rows else 0
    if left or (rows and width > len(rows[0])):
        before, after = [""] * left, [""] * (width - left - len(rows[0]))
        rows = [[*before, *row, *after] for row in rows]
    for (row, column), text in scan.errors.items():
        if 0 <= row - top - 1 < len(rows):
            rows[row - top - 1][column - 1] = text
    return Grid(rows, np.arange(top + 1, top + 1 + len(rows), dtype=np.int32))


def by_openpyxl(data: bytes, name: str) -> Grid:
    """The rows with cells as openpyxl has them, which takes no notice of the room between them."""
    import openpyxl

    rows: list[list[Any]] = []
    numbers: list[int] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheet = book[name]
            sheet.reset_dimensions()
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
                places = [place for place, value in enumerate(row) if not _is_blank(value)]
                if places:
                    cells = row[: places[-1] + 1]
                    rows.append([unescaped(cell) if isinstance(cell, str) else cell for cell in cells])
                    numbers.append(number)
    except (OSError, MemoryError):
        raise
    except Exception as error:  # a damaged or disguised workbook can fail anywhere inside openpyxl
        raise Refused("Is a damaged Excel workbook, or one that was cut off. Save it again.") from error
    width = max((len(row) for row in rows), default=0)
    return Grid([row + [None] * (width - len(row)) for row in rows], np.array(numbers, dtype=np.int32))


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
