"""Code lists: the text of a CSV file -> codes with their labels."""

from __future__ import annotations

import csv
import io

from lacdsl.diagnostics import Span
from lacdsl.model.diagnostics import Problems, shown

_HEADING = ["code", "label"]


def read_codes(text: str, file: str, problems: Problems) -> dict[str, str]:
    """The codes of one list, code -> label, in the order of the file; what is wrong goes to `problems`."""
    problems.know_text(file, text)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    codes: dict[str, str] = {}
    try:
        for number, row in enumerate(reader):
            line = max(1, reader.line_num)
            if number == 0:
                _check_heading(row, file, problems)
            elif row:
                _read_row(row, line, file, codes, problems)
    except csv.Error as error:
        span = _line(file, max(1, reader.line_num))
        problems.add("M528", f"This line is not CSV: {shown(error)}.", "check the quotes on this line", span)
        return codes
    if not codes and not problems.found:
        help = "write the heading code,label and a line for each code"
        problems.add("M528", "The code list holds no codes.", help, _line(file, 1))
    return codes


def _check_heading(row: list[str], file: str, problems: Problems) -> None:
    if row != _HEADING:
        message = "A code list starts with the heading code,label."
        problems.add("M528", message, "write code,label on the first line", _line(file, 1))


def _read_row(row: list[str], line: int, file: str, codes: dict[str, str], problems: Problems) -> None:
    if len(row) != len(_HEADING):
        message = f"This line has {len(row)} cells; a code and a label are two."
        help = "put a label that holds a comma between double quotes"
        problems.add("M528", message, help, _line(file, line))
        return
    code, label = row
    span = Span(file, line, 1, line, len(code) + 1)
    if not code.strip():
        message = "The code on this line is blank."
        problems.add("M529", message, "write a code, or remove the line", _line(file, line))
    elif not code.isprintable() or not label.isprintable():
        message = f"The line of code `{shown(code)}` holds characters that cannot be shown."
        problems.add("M529", message, "type the line again without line breaks and control characters", span)
    elif code != code.strip().upper():
        message = f"The code `{shown(code)}` could never match: cells are trimmed and compared in capitals."
        problems.add("M529", message, f"write `{shown(code.strip().upper())}`", span)
    elif code in codes:
        message = f"The code `{shown(code)}` is already in this list."
        problems.add("M529", message, "keep one of the two lines", span)
    else:
        codes[code] = label.strip()


def _line(file: str, line: int) -> Span:
    return Span(file, line, 1, line + 1, 1)
