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
        for fix in fixes_of(each, row[span.column - 1 : span.end_column - 1], row[: span.column - 1]):
            if fix.sure:
                changed = [*lines]
                changed[span.line - 1] = (
                    row[: span.column - 1 - fix.back] + fix.text + row[span.end_column - 1 :]
                )
                after = parse("\n".join(changed)).diagnostics
                assert (each.code, each.span, each.message) not in {
                    (a.code, a.span, a.message) for a in after
                }


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("must     DEC missing", "must     DEC is missing"),
        ("must     REC E5", "must     REC = E5"),
        ("must     previous DEC = DECOM", "must     previous.DEC = DECOM"),
        ("must     URN in our homes", "must     URN in our_homes"),
        ("must     PL_DISTANCE <= 20 miles", "must     PL_DISTANCE <= 20"),
        ("must     PL_POST = LS1 4AP", 'must     PL_POST = "LS1 4AP"'),
        ("must     either DEC is present or REC is missing", "must     DEC is present or REC is missing"),
        ("must     DEC > DECOM // late", "must     DEC > DECOM # late"),
        ("must:    DEC is present", "must    DEC is present"),
    ],
)
def test_what_words_advise_is_done(written: str, meant: str) -> None:
    text = f'rule 1 "A"\n  for each Episode\n  {written}\n'
    (wrong,) = parse(text).diagnostics
    assert wrong.span is not None
    row = f"  {written}"
    (fix,) = fixes_of(
        wrong, row[wrong.span.column - 1 : wrong.span.end_column - 1], row[: wrong.span.column - 1]
    )
    assert (
        row[: wrong.span.column - 1 - fix.back] + fix.text + row[wrong.span.end_column - 1 :] == f"  {meant}"
    )


def test_a_rule_that_the_editor_has_indented_is_moved_to_the_margin() -> None:
    text = 'rule 1 "A"\n  for each Episode\n  must DEC is present\n\n    rule 2 "B"\n  for each Episode\n  must REC = X1\n'
    (wrong,) = parse(text).diagnostics
    (fix,) = fixes_of(wrong, "rule", "    ")
    assert (fix.text, fix.back) == ("rule", 4)
