"""Cells of a workbook as the texts that Excel would show."""

from __future__ import annotations

import re
from datetime import date, datetime, time

_EXACT = 10**15
"""Excel keeps fifteen digits of a number."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """A text as it stands in a workbook, with the characters that stand there as `_x000A_`; `_x005F_` is a `_` itself."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def cell_as_text(value: object) -> str | None:
    """The text of a cell; None for nothing. Dates are dd/mm/yyyy, with a time behind where it is not midnight."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < _EXACT
        return str(int(value)) if whole else repr(value)
    if isinstance(value, datetime):
        day = f"{value.day:02}/{value.month:02}/{value.year:04}"
        return day if value.time() == time() else f"{day} {value.time().isoformat('seconds')}"
    if isinstance(value, date):
        return f"{value.day:02}/{value.month:02}/{value.year:04}"
    return str(value)


class CellTexts(dict[object, str | None]):
    """The texts of cells, each worked out once. Texts are their own; look only other values up."""

    def __missing__(self, key: tuple[type, object]) -> str | None:
        self[key] = text = cell_as_text(key[1])
        return text

    def of(self, value: object) -> str | None:
        """The text of a cell."""
        if type(value) is str:
            return value or None
        return self[(type(value), value)]
