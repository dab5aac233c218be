"""Corrections are put in only where the text that is proposed can stand as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from lacdsl.editing.fixes import fixes_of
from lacdsl.syntax import parse

BAD = sorted((Path(__file__).parents[1] / "fixtures" / "syntax" / "bad").glob("*.rules"))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_sure_correction_of_a_slip_puts_it_right(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    before = parse(text).diagnostics
    lines = text.split("\n")
    for each in before:
        span = each.span
        if span is None or span.line != span.end_line:
            continue
        row = lines[span.line - 1]
        for fix in fixes_of(each, row[span.column - 1 : span.end_column - 1]):
            if fix.sure:
                changed = [*lines]
                changed[span.line - 1] = row[: span.column - 1] + fix.text + row[span.end_column - 1 :]
                after = parse("\n".join(changed)).diagnostics
                assert (each.code, each.span, each.message) not in {
                    (a.code, a.span, a.message) for a in after
                }
